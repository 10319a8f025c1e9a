"""``gap_probability.tif``: in what share of the samples each cell is not held, with the sampling error."""

from pathlib import Path
from typing import Final

import numpy as np
import rasterio

from tansiq.gaps.spread.model import Sureness
from tansiq.gaps.spread.wilson import wilson_interval
from tansiq.ground.grid import Grid

BANDS: Final = ("gap_probability", "low", "high")
_BLOCK: Final = 512


def write_probability(sure: Sureness, grid: Grid, path: Path) -> None:
    """Write three bands, float32: the share, and the bounds of its 95 % Wilson interval; NaN outside the area."""
    low, high = (bound.astype(np.float32) for bound in wilson_interval(np.arange(sure.samples + 1), sure.samples))
    outside = np.isnan(sure.gap_probability)
    bounds = [np.where(outside, np.float32(np.nan), bound[sure.unheld_count]) for bound in (low, high)]
    profile = {
        "driver": "GTiff",
        "height": grid.rows,
        "width": grid.cols,
        "count": len(BANDS),
        "dtype": "float32",
        "crs": grid.crs_wkt,
        "transform": grid.transform,
        "nodata": np.nan,
        "compress": "deflate",
        "predictor": 3,
        "tiled": True,
        "blockxsize": _BLOCK,
        "blockysize": _BLOCK,
    }
    with rasterio.open(path, "w", **profile) as target:
        for index, (band, name) in enumerate(zip((sure.gap_probability, *bounds), BANDS, strict=True), start=1):
            target.write(band, index)
            target.set_band_description(index, name)
