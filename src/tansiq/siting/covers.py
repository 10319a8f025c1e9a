"""What each candidate would see and reach, by the picture's own engines of sight and travel."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tansiq.domain.names import Names
from tansiq.domain.post import Post
from tansiq.gaps.detection import Watcher, detection_patch
from tansiq.gaps.layers import pace_s_per_m
from tansiq.gaps.model import Parameters
from tansiq.gaps.rules import Rules
from tansiq.gaps.strips import Strips
from tansiq.gaps.travel import travel_patch
from tansiq.ground.model import Ground
from tansiq.siting.limits import Limits

USUAL = Post("", "", Names(), 0.0, 0.0)
"""What a new post or watch sees with: the usual figures of a post."""

_PAST_LIMIT_MIN = 0.01
_AT_ONCE = 64


@dataclass(frozen=True)
class Covers:
    """What candidates see and reach.

    Attributes
    ----------
    seen, reached
        bool CSR [candidates, slots]: seen by a post there, and reached in time by an element there.
    supports
        bool CSR [candidates, candidates]: an element at the first reaches the second within the time for support.
    """

    seen: csr_matrix
    reached: csr_matrix
    supports: csr_matrix


def covers_of(
    ground: Ground,
    strips: Strips,
    rules: Rules,
    parameters: Parameters,
    limits: Limits,
    cells: NDArray[np.int64],
    tell: Callable[[float], None],
) -> Covers:
    """Compute the covers of candidates on ``cells`` int64 [candidates, 2]; ``tell`` hears the share done."""
    of_slot = strips.of_slots(np.arange(len(strips.cells)))
    respond_min = rules.respond_min[of_slot]
    number = np.full(ground.grid.shape, -1, np.int64)
    number[cells[:, 0], cells[:, 1]] = np.arange(len(cells))

    def one(cell: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        place = int(cell[0]), int(cell[1])
        seen = _seen(ground, strips, parameters, place)
        limit_min = max(float(rules.respond_min.max()), limits.support_min) + _PAST_LIMIT_MIN
        pace = pace_s_per_m(ground, "vehicle")
        row, col, minutes = travel_patch(pace, ground.grid.cell_m, place, limits.ready_min, limit_min)
        window = slice(row, row + minutes.shape[0]), slice(col, col + minutes.shape[1])
        slot = strips.slot_of[window]
        inside = slot >= 0
        in_time = minutes[inside] <= respond_min[slot[inside]]
        near = (minutes <= limits.support_min) & (number[window] >= 0)
        return seen, np.sort(slot[inside][in_time]), np.sort(number[window][near]).astype(np.int32)

    found: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]] = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for first in range(0, len(cells), _AT_ONCE):
            found += pool.map(one, cells[first : first + _AT_ONCE])
            tell(len(found) / len(cells))
    slots = len(strips.cells)
    seen, reached, supports = zip(*found, strict=True) if found else ((), (), ())
    return Covers(_rows(seen, slots), _rows(reached, slots), _rows(supports, len(cells)))


def _seen(ground: Ground, strips: Strips, parameters: Parameters, place: tuple[int, int]) -> NDArray[np.int32]:
    watcher = Watcher(*place, USUAL.eye_m, USUAL.range_m(parameters.window), USUAL.detect_per_min(parameters.window))
    row, col, visible, _ = detection_patch(
        ground.elevation_m,
        ground.grid.cell_m,
        watcher,
        target_m=parameters.target_m,
        refraction=parameters.refraction,
    )
    slot = strips.slot_of[row : row + visible.shape[0], col : col + visible.shape[1]]
    return np.sort(slot[visible & (slot >= 0)])


def _rows(columns: Sequence[NDArray[np.int32]], width: int) -> csr_matrix:
    begin = np.concatenate([[0], np.cumsum([len(one) for one in columns])]).astype(np.int64)
    index = np.concatenate([*columns, np.empty(0, np.int32)]).astype(np.int32)
    return csr_matrix((np.ones(len(index), np.bool_), index, begin), shape=(len(columns), width))
