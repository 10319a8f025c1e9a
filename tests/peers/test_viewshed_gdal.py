"""GDAL's viewshed, an engine we did not write, on the same ground."""

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tansiq.gaps.visibility import EARTH_RADIUS_M, visible_from

pytestmark = pytest.mark.peers
BENCH = Path(__file__).parents[2] / "bench"
CELL_M, RANGE_M = 30.0, 4500.0


@pytest.fixture(scope="module")
def peer() -> dict[str, Any]:
    return runpy.run_path(str(BENCH / "gdal_viewshed.py"))


@pytest.fixture(scope="module")
def ground() -> NDArray[np.float32]:
    heights: NDArray[np.float32] = runpy.run_path(str(BENCH / "terrain.py"))["terrain"](401, 401, seed=11)
    return heights


@pytest.mark.parametrize(("row", "col"), [(200, 200), (170, 230), (222, 181), (160, 160)])
@pytest.mark.parametrize("refraction", [1 / 7, 1.0])
def test_exact_agrees_with_gdal(
    peer: dict[str, Any], ground: NDArray[np.float32], row: int, col: int, refraction: float
) -> None:
    curvature = (1 - refraction) * peer["EARTH_RADIUS_M"] / EARTH_RADIUS_M  # GDAL divides by a larger radius
    _, theirs = peer["GdalViewshed"](ground, CELL_M).run(
        row, col, eye_m=5.0, target_m=1.7, range_m=RANGE_M, curvature=curvature
    )
    ours = visible_from(
        ground, CELL_M, row, col, eye_m=5.0, target_m=1.7, range_m=RANGE_M, refraction=refraction, exact=True
    )
    inside = np.hypot(*np.ogrid[-row : 401 - row, -col : 401 - col]) * CELL_M < RANGE_M
    # GDAL interpolates from ring to ring, which moves the edges of shadows: some 0.3 to 1 % of all cells.
    assert (ours == theirs)[inside].mean() >= 0.985


def test_gdal_and_we_see_a_smooth_earth_end_at_the_same_cell(peer: dict[str, Any]) -> None:
    cell_m, flat = 200.0, np.zeros((9, 150), np.float32)
    curvature = 6 / 7 * peer["EARTH_RADIUS_M"] / EARTH_RADIUS_M
    _, theirs = peer["GdalViewshed"](flat, cell_m).run(4, 2, eye_m=5.0, target_m=1.7, range_m=1e5, curvature=curvature)
    ours = visible_from(flat, cell_m, 4, 2, eye_m=5.0, target_m=1.7, range_m=1e5, exact=True)
    assert abs(int(np.flatnonzero(ours[4]).max()) - int(np.flatnonzero(theirs[4]).max())) <= 1
