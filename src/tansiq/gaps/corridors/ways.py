"""Least costs from an edge of the band, and the ways they come from."""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.corridors.kernels import accumulate as _accumulate
from tansiq.gaps.corridors.kernels import trace as _trace

Cells = NDArray[np.int64]
_ANYWHERE = np.empty(0, np.bool_)
_NOTHING_AHEAD = np.empty(0, np.float64)


def least_cost(half: NDArray[np.float64], cols: int, seeds: Cells, *, diagonal: bool = True) -> NDArray[np.float64]:
    """Return the least cost from any of ``seeds`` to every cell, float64 [cells]; inf where there is no way."""
    cost = np.full(half.size, np.inf)
    _accumulate.accumulate(half, cols, seeds, _ANYWHERE, _NOTHING_AHEAD, diagonal, cost)
    return cost


def least_way(
    half: NDArray[np.float64],
    cols: int,
    seeds: Cells,
    goals: Cells,
    *,
    ahead: NDArray[np.float64] = _NOTHING_AHEAD,
    diagonal: bool = True,
) -> Cells:
    """Return the cells of the least costly way from any of ``seeds`` to any of ``goals``, empty if there is none.

    ``ahead`` float64 [cells] says what each cell costs to the goals at least, so that fewer need be looked at.
    """
    cost, goal = np.full(half.size, np.inf), np.zeros(half.size, np.bool_)
    goal[goals] = True
    reached = _accumulate.accumulate(half, cols, seeds, goal, ahead, diagonal, cost)
    if reached < 0:
        return np.empty(0, np.int64)
    _, cells = ways_back(half, cols, cost, np.array([reached]), diagonal=diagonal)
    return cells[::-1]


def ways_back(
    half: NDArray[np.float64], cols: int, cost: NDArray[np.float64], ends: Cells, *, diagonal: bool = True
) -> tuple[Cells, Cells]:
    """Return the ways from ``ends`` back to where their cost started from, one after the other.

    Returns
    -------
    first
        int64 [ends + 1]: the way of ``ends[n]`` is ``first[n]:first[n + 1]`` of ``cells``; empty for an end of -1 or
        one that was not reached.
    cells
        int64: from each end to its seed.
    """
    first = np.zeros(len(ends) + 1, np.int64)
    _trace.trace(half, cols, cost, diagonal, ends, first, np.empty(0, np.int64))
    first = np.cumsum(first)
    cells = np.empty(first[-1], np.int64)
    if len(cells):
        _trace.trace(half, cols, cost, diagonal, ends, first, cells)
    return first, cells
