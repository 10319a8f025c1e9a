"""The road graph: what every part of it is, and in which unit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class RoadGraph:
    """Junctions and ends of roads, and the links between them. Every link may be driven both ways.

    Attributes
    ----------
    node_xy_m
        float64 [nodes, 2]: position in grid coordinates [m].
    ends
        int64 [links, 2]: the two nodes of each link; equal where a link runs back to where it began.
    length_m
        float64 [links]: length along the link [m].
    minutes
        float64 [links]: what a vehicle needs for the whole link [min], above 0.
    road_code
        uint8 [links]: class, one of :data:`tansiq.ground.road_class.ROAD_CODES`.
    bridge
        bool [links]: whether the link is said to be a bridge.
    line
        object [links]: LineString in grid coordinates, from the first of ``ends`` to the second.
    """

    node_xy_m: NDArray[np.float64]
    ends: NDArray[np.int64]
    length_m: NDArray[np.float64]
    minutes: NDArray[np.float64]
    road_code: NDArray[np.uint8]
    bridge: NDArray[np.bool_]
    line: NDArray[np.object_]

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.node_xy_m)

    @property
    def links(self) -> int:
        """Number of links."""
        return len(self.ends)

    @property
    def degree(self) -> NDArray[np.int64]:
        """How many ends of links meet at each node, int64 [nodes]."""
        return np.bincount(self.ends.ravel(), minlength=self.nodes).astype(np.int64)
