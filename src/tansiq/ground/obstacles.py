"""Roads, rivers and bridges as rasters on the grid.

Lines are drawn through every cell they touch: a river drawn thinner would let people slip through between two cells
that meet at a corner. So a river is up to two cells wide, and a bridge is drawn across all of it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from tansiq.ground.attributes import KIND_COLUMNS, first_text, is_yes
from tansiq.ground.going import ROAD_CODES, road_class_from_highway, surface_factor
from tansiq.ground.grid import Grid
from tansiq.ground.layers import Features

_BARRIER_LINES: Final = frozenset({"", "river", "lake centerline"})
_NOT_BARRIERS: Final = frozenset({"wetland", "marsh", "swamp", "playa"})
# A bridge point and its river come from different files: as far apart they still belong together [m].
BRIDGE_SNAP_M: Final = 500.0
_WIDEST_M: Final = 3000.0
_DECK_CELLS: Final = 1.5


@dataclass(frozen=True)
class Obstacles:
    """Roads, rivers and bridges on the grid.

    Attributes
    ----------
    road_class
        uint8 [rows, cols] of :data:`tansiq.ground.going.ROAD_CODES`, 0 without a road; None without road data.
    road_surface
        float32 [rows, cols]: surface factor of the road [-]; None without road data.
    barrier
        bool [rows, cols]: rivers and lakes; None without any.
    crossing
        bool [rows, cols]: bridges given as such; None without any.
    """

    road_class: NDArray[np.uint8] | None = None
    road_surface: NDArray[np.float32] | None = None
    barrier: NDArray[np.bool_] | None = None
    crossing: NDArray[np.bool_] | None = None

    @property
    def crossed(self) -> bool:
        """Whether any barrier has a road or a bridge on it."""
        if self.barrier is None:
            return False
        on_road = self.road_class is not None and bool((self.barrier & (self.road_class > 0)).any())
        return on_road or (self.crossing is not None and bool((self.barrier & self.crossing).any()))


def road_classes(roads: Features) -> list[str]:
    """Return each road's class name, empty for what cannot be travelled."""
    kinds = first_text(roads, "highway", "class", "fclass", "type")
    return [(road_class_from_highway(kind) or "") for kind in kinds]


def bridges_of(roads: Features) -> list[bool]:
    """Return whether each road is said to be a bridge."""
    return [is_yes(value) for value in first_text(roads, "bridge")]


def is_barrier(water: Features) -> NDArray[np.bool_]:
    """Tell which waters stop people and vehicles: rivers, lakes and reservoirs that hold water all year."""
    kinds = [kind.lower() for kind in first_text(water, *KIND_COLUMNS)]
    dry = [is_yes(v) or "intermittent" in k for v, k in zip(first_text(water, "intermittent"), kinds, strict=True)]
    areal = shapely.get_dimensions(water.geometry) == 2  # noqa: PLR2004 - areas
    linear = shapely.get_dimensions(water.geometry) == 1
    by_line = np.array([kind in _BARRIER_LINES for kind in kinds], bool)
    by_area = np.array([kind not in _NOT_BARRIERS for kind in kinds], bool)
    stops: NDArray[np.bool_] = ((areal & by_area) | (linear & by_line)) & ~np.array(dry, bool)
    return stops


def draw_obstacles(grid: Grid, roads: Features | None, water: Features | None, bridges: Features | None) -> Obstacles:
    """Draw roads, rivers and bridges, all in grid coordinates; None where there is no such data."""
    road_class, road_surface = (None, None) if roads is None else _draw_roads(grid, roads)
    if water is None:
        return Obstacles(road_class, road_surface)
    barriers = water.geometry[is_barrier(water)]
    if len(barriers) == 0:
        return Obstacles(road_class, road_surface)
    barrier = _touched(grid, list(barriers))
    crossing = None if bridges is None else _touched(grid, _decks(grid, bridges.geometry, barriers))
    return Obstacles(road_class, road_surface, barrier, crossing)


def _touched(grid: Grid, geometries: list[BaseGeometry]) -> NDArray[np.bool_]:
    if not geometries:
        return np.zeros(grid.shape, bool)
    drawn = rasterize(geometries, grid.shape, transform=grid.transform, all_touched=True, dtype=np.uint8)
    return np.asarray(drawn).astype(bool)


def _draw_roads(grid: Grid, roads: Features) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    codes = np.array([ROAD_CODES[c] if (c := road_class_from_highway(k)) else 0 for k in road_classes(roads)], int)
    surfaces = np.array([surface_factor(s) for s in first_text(roads, "surface")], float)
    road_class, surface = np.zeros(grid.shape, np.uint8), np.ones(grid.shape, np.float32)
    # The last one drawn wins a shared cell: rising class, then rising surface.
    order = [i for i in np.lexsort((surfaces, codes)) if codes[i] > 0]
    if order:
        drawn = [(roads.geometry[i], codes[i]) for i in order]
        rasterize(drawn, out=road_class, transform=grid.transform, all_touched=True)
        rasterize(
            [(roads.geometry[i], surfaces[i]) for i in order], out=surface, transform=grid.transform, all_touched=True
        )
    return road_class, surface


def _decks(grid: Grid, bridges: NDArray[np.object_], barriers: NDArray[np.object_]) -> list[BaseGeometry]:
    """Return what each bridge covers: the way across the water it stands at, a cell and a half to either side."""
    tree = shapely.STRtree(barriers)
    decks: list[BaseGeometry] = []
    for bridge in bridges:
        near = tree.query_nearest(bridge, max_distance=max(BRIDGE_SNAP_M, 2 * grid.cell_m), all_matches=False)
        if len(near):
            way = _way_across(bridge, barriers[int(near[0])], grid.cell_m)
            decks.append(way.buffer(_DECK_CELLS * grid.cell_m))
    return decks


def _way_across(bridge: BaseGeometry, water: BaseGeometry, cell_m: float) -> BaseGeometry:
    if shapely.get_dimensions(bridge) > 0:
        return bridge
    here = bridge.centroid
    if shapely.get_dimensions(water) == 1:
        return LineString([here, nearest_points(here, water)[1]])
    # Straight on from the nearest bank, as far as the other one.
    bank = nearest_points(here, water.boundary)[1]
    step = max(here.distance(bank), cell_m * 1e-3)
    outside = not water.contains(here)
    ahead = np.array([bank.x - here.x, bank.y - here.y]) * (1 if outside else -1) / step
    ray = LineString([bank, Point(bank.x + ahead[0] * _WIDEST_M, bank.y + ahead[1] * _WIDEST_M)])
    parts = shapely.get_parts(shapely.intersection(ray, water))
    first = min(parts, key=lambda part: float(part.distance(bank)), default=bank)
    return shapely.union_all([here, first])
