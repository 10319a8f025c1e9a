"""Which tile to settle next: the one that was offered the least time, until no offer is left within the limit.

Arrays by tile, which ``gaps.travel_tiles`` makes: ``known`` uint8 [tiles] is 0 for a tile never reached, SETTLED,
SEEDED while it holds what was not settled yet, KEPT where it was settled before the sources changed
(``kernels.travel_changing``), FINAL (``kernels.travel_store``). ``offered`` float64 [tiles] is the least time offered
to a tile since it was last settled, inf if none. Where a tile's times lie, ``kernels.travel_store`` says.
"""

from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.travel_store import (
    NOBODY,
    SEEDED,
    SETTLED,
    finish_before,
    latest_time,
    load_half,
    load_tile,
    store_tile,
    take_place,
)
from tansiq.gaps.kernels.travel_tile import DIAGONAL, RIM, SIDE, beats, least_offer, settle


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
    place: NDArray[np.int32],
    taken: NDArray[np.int32],
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
            take_place(tile, place, taken)
            pool[place[tile]] = np.inf
            if owned:
                owners[place[tile]] = NOBODY
            known[tile] = SEEDED
        at, i, j = place[tile], row % SIDE, col % SIDE
        if beats(start_min[index], index, pool[at, i, j], owners[at, i, j] if owned else -1):
            pool[at, i, j] = start_min[index]
            if owned:
                owners[at, i, j] = index
            known[tile] = SEEDED
            offered[tile] = min(offered[tile], start_min[index])


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
    place: NDArray[np.int32],
    taken: NDArray[np.int32],
    pool: NDArray[np.float64],
    owners: NDArray[np.int32],
    known: NDArray[np.uint8],
    offered: NDArray[np.float64],
    rims: NDArray[np.float64],
    rounded: NDArray[np.float32],
    latest: NDArray[np.float64],
    most: int,
) -> int:
    """Settle tiles in the order of the least time offered to them until no offer is within the limit.

    With ``latest`` (float64 [tiles], inf at first; else empty) tiles that nothing can change any more become FINAL.

    Returns how many times a tile was settled: ``most`` if there may be more to do, for which to call again; -1 if some
    pace on the way was not above zero.
    """
    tile_rows, owned, frugal = known.shape[0] // tile_cols, owners.shape[1] > 1, latest.size > 0
    time = np.empty((2, RIM, RIM))
    half = np.empty((2, RIM, RIM))
    owner = np.empty((2, RIM, RIM) if owned else (2, 1, 1), np.int64)
    stale = np.zeros((4, RIM), np.uint8)
    moved = np.zeros(RIM, np.int64)
    last = [(np.inf, -1)]
    queue = [(np.inf, -1)]
    for tile in range(known.shape[0]):
        if offered[tile] < np.inf:
            heappush(queue, (offered[tile], tile))
        if frugal and known[tile] == SETTLED:
            heappush(last, (latest[tile], tile))
    settled = 0
    while settled < most:
        least, tile = heappop(queue)
        if frugal:
            finish_before(least, limit_min, last, latest, place, pool, rounded, known, rims)
        if least == np.inf:
            return settled
        if least != offered[tile]:
            continue  # a lower offer came later and was taken
        offered[tile] = np.inf
        if not load_half(pace, half_cell_min, tile // tile_cols, tile % tile_cols, half):
            return -1
        load_tile(pool, place, rims, known, tile_rows, tile_cols, tile, time, np.inf)
        if owned:
            load_tile(owners, place, rims, known, tile_rows, tile_cols, tile, owner, NOBODY)
        mark_stale(known[tile], stale)
        settle(time, half, owner, stale, moved)
        settled += 1
        if known[tile] == 0:
            take_place(tile, place, taken)
        known[tile] = SETTLED
        store_tile(time[0], pool[place[tile]])
        if owned:
            store_tile(owner[0], owners[place[tile]])
        if frugal:
            latest[tile] = latest_time(time[0], half[0])
            heappush(last, (latest[tile], tile))
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
    return settled
