"""Rivers stop people, bridges and roads let them pass: ways checked with scikit-image's shortest paths."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from skimage.graph import MCP_Geometric

from tansiq.ground.going import response_paces
from tansiq.ground.grid import Grid
from tansiq.ground.layers import Features
from tansiq.ground.obstacles import draw_obstacles, is_barrier

if TYPE_CHECKING:
    from tests.ground.conftest import Land

GRID = Grid("", 0.0, 4000.0, 100.0, 40, 40)
RIVER = shapely.LineString([(-100, -100), (4100, 4100)])
corner = st.integers(0, 40).map(lambda k: k * 100.0)


def features(*geometries: BaseGeometry, **fields: list[Any]) -> Features:
    columns = {name: np.array(values, object) for name, values in fields.items()}
    return Features(np.array(geometries, object), columns, ())


def foot_pace(
    roads: Features | None = None, water: Features | None = None, bridges: Features | None = None
) -> NDArray[np.float32]:
    drawn = draw_obstacles(GRID, roads, water, bridges)
    flat = np.full(GRID.shape, 100.0, np.float32)
    foot, _ = response_paces(
        flat, GRID.cell_m, road_class=drawn.road_class, barrier=drawn.barrier, crossing=drawn.crossing,
        road_surface=drawn.road_surface,
    )  # fmt: skip
    return foot


def reached(pace: NDArray[np.float32], row: int, col: int) -> NDArray[np.bool_]:
    """Cells that scikit-image finds a way to, its eight neighbours included; infinite cells are walls to it."""
    costs, _ = MCP_Geometric(pace.astype(float)).find_costs([(row, col)])
    return np.isfinite(costs)


def test_a_diagonal_river_through_cell_corners_stops_everybody() -> None:
    there = reached(foot_pace(water=features(RIVER)), 0, 0)
    assert there[10, 10]
    assert not there[39, 39]


@settings(deadline=None)
@given(st.lists(st.tuples(corner, corner), min_size=1, max_size=5))
def test_no_river_from_edge_to_edge_leaks(bends: list[tuple[float, float]]) -> None:
    river = shapely.LineString([(-200, 0), *[(min(max(x, 300), 3700), y) for x, y in bends], (4200, 4000)])
    water = draw_obstacles(GRID, None, features(river), None).barrier
    assert water is not None
    pace = foot_pace(water=features(river))
    row, col = np.indices(GRID.shape)
    sides = shapely.get_parts(shapely.ops.split(shapely.box(0, 0, 4000, 4000), river))
    points = shapely.points(*GRID.xy_from_cells(row, col))
    open_cells = np.isfinite(pace)
    for side in sides:
        mine = shapely.contains(side, points) & open_cells
        if mine.any():
            start = np.argwhere(mine)[0]
            assert not (reached(pace, *start) & open_cells & ~mine).any()


@pytest.mark.parametrize("off_m", [0.0, 80.0, 300.0])
def test_a_bridge_point_near_the_river_carries_people_across(off_m: float) -> None:
    bridge = features(shapely.Point(2000 + off_m, 2000))
    pace = foot_pace(water=features(RIVER), bridges=bridge)
    assert reached(pace, 0, 0)[39, 39]


def test_a_bridge_far_from_any_river_changes_nothing() -> None:
    far = features(shapely.Point(3900, 100))
    assert not reached(foot_pace(water=features(RIVER), bridges=far), 0, 0)[39, 39]


@pytest.mark.parametrize("x", [1450.0, 1700.0, 2000.0, 2300.0, 2590.0])
def test_a_bridge_point_anywhere_on_a_wide_water_reaches_both_banks(x: float) -> None:
    lake = shapely.box(1500, -100, 2500, 4100)
    pace = foot_pace(water=features(lake), bridges=features(shapely.Point(x, 2000)))
    assert reached(pace, 20, 2)[20, 38]
    assert not reached(foot_pace(water=features(lake)), 20, 2)[20, 38]


def test_a_road_carries_people_across_and_nothing_beside_it_does() -> None:
    road = features(shapely.LineString([(0, 3000), (4000, 1000)]), highway=["primary"])
    pace = foot_pace(roads=road, water=features(RIVER))
    assert reached(pace, 0, 0)[39, 39]
    cut = pace.copy()
    road_cells = draw_obstacles(GRID, road, None, None).road_class
    assert road_cells is not None
    cut[road_cells > 0] = np.inf
    assert not reached(cut, 0, 0)[39, 39]


def test_of_roads_in_one_cell_the_faster_counts() -> None:
    both = features(
        shapely.LineString([(0, 2050), (4000, 2050)]), shapely.LineString([(2050, 0), (2050, 4000)]),
        highway=["track", "trunk_link"],
    )  # fmt: skip
    drawn = draw_obstacles(GRID, both, None, None).road_class
    assert drawn is not None
    assert drawn[19, 20] == drawn[0, 20] > drawn[19, 0] > drawn[0, 0] == 0


def test_streams_wetlands_and_dry_rivers_are_no_barriers() -> None:
    line, area = shapely.LineString([(0, 0), (9, 9)]), shapely.box(0, 0, 9, 9)
    water = features(
        line, line, line, line, area, area, area,
        waterway=["river", "stream", "river", None, None, None, None],
        intermittent=[None, None, "yes", None, None, None, None],
        natural=[None, None, None, None, "water", "wetland", None],
    )  # fmt: skip
    assert is_barrier(water).tolist() == [True, False, False, True, True, False, True]


def test_a_package_with_a_river_says_that_nobody_crosses_it(land: "Land") -> None:
    river = land.vectors("river.gpkg", [shapely.LineString([(44.2, 34.9), (44.2, 35.4)])])
    told = {notice.code for notice in land.build("dry", water=river).notices}
    assert {"no-roads", "no-crossings"} <= told
    bridge = land.vectors("bridge.gpkg", [shapely.Point(44.2, 35.12)])
    ground = land.build("bridged", water=river, bridges=bridge)
    assert "no-crossings" not in {notice.code for notice in ground.notices}
    row, col = ground.grid.cells_from_xy(*ground.grid.xy_from_lonlat(44.2, 35.12))
    assert np.isfinite(ground.foot_s_per_m[int(row), int(col)])
    assert np.isinf(ground.foot_s_per_m[int(row) + 4, int(col)])
    assert np.isfinite(ground.walk_s_per_m[int(row) + 4, int(col)])


def test_a_package_with_roads_does_not_say_it_has_none(land: "Land") -> None:
    road = land.vectors("road.gpkg", [shapely.LineString([(44.1, 35.12), (44.3, 35.12)])], {"highway": ["primary"]})
    ground = land.build(roads=road)
    assert "no-roads" not in {notice.code for notice in ground.notices}
    row, col = ground.grid.cells_from_xy(*ground.grid.xy_from_lonlat(44.2, 35.12))
    # 70 km/h on a primary road.
    assert ground.vehicle_s_per_m[int(row), int(col)] == pytest.approx(3.6 / 70)
