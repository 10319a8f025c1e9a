"""Where pixels of the web map lie: against PROJ's own Web Mercator, and against the tiles' definition."""

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.picture.mercator import (
    cells_under,
    frame_around,
    lonlat_from_mercator,
    mercator_from_lonlat,
    tile_frame,
)
from tansiq.ground.grid import Grid

TO_MERCATOR = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)


@given(st.floats(-179, 179), st.floats(-84, 84))
def test_projection_is_projs(lon_deg: float, lat_deg: float) -> None:
    x_m, y_m = mercator_from_lonlat(np.array(lon_deg), np.array(lat_deg))
    assert (float(x_m), float(y_m)) == pytest.approx(TO_MERCATOR.transform(lon_deg, lat_deg), abs=1e-3)
    back_lon, back_lat = lonlat_from_mercator(x_m, y_m)
    assert (float(back_lon), float(back_lat)) == pytest.approx((lon_deg, lat_deg), abs=1e-9)


def test_pixels_between_nodes_lie_where_projecting_each_one_puts_them() -> None:
    grid = Grid(pyproj.CRS.from_epsg(32638).to_wkt(), 100_000.0, 4_150_000.0, 500.0, 700, 1000)
    frame = frame_around(grid, 1.0, 900)
    row, col = cells_under(frame, grid)
    assert row.shape == (frame.height, frame.width)
    pick = np.random.default_rng(1).integers(0, (frame.height, frame.width), (300, 2))
    x_m = frame.west_m + (pick[:, 1] + 0.5) * frame.pixel_m
    y_m = frame.north_m - (pick[:, 0] + 0.5) * frame.pixel_m
    exact_x, exact_y = pyproj.Transformer.from_crs(3857, 32638, always_xy=True).transform(x_m, y_m)
    exact_row, exact_col = (grid.y_max_m - exact_y) / 500, (np.asarray(exact_x) - grid.x_min_m) / 500
    assert np.abs(row[pick[:, 0], pick[:, 1]] - exact_row).max() < 0.1
    assert np.abs(col[pick[:, 0], pick[:, 1]] - exact_col).max() < 0.1


def test_tile_zero_is_the_world_and_tiles_meet() -> None:
    assert tile_frame(0, 0, 0).west_m == pytest.approx(-20037508.342789244)
    left, right = tile_frame(7, 79, 50), tile_frame(7, 80, 50)
    assert left.west_m + left.width * left.pixel_m == pytest.approx(right.west_m)


def test_frame_covers_the_grid() -> None:
    grid = Grid(pyproj.CRS.from_epsg(32638).to_wkt(), 400_000.0, 3_940_000.0, 500.0, 60, 80)
    (west, north), _, (east, south), _ = frame_around(grid, 2.0, 4096).corners()
    lon_deg, lat_deg = grid.lonlat_from_xy([400_000.0, 440_000.0], [3_910_000.0, 3_940_000.0])
    assert west <= lon_deg.min() <= lon_deg.max() <= east
    assert south <= lat_deg.min() <= lat_deg.max() <= north
