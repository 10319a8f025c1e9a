"""Which tile to settle next: the one that was offered the least time, until no offer is left within the limit.

Times lie tile by tile in ``pool`` float64 [tiles, SIDE, SIDE], sources in ``owners`` int32 of the same shape ([1, 1, 1]
if nobody asks). A tile is filled when it is first reached, so memory is touched only where somebody arrives. ``known``
uint8 [tiles] is 0 for a tile never reached, SETTLED, SEEDED while it holds what was not settled yet, or KEPT where it
was settled before the sources changed (``kernels.travel_changing``).
``offered`` float64 [tiles] is the least time offered to a tile since it was last settled, inf if none.
"""

from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.travel_tile import DIAGONAL, RIM, SIDE, beats, least_offer, settle

NOBODY = 2**31 - 1
SETTLED, SEEDED, KEPT = 1, 2, 3


@compiled()
def lowest(pace: NDArray[np.float32]) -> np.float32:
    """Return the least pace [s/m], missing values left out, inf if there is none."""
    least = np.float32(np.inf)
    for row in range(pace.shape[0]):
        for col in range(pace.shape[1]):
            least = pace[row, col] if pace[row, col] < least else least  # noqa: FURB136 - min() would keep NaN
    return least


@compiled()
def place_sources(
    sources: NDArray[np.int64],
    start_min: NDArray[np.float64],
    limit_min: float,
    tile_cols: int,
    pool: NDArray[np.float64],
    owners: NDArray[np.int32],
    known: NDArray[np.uint8],
    offered: NDArray[np.float64],
) -> None:
    """Put every source into its tile at its time to leave; of equal times in one cell the lower source wins."""
    owned = owners.shape[1] > 1
    for index in range(sources.shape[0]):
        row, col = sources[index]
        tile = row // SIDE * tile_cols + col // SIDE
        if start_min[index] > limit_min:
            continue
        if known[tile] == 0:
            pool[tile] = np.inf
            if owned:
                owners[tile] = NOBODY
            known[tile] = SEEDED
        i, j = row % SIDE, col % SIDE
        if beats(start_min[index], index, pool[tile, i, j], owners[tile, i, j] if owned else -1):
            pool[tile, i, j] = start_min[index]
            if owned:
                owners[tile, i, j] = index
            known[tile] = SEEDED
            offered[tile] = min(offered[tile], start_min[index])


@compiled()
def load_half(
    pace: NDArray[np.float32], half_cell_min: float, tile_row: int, tile_col: int, half: NDArray[np.float64]
) -> bool:
    """Fill both layers with minutes from centre to edge; inf outside the grid and where the pace is missing.

    Tells whether every pace was above zero: a step back in time would never come to an end.
    """
    rows, cols = pace.shape
    half[:] = np.inf
    forward = True
    row0, col0 = tile_row * SIDE - 1, tile_col * SIDE - 1
    for r in range(max(0, -row0), min(RIM, rows - row0)):
        for c in range(max(0, -col0), min(RIM, cols - col0)):
            value = pace[row0 + r, col0 + c] * half_cell_min
            if value < np.inf:
                half[0, r, c] = value
                half[1, c, r] = value
                forward = forward and value > 0.0
    return forward


@compiled()
def load_tile(
    pool: NDArray[Any],
    known: NDArray[np.uint8],
    tile_rows: int,
    tile_cols: int,
    tile: int,
    values: NDArray[Any],
    missing: float,
) -> None:
    """Fill both layers with a tile's values and its neighbours' nearest ones."""
    for dr in range(-1, 2):
        for dc in range(-1, 2):
            r, c = tile // tile_cols + dr, tile % tile_cols + dc
            there = 0 <= r < tile_rows and 0 <= c < tile_cols and known[r * tile_cols + c] != 0
            i0, i1 = (0, 1) if dr < 0 else ((1, SIDE + 1) if dr == 0 else (SIDE + 1, RIM))
            j0, j1 = (0, 1) if dc < 0 else ((1, SIDE + 1) if dc == 0 else (SIDE + 1, RIM))
            for i in range(i0, i1):
                for j in range(j0, j1):
                    value = values.dtype.type(missing)
                    if there:
                        value = values.dtype.type(pool[r * tile_cols + c, i - 1 - dr * SIDE, j - 1 - dc * SIDE])
                    values[0, i, j] = value
                    values[1, j, i] = value


@compiled()
def store_tile(values: NDArray[Any], kept: NDArray[Any]) -> None:
    """Keep a tile without its rim. A loop: assigning the slice takes numba seconds more to compile."""
    for i in range(SIDE):
        for j in range(SIDE):
            kept[i, j] = values[i + 1, j + 1]


@compiled()
def offer_to(time: NDArray[np.float64], half: NDArray[np.float64], owner: NDArray[np.int64], dr: int, dc: int) -> float:
    """Return the least time a settled tile offers its neighbour at (dr, dc) that beats what that has, inf if none."""
    inner_row, rim_row = (SIDE, RIM - 1) if dr > 0 else (1, 0)
    inner_col, rim_col = (SIDE, RIM - 1) if dc > 0 else (1, 0)
    if dc == 0:
        return least_offer(time[0], half[0], owner[0], inner_row, rim_row)
    if dr == 0:
        return least_offer(time[1], half[1], owner[1], inner_col, rim_col)
    offer = time[0, inner_row, inner_col] + (half[0, inner_row, inner_col] + half[0, rim_row, rim_col]) * DIAGONAL
    mine, theirs = 0, 0
    if owner.shape[1] > 1:
        mine, theirs = owner[0, inner_row, inner_col], owner[0, rim_row, rim_col]
    return offer if beats(offer, mine, time[0, rim_row, rim_col], theirs) else np.inf


@compiled()
def mark_stale(known: int, stale: NDArray[np.uint8]) -> None:
    """Flag the rim, which is all that can be news to a settled tile; with new sources flag every line."""
    stale[:] = 1 if known == SEEDED else 0
    for direction in range(4):
        stale[direction, 0] = 1 - direction % 2
        stale[direction, RIM - 1] = direction % 2


@compiled()
def advance(
    pace: NDArray[np.float32],
    half_cell_min: float,
    limit_min: float,
    tile_cols: int,
    pool: NDArray[np.float64],
    owners: NDArray[np.int32],
    known: NDArray[np.uint8],
    offered: NDArray[np.float64],
) -> int:
    """Settle tiles in the order of the least time offered to them until no offer is within the limit.

    Returns how many times a tile was settled; -1 if some pace on the way was not above zero.
    """
    tile_rows, owned = known.shape[0] // tile_cols, owners.shape[1] > 1
    time = np.empty((2, RIM, RIM))
    half = np.empty((2, RIM, RIM))
    owner = np.empty((2, RIM, RIM) if owned else (2, 1, 1), np.int64)
    stale = np.zeros((4, RIM), np.uint8)
    moved = np.zeros(RIM, np.int64)
    queue = [(np.inf, -1)]
    for tile in range(known.shape[0]):
        if offered[tile] < np.inf:
            heappush(queue, (offered[tile], tile))
    settled = 0
    while True:
        least, tile = heappop(queue)
        if least == np.inf:
            return settled
        if least != offered[tile]:
            continue  # a lower offer came later and was taken
        offered[tile] = np.inf
        if not load_half(pace, half_cell_min, tile // tile_cols, tile % tile_cols, half):
            return -1
        load_tile(pool, known, tile_rows, tile_cols, tile, time, np.inf)
        if owned:
            load_tile(owners, known, tile_rows, tile_cols, tile, owner, NOBODY)
        mark_stale(known[tile], stale)
        settle(time, half, owner, stale, moved)
        settled += 1
        known[tile] = SETTLED
        store_tile(time[0], pool[tile])
        if owned:
            store_tile(owner[0], owners[tile])
        for dr in range(-1, 2):
            for dc in range(-1, 2):
                r, c = tile // tile_cols + dr, tile % tile_cols + dc
                if (dr == 0 and dc == 0) or not (0 <= r < tile_rows and 0 <= c < tile_cols):
                    continue
                offer = offer_to(time, half, owner, dr, dc)
                neighbour = r * tile_cols + c
                if offer < offered[neighbour] and offer <= limit_min:
                    offered[neighbour] = offer
                    heappush(queue, (offer, neighbour))


@compiled()
def unpack(
    pool: NDArray[np.float64],
    owners: NDArray[np.int32],
    known: NDArray[np.uint8],
    tile_cols: int,
    limit_min: float,
    first: tuple[int, int],
    minutes: NDArray[np.float32],
    source: NDArray[np.int32],
) -> None:
    """Write what was reached within the limit into a window of the grid that starts in the cell ``first``."""
    rows, cols = minutes.shape
    row0, col0 = first
    for row in range(rows):
        for tile_col in range(col0 // SIDE, (col0 + cols - 1) // SIDE + 1):
            tile = (row0 + row) // SIDE * tile_cols + tile_col
            if known[tile] == 0:
                continue
            for col in range(max(0, tile_col * SIDE - col0), min(cols, (tile_col + 1) * SIDE - col0)):
                i, j = (row0 + row) % SIDE, (col0 + col) % SIDE
                if pool[tile, i, j] <= limit_min and pool[tile, i, j] < np.inf:
                    minutes[row, col] = pool[tile, i, j]
                    if source.size > 0:
                        source[row, col] = owners[tile, i, j]
