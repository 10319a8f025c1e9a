"""Every file of the corridors, into a folder that is there."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tansiq.gaps.corridors.files.document import Found, corridors_document
from tansiq.gaps.corridors.files.map import write_map
from tansiq.gaps.corridors.files.table import write_lengths
from tansiq.gaps.corridors.files.vectors import write_barrier, write_corridors
from tansiq.gaps.files import InputDigest
from tansiq.ground.model import Notice
from tansiq.language import Language

DOCUMENT_FILE: Final = "corridors.json"


def write(
    found: Sequence[Found],
    folder: Path,
    *,
    inputs: Sequence[InputDigest],
    notices: Sequence[Notice] = (),
    language: Language = "en",
) -> None:
    """Write ``corridors.json``, ``corridors.geojson``, ``barrier.geojson``, ``lengths.csv`` and a map a window.

    Parameters
    ----------
    found
        One window or both.
    folder
        An empty folder.
    inputs
        Digests of what it was made from.
    notices
        What to tell beside the notices of pictures and corridors.
    language
        Language of the maps: ``corridors.png``, or of two windows ``corridors-day.png`` and ``corridors-night.png``.
    """
    document = corridors_document(found, inputs, notices)
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    (folder / DOCUMENT_FILE).write_text(text, encoding="utf-8")
    write_corridors(found, folder / "corridors.geojson")
    write_barrier(found, folder / "barrier.geojson")
    write_lengths(found, folder / "lengths.csv")
    for one in found:
        window = one.corridors.parameters.window.value
        name = "corridors.png" if len(found) == 1 else f"corridors-{window}.png"
        write_map(one, folder / name, language)
