"""Taking sources out of settled ground, so that only what they were first to reach is computed again.

Works on the tiles of ``kernels.travel_front`` with owners. Emptied ground is reached again from its edges: the least
time over the ways that are left. Every other time stays, since its own way is still there.
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.travel_store import KEPT, NOBODY, SEEDED, SETTLED, write_tile
from tansiq.gaps.kernels.travel_tile import SIDE


@compiled()
def forget(
    renumbered: NDArray[np.int64],
    place: NDArray[np.int32],
    pool: NDArray[np.float64],
    owners: NDArray[np.int32],
    known: NDArray[np.uint8],
    offered: NDArray[np.float64],
) -> None:
    """Give every source its new number, in unchanged order; empty the cells of those whose number is now -1.

    Tiles with emptied cells become SEEDED and due, all other known ones KEPT.
    """
    for tile in range(known.size):
        if known[tile] == 0:
            continue
        known[tile] = KEPT
        at = place[tile]
        for i in range(SIDE):
            for j in range(SIDE):
                owner = owners[at, i, j]
                if owner == NOBODY:
                    continue
                if renumbered[owner] >= 0:
                    owners[at, i, j] = renumbered[owner]
                    continue
                known[tile] = SEEDED
                offered[tile] = min(offered[tile], pool[at, i, j])
                pool[at, i, j] = np.inf
                owners[at, i, j] = NOBODY


@compiled()
def unpack_settled(
    pool: NDArray[np.float64],
    place: NDArray[np.int32],
    known: NDArray[np.uint8],
    tile_cols: int,
    minutes: NDArray[np.float32],
) -> None:
    """Write the tiles that are SETTLED, not KEPT, into ``minutes`` [rows, cols], inf included."""
    for tile in range(known.size):
        if known[tile] == SETTLED:
            row0, col0 = tile // tile_cols * SIDE, tile % tile_cols * SIDE
            write_tile(pool[place[tile]], np.inf, row0, col0, minutes)
