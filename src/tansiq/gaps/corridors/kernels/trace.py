"""Kernel that follows accumulated cost back to where it started."""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

DIAGONAL = 2.0**0.5


@compiled()
def trace(
    half: NDArray[np.float64],
    cols: int,
    cost: NDArray[np.float64],
    diagonal: bool,  # noqa: FBT001 - kernels take flags by position
    ends: NDArray[np.int64],
    first: NDArray[np.int64],
    cells: NDArray[np.int64],
) -> None:
    """Write the way from each of ``ends`` back to a seed into ``cells``; an end that was not reached has none.

    With an empty ``cells`` it only counts: ``first[end + 1]`` becomes the number of cells of the way. With ``first``
    summed up, a second call fills ``cells``. Of steps equally good the first in the order below is taken; costs fall
    with every step, since steps cost more than nothing, so a way always ends.
    """
    offset = np.array([-cols, -1, 1, cols, -cols - 1, -cols + 1, cols - 1, cols + 1])
    ways = 8 if diagonal else 4
    counting = cells.size == 0
    for n in range(ends.size):
        cell, length = ends[n], 0
        while cell >= 0 and cost[cell] < np.inf:
            if not counting:
                cells[first[n] + length] = cell
            length += 1
            if cost[cell] == 0.0:
                break
            best, before = np.inf, -1
            for way in range(ways):
                there = cell + offset[way]
                step = half[there] + half[cell]
                offer = cost[there] + (step if way < 4 else step * DIAGONAL)  # noqa: PLR2004 - as in accumulate
                if offer < best and cost[there] < cost[cell]:
                    best, before = offer, there
            cell = before
        if counting:
            first[n + 1] = length
