"""Quickest ways on the road graph, with or without nodes that nobody may pass.

Shortest paths are SciPy's (Dijkstra 1959, https://doi.org/10.1007/BF01386390).
"""

from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from tansiq.ground.road_graph.model import RoadGraph

_NOBODY = -9999  # what SciPy writes where there is no node before


class Routing:
    """Ways on one graph. Of links between the same two nodes the quickest counts; links back to themselves never do."""

    def __init__(self, graph: RoadGraph) -> None:
        self.graph = graph
        self._table, self._link = _tables(graph)

    @cached_property
    def _tail(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(self.graph.nodes), np.diff(self._table.indptr))

    def minutes(
        self, sources: ArrayLike, *, avoid: ArrayLike = (), limit_min: float = np.inf
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return the quickest ways from some nodes to all.

        Parameters
        ----------
        sources
            int64 [sources]: nodes.
        avoid
            Nodes that a way may begin or end at, but not pass.
        limit_min
            Ways that take longer are not looked for [min].

        Returns
        -------
        minutes
            float64 [sources, nodes]: [min], inf where there is no way.
        before
            int64 [sources, nodes]: the node before each on the way, negative at the source and where there is none.
        """
        starts = np.atleast_1d(np.asarray(sources, np.int64))
        blocked = np.zeros(self.graph.nodes, np.bool_)
        blocked[np.asarray(avoid, np.int64)] = True
        found = np.full((len(starts), self.graph.nodes), np.inf)
        before = np.full(found.shape, _NOBODY, np.int64)
        free = np.flatnonzero(~blocked[starts])
        groups: list[tuple[NDArray[np.int64], int | None]] = [(free, None)] if len(free) else []
        groups += [(np.array([row]), int(starts[row])) for row in np.flatnonzero(blocked[starts]).tolist()]
        for rows, open_at in groups:
            table = self._without(blocked, open_at)
            found[rows], before[rows] = dijkstra(
                table, directed=True, indices=starts[rows], return_predecessors=True, limit=limit_min
            )
        return found, before

    def _without(self, blocked: NDArray[np.bool_], open_at: int | None) -> csr_matrix:
        """Return the table in which nobody leaves a blocked node, unless their way begins there."""
        if not blocked.any():
            return self._table
        shut = blocked.copy()
        if open_at is not None:
            shut[open_at] = False
        data = np.where(shut[self._tail], np.inf, self._table.data)
        return csr_matrix((data, self._table.indices, self._table.indptr), shape=self._table.shape)

    def links(self, nodes: list[int]) -> list[int]:
        """Return the links between the nodes of a way."""
        return [int(self._link[a, b]) - 1 for a, b in pairwise(nodes)]


def way(before: NDArray[np.int64], target: int) -> list[int]:
    """Return the nodes of a way, source and target included.

    Parameters
    ----------
    before
        int64 [nodes]: one row of what :meth:`Routing.minutes` returns.
    target
        A node that there is a way to.
    """
    nodes = [target]
    while before[nodes[-1]] >= 0:
        nodes.append(int(before[nodes[-1]]))
    return nodes[::-1]


def _tables(graph: RoadGraph) -> tuple[csr_matrix, csr_matrix]:
    """Return minutes and link numbers plus one, each CSR [nodes, nodes]."""
    real = np.flatnonzero(graph.ends[:, 0] != graph.ends[:, 1])
    tail = np.concatenate([graph.ends[real, 0], graph.ends[real, 1]])
    head = np.concatenate([graph.ends[real, 1], graph.ends[real, 0]])
    link = np.concatenate([real, real])
    order = np.lexsort((link, graph.minutes[link], head, tail))
    first = order[np.unique(tail[order] * graph.nodes + head[order], return_index=True)[1]]
    shape = (graph.nodes, graph.nodes)
    where = (tail[first], head[first])
    return (
        csr_matrix((graph.minutes[link[first]], where), shape=shape),
        csr_matrix((link[first] + 1, where), shape=shape),
    )
