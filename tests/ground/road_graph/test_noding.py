"""Roads become one graph: they meet where they should, keep their length, and nothing else."""

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import LineString

from tansiq.errors import BadGroundError
from tansiq.ground.model import Feature
from tansiq.ground.road_class import RoadClass
from tansiq.ground.road_graph import RoadGraph, from_features, from_ground
from tests.ground.conftest import Land

KM = 1000.0


def road(*points: tuple[float, float], kind: str = "primary", bridge: bool = False) -> Feature:
    return Feature(LineString([(x * KM, y * KM) for x, y in points]), {"class": kind, "bridge": bridge})


def shape(graph: RoadGraph) -> tuple[int, int]:
    return graph.nodes, graph.links


def test_roads_that_cross_meet() -> None:
    graph = from_features([road((-1, 0), (1, 0)), road((0, -1), (0, 1))])
    assert shape(graph) == (5, 4)
    assert sorted(graph.degree.tolist()) == [1, 1, 1, 1, 4]
    assert graph.length_m.tolist() == [KM] * 4


def test_a_bridge_passes_over_what_it_crosses_and_meets_what_it_ends_on() -> None:
    over = road((-0.5, 0), (0.5, 0), bridge=True)
    graph = from_features([road((-1, 0), (-0.5, 0)), over, road((0.5, 0), (1, 0)), road((0, -1), (0, 1))])
    assert shape(graph) == (6, 4)
    assert sorted(graph.degree.tolist()) == [1, 1, 1, 1, 2, 2]
    assert graph.bridge.tolist() == [False, True, False, False]


def test_a_road_that_ends_on_a_bridge_meets_it() -> None:
    assert shape(from_features([road((-1, 0), (1, 0), bridge=True), road((0, 0), (0, 1))])) == (4, 3)


@pytest.mark.parametrize(("off_m", "links"), [(0.0, 3), (0.4, 3), (-0.4, 3), (3.0, 2)])
def test_an_end_within_a_metre_of_a_road_meets_it(off_m: float, links: int) -> None:
    graph = from_features([road((-1, 0), (1, 0)), road((0, off_m / KM), (0, 1))])
    assert shape(graph) == (4, links)


def test_roads_meet_at_a_vertex_they_share_and_where_they_run_together() -> None:
    assert shape(from_features([road((-1, 1), (0, 0), (1, 1)), road((-1, -1), (0, 0), (1, -1))])) == (5, 4)
    along = from_features([road((0, 0), (3, 0)), road((1, 1), (1, 0), (2, 0), (2, 1))])
    assert shape(along) == (6, 6)  # twice from (1, 0) to (2, 0)


def test_a_road_that_crosses_itself_meets_itself() -> None:
    graph = from_features([road((0, 0), (2, 0), (2, 1), (1, 1), (1, -1))])
    assert shape(graph) == (3, 3)
    assert sorted(graph.degree.tolist()) == [1, 1, 4]
    assert (graph.ends[:, 0] == graph.ends[:, 1]).sum() == 1


@pytest.mark.parametrize("kind", list(RoadClass))
def test_minutes_are_length_by_the_speed_of_the_class_and_paths_are_left_out(kind: RoadClass) -> None:
    graph = from_features([road((0, 0), (3, 4), kind=kind.value), road((0, 0), (1, 0), kind=""), road((5, 5), (6, 6))])
    if kind.vehicle_km_h is None:
        assert shape(graph) == (2, 1)
    else:
        assert graph.minutes[0] == pytest.approx(5.0 / kind.vehicle_km_h * 60.0, rel=1e-6)
        assert shape(graph) == (4, 2)


def test_no_roads_make_no_graph() -> None:
    assert shape(from_features([])) == (0, 0)


def test_parts_of_one_road_are_roads_of_their_own() -> None:
    parts = shapely.MultiLineString([[(0, 0), (KM, 0)], [(KM, 0), (KM, KM)]])
    assert shape(from_features([Feature(parts, {"class": "track", "bridge": None})])) == (3, 2)


SPOT = st.tuples(st.integers(0, 6), st.integers(0, 6))


@settings(max_examples=60)
@given(st.lists(st.tuples(SPOT, SPOT).filter(lambda ends: ends[0] != ends[1]), min_size=1, max_size=8))
def test_the_graph_is_that_of_another_noding(segments: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """GEOS's own union of lines nodes them too; on ground a thousand times as large no two nodes are near."""
    lines = [LineString([(x * 1e5, y * 1e5) for x, y in ends]) for ends in segments]
    for k, one in enumerate(lines):  # the union would make one line of two that run together
        assume(all(one.intersection(other).length == 0 for other in lines[:k]))
    graph = from_features([Feature(line, {"class": "primary", "bridge": False}) for line in lines])
    pieces = shapely.get_parts(shapely.union_all(lines))
    assert graph.links == len(pieces)
    ends = shapely.get_coordinates(np.concatenate([shapely.get_point(pieces, k) for k in (0, -1)]))
    assert graph.nodes == len(np.unique(np.round(ends, 2), axis=0))
    assert graph.length_m.sum() == pytest.approx(sum(line.length for line in lines))
    at = graph.node_xy_m[graph.ends]
    assert np.abs(at[:, 0] - shapely.get_coordinates(shapely.get_point(graph.line, 0))).max() <= 1.0
    assert np.abs(at[:, 1] - shapely.get_coordinates(shapely.get_point(graph.line, -1))).max() <= 1.0


def test_the_order_of_roads_does_not_change_the_nodes() -> None:
    roads = [road((-1, 0), (1, 0)), road((0, -1), (0, 1)), road((-1, -1), (1, 1))]
    one, other = from_features(roads), from_features(roads[::-1])
    assert one.node_xy_m.tolist() == other.node_xy_m.tolist()


def test_ground_without_roads_says_so(land: Land) -> None:
    with pytest.raises(BadGroundError, match="no roads for vehicles"):
        from_ground(land.build())


def test_the_roads_of_a_package_are_read_with_class_and_bridge(land: Land) -> None:
    lines = [LineString([(44.1, 35.15), (44.3, 35.15)]), LineString([(44.2, 35.05), (44.2, 35.2)])]
    roads = land.vectors("roads.gpkg", lines, {"highway": ["trunk", "path"], "bridge": ["no", "yes"]})
    graph = from_ground(land.build(roads=roads))
    assert shape(graph) == (2, 1)
    assert graph.minutes[0] == pytest.approx(graph.length_m[0] / 1000 / 80 * 60, rel=1e-6)
