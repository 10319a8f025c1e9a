"""Least travel time inside one tile with 32 neighbours: steps of up to three cells, straight over the cells below.

A step goes to any cell up to three rows and columns away that no shorter step points at: (1, 0), (1, 1), (2, 1),
(3, 1), (3, 2) and all they turn and mirror into. It costs what a straight line from centre to centre costs over the
cells it crosses, each by the length of line inside it. So a step never jumps a cell that cannot be passed; where the
line runs through a corner it passes between the two cells that meet there only in that point, as a diagonal step does.

The tile lies in the middle of ``LONG`` x ``LONG`` cells: ``MARGIN`` of its neighbours' lines on each side and ``PAD``
lines of infinity around them, so that no loop needs to mind the edge. The neighbours' lines are relaxed as well: what
gets better there is what the tile has to offer. Layers, ``half`` and ``time`` as in ``kernels.travel_tile``; sweeps
along rows take the steps that go at least as far down or up as sideways, sweeps along columns the others.
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.travel_tile import DIAGONAL, SIDE

MARGIN, PAD = 3, 3
CORE = SIDE + 2 * MARGIN
LONG = CORE + 2 * PAD
ROOT_5 = 5.0**0.5
ROOT_10 = 10.0**0.5
ROOT_13 = 13.0**0.5


@compiled()
def _near(line: NDArray[np.float64], shift: int) -> NDArray[np.float64]:
    """Return the part of a line that lies ``shift`` cells beside every cell of the core."""
    return line[PAD + shift : PAD + shift + CORE]


# Each of the loops below reads few lines and writes one: with more the compiler does not turn a loop into vector
# instructions, since it would have to make sure at run time that none of them overlap.


@compiled()
def _better(best: float, offer: float) -> float:
    return offer if offer < best else best  # noqa: FURB136 - min() minds NaN, which keeps loops from vectorising


@compiled()
def _one_line_on(
    t1: NDArray[np.float64], h1: NDArray[np.float64], h0: NDArray[np.float64], best: NDArray[np.float64]
) -> None:
    """Take the steps (1, 0) and (1, 1)."""
    west, middle, east, mine = _near(h1, -1), _near(h1, 0), _near(h1, 1), _near(h0, 0)
    from_w, from_m, from_e = _near(t1, -1), _near(t1, 0), _near(t1, 1)
    for i in range(CORE):
        least = _better(best[i], from_m[i] + (middle[i] + mine[i]))
        least = _better(least, from_w[i] + (west[i] + mine[i]) * DIAGONAL)
        best[i] = _better(least, from_e[i] + (east[i] + mine[i]) * DIAGONAL)


@compiled()
def _two_lines_on(
    t2: NDArray[np.float64],
    h2: NDArray[np.float64],
    h1: NDArray[np.float64],
    h0: NDArray[np.float64],
    best: NDArray[np.float64],
    side: int,
) -> None:
    """Take the step (2, 1) from the cell ``side`` (-1 or 1) columns away."""
    times, start, beside = _near(t2, side), _near(h2, side), _near(h1, side)
    middle, mine = _near(h1, 0), _near(h0, 0)
    for i in range(CORE):
        cost = (start[i] + mine[i]) + (beside[i] + middle[i])
        best[i] = _better(best[i], times[i] + cost * (ROOT_5 / 2))


@compiled()
def _three_lines_on(
    t3: NDArray[np.float64],
    h3: NDArray[np.float64],
    h2: NDArray[np.float64],
    h1: NDArray[np.float64],
    h0: NDArray[np.float64],
    best: NDArray[np.float64],
    side: int,
) -> None:
    """Take the steps (3, 1) and (3, 2) from the cells ``side`` and twice ``side`` columns away."""
    times, start, upper, lower = _near(t3, side), _near(h3, side), _near(h2, side), _near(h1, 0)
    far_times, far_start = _near(t3, 2 * side), _near(h3, 2 * side)
    far_upper, beside, mine = _near(h2, 2 * side), _near(h1, side), _near(h0, 0)
    for i in range(CORE):
        cost = (start[i] + mine[i]) + (upper[i] + lower[i]) * 2
        least = _better(best[i], times[i] + cost * (ROOT_10 / 3))
        cost = (far_start[i] + mine[i]) * 2 + (far_upper[i] + lower[i]) + (upper[i] + beside[i]) * 3
        best[i] = _better(least, far_times[i] + cost * (ROOT_13 / 6))


@compiled()
def _take(best: NDArray[np.float64], here: NDArray[np.float64], moved: NDArray[np.int64]) -> bool:
    """Keep what is better, flag those cells, and tell whether there are any."""
    any_moved = np.int64(0)
    for i in range(CORE):
        better = np.int64(best[i] < here[i])
        here[i] = best[i]
        moved[i] |= better
        any_moved |= better
    return bool(any_moved)


@compiled()
def sweep_long(
    time: NDArray[np.float64],
    half: NDArray[np.float64],
    stale: NDArray[np.uint8],
    direction: int,
    moved: NDArray[np.int64],
    best: NDArray[np.float64],
) -> None:
    """Offer every line the steps from lines before it that changed since this direction was last swept."""
    ahead = 1 if direction % 2 == 0 else -1
    opposite = direction + ahead
    flags = stale[direction]
    for k in range(1, CORE):
        dst = PAD + k if ahead > 0 else PAD + CORE - 1 - k
        one, two, three = dst - ahead, dst - 2 * ahead, dst - 3 * ahead
        if (flags[one] | flags[two] | flags[three]) == 0:
            continue
        here = time[dst, PAD : PAD + CORE]
        for i in range(CORE):
            best[i] = here[i]
        if flags[one]:
            _one_line_on(time[one], half[one], half[dst], best)
        if flags[two]:
            for side in (-1, 1):
                _two_lines_on(time[two], half[two], half[one], half[dst], best, side)
        if flags[three]:
            for side in (-1, 1):
                _three_lines_on(time[three], half[three], half[two], half[one], half[dst], best, side)
        if _take(best, here, moved[PAD : PAD + CORE]):
            flags[dst] = 1
            stale[opposite, dst] = 1
    stale[direction] = 0


@compiled()
def hand_across_long(time: NDArray[np.float64], layer: int, moved: NDArray[np.int64], stale: NDArray[np.uint8]) -> None:
    """Copy what moved from ``layer`` into the other one and flag it there for both its sweeps."""
    other = 1 - layer
    for line in range(PAD, PAD + CORE):
        if moved[line] == 0:
            continue
        moved[line] = 0
        stale[2 * other, line] = 1
        stale[2 * other + 1, line] = 1
        for i in range(PAD, PAD + CORE):
            time[other, line, i] = time[layer, i, line]


@compiled()
def settle_long(
    time: NDArray[np.float64], half: NDArray[np.float64], stale: NDArray[np.uint8], moved: NDArray[np.int64]
) -> None:
    """Sweep down, up, right and left until no line is stale; both layers end up equal."""
    best = np.empty(CORE)
    stale[:] = 0
    stale[:, PAD : PAD + CORE] = 1
    while stale.any():
        for layer in range(2):
            for direction in range(2 * layer, 2 * layer + 2):
                sweep_long(time[layer], half[layer], stale, direction, moved, best)
            hand_across_long(time, layer, moved, stale)
