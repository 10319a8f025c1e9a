"""Chains: links in a row without a junction between them. Who drives onto one end leaves by the other."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from tansiq.ground.road_graph.model import RoadGraph

_THROUGH = 2  # ends that meet at a node which is no junction


def chains(graph: RoadGraph, junctions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the chain each link belongs to, int64 [links], numbered by their first link.

    Parameters
    ----------
    graph
        The road graph.
    junctions
        int64: nodes that end a chain although just two links meet there, such as places where journeys begin.
    """
    through = graph.degree == _THROUGH
    through[junctions] = False
    end = graph.ends.ravel()
    link = np.repeat(np.arange(graph.links), 2)
    order = np.argsort(end[through[end]], kind="stable")
    joined = link[through[end]][order].reshape(-1, 2)
    table = coo_matrix((np.ones(len(joined)), (joined[:, 0], joined[:, 1])), shape=(graph.links, graph.links))
    _, label = connected_components(table, directed=False)
    return np.asarray(label, np.int64)
