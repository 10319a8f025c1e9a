"""The exact engine against a slow sight line of its own, and the fast engine against the exact one."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.warp import Resampling, calculate_default_transform, reproject
from scipy.ndimage import gaussian_filter

from tansiq.gaps.visibility import EARTH_RADIUS_M, visible_from


def plain_sight_line(
    heights: NDArray[np.float64],
    cell_m: float,
    eye: tuple[int, int],
    target: tuple[int, int],
    eye_m: float,
    target_m: float,
) -> bool:
    """Decide one line as the definition says it, with exact crossing places and elevation angles as slopes."""
    (r0, c0), (r1, c1) = eye, target
    steps = max(abs(r1 - r0), abs(c1 - c0))
    eye_height = heights[eye] + eye_m

    def slope(row: Fraction, col: Fraction, lift_m: float) -> float:
        low_row, low_col = int(row // 1), int(col // 1)
        part = float(row - low_row + col - low_col)  # only one of them is between grid lines
        beside = heights[low_row + (row != low_row), low_col + (col != low_col)]
        height = heights[low_row, low_col] + part * (beside - heights[low_row, low_col]) + lift_m
        distance_m = float(np.hypot(float(row - r0), float(col - c0))) * cell_m
        drop_m = distance_m**2 * (1 - 1 / 7) / (2 * EARTH_RADIUS_M)
        return float((height - drop_m - eye_height) / distance_m)

    if steps == 0:
        return True
    on_the_way = [
        slope(Fraction(r0) + Fraction((r1 - r0) * i, steps), Fraction(c0) + Fraction((c1 - c0) * i, steps), 0.0)
        for i in range(1, steps)
    ]
    return slope(Fraction(r1), Fraction(c1), target_m) >= max(on_the_way, default=-np.inf)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    row=st.integers(0, 22),
    col=st.integers(0, 26),
    smooth=st.sampled_from([0.3, 1.0, 3.0]),
    height_m=st.sampled_from([2.0, 30.0, 300.0]),
)
def test_exact_is_the_plain_sight_line(seed: int, row: int, col: int, smooth: float, height_m: float) -> None:
    heights = height_m * gaussian_filter(np.random.default_rng(seed).standard_normal((23, 27)), smooth)
    seen = visible_from(heights, 50.0, row, col, eye_m=4.0, target_m=1.7, range_m=1e5, exact=True)
    expected = [[plain_sight_line(heights, 50.0, (row, col), (r, c), 4.0, 1.7) for c in range(27)] for r in range(23)]
    assert np.array_equal(seen, expected)


def errors(
    heights: NDArray[np.float32], cell_m: float, row: int, col: int, range_m: float
) -> tuple[float, float, float]:
    """Return agreement within range, false-visible and false-hidden shares of the visible cells."""
    fast, exact = (
        visible_from(heights, cell_m, row, col, eye_m=5.0, target_m=1.7, range_m=range_m, exact=e)
        for e in (False, True)
    )
    inside = np.hypot(*np.ogrid[-row : heights.shape[0] - row, -col : heights.shape[1] - col]) * cell_m <= range_m
    visible = exact.sum()
    return float((fast == exact)[inside].mean()), (fast & ~exact).sum() / visible, (exact & ~fast).sum() / visible


def mountains(size: int, seed: int) -> NDArray[np.float32]:
    """Relief whose height falls with wavelength, from 1,200 m down to some metres between neighbours."""
    rng = np.random.default_rng(seed)
    layers = ((80.0, 400.0), (30.0, 150.0), (10.0, 40.0), (4.0, 10.0), (1.5, 2.0))
    total = np.zeros((size, size))
    for smooth, height_m in layers:
        noise = gaussian_filter(rng.standard_normal((size, size)), smooth)
        total += height_m * noise / noise.std()
    return total.astype(np.float32)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fast_agrees_with_exact_on_mountains(seed: int) -> None:
    heights = mountains(421, seed)
    row, col = np.unravel_index(np.argmax(heights[180:240, 180:240]), (60, 60))
    agree, false_visible, false_hidden = errors(heights, 30.0, int(row) + 180, int(col) + 180, 5400.0)
    assert agree >= 0.995
    assert false_visible <= 0.02
    assert false_hidden <= 0.02


def test_fast_agrees_with_exact_in_a_valley_and_at_the_edge() -> None:
    heights = mountains(321, 4)
    lowest = np.unravel_index(np.argmin(heights[100:220, 100:220]), (120, 120))
    for row, col in ((int(lowest[0]) + 100, int(lowest[1]) + 100), (0, 160), (3, 2), (320, 320)):
        agree, false_visible, false_hidden = errors(heights, 30.0, row, col, 6000.0)
        assert agree >= 0.995
        assert max(false_visible, false_hidden) <= 0.02


def test_fast_is_exact_on_smooth_flat_and_sloping_plains() -> None:
    row, col = np.mgrid[0:301, 0:301].astype(np.float32)
    for heights in (np.zeros_like(row), 0.3 * row + 100, 2.0 * col - 0.7 * row):
        assert errors(heights, 30.0, 150, 140, 4500.0) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize("sign", [(1, 1), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1), (1, 0), (-1, 0)])
def test_fast_is_exact_along_axes_and_diagonals(sign: tuple[int, int]) -> None:
    heights = mountains(301, 5)
    fast, exact = (
        visible_from(heights, 30.0, 150, 150, eye_m=5.0, target_m=1.7, range_m=1e4, exact=e) for e in (False, True)
    )
    steps = np.arange(151)
    line = (150 + sign[0] * steps, 150 + sign[1] * steps)
    assert np.array_equal(fast[line], exact[line])


@pytest.mark.shared
@pytest.mark.parametrize("tile", ["N39W117", "N37W119"])
def test_fast_agrees_with_exact_on_real_mountains(shared: Path, tile: str) -> None:
    heights, cell_m = in_metres(shared / "data" / f"dem_3s_analogue_{tile}.tif")
    rng = np.random.default_rng(6)
    for row, col in rng.integers(300, min(heights.shape) - 300, (4, 2)):
        around = heights[row - 15 : row + 16, col - 15 : col + 16]
        top = np.unravel_index(np.nanargmax(around), around.shape)
        found = errors(heights, cell_m, int(row + top[0]) - 15, int(col + top[1]) - 15, 10_000.0)
        assert found[0] >= 0.995
        assert max(found[1:]) <= 0.02


def in_metres(path: Path) -> tuple[NDArray[np.float32], float]:
    """Return a geographic tile on a UTM grid of 90 m, NaN outside the tile."""
    with rasterio.open(path) as source:
        zone = 32600 + int((source.bounds.left + 180) // 6) + 1
        crs = CRS.from_epsg(zone)
        transform, cols, rows = calculate_default_transform(
            source.crs, crs, source.width, source.height, *source.bounds, resolution=90.0
        )
        heights = np.full((rows, cols), np.nan, np.float32)
        reproject(
            source.read(1).astype(np.float32),
            heights,
            src_transform=source.transform,
            src_crs=source.crs,
            dst_transform=transform,
            dst_crs=crs,
            dst_nodata=np.nan,
            resampling=Resampling.bilinear,
        )
    return heights, 90.0
