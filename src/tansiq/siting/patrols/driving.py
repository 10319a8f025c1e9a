"""How many slots vehicles take from bases to segments and between segments, by the picture's own travel times."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.travel import travel_patch
from tansiq.ground.model import Ground
from tansiq.siting.patrols.game import FAR
from tansiq.siting.patrols.segments import Segment

_AT_ONCE: Final = 16
_EXACT: Final = 1e-6  # of a slot: a way of exactly one slot takes one


def driving_slots(
    ground: Ground,
    places: Sequence[tuple[int, int]],
    segments: Sequence[Segment],
    slot_min: float,
    limit_min: float,
    tell: Callable[[float], None],
) -> NDArray[np.int64]:
    """Return the whole slots a vehicle needs from each place to each segment, rounded up.

    Parameters
    ----------
    ground
        Gives the pace of vehicles.
    places
        Rows and columns to start from.
    segments
        Where to.
    slot_min
        Length of a slot [min].
    limit_min
        Longer ways are not driven [min].
    tell
        Hears the share done.

    Returns
    -------
    int64 [places, segments]: :data:`FAR` where the way is longer than the limit, or there is none.
    """
    standing = [k for k, one in enumerate(segments) if one.row is not None]
    rows = np.array([segments[k].row for k in standing], np.int64)
    cols = np.array([segments[k].col for k in standing], np.int64)

    def one(place: tuple[int, int]) -> NDArray[np.int64]:
        minutes = np.full(len(rows), np.inf)
        row0, col0, patch = travel_patch(ground.vehicle_s_per_m, ground.grid.cell_m, place, 0.0, limit_min)
        row, col = rows - row0, cols - col0
        inside = (row >= 0) & (row < patch.shape[0]) & (col >= 0) & (col < patch.shape[1])
        minutes[inside] = patch[row[inside], col[inside]]
        found = np.full(len(segments), FAR, np.int64)
        near = np.isfinite(minutes)
        found[np.array(standing, np.int64)[near]] = np.ceil(minutes[near] / slot_min - _EXACT).astype(np.int64)
        return found

    made: list[NDArray[np.int64]] = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for first in range(0, len(places), _AT_ONCE):
            made += pool.map(one, places[first : first + _AT_ONCE])
            tell(len(made) / len(places))
    return np.array(made, np.int64).reshape(len(places), len(segments))
