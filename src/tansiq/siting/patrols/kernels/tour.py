"""The vehicle's day that collects most: a longest way over segments and time slots.

Time only runs forward, so no slot is met twice and the best tour is found exactly by looking back from each slot
(dynamic programming), without the hardness of tours that collect each place only once.
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

HOME = -1


@compiled()
def _fill(
    weight: NDArray[np.float64],
    near: NDArray[np.int64],
    legs: NDArray[np.int64],
    moves: NDArray[np.int64],
    start: int,
    best: NDArray[np.float64],
    came: NDArray[np.int64],
) -> tuple[int, int]:
    """Fill ``best`` and ``came`` for one start; return the last slot of the shift and the segment it ends on."""
    last, where, gain = -1, -1, -1.0
    shift = best.shape[0]
    for k in range(shift):
        for i in near:
            value, origin = -1.0, HOME
            if k == legs[i]:
                value = 0.0
            if k > 0 and best[k - 1, i] > value:
                value, origin = best[k - 1, i], i
            for j in near:
                before = k - 1 - moves[j, i]
                if j != i and before >= 0 and best[before, j] > value:
                    value, origin = best[before, j], j
            best[k, i], came[k, i] = -1.0, origin
            if value >= 0.0:
                best[k, i] = value + weight[i, start + k]
                # Of two that collect the same, the one that stays out longer.
                if k + 1 + legs[i] <= shift and (best[k, i] > gain or (best[k, i] == gain and k > last)):
                    last, where, gain = k, i, best[k, i]
    return last, where


@compiled()
def best_tours(
    weight: NDArray[np.float64],
    near: NDArray[np.int64],
    legs: NDArray[np.int64],
    moves: NDArray[np.int64],
    gain: NDArray[np.float64],
    at: NDArray[np.int32],
) -> None:
    """Find the best tour for every slot a vehicle may leave in.

    Parameters
    ----------
    weight
        float64 [segments, slots], 0 or more: what a vehicle collects that is on the segment through the slot.
    near
        int64: segments within reach; others are never entered.
    legs, moves
        int64 [segments], [segments, segments]: slots on the way from the base (and back), and between segments.
    gain
        float64 [starts]: filled with what each tour collects; -1 if no segment can be reached and left in time.
    at
        int32 [starts, slots of a shift]: filled with the segment that the vehicle is on, -1 on the way and at home.
    """
    shift = at.shape[1]
    best = np.empty((shift, legs.size))
    came = np.empty((shift, legs.size), np.int64)
    for start in range(gain.size):
        k, i = _fill(weight, near, legs, moves, start, best, came)
        gain[start] = best[k, i] if k >= 0 else -1.0
        at[start, :] = HOME
        while k >= 0 and i >= 0:
            at[start, k] = i
            j = came[k, i]
            k = -1 if j == HOME else (k - 1 if j == i else k - 1 - moves[j, i])
            i = j
