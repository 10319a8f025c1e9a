"""Where the times of tiles lie while ground is settled, and how they get in and out.

A tile's times lie in ``pool`` float64 [places, SIDE, SIDE] at ``place[tile]`` (int32 [tiles]), its sources in
``owners`` int32 of the same shape ([1, 1, 1] if nobody asks). A place is taken when the tile is first reached, so
memory is touched only where somebody arrives. ``taken`` int32 [1] is the number of places taken.

A tile is FINAL once its latest time is earlier than any offer left, so that nothing can change it. Then only its times
rounded to float32 stay, in the first half of its place (``rounded`` float32 [places, 2 * SIDE, SIDE] is the same memory
as ``pool``), so that the second half can be given back to the system; and of its exact times the ``depth`` outermost
lines on each side, in ``rims`` float64 [tiles, 4, depth, SIDE] (top, bottom, left, right, from the edge inwards), which
is all that its neighbours need.
"""

from heapq import heappop
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.travel_tile import SIDE

NOBODY = 2**31 - 1
SETTLED, SEEDED, KEPT, FINAL = 1, 2, 3, 4
TOP, BOTTOM, LEFT, RIGHT = 0, 1, 2, 3


@compiled()
def take_place(tile: int, place: NDArray[np.int32], taken: NDArray[np.int32]) -> None:
    """Give a tile the next place."""
    place[tile] = taken[0]
    taken[0] += 1


@compiled()
def load_half(
    pace: NDArray[np.float32], half_cell_min: float, tile_row: int, tile_col: int, half: NDArray[np.float64]
) -> bool:
    """Fill both layers with minutes from centre to edge; inf outside the grid and where the pace is missing.

    The tile lies in the middle of ``half`` [2, side, side]. Tells whether every pace was above zero: a step back in
    time would never come to an end.
    """
    rows, cols = pace.shape
    margin = (half.shape[1] - SIDE) // 2
    half[:] = np.inf
    forward = True
    row0, col0 = tile_row * SIDE - margin, tile_col * SIDE - margin
    for r in range(max(0, -row0), min(half.shape[1], rows - row0)):
        for c in range(max(0, -col0), min(half.shape[1], cols - col0)):
            value = pace[row0 + r, col0 + c] * half_cell_min
            if value < np.inf:
                half[0, r, c] = value
                half[1, c, r] = value
                forward = forward and value > 0.0
    return forward


@compiled()
def value_at(
    pool: NDArray[Any],
    place: NDArray[np.int32],
    rims: NDArray[np.float64],
    known: NDArray[np.uint8],
    tile: int,
    i: int,
    j: int,
) -> float:
    """Return a cell of a known tile; of a FINAL one only its outermost lines are there."""
    if known[tile] != FINAL:
        return float(pool[place[tile], i, j])
    depth = rims.shape[2]
    if i < depth:
        return float(rims[tile, TOP, i, j])
    if i >= SIDE - depth:
        return float(rims[tile, BOTTOM, SIDE - 1 - i, j])
    if j < depth:
        return float(rims[tile, LEFT, j, i])
    return float(rims[tile, RIGHT, SIDE - 1 - j, i])


@compiled()
def span(step: int, margin: int) -> tuple[int, int]:
    """Return where the tile ``step`` away (-1, 0, 1) begins and ends in an array with margins."""
    if step < 0:
        return 0, margin
    return (margin, SIDE + margin) if step == 0 else (SIDE + margin, SIDE + 2 * margin)


@compiled()
def _fill(values: NDArray[Any], i0: int, i1: int, j0: int, j1: int, missing: float) -> None:
    for i in range(i0, i1):
        for j in range(j0, j1):
            values[0, i, j] = missing
            values[1, j, i] = missing


@compiled()
def _fill_middle(kept: NDArray[Any], margin: int, values: NDArray[Any]) -> None:
    for i in range(SIDE):
        for j in range(SIDE):
            values[0, i + margin, j + margin] = kept[i, j]
    for j in range(SIDE):
        for i in range(SIDE):
            values[1, j + margin, i + margin] = kept[i, j]


@compiled()
def load_tile(
    pool: NDArray[Any],
    place: NDArray[np.int32],
    rims: NDArray[np.float64],
    known: NDArray[np.uint8],
    tile_rows: int,
    tile_cols: int,
    tile: int,
    values: NDArray[Any],
    missing: float,
) -> None:
    """Fill both layers [2, side, side] with a tile's values in the middle, and its neighbours' nearest ones."""
    margin = (values.shape[1] - SIDE) // 2
    for dr in range(-1, 2):
        for dc in range(-1, 2):
            r, c = tile // tile_cols + dr, tile % tile_cols + dc
            there = 0 <= r < tile_rows and 0 <= c < tile_cols and known[r * tile_cols + c] != 0
            i0, i1 = span(dr, margin)
            j0, j1 = span(dc, margin)
            if not there:
                _fill(values, i0, i1, j0, j1, missing)
                continue
            if dr == 0 and dc == 0:
                _fill_middle(pool[place[tile]], margin, values)
                continue
            for i in range(i0, i1):
                for j in range(j0, j1):
                    i_there, j_there = i - margin - dr * SIDE, j - margin - dc * SIDE
                    value = value_at(pool, place, rims, known, r * tile_cols + c, i_there, j_there)
                    values[0, i, j] = value
                    values[1, j, i] = value


@compiled()
def store_tile(values: NDArray[Any], kept: NDArray[Any]) -> None:
    """Keep the middle of ``values``. A loop: assigning the slice takes numba seconds more to compile."""
    margin = (values.shape[0] - SIDE) // 2
    for i in range(SIDE):
        for j in range(SIDE):
            kept[i, j] = values[i + margin, j + margin]


@compiled()
def latest_time(time: NDArray[np.float64], half: NDArray[np.float64]) -> float:
    """Return the latest time of a tile's cells, inf if one that can be passed is not reached."""
    margin = (time.shape[0] - SIDE) // 2
    latest = np.zeros(SIDE)  # by column, so that the compiler turns the inner loop into vector instructions
    for i in range(margin, SIDE + margin):
        times, halves = time[i, margin : SIDE + margin], half[i, margin : SIDE + margin]
        for j in range(SIDE):
            value = 0.0 if (times[j] == np.inf) & (halves[j] == np.inf) else times[j]
            latest[j] = value if value > latest[j] else latest[j]  # noqa: FURB136 - max() is not vectorised
    return float(latest.max())


@compiled()
def write_tile(
    times: NDArray[np.float64], limit_min: float, row0: int, col0: int, minutes: NDArray[np.float32]
) -> None:
    """Write a tile's times, inf past the limit, into the grid, where its first cell is at ``row0``, ``col0``."""
    rows, cols = minutes.shape
    for i in range(min(SIDE, rows - row0)):
        for j in range(min(SIDE, cols - col0)):
            minutes[row0 + i, col0 + j] = times[i, j] if times[i, j] <= limit_min else np.inf


@compiled()
def keep_rims(times: NDArray[np.float64], rims: NDArray[np.float64]) -> None:
    """Fill ``rims`` [4, depth, SIDE] with a tile's outermost lines."""
    for line in range(rims.shape[1]):
        for k in range(SIDE):
            rims[TOP, line, k] = times[line, k]
            rims[BOTTOM, line, k] = times[SIDE - 1 - line, k]
            rims[LEFT, line, k] = times[k, line]
            rims[RIGHT, line, k] = times[k, SIDE - 1 - line]


@compiled()
def finish_before(
    least: float,
    limit_min: float,
    last: list[tuple[float, int]],
    latest: NDArray[np.float64],
    place: NDArray[np.int32],
    pool: NDArray[np.float64],
    rounded: NDArray[np.float32],
    known: NDArray[np.uint8],
    rims: NDArray[np.float64],
) -> None:
    """Make FINAL every tile whose latest time is before ``least``.

    ``last`` is a heap of (latest time, tile) as tiles were settled, ``latest`` what holds now.
    """
    times = np.empty((SIDE, SIDE), np.float32)  # apart, since the rounded times lie where the exact ones do
    while last[0][0] < least:
        time, tile = heappop(last)
        if time != latest[tile] or known[tile] == FINAL:
            continue  # settled again since
        at = place[tile]
        keep_rims(pool[at], rims[tile])
        write_tile(pool[at], limit_min, 0, 0, times)
        for i in range(SIDE):
            for k in range(SIDE):
                rounded[at, i, k] = times[i, k]
        known[tile] = FINAL


@compiled()
def unpack(
    pool: NDArray[np.float64],
    place: NDArray[np.int32],
    rounded: NDArray[np.float32],
    owners: NDArray[np.int32],
    known: NDArray[np.uint8],
    tile_cols: int,
    limit_min: float,
    first: tuple[int, int],
    minutes: NDArray[np.float32],
    source: NDArray[np.int32],
) -> None:
    """Write times, inf past the limit, into a window of the grid that starts in the cell ``first``."""
    rows, cols = minutes.shape
    row0, col0 = first
    for row in range(rows):
        for tile_col in range(col0 // SIDE, (col0 + cols - 1) // SIDE + 1):
            tile = (row0 + row) // SIDE * tile_cols + tile_col
            for col in range(max(0, tile_col * SIDE - col0), min(cols, (tile_col + 1) * SIDE - col0)):
                at, i, j = place[tile], (row0 + row) % SIDE, (col0 + col) % SIDE
                if known[tile] == FINAL:
                    minutes[row, col] = rounded[at, i, j]
                    continue
                if known[tile] == 0 or pool[at, i, j] > limit_min or pool[at, i, j] == np.inf:
                    minutes[row, col] = np.inf
                    continue
                minutes[row, col] = pool[at, i, j]
                if source.size > 0:
                    source[row, col] = owners[at, i, j]
