"""The picture's rasters as GeoTIFF: states, how many posts see, minutes to arrive."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp

from tansiq.domain.state import STATE_COLOURS, State
from tansiq.gaps.model import Picture
from tansiq.ground.grid import Grid

_BLOCK: Final = 512


def write_rasters(picture: Picture, folder: Path) -> None:
    """Write ``states.tif``, ``seen.tif`` and ``minutes.tif`` into ``folder``."""
    grid = picture.ground.grid
    parties = [layer.party for layer in picture.layers]
    _write(folder / "states.tif", grid, [picture.state], ["state"], nodata=0, colours=_state_colours())
    _write(folder / "seen.tif", grid, [layer.seen_by for layer in picture.layers], parties, nodata=None)
    minutes = [_nan_where_none_can_come(layer.minutes) for layer in picture.layers]
    _write(folder / "minutes.tif", grid, minutes, parties, nodata=np.nan)


def _nan_where_none_can_come(minutes: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.where(np.isfinite(minutes), minutes, np.float32(np.nan)).astype(np.float32)


def _state_colours() -> dict[int, tuple[int, int, int, int]]:
    colours = {state.value: _rgba(STATE_COLOURS[state]) for state in State}
    return {0: (0, 0, 0, 0), **colours}


def _rgba(colour: str) -> tuple[int, int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16), 255


def _write(
    path: Path,
    grid: Grid,
    bands: list[NDArray[Any]],
    names: list[str],
    *,
    nodata: float | None,
    colours: dict[int, tuple[int, int, int, int]] | None = None,
) -> None:
    profile = {
        "driver": "GTiff",
        "height": grid.rows,
        "width": grid.cols,
        "count": len(bands),
        "dtype": bands[0].dtype,
        "crs": grid.crs_wkt,
        "transform": grid.transform,
        "nodata": nodata,
        "compress": "deflate",
        "predictor": 3 if bands[0].dtype.kind == "f" else 2,
        "tiled": True,
        "blockxsize": _BLOCK,
        "blockysize": _BLOCK,
    }
    with rasterio.open(path, "w", **profile) as target:
        if colours:
            target.colorinterp = [ColorInterp.palette]
            target.write_colormap(1, colours)
        for index, (band, name) in enumerate(zip(bands, names, strict=True), start=1):
            target.write(band, index)
            target.set_band_description(index, name)
