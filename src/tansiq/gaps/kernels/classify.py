"""Kernels that give cells their state. The numbers returned are those of ``domain.state.State``."""

import numpy as np
from numba import prange
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

HELD = 1
TOGETHER = 2
SLOW = 3
BLIND = 4
OPEN = 5
UNKNOWN = 6


@compiled()
def cell_class(
    rate_p: float,
    rate_q: float,
    t_p: float,
    t_q: float,
    respond_min: float,
    share_min: float,
    partner: bool,  # noqa: FBT001 - kernels take flags by position
) -> int:
    """Return the first state that applies to one cell, everything given being trusted."""
    if (rate_p > 0 and t_p <= respond_min) or (rate_q > 0 and t_q <= respond_min):
        return HELD
    if partner and ((rate_p > 0 and t_q + share_min <= respond_min) or (rate_q > 0 and t_p + share_min <= respond_min)):
        return TOGETHER
    if rate_p > 0 or rate_q > 0:
        return SLOW
    if t_p <= respond_min or t_q <= respond_min:
        return BLIND
    return OPEN


@compiled(parallel=True)
def classify(
    strips: NDArray[np.int64],
    start: NDArray[np.int64],
    rate: NDArray[np.float32],
    minutes: NDArray[np.float32],
    rate_all: NDArray[np.float32],
    minutes_all: NDArray[np.float32],
    respond_min: NDArray[np.float64],
    share_min: float,
    partner: NDArray[np.bool_],
    state: NDArray[np.uint8],
) -> None:
    """Fill ``state`` [slots] for the slots of ``strips``; other slots stay as they are."""
    for k in prange(strips.size):
        i = strips[k]
        for s in range(start[i], start[i + 1]):
            trusted = cell_class(
                rate[0, s], rate[1, s], minutes[0, s], minutes[1, s], respond_min[i], share_min, partner[i]
            )
            if trusted > TOGETHER:
                claimed = cell_class(
                    rate_all[0, s],
                    rate_all[1, s],
                    minutes_all[0, s],
                    minutes_all[1, s],
                    respond_min[i],
                    share_min,
                    partner[i],
                )
                if claimed < trusted:
                    trusted = UNKNOWN
            state[s] = trusted


@compiled(parallel=True)
def count_held(
    strips: NDArray[np.int64],
    start: NDArray[np.int64],
    rate: NDArray[np.float32],
    minutes: NDArray[np.float32],
    respond_min: NDArray[np.float64],
    share_min: NDArray[np.float64],
    partner: NDArray[np.bool_],
    count: NDArray[np.int64],
) -> None:
    """Fill ``count`` [strips given, sharing times]: cells held, alone or together, by what is trusted."""
    for n in prange(strips.size):
        i = strips[n]
        for s in range(start[i], start[i + 1]):
            if rate[0, s] <= 0 and rate[1, s] <= 0:
                continue
            for k in range(share_min.size):
                state = cell_class(
                    rate[0, s], rate[1, s], minutes[0, s], minutes[1, s], respond_min[i], share_min[k], partner[i]
                )
                if state <= TOGETHER:
                    count[n, k] += 1


@compiled()
def newly_held(
    strips: NDArray[np.int64],
    first: NDArray[np.int64],
    start: NDArray[np.int64],
    rate: NDArray[np.float32],
    minutes: NDArray[np.float32],
    respond_min: NDArray[np.float64],
    share_min: float,
    partner: NDArray[np.bool_],
    held: NDArray[np.bool_],
    turned: NDArray[np.bool_],
) -> None:
    """Fill ``turned``: slots of ``strips`` that were not held and now are; strip ``k``'s start at ``first[k]``.

    On one thread: it is called for a few strips at a time, where waking threads takes longer than the work.
    """
    for k in range(strips.size):
        i = strips[k]
        for s in range(start[i], start[i + 1]):
            turned[first[k] + s - start[i]] = not held[s] and (
                cell_class(rate[0, s], rate[1, s], minutes[0, s], minutes[1, s], respond_min[i], share_min, partner[i])
                <= TOGETHER
            )
