"""Kernel that adds up cost outward from many cells at once, the cheapest first (Dijkstra 1959).

With what is still ahead of every cell it goes towards the goal instead (A*: Hart, Nilsson and Raphael 1968), and looks
at few cells beside the way. What is ahead may be too low, never too high; where rounding makes it inconsistent, a cell
is looked at again.

Cells are numbered along the rows of a frame whose outermost cells cannot be passed, so that neighbours need no bounds.
The queue is a heap in which every entry has four below it: it is as deep as a binary one by half, and its children
lie in one line of the cache. An entry that was beaten later stays and is passed over.
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

DIAGONAL = 2.0**0.5


@compiled()
def _push(key: NDArray[np.float64], item: NDArray[np.int64], size: int, new_key: float, new_item: int) -> int:
    """Put an entry into the heap, which has room for it; return the heap's new size."""
    i = size
    while i > 0:
        above = (i - 1) // 4
        if key[above] <= new_key:
            break
        key[i], item[i] = key[above], item[above]
        i = above
    key[i], item[i] = new_key, new_item
    return size + 1


@compiled()
def accumulate(  # noqa: C901, PLR0912 - one loop nest for numba
    half: NDArray[np.float64],
    cols: int,
    seeds: NDArray[np.int64],
    goal: NDArray[np.bool_],
    ahead: NDArray[np.float64],
    diagonal: bool,  # noqa: FBT001 - kernels take flags by position
    cost: NDArray[np.float64],
) -> int:
    """Fill ``cost`` [cells], which starts as inf, outward from ``seeds``; stop at the first cell of ``goal``.

    A step costs the sum of both cells' ``half`` (centre to edge; inf cannot be passed), times the root of two if it is
    ``diagonal`` and such steps are allowed. With an empty ``goal`` it goes on to the end. ``ahead`` [cells], or empty,
    is the least that each cell still costs to the goal; inf if it cannot be reached. Returns the goal's cell, -1 if
    none was reached. Cells that were not settled before the goal keep a cost that is too high, or inf.
    """
    offset = np.array([-cols, -1, 1, cols, -cols - 1, -cols + 1, cols - 1, cols + 1])
    ways, guided = 8 if diagonal else 4, ahead.size > 0
    size, room = 0, max(1024, 2 * seeds.size)
    key, item = np.empty(room), np.empty(room, np.int64)
    for seed in seeds:
        if half[seed] < np.inf and cost[seed] > 0.0:
            cost[seed] = 0.0
            rest = ahead[seed] if guided else 0.0
            if rest < np.inf:
                size = _push(key, item, size, rest, seed)
    while size > 0:
        least, cell = key[0], item[0]
        size -= 1
        last_key, last_item = key[size], item[size]
        i = 0
        while True:
            child = 4 * i + 1
            if child >= size:
                break
            lowest = child
            for c in range(child + 1, min(child + 4, size)):
                if key[c] < key[lowest]:
                    lowest = c
            if key[lowest] >= last_key:
                break
            key[i], item[i] = key[lowest], item[lowest]
            i = lowest
        key[i], item[i] = last_key, last_item
        here = cost[cell]
        if least > (here + ahead[cell] if guided else here):
            continue
        if goal.size > 0 and goal[cell]:
            return int(cell)
        for way in range(ways):
            there = cell + offset[way]
            step = half[cell] + half[there]
            offer = here + (step if way < 4 else step * DIAGONAL)  # noqa: PLR2004 - straight steps come first
            if offer < cost[there]:
                cost[there] = offer
                rest = ahead[there] if guided else 0.0
                if rest == np.inf:
                    continue
                if size == room:
                    room *= 2
                    more_key, more_item = np.empty(room), np.empty(room, np.int64)
                    more_key[:size], more_item[:size] = key, item
                    key, item = more_key, more_item
                size = _push(key, item, size, offer + rest, there)
    return -1
