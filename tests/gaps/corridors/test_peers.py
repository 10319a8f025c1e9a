"""Least-cost ways against scikit-image and GRASS, both given the same cost of every cell."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin
from skimage.graph import MCP_Geometric

from tansiq.gaps.corridors.ways import least_cost, least_way

pytestmark = pytest.mark.peers
Cells = NDArray[np.int64]


def ground(seed: int, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Costs as corridors have them: much ground nearly free, some dear, some closed."""
    rng = np.random.default_rng(seed)
    free = rng.uniform(1e-6, 2e-6, shape)  # no two alike, so that one way alone is the least
    cost = free + rng.exponential(1.0, shape) * (rng.random(shape) < 0.6)
    cost[rng.random(shape) < 0.1] = np.inf
    cost[0], cost[-1] = free[0], free[-1]
    return cost


def framed(cost: NDArray[np.float64]) -> tuple[NDArray[np.float64], int, Cells, Cells]:
    """Half costs on a frame one cell wider, its columns, and the cells of the first row and the last."""
    half = np.pad(cost / 2, 1, constant_values=np.inf)
    wide = half.shape[1]
    first = np.arange(wide + 1, 2 * wide - 1)
    return half.ravel(), wide, first, first + (cost.shape[0] - 1) * wide


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(2, 1), (40, 60), (173, 211)])
def test_costs_and_the_way_are_those_of_scikit_image(seed: int, shape: tuple[int, int]) -> None:
    cost = ground(seed, shape)
    half, wide, first, last = framed(cost)
    theirs, _ = MCP_Geometric(cost).find_costs([(0, col) for col in range(shape[1])])
    ours = least_cost(half, wide, first).reshape(-1, wide)[1:-1, 1:-1]
    assert np.array_equal(np.isinf(ours), np.isinf(theirs))
    np.testing.assert_allclose(ours[np.isfinite(ours)], theirs[np.isfinite(theirs)], rtol=1e-12)
    way = np.column_stack(np.divmod(least_way(half, wide, first, last), wide)) - 1
    step = np.hypot(*np.diff(way, axis=0).T)
    spent = ((cost[tuple(way[:-1].T)] + cost[tuple(way[1:].T)]) / 2 * step).sum()
    assert spent == pytest.approx(theirs[-1].min(), rel=1e-12)


def grass(*words: str | Path) -> None:
    subprocess.run(["grass", *map(str, words)], check=True, capture_output=True)  # noqa: S607 - wherever it is


def test_the_way_costs_what_grass_r_cost_and_r_path_find(tmp_path: Path) -> None:
    if shutil.which("grass") is None:
        pytest.skip("needs GRASS, which is not installed (Debian: apt-get install grass-core)")
    cost = ground(5, (60, 80))
    profile = {"driver": "GTiff", "count": 1, "dtype": "float64", "crs": "EPSG:32638", "height": 60, "width": 80}
    with rasterio.open(tmp_path / "cost.tif", "w", **profile, transform=from_origin(0, 60, 1, 1), nodata=-1) as out:
        out.write(np.where(np.isinf(cost), -1, cost), 1)
    grass("-c", tmp_path / "cost.tif", "-e", tmp_path / "place")
    run = (tmp_path / "place" / "PERMANENT", "--exec")
    grass(*run, "r.in.gdal", "-o", f"input={tmp_path / 'cost.tif'}", "output=cost")
    grass(*run, "g.region", "raster=cost")
    edge = ",".join(f"{col + 0.5},59.5" for col in range(80))
    grass(*run, "r.cost", "input=cost", "output=sum", f"start_coordinates={edge}", "outdir=way")
    grass(*run, "r.out.gdal", "-f", "input=sum", f"output={tmp_path / 'sum.tif'}", "type=Float64")
    with rasterio.open(tmp_path / "sum.tif") as result:
        theirs = result.read(1)
    half, wide, first, last = framed(cost)
    ours = least_cost(half, wide, first).reshape(-1, wide)[1:-1, 1:-1]
    reached = np.isfinite(ours)
    np.testing.assert_allclose(ours[reached], theirs[reached], rtol=1e-9, atol=1e-12)
    col = int(np.argmin(np.where(reached[-1], theirs[-1], np.inf)))
    grass(*run, "r.path", "input=way", "format=degree", f"start_coordinates={col + 0.5},0.5", "raster_path=path")
    grass(*run, "r.out.gdal", "input=path", f"output={tmp_path / 'path.tif'}", "type=Int32")
    with rasterio.open(tmp_path / "path.tif") as result:
        theirs_way = np.argwhere(result.read(1) > 0)
    way = np.column_stack(np.divmod(least_way(half, wide, first, last), wide)) - 1
    assert {tuple(cell) for cell in way.tolist()} == {tuple(cell) for cell in theirs_way.tolist()}
