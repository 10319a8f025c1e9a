"""Writing a picture's folder: all of it, or nothing."""

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyogrio.errors import DataLayerError, DataSourceError
from rasterio._err import CPLE_BaseError  # what closing a file on a full disk raises; exported nowhere else
from rasterio.errors import RasterioError

from tansiq.errors import UnwritableOutputError
from tansiq.gaps.files.document import InputDigest, picture_document
from tansiq.gaps.files.ledger import write_ledger
from tansiq.gaps.files.map import write_map
from tansiq.gaps.files.rasters import write_rasters
from tansiq.gaps.files.vectors import write_geojson, write_geopackage
from tansiq.gaps.model import Picture
from tansiq.language import N_, Language

PICTURE_FILE: Final = "picture.json"
_NEW: Final = "new"
# What a full or failing disk makes the writers raise.
_REFUSED: Final = (OSError, RasterioError, CPLE_BaseError, DataSourceError, DataLayerError)


def write(picture: Picture, out: Path, *, inputs: Sequence[InputDigest] = (), language: Language = "en") -> None:
    """Write every file of the picture into ``out``, replacing an earlier picture there.

    Parameters
    ----------
    picture
        What to write.
    out
        The folder: new, empty, or holding an earlier picture.
    inputs
        Digests of the files it was made from.
    language
        Language of ``map.png``.

    Raises
    ------
    UnwritableOutputError
        ``out`` holds something else, or cannot be written. Nothing half-written is left behind.
    """
    check_writable(out)
    try:
        staging = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        _write_files(picture, staging / _NEW, inputs, language)
        _put_in_place(staging, out)
    except _REFUSED as error:
        raise _unwritable(out, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _put_in_place(staging: Path, out: Path) -> None:
    """Swap the new picture in; if that fails the old one goes back to where it was."""
    old = staging / "old"
    if out.exists():
        out.rename(old)
    try:
        (staging / _NEW).rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise


def check_writable(out: Path) -> None:
    """Refuse an output folder that holds anything but an earlier picture, before any long computation."""
    if out.exists() and not out.is_dir():
        raise UnwritableOutputError(N_("%(out)s is a file. Name a folder to write the picture into."), out=out)
    if out.is_dir() and any(out.iterdir()) and not (out / PICTURE_FILE).exists():
        raise UnwritableOutputError(
            N_("The folder %(out)s holds something other than a gap picture. Name a new folder, or empty this one."),
            out=out,
        )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(out, error) from error


def _unwritable(out: Path, error: Exception) -> UnwritableOutputError:
    return UnwritableOutputError(
        N_("The picture cannot be written to %(out)s (%(reason)s). Choose another place or free some space."),
        out=out,
        reason=(error.strerror if isinstance(error, OSError) else None) or error,
    )


def _write_files(picture: Picture, folder: Path, inputs: Sequence[InputDigest], language: Language) -> None:
    folder.mkdir()
    document = picture_document(picture, inputs)
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    (folder / PICTURE_FILE).write_text(text, encoding="utf-8")
    write_rasters(picture, folder)
    write_geojson(picture, folder / "gaps.geojson")
    write_geopackage(picture, folder / "gaps.gpkg")
    write_ledger(picture.ledger, folder / "ledger.csv")
    write_map(picture, folder / "map.png", language)
