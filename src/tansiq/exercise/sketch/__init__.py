"""Ground that ships with the project: the band from the Syrian to the Iranian border, sketched from public facts.

Towns, roads, ridges, rivers and governorates were written by hand from general knowledge (text files in ``data``);
the relief is grown from them with a fixed seed. It looks like that land and is good for learning and testing. It is
not a survey, and every result made on it says so.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import tansiq.ground
from tansiq.exercise.sketch import relief, sources
from tansiq.ground.model import Ground

__all__ = ["NAME", "WIDTH_KM", "build"]

NAME: Final = "Nineveh to Diyala (sketch)"
WIDTH_KM: Final = 60.0
LICENCE: Final = "Apache-2.0, written for Tansiq from general knowledge"
_RELIEF_SHARE: Final = 0.4  # of the time a build takes


def build(out: Path, *, cell_m: float = 500.0, progress: Callable[[float, str], None] | None = None) -> Ground:
    """Grow the sketched band and build it into a ground package like any other.

    Parameters
    ----------
    out
        Folder to write.
    cell_m
        Cell size [m]. The relief is grown at 226 by 277 m; smaller cells add nothing.
    progress
        Told the share done [0..1] and what is being done.

    Returns
    -------
    The opened package; ``sketch`` is true.

    Raises
    ------
    UnwritableOutputError
        If ``out`` cannot be written.
    """
    tell = progress or (lambda _share, _label: None)
    with tempfile.TemporaryDirectory(prefix="tansiq-sketch-") as name:
        folder = Path(name)
        grown = relief.grow(progress=lambda share, label: tell(share * _RELIEF_SHARE, label))
        elevation = folder / "sketch_elevation.tif"
        sources.write_elevation(grown, elevation)
        vectors = sources.write_vectors(folder)
        return tansiq.ground.build(
            out,
            dem=[elevation],
            roads=vectors["roads"],
            places=vectors["places"],
            boundaries=vectors["boundaries"],
            water=vectors["water"],
            seam=vectors["seam"],
            width_km=WIDTH_KM,
            cell_m=cell_m,
            name=NAME,
            sketch=True,
            licences=dict.fromkeys(("dem", *vectors), LICENCE),
            progress=lambda share, label: tell(_RELIEF_SHARE + share * (1.0 - _RELIEF_SHARE), label),
        )
