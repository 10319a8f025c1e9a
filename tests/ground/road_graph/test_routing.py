"""Ways on the road graph, against all ways gone through one by one and against SciPy's Floyd and Warshall."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import shortest_path

from tansiq.ground.road_graph import RoadGraph, Routing, chains, nearest, split, way
from tests.ground.road_graph.drawn import graph_of, graphs, simple_ways


@settings(max_examples=60)
@given(graphs(), st.data())
def test_ways_that_avoid_nodes_are_the_quickest_of_all_that_do(graph: RoadGraph, data: st.DataObject) -> None:
    avoid = data.draw(st.sets(st.integers(0, graph.nodes - 1)))
    sources = data.draw(st.lists(st.integers(0, graph.nodes - 1), min_size=1, max_size=3))
    minutes, before = Routing(graph).minutes(sources, avoid=sorted(avoid))
    for row, source in enumerate(sources):
        for target in range(graph.nodes):
            ways = [took for took, nodes in simple_ways(graph, source, target) if not avoid & set(nodes[1:-1])]
            assert minutes[row, target] == min(ways, default=np.inf)
            if ways and target != source:
                found = way(before[row], target)
                assert (found[0], found[-1]) == (source, target)
                assert not avoid & set(found[1:-1])
                assert graph.minutes[Routing(graph).links(found)].sum() == pytest.approx(min(ways))


@settings(max_examples=40)
@given(graphs(12))
def test_without_anything_to_avoid_they_are_those_of_floyd_and_warshall(graph: RoadGraph) -> None:
    table = np.full((graph.nodes, graph.nodes), np.inf)
    for (a, b), took in zip(graph.ends, graph.minutes, strict=True):
        if a != b:
            table[a, b] = table[b, a] = min(took, table[a, b])
    expected = shortest_path(np.where(np.isinf(table), 0.0, table), method="FW", directed=False)
    assert np.allclose(Routing(graph).minutes(np.arange(graph.nodes))[0], expected)


def test_a_limit_cuts_ways_off() -> None:
    minutes, _ = Routing(graph_of(3, [(0, 1, 4), (1, 2, 4)])).minutes([0], limit_min=5.0)
    assert minutes.tolist() == [[0.0, 4.0, np.inf]]


@settings(max_examples=40)
@given(graphs(), st.data())
def test_cutting_links_changes_no_way(graph: RoadGraph, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    link = np.array(data.draw(st.lists(st.integers(0, graph.links - 1), min_size=count, max_size=count)))
    share = np.array(data.draw(st.lists(st.floats(0, 1), min_size=count, max_size=count)))
    cut, node = split(graph, link, share * graph.length_m[link])
    assert cut.length_m.sum() == pytest.approx(graph.length_m.sum())
    assert cut.minutes.sum() == pytest.approx(graph.minutes.sum())
    old = np.arange(graph.nodes)
    assert np.allclose(Routing(cut).minutes(old)[0][:, old], Routing(graph).minutes(old)[0])
    wanted = shapely.get_coordinates(shapely.line_interpolate_point(graph.line[link], share * graph.length_m[link]))
    assert np.abs(cut.node_xy_m[node] - wanted).max() <= 1.0


def test_the_nearest_point_of_a_road_is_where_the_perpendicular_falls() -> None:
    graph = graph_of(2, [(0, 1, 10)])
    start, end = graph.node_xy_m
    along, across = (end - start) / np.hypot(*(end - start)), np.array([-1.0, 1.0]) @ np.diag((end - start)[::-1])
    place = start + 700.0 * along + 30.0 * across / np.hypot(*across)
    link, offset_m, away_m = nearest(graph, np.array([place, start - 10.0 * along]))
    assert link.tolist() == [0, 0]
    assert offset_m == pytest.approx([700.0, 0.0], abs=1e-6)
    assert away_m == pytest.approx([30.0, 10.0], abs=1e-6)


def test_links_in_a_row_are_one_chain_unless_a_journey_begins_between_them() -> None:
    graph = graph_of(6, [(0, 1, 1), (1, 2, 1), (2, 3, 1), (2, 4, 1), (4, 5, 1)])
    none = np.array([], np.int64)
    assert len(set(chains(graph, none).tolist())) == 3
    assert chains(graph, none)[0] == chains(graph, none)[1]
    assert len(set(chains(graph, np.array([1])).tolist())) == 4
