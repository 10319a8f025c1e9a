"""Kernel that tells on which side of the seam each cell lies, or that it lies past one of the seam's ends.

The side of a point is that of its nearest point of the line. Where that is a bend, the two segments may disagree, and
the sum of their directions decides: the angle-weighted pseudo-normal of Baerentzen and Aanaes (2005,
https://doi.org/10.1109/TVCG.2005.49), which in the plane needs no weights.
"""

import math

import numpy as np
from numba import prange
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

NOWHERE, LEFT, RIGHT, START, END = 0, 1, 2, 3, 4


@compiled()
def _nearest(x: float, y: float, segments: NDArray[np.float64], first: int, stop: int) -> tuple[float, int, float]:
    """Return the squared distance to the nearest of some segments, which it is, and how far along it (not clipped)."""
    best, which, where = np.inf, -1, 0.0
    for k in range(first, stop):
        ax, ay = segments[k, 0], segments[k, 1]
        dx, dy = segments[k, 2] - ax, segments[k, 3] - ay
        square = dx * dx + dy * dy
        raw = ((x - ax) * dx + (y - ay) * dy) / square
        along = min(1.0, max(0.0, raw))
        ox, oy = x - (ax + along * dx), y - (ay + along * dy)
        distance2 = ox * ox + oy * oy
        if distance2 < best:
            best, which, where = distance2, k, raw
    return best, which, where


@compiled()
def _side(x: float, y: float, segments: NDArray[np.float64], k: int, raw: float) -> int:
    """Return the side of a point whose nearest segment is ``k``, ``raw`` of its length along."""
    last = segments.shape[0] - 1
    if k == 0 and raw < 0.0:
        return START
    if k == last and raw > 1.0:
        return END
    dx, dy = segments[k, 2] - segments[k, 0], segments[k, 3] - segments[k, 1]
    fx, fy = (segments[k, 2], segments[k, 3]) if raw >= 1.0 else (segments[k, 0], segments[k, 1])
    other = k - 1 if raw <= 0.0 else (k + 1 if raw >= 1.0 else k)
    if other != k and 0 <= other <= last:
        ox, oy = segments[other, 2] - segments[other, 0], segments[other, 3] - segments[other, 1]
        here, there = math.hypot(dx, dy), math.hypot(ox, oy)
        dx, dy = dx / here + ox / there, dy / here + oy / there
    return LEFT if dx * (y - fy) - dy * (x - fx) >= 0.0 else RIGHT


@compiled(parallel=True)
def tell_sides(
    strip: NDArray[np.int32],
    segments: NDArray[np.float64],
    first: NDArray[np.int64],
    x_min: float,
    y_max: float,
    cell_m: float,
    side: NDArray[np.int8],
) -> None:
    """Fill ``side`` for every cell that has a strip, and for those beside one, by the strips of their neighbours.

    ``strip`` and ``side`` [rows, cols] start at (``x_min``, ``y_max``); their outermost cells have no strip. ``first``
    int64 [lengths + 1]: the segments of length ``i`` are ``first[i]:first[i + 1]``.
    """
    rows, cols = strip.shape
    for row in prange(1, rows - 1):
        for col in range(1, cols - 1):
            x, y = x_min + (col + 0.5) * cell_m, y_max - (row + 0.5) * cell_m
            best, which, where = np.inf, -1, 0.0
            own = strip[row, col]
            if own >= 0:
                best, which, where = _nearest(x, y, segments, first[own], first[own + 1])
            else:
                for dr in range(-1, 2):
                    for dc in range(-1, 2):
                        i = strip[row + dr, col + dc]
                        if i < 0:
                            continue
                        distance2, k, raw = _nearest(x, y, segments, first[i], first[i + 1])
                        if distance2 < best:
                            best, which, where = distance2, k, raw
            side[row, col] = NOWHERE if which < 0 else _side(x, y, segments, which, where)
