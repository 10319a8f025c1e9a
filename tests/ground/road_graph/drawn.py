"""Road graphs drawn by Hypothesis, and ways on them found by going through all of them."""

from collections.abc import Iterator

import numpy as np
import shapely
from hypothesis import strategies as st

from tansiq.ground.road_graph import RoadGraph

MOST_NODES = 7


def graph_of(nodes: int, links: list[tuple[int, int, int]]) -> RoadGraph:
    """Return a graph with nodes on a circle and links (node, node, minutes)."""
    turn = np.arange(nodes) / nodes * 2 * np.pi
    xy = np.column_stack([np.cos(turn), np.sin(turn)]) * 10_000.0 + np.arange(nodes)[:, None]
    ends = np.array([link[:2] for link in links], np.int64).reshape(-1, 2)
    lines = np.empty(len(links), object)
    lines[:] = [shapely.LineString([xy[a], (xy[a] + xy[b]) / 2 + (50.0 * (a == b), 0), xy[b]]) for a, b in ends]
    return RoadGraph(
        xy, ends, shapely.length(lines), np.array([link[2] for link in links], np.float64),
        np.ones(len(links), np.uint8), np.zeros(len(links), np.bool_), lines,
    )  # fmt: skip


@st.composite
def graphs(draw: st.DrawFn, most: int = MOST_NODES) -> RoadGraph:
    """Draw a graph of three nodes or more, with links side by side and links back to where they began."""
    nodes = draw(st.integers(3, most))
    node = st.integers(0, nodes - 1)
    link = st.tuples(node, node, st.integers(1, 9))
    return graph_of(nodes, draw(st.lists(link, min_size=nodes - 1, max_size=2 * nodes)))


def simple_ways(graph: RoadGraph, source: int, destination: int) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Yield every way that passes no node twice: minutes and nodes."""
    minutes: dict[tuple[int, int], float] = {}
    for (a, b), took in zip(graph.ends.tolist(), graph.minutes.tolist(), strict=True):
        for pair in ((a, b), (b, a)):
            minutes[pair] = min(took, minutes.get(pair, np.inf))

    def further(nodes: tuple[int, ...], took: float) -> Iterator[tuple[float, tuple[int, ...]]]:
        if nodes[-1] == destination:
            yield took, nodes
            return
        for (a, b), step in minutes.items():
            if a == nodes[-1] and b not in nodes:
                yield from further((*nodes, b), took + step)

    yield from further((source,), 0.0)
