"""The sketched relief: ridges stand up, rivers run down, the same seed gives the same ground, and it is that land."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely

from tansiq.exercise.sketch import facts, relief
from tansiq.exercise.sketch.curves import LAT_KM, LON_KM
from tansiq.exercise.sketch.relief import EAST_DEG, NORTH_DEG, SOUTH_DEG, WEST_DEG, Relief

ROUNDING_M = 0.1


@pytest.fixture(scope="module")
def grown() -> Relief:
    return relief.grow()


def on_ground(points: np.ndarray) -> np.ndarray:
    rim = 0.03
    lon, lat = points[:, 0], points[:, 1]
    inside = (lon > WEST_DEG + rim) & (lon < EAST_DEG - rim) & (lat > SOUTH_DEG + rim) & (lat < NORTH_DEG - rim)
    return points[inside]


def beside(line: np.ndarray, off_km: float) -> np.ndarray:
    """Points to both sides of a line of longitude and latitude."""
    flat = shapely.LineString(line[:, :2] * [LON_KM, LAT_KM])
    sides = [shapely.get_coordinates(flat.offset_curve(side * off_km)) / [LON_KM, LAT_KM] for side in (-1, 1)]
    return np.concatenate(sides)


def test_growing_twice_gives_the_same_bits(grown: Relief) -> None:
    assert relief.grow().elevation_m.tobytes() == grown.elevation_m.tobytes()


def test_cells_are_250_to_300_m_and_none_is_missing(grown: Relief) -> None:
    assert 200 <= grown.cell_deg * LON_KM * 1000 <= 300
    assert 250 <= grown.cell_deg * LAT_KM * 1000 <= 300
    assert np.isfinite(grown.elevation_m).all()


def test_ridges_stand_above_the_ground_beside_them(grown: Relief) -> None:
    for ridge in facts.ridges():
        crest = on_ground(ridge.crest)
        foot = on_ground(beside(ridge.crest, ridge.half_width_km))
        if len(crest) > 5 and len(foot) > 5:
            rise_m = grown.heights_at(*crest[:, :2].T).mean() - grown.heights_at(*foot[:, :2].T).mean()
            assert rise_m > 0, ridge.name


def test_rivers_run_down_along_their_course(grown: Relief) -> None:
    """Along the cells of each course, height never rises by more than rounding and the width of a cell explain."""
    for river in facts.rivers():
        course = shapely.segmentize(shapely.LineString(river.course[:, :2]), 0.002)
        points = on_ground(shapely.get_coordinates(course))
        heights = grown.heights_at(*points.T)
        fall_m_per_km = np.abs(np.diff(river.course[:, 2])).max() / 1.0
        lowest = np.minimum.accumulate(heights)
        assert (heights - lowest).max() <= ROUNDING_M + fall_m_per_km, river.names.en
        assert heights[-1] < heights[0], river.names.en


def test_rivers_lie_below_the_edges_of_their_valleys(grown: Relief) -> None:
    for river in facts.rivers():
        bed = on_ground(river.course)
        edge = on_ground(beside(river.course, river.valley_km))
        assert grown.heights_at(*bed[:, :2].T).mean() < grown.heights_at(*edge.T).mean(), river.names.en


def test_reservoirs_are_level(grown: Relief) -> None:
    for lake in facts.lakes():
        middle = shapely.Polygon(lake.shore).buffer(-0.006)
        points = shapely.get_coordinates(shapely.segmentize(middle.boundary, 0.002))
        assert set(grown.heights_at(*points.T)) == {np.float32(lake.level_m)}


def test_the_land_rises_to_the_north_east(grown: Relief) -> None:
    rows, cols = grown.elevation_m.shape
    south_west = grown.elevation_m[rows * 2 // 3 :, : cols // 3].mean()
    north_east = grown.elevation_m[: rows // 3, cols * 2 // 3 :].mean()
    assert north_east > 4 * south_west


@pytest.mark.shared
def test_the_sketch_is_that_land(grown: Relief, shared: Path) -> None:
    """Against surveyed elevation (DTED level 0) within 30 km of the seam: alike, though never the same."""
    generator = np.random.default_rng(1)
    seam = shapely.LineString(facts.seam())
    points = generator.uniform([WEST_DEG, SOUTH_DEG], [EAST_DEG, NORTH_DEG], (40_000, 2))
    points = points[shapely.distance(seam, shapely.points(points)) < 0.3]
    with rasterio.open(shared / "data" / "dem_30s_dted0.tif") as file:
        surveyed = np.array([value[0] for value in file.sample(points)], float)
    sketched = grown.heights_at(*points.T).astype(float)
    assert np.corrcoef(surveyed, sketched)[0, 1] > 0.9
    assert np.median(np.abs(surveyed - sketched)) < 50.0
