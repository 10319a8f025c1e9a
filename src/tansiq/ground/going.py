"""Going: how many seconds a metre of ground costs on foot and by vehicle.

Every pace is isotropic: it belongs to the cell, not to the heading, so that travel over a grid is symmetric and any
shortest-path engine can check it. All figures that are assumed stand in :data:`GOING_PARAMETERS`, which a ground
package records in its manifest.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tansiq.ground.road_class import (
    FOOT_ROAD_S_PER_M,
    NO_ROAD,
    ROAD_CODES,
    SURFACE_FACTORS,
    VEHICLE_ROAD_S_PER_M,
    RoadClass,
    road_class_from_highway,
    surface_factor,
)

__all__ = [
    "GOING_PARAMETERS",
    "NO_ROAD",
    "ROAD_CODES",
    "RoadClass",
    "response_paces",
    "road_class_from_highway",
    "slope",
    "surface_factor",
    "tobler_km_h",
    "vehicle_off_road_s_per_m",
    "walk_s_per_m",
]

OFF_PATH_FACTOR: Final = 3 / 5
VEHICLE_FLAT_KM_H: Final = 25.0
VEHICLE_STEEP_KM_H: Final = 5.0
VEHICLE_MAX_SLOPE: Final = 0.45
_S_PER_M: Final = 3.6  # seconds per metre at 1 km/h


GOING_PARAMETERS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "foot_model": "Tobler 1993, mean pace of up and down the fall line",
        "foot_off_path_factor": OFF_PATH_FACTOR,
        "foot_road_km_h": {c.value: c.foot_km_h for c in RoadClass},
        "vehicle_model": "speed falls linearly with slope to the limit, impassable above it",
        "vehicle_flat_km_h": VEHICLE_FLAT_KM_H,
        "vehicle_steepest_km_h": VEHICLE_STEEP_KM_H,
        "vehicle_max_slope": VEHICLE_MAX_SLOPE,
        # 0 says that vehicles cannot use the class; manifests have no null.
        "vehicle_road_km_h": {c.value: c.vehicle_km_h or 0.0 for c in RoadClass},
        "vehicle_surface_factor": dict(SURFACE_FACTORS),
        "bridge_without_road": RoadClass.TRACK.value,
        "barriers": "impassable except on road and bridge cells",
    }
)
"""Every figure assumed here, as plain values for a manifest. Slopes are rise over run, speeds km/h."""


def tobler_km_h(rise_over_run: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Return walking speed on a path [km/h] at a signed slope, uphill positive.

    Tobler, W. (1993), Three presentations on geographical analysis and modeling, NCGIA technical report 93-1:
    6 exp(-3.5 |S + 0.05|), fitted to Imhof's figures; 5.04 km/h on the flat, 6 km/h at most, at -5 %.
    """
    speed: NDArray[np.floating[Any]] = 6.0 * np.exp(-3.5 * np.abs(rise_over_run + 0.05))
    return speed


def _one_axis(elevation_m: NDArray[np.float32], cell_m: float, axis: int) -> NDArray[np.float32]:
    z = np.moveaxis(elevation_m, axis, 0)
    ahead = np.full_like(z, np.nan)
    ahead[:-1] = (z[1:] - z[:-1]) / np.float32(cell_m)
    behind = np.full_like(z, np.nan)
    behind[1:] = ahead[:-1]
    gradient = np.where(np.isnan(ahead), behind, np.where(np.isnan(behind), ahead, (ahead + behind) / 2))
    return np.moveaxis(np.nan_to_num(gradient, copy=False, nan=0.0), 0, axis)


def slope(elevation_m: NDArray[np.floating[Any]], cell_m: float) -> NDArray[np.float32]:
    """Return the steepest slope of each cell, rise over run.

    Central differences; beside the edge or missing ground the one-sided difference is taken, so that a void does not
    eat into the ground around it. An axis without any neighbour counts as level.

    Parameters
    ----------
    elevation_m
        float [rows, cols]: elevation [m], NaN where there is none.
    cell_m
        Cell size [m].

    Returns
    -------
    float32 [rows, cols], NaN where the elevation is NaN.

    Raises
    ------
    ValueError
        Elevation is not two-dimensional or the cell size is not positive.
    """
    if elevation_m.ndim != 2 or not cell_m > 0:  # noqa: PLR2004 - rows and columns
        message = f"elevation must be [rows, cols] and the cell size positive, not {elevation_m.shape} and {cell_m}"
        raise ValueError(message)
    z = np.asarray(elevation_m, np.float32)
    steepest = np.hypot(_one_axis(z, cell_m, 0), _one_axis(z, cell_m, 1))
    steepest[np.isnan(z)] = np.nan
    return steepest


def walk_s_per_m(elevation_m: NDArray[np.floating[Any]], cell_m: float) -> NDArray[np.float32]:
    """Return the pace of somebody walking off paths [s/m], the same in every direction.

    Tobler's speed (see :func:`tobler_km_h`) times his off-path factor 3/5. The pace is the mean of going straight up
    and straight down the cell's slope: times add along a way, speeds do not, so this mean is right for a way there and
    back. It overstates the pace of somebody who follows a contour.

    Parameters
    ----------
    elevation_m, cell_m
        As for :func:`slope`.

    Returns
    -------
    float32 [rows, cols], NaN where the elevation is NaN. Steep ground is slow, never impassable.
    """
    steepest = slope(elevation_m, cell_m)
    pace_at_1_km_h = 0.5 / tobler_km_h(steepest) + 0.5 / tobler_km_h(-steepest)
    return (pace_at_1_km_h * np.float32(_S_PER_M / OFF_PATH_FACTOR)).astype(np.float32, copy=False)


def vehicle_off_road_s_per_m(elevation_m: NDArray[np.floating[Any]], cell_m: float) -> NDArray[np.float32]:
    """Return the pace of a light four-wheel-drive vehicle off roads [s/m], the same in every direction.

    25 km/h on level open ground, falling linearly with slope to 5 km/h at 45 % (24 degrees), impassable above. 45 % is
    where terrain analysis for wheeled and tracked vehicles (US Army FM 34-130, 1994) calls slopes severely restricted.
    The speeds are an assumption: soil, vegetation and weather are not in it.

    Parameters
    ----------
    elevation_m, cell_m
        As for :func:`slope`.

    Returns
    -------
    float32 [rows, cols], inf where too steep, NaN where the elevation is NaN.
    """
    steepest = slope(elevation_m, cell_m)
    lost_km_h = (VEHICLE_FLAT_KM_H - VEHICLE_STEEP_KM_H) * steepest / np.float32(VEHICLE_MAX_SLOPE)
    pace = np.float32(_S_PER_M) / np.maximum(VEHICLE_FLAT_KM_H - lost_km_h, np.float32(VEHICLE_STEEP_KM_H))
    pace[steepest > VEHICLE_MAX_SLOPE] = np.inf
    return np.asarray(pace, np.float32)


def _seal_diagonals(barrier: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Widen a barrier until no diagonal step slips between two of its cells that touch only at a corner."""
    sealed = barrier.copy()
    while True:
        north, south = sealed[:-1], sealed[1:]
        falling = north[:, :-1] & south[:, 1:] & ~north[:, 1:] & ~south[:, :-1]
        rising = north[:, 1:] & south[:, :-1] & ~north[:, :-1] & ~south[:, 1:]
        if not (falling.any() or rising.any()):
            return sealed
        south[:, :-1] |= falling
        south[:, 1:] |= rising


def response_paces(
    elevation_m: NDArray[np.floating[Any]],
    cell_m: float,
    *,
    road_class: NDArray[np.uint8] | None = None,
    barrier: NDArray[np.bool_] | None = None,
    crossing: NDArray[np.bool_] | None = None,
    road_surface: NDArray[np.floating[Any]] | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the paces of a reaction element on foot and by vehicle: open ground, roads, rivers and bridges.

    A road is taken where it is faster than the open ground. A barrier cell is impassable except where a road or a
    bridge lies on it; a bridge without a road counts as a track. Barriers that touch only at a corner are widened by
    a cell there, or diagonal steps would slip through. On a coarse grid a road along a bank may share a cell with its
    river and lets one across: a limit of the grid, not of the ground.

    Parameters
    ----------
    elevation_m, cell_m
        As for :func:`slope`.
    road_class
        uint8 [rows, cols] of :data:`ROAD_CODES`, 0 where there is no road; None without roads.
    barrier
        bool [rows, cols]: rivers and lakes; None without.
    crossing
        bool [rows, cols]: bridges; None without.
    road_surface
        float [rows, cols]: what the surface does to vehicle speed on the road (see :func:`surface_factor`), in (0, 1];
        None is 1 everywhere.

    Returns
    -------
    foot_s_per_m, vehicle_s_per_m
        float32 [rows, cols]: pace [s/m], inf where it cannot go or nothing is known. A road crosses ground whose
        elevation is missing.

    Raises
    ------
    ValueError
        Shapes differ, a road code is unknown, or a surface factor on a road is outside (0, 1].
    """
    for name, layer in (("road_class", road_class), ("barrier", barrier), ("crossing", crossing)):
        if layer is not None and layer.shape != elevation_m.shape:
            message = f"{name} has shape {layer.shape}, elevation {elevation_m.shape}"
            raise ValueError(message)
    roads = np.zeros(elevation_m.shape, np.uint8) if road_class is None else road_class.copy()
    if roads.size and int(roads.max()) > len(RoadClass):
        message = f"road code {int(roads.max())} is not one of {sorted(ROAD_CODES.values())}"
        raise ValueError(message)
    if crossing is not None:
        roads[crossing & (roads == NO_ROAD)] = ROAD_CODES[RoadClass.TRACK]
    foot_road, vehicle_road = FOOT_ROAD_S_PER_M[roads], VEHICLE_ROAD_S_PER_M[roads]
    if road_surface is not None:
        vehicle_road /= _checked_surface(road_surface, roads)
    open_ground = (walk_s_per_m(elevation_m, cell_m), vehicle_off_road_s_per_m(elevation_m, cell_m))
    blocked = None if barrier is None else _seal_diagonals(barrier.astype(np.bool_))
    return (
        _faster(open_ground[0], foot_road, blocked),
        _faster(open_ground[1], vehicle_road, blocked),
    )


def _checked_surface(road_surface: NDArray[np.floating[Any]], roads: NDArray[np.uint8]) -> NDArray[np.float32]:
    if road_surface.shape != roads.shape:
        message = f"road_surface has shape {road_surface.shape}, elevation {roads.shape}"
        raise ValueError(message)
    factor = np.where(roads == NO_ROAD, 1.0, road_surface).astype(np.float32)
    if not bool(((factor > 0) & (factor <= 1)).all()):
        message = "road_surface must be in (0, 1] on every road cell"
        raise ValueError(message)
    return factor


def _faster(
    ground: NDArray[np.float32], road: NDArray[np.float32], blocked: NDArray[np.bool_] | None
) -> NDArray[np.float32]:
    """Take the faster of open ground and road; where blocked, the road alone (inf if there is none)."""
    passable = np.where(np.isnan(ground), np.float32(np.inf), ground)
    if blocked is not None:
        passable[blocked] = np.inf
    return np.minimum(passable, road)
