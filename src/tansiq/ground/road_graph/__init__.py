"""The roads of a ground package as a graph: junctions, the links between them, and what a vehicle needs for each."""

from tansiq.ground.road_graph.building import from_features, from_ground
from tansiq.ground.road_graph.chains import chains
from tansiq.ground.road_graph.model import RoadGraph
from tansiq.ground.road_graph.routing import Routing, way
from tansiq.ground.road_graph.splitting import nearest, split

__all__ = ["RoadGraph", "Routing", "chains", "from_features", "from_ground", "nearest", "split", "way"]
