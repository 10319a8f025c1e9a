"""Lines through control points, and distances to them, in plain arithmetic.

Positions are turned into kilometres with fixed factors for the middle of the band, not with a map projection:
additions, products and square roots give the same bits on every machine, and a sketch needs no more.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

LON_KM: Final = 90.4
"""Kilometres in a degree of longitude at 35.7 degrees north."""
LAT_KM: Final = 110.95
"""Kilometres in a degree of latitude there."""

Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Nearness:
    """How grid points lie to a line.

    Attributes
    ----------
    distance_km
        float64 [...]: to the nearest point of the line [km].
    height_m
        float64 [...]: height of the line at that point [m].
    """

    distance_km: NDArray[np.float64]
    height_m: NDArray[np.float64]


def smoothed(control: ArrayLike, *, times: int = 3) -> Curve:
    """Round the corners of a line by cutting them, ends kept.

    Parameters
    ----------
    control
        float [points, columns]: every column is treated alike, so heights follow their positions.
    times
        Rounds of cutting; each halves the pieces.

    Returns
    -------
    float64 [more points, columns]. A column that never rises along the control points never rises along the result.

    Source: Chaikin, G. (1974), An algorithm for high-speed curve generation, CGIP 3, 346-349.
    """
    line = np.asarray(control, np.float64)
    for _ in range(times):
        near = 0.75 * line[:-1] + 0.25 * line[1:]
        far = 0.25 * line[:-1] + 0.75 * line[1:]
        cut = np.stack((near, far), axis=1).reshape(-1, line.shape[1])
        line = np.concatenate((line[:1], cut, line[-1:]))
    return line


def winding(control: ArrayLike, generator: np.random.Generator, *, sway: float, times: int = 3) -> Curve:
    """Let a line wander between its control points, as rivers and old roads do.

    Parameters
    ----------
    control
        float [points, columns]: longitude, latitude [degrees], then any others, which are halved without wandering.
    generator
        Source of the randomness.
    sway
        How far at most a midpoint moves aside, as a share of its piece.
    times
        Rounds; each halves the pieces.
    """
    line = np.asarray(control, np.float64)
    for _ in range(times):
        middle = (line[:-1] + line[1:]) / 2.0
        aside = sway * (2.0 * generator.random(len(middle)) - 1.0)
        step = line[1:, :2] - line[:-1, :2]
        middle[:, 0] -= aside * step[:, 1] * (LAT_KM / LON_KM)
        middle[:, 1] += aside * step[:, 0] * (LON_KM / LAT_KM)
        woven = np.empty((2 * len(line) - 1, line.shape[1]))
        woven[0::2], woven[1::2] = line, middle
        line = woven
    return line


def nearness(line: Curve, lon_deg: NDArray[np.float64], lat_deg: NDArray[np.float64], reach_km: float) -> Nearness:
    """Measure grid points against a line of longitude, latitude and height.

    Parameters
    ----------
    line
        float64 [points, 3]: longitude, latitude [degrees], height [m].
    lon_deg, lat_deg
        float64 [cols], [rows], both rising or falling evenly: the grid's centres [degrees].
    reach_km
        Points farther than this need not be measured; theirs stays infinite [km].
    """
    shape = len(lat_deg), len(lon_deg)
    distance = np.full(shape, np.inf)
    height = np.zeros(shape)
    for start, end in pairwise(line):
        rows = _span(lat_deg, start[1], end[1], reach_km / LAT_KM)
        cols = _span(lon_deg, start[0], end[0], reach_km / LON_KM)
        if rows.start == rows.stop or cols.start == cols.stop:
            continue
        _take_nearer(distance[rows, cols], height[rows, cols], start, end, lon_deg[cols], lat_deg[rows])
    return Nearness(distance, height)


def within_reach(
    line: Curve, lon_deg: NDArray[np.float64], lat_deg: NDArray[np.float64], reach_km: float
) -> tuple[slice, slice]:
    """Return the rows and columns of a grid outside which no point is within ``reach_km`` of the line."""
    (west, south), (east, north) = line[:, :2].min(axis=0), line[:, :2].max(axis=0)
    return _span(lat_deg, south, north, reach_km / LAT_KM), _span(lon_deg, west, east, reach_km / LON_KM)


def _span(axis_deg: NDArray[np.float64], a_deg: float, b_deg: float, reach_deg: float) -> slice:
    low, high = min(a_deg, b_deg) - reach_deg, max(a_deg, b_deg) + reach_deg
    inside = np.flatnonzero((axis_deg >= low) & (axis_deg <= high))
    return slice(int(inside[0]), int(inside[-1]) + 1) if inside.size else slice(0, 0)


def _take_nearer(
    distance_km: NDArray[np.float64],
    height_m: NDArray[np.float64],
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    lon_deg: NDArray[np.float64],
    lat_deg: NDArray[np.float64],
) -> None:
    """Write distance and height where this piece of the line is nearer than those before it."""
    x_km, y_km = (lon_deg - start[0])[None, :] * LON_KM, (lat_deg - start[1])[:, None] * LAT_KM
    dx_km, dy_km = (end[0] - start[0]) * LON_KM, (end[1] - start[1]) * LAT_KM
    length2 = dx_km * dx_km + dy_km * dy_km
    along = np.clip((x_km * dx_km + y_km * dy_km) / length2, 0.0, 1.0)
    off = np.sqrt((x_km - along * dx_km) ** 2 + (y_km - along * dy_km) ** 2)
    nearer = off < distance_km
    distance_km[nearer] = off[nearer]
    height_m[nearer] = (start[2] + along * (end[2] - start[2]))[nearer]
