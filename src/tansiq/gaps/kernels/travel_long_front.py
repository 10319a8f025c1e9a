"""Which tile to settle next with 32 neighbours: as ``kernels.travel_front``, whose arrays it works on.

``pool``, ``place``, ``known``, ``offered``, ``rims`` and ``rounded`` are those of ``kernels.travel_store``; nobody asks
for sources here.
"""

from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.travel_long_tile import CORE, LONG, MARGIN, PAD, settle_long
from tansiq.gaps.kernels.travel_store import (
    SETTLED,
    finish_before,
    latest_time,
    load_half,
    load_tile,
    span,
    store_tile,
    take_place,
)


@compiled()
def put_in_core(loaded: NDArray[np.float64], time: NDArray[np.float64]) -> None:
    """Copy ``loaded`` [2, CORE, CORE] into the middle of ``time``."""
    for layer in range(2):
        for i in range(CORE):
            for j in range(CORE):
                time[layer, i + PAD, j + PAD] = loaded[layer, i, j]


@compiled()
def offer_beyond(before: NDArray[np.float64], after: NDArray[np.float64], dr: int, dc: int) -> float:
    """Return the least time that got better among the lines of the neighbour at (dr, dc), inf if none did."""
    i0, i1 = span(dr, MARGIN)
    j0, j1 = span(dc, MARGIN)
    least = np.inf
    for i in range(i0, i1):
        for j in range(j0, j1):
            time = after[i + PAD, j + PAD]
            if time < before[i, j] and time < least:
                least = time
    return least


@compiled()
def advance_long(
    pace: NDArray[np.float32],
    half_cell_min: float,
    limit_min: float,
    tile_cols: int,
    place: NDArray[np.int32],
    taken: NDArray[np.int32],
    pool: NDArray[np.float64],
    known: NDArray[np.uint8],
    offered: NDArray[np.float64],
    rims: NDArray[np.float64],
    rounded: NDArray[np.float32],
    latest: NDArray[np.float64],
    most: int,
) -> int:
    """Settle tiles in the order of the least time offered to them until no offer is within the limit.

    Returns as :func:`tansiq.gaps.kernels.travel_front.advance`.
    """
    tile_rows = known.shape[0] // tile_cols
    loaded = np.empty((2, CORE, CORE))
    time = np.full((2, LONG, LONG), np.inf)
    half = np.empty((2, LONG, LONG))
    stale = np.zeros((4, LONG), np.uint8)
    moved = np.zeros(LONG, np.int64)
    last = [(np.inf, -1)]
    queue = [(np.inf, -1)]
    for tile in range(known.shape[0]):
        if offered[tile] < np.inf:
            heappush(queue, (offered[tile], tile))
        if known[tile] == SETTLED:
            heappush(last, (latest[tile], tile))
    settled = 0
    while settled < most:
        least, tile = heappop(queue)
        finish_before(least, limit_min, last, latest, place, pool, rounded, known, rims)
        if least == np.inf:
            return settled
        if least != offered[tile]:
            continue  # a lower offer came later and was taken
        offered[tile] = np.inf
        if not load_half(pace, half_cell_min, tile // tile_cols, tile % tile_cols, half):
            return -1
        load_tile(pool, place, rims, known, tile_rows, tile_cols, tile, loaded, np.inf)
        put_in_core(loaded, time)
        settle_long(time, half, stale, moved)
        settled += 1
        if known[tile] == 0:
            take_place(tile, place, taken)
        known[tile] = SETTLED
        store_tile(time[0], pool[place[tile]])
        latest[tile] = latest_time(time[0], half[0])
        heappush(last, (latest[tile], tile))
        for dr in range(-1, 2):
            for dc in range(-1, 2):
                r, c = tile // tile_cols + dr, tile % tile_cols + dc
                if (dr == 0 and dc == 0) or not (0 <= r < tile_rows and 0 <= c < tile_cols):
                    continue
                offer = offer_beyond(loaded[0], time[0], dr, dc)
                neighbour = r * tile_cols + c
                if offer < offered[neighbour] and offer <= limit_min:
                    offered[neighbour] = offer
                    heappush(queue, (offer, neighbour))
    return settled
