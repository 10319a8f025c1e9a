"""Least travel time inside one tile: sweeps that relax whole lines at once, until nothing changes.

A tile is ``SIDE`` x ``SIDE`` cells with a rim of one cell that belongs to its neighbours. It is held twice, by rows
(layer 0) and by columns (layer 1), so that every sweep runs along contiguous lines and the compiler turns the loop over
a line into vector instructions.

``time`` float64 [2, RIM, RIM]: minutes so far. ``half`` float64 [2, RIM, RIM]: minutes from a cell's centre to its
edge; a straight step costs the sum of two cells' halves, a diagonal one that times the root of two. ``owner`` int64
[2, RIM, RIM]: source whose time it is; [2, 1, 1] if nobody asks.

A line that has not changed since it was last passed on need not be passed on again. ``stale`` uint8 [4, RIM] flags the
rows that changed since the last sweep down and up, and the columns that changed since the last sweep right and left.
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

SIDE = 64
RIM = SIDE + 2
DIAGONAL = 2.0**0.5
DOWN, UP, RIGHT, LEFT = 0, 1, 2, 3


@compiled()
def relax_line(
    time: NDArray[np.float64], half: NDArray[np.float64], src: int, dst: int, moved: NDArray[np.int64]
) -> bool:
    """Offer line ``dst`` every step from line ``src``; flag the cells that took one and tell whether any did."""
    from_w, from_m, from_e = time[src, :SIDE], time[src, 1 : SIDE + 1], time[src, 2:]
    half_w, half_m, half_e = half[src, :SIDE], half[src, 1 : SIDE + 1], half[src, 2:]
    here, half_here, flags = time[dst, 1 : SIDE + 1], half[dst, 1 : SIDE + 1], moved[1 : SIDE + 1]
    any_moved = np.int64(0)
    for i in range(SIDE):
        straight = from_m[i] + (half_m[i] + half_here[i])
        west = from_w[i] + (half_w[i] + half_here[i]) * DIAGONAL
        east = from_e[i] + (half_e[i] + half_here[i]) * DIAGONAL
        # Selections, not min(): min() minds NaN, which never occurs here, and keeps the loop from vectorising.
        best = straight if straight < west else west  # noqa: FURB136
        best = east if east < best else best  # noqa: FURB136
        old = here[i]
        better = np.int64(best < old)
        here[i] = best if best < old else old  # noqa: FURB136
        flags[i] |= better
        any_moved |= better
    return bool(any_moved)


@compiled()
def beats(offer: float, owner: int, time: float, held_by: int) -> bool:
    """Tell whether an offer beats what a cell has: less time, or the same time from a lower source."""
    return (offer < time) | ((offer == time) & (owner < held_by) & (offer < np.inf))


@compiled()
def relax_line_owned(
    time: NDArray[np.float64],
    half: NDArray[np.float64],
    owner: NDArray[np.int64],
    src: int,
    dst: int,
    moved: NDArray[np.int64],
) -> bool:
    """Do as :func:`relax_line` and carry the source along; of equal times the lower source wins."""
    from_w, from_m, from_e = time[src, :SIDE], time[src, 1 : SIDE + 1], time[src, 2:]
    half_w, half_m, half_e = half[src, :SIDE], half[src, 1 : SIDE + 1], half[src, 2:]
    owner_w, owner_m, owner_e = owner[src, :SIDE], owner[src, 1 : SIDE + 1], owner[src, 2:]
    here, half_here, held_by = time[dst, 1 : SIDE + 1], half[dst, 1 : SIDE + 1], owner[dst, 1 : SIDE + 1]
    flags = moved[1 : SIDE + 1]
    any_moved = np.int64(0)
    for i in range(SIDE):
        straight = from_m[i] + (half_m[i] + half_here[i])
        west = from_w[i] + (half_w[i] + half_here[i]) * DIAGONAL
        east = from_e[i] + (half_e[i] + half_here[i]) * DIAGONAL
        best, who = here[i], held_by[i]
        first = beats(straight, owner_m[i], best, who)
        best, who = straight if first else best, owner_m[i] if first else who
        second = beats(west, owner_w[i], best, who)
        best, who = west if second else best, owner_w[i] if second else who
        third = beats(east, owner_e[i], best, who)
        here[i], held_by[i] = east if third else best, owner_e[i] if third else who
        better = np.int64(first | second | third)
        flags[i] |= better
        any_moved |= better
    return bool(any_moved)


@compiled()
def sweep(
    time: NDArray[np.float64],
    half: NDArray[np.float64],
    owner: NDArray[np.int64],
    stale: NDArray[np.uint8],
    direction: int,
    moved: NDArray[np.int64],
) -> None:
    """Pass every stale line on to the next, forward (down, right) or backward (up, left).

    ``moved`` int64 [RIM] receives flags of the lines across that changed.
    """
    forward = direction in (DOWN, RIGHT)
    opposite = direction + 1 if forward else direction - 1
    for k in range(SIDE):
        src, dst = (k, k + 1) if forward else (SIDE + 1 - k, SIDE - k)
        if stale[direction, src] == 0:
            continue
        stale[direction, src] = 0
        if owner.shape[0] > 1:
            changed = relax_line_owned(time, half, owner, src, dst, moved)
        else:
            changed = relax_line(time, half, src, dst, moved)
        if changed:
            stale[direction, dst] = 1
            stale[opposite, dst] = 1
    stale[direction, SIDE if forward else 1] = 0  # beyond the last line is the neighbour's ground


@compiled()
def hand_across(
    time: NDArray[np.float64],
    owner: NDArray[np.int64],
    layer: int,
    moved: NDArray[np.int64],
    stale: NDArray[np.uint8],
) -> None:
    """Copy what moved from ``layer`` into the other one and flag it there for both its sweeps."""
    other = 1 - layer
    for line in range(1, SIDE + 1):
        if moved[line] == 0:
            continue
        moved[line] = 0
        stale[2 * other, line] = 1
        stale[2 * other + 1, line] = 1
        for i in range(1, SIDE + 1):
            time[other, line, i] = time[layer, i, line]
        if owner.shape[1] > 1:
            for i in range(1, SIDE + 1):
                owner[other, line, i] = owner[layer, i, line]


@compiled()
def settle(
    time: NDArray[np.float64],
    half: NDArray[np.float64],
    owner: NDArray[np.int64],
    stale: NDArray[np.uint8],
    moved: NDArray[np.int64],
) -> None:
    """Sweep down, up, right and left until no line is stale; both layers end up equal.

    The order of sweeps does not matter: every time is the least, over all ways, of the floating-point sum along the
    way, since rounding keeps order.
    """
    while stale.any():
        for layer in range(2):
            for direction in range(2 * layer, 2 * layer + 2):
                sweep(time[layer], half[layer], owner[layer], stale, direction, moved)
            hand_across(time, owner, layer, moved, stale)


@compiled()
def least_offer(
    time: NDArray[np.float64], half: NDArray[np.float64], owner: NDArray[np.int64], inner: int, rim: int
) -> float:
    """Return the least time that line ``inner`` offers its rim and that beats what the neighbour has, inf if none."""
    owned = owner.shape[0] > 1
    least = np.inf
    for i in range(1, SIDE + 1):
        for k in range(max(i - 1, 1), min(i + 1, SIDE) + 1):
            step = half[inner, k] + half[rim, i]
            offer = time[inner, k] + (step if k == i else step * DIAGONAL)
            if offer < least:
                mine, theirs = (owner[inner, k], owner[rim, i]) if owned else (0, 0)
                if beats(offer, mine, time[rim, i], theirs):
                    least = offer
    return least
