"""What each candidate would see and reach, by the picture's own engines of sight and travel."""

from collections.abc import Callable, Sequence
from contextlib import closing
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
from tansiq.gaps.workers import THIS_MACHINE, Errand, Hands
from tansiq.ground.model import Ground
from tansiq.siting.limits import Limits

USUAL = Post("", "", Names(), 0.0, 0.0)
"""What a new post or watch sees with: the usual figures of a post."""

_PAST_LIMIT_MIN = 0.01
_IN_PIECE = 8


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


@dataclass(frozen=True)
class _Candidates:
    """A piece: candidates on ``cells`` int64 [n, 2], and what counts for them."""

    cells: NDArray[np.int64]
    cell_m: float
    parameters: Parameters
    ready_min: float
    support_min: float
    limit_min: float


_Cover = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]


def covers_of(
    ground: Ground,
    strips: Strips,
    rules: Rules,
    parameters: Parameters,
    limits: Limits,
    cells: NDArray[np.int64],
    tell: Callable[[float], None],
    hands: Hands = THIS_MACHINE,
) -> Covers:
    """Compute the covers of candidates on ``cells`` int64 [candidates, 2]; ``tell`` hears the share done."""
    number = np.full(ground.grid.shape, -1, np.int32)
    number[cells[:, 0], cells[:, 1]] = np.arange(len(cells))
    respond_min = rules.respond_min[strips.of_slots(np.arange(len(strips.cells)))]
    arrays = (ground.elevation_m, pace_s_per_m(ground, "vehicle"), strips.slot_of, number, respond_min)
    lent = tuple(hands.lend(one) for one in arrays)
    limit_min = max(float(rules.respond_min.max()), limits.support_min) + _PAST_LIMIT_MIN
    figures = (ground.grid.cell_m, parameters, limits.ready_min, limits.support_min, limit_min)
    pieces = [_Candidates(cells[first : first + _IN_PIECE], *figures) for first in range(0, len(cells), _IN_PIECE)]
    found: list[_Cover] = []
    with closing(hands.map(Errand(cover, piece, lent) for piece in pieces)) as results:
        for part in results:
            found += part
            tell(len(found) / len(cells))
    slots = len(strips.cells)
    seen, reached, supports = zip(*found, strict=True) if found else ((), (), ())
    return Covers(_rows(seen, slots), _rows(reached, slots), _rows(supports, len(cells)))


def cover(
    piece: _Candidates,
    elevation_m: NDArray[np.float32],
    pace: NDArray[np.float32],
    slot_of: NDArray[np.int32],
    number: NDArray[np.int32],
    respond_min: NDArray[np.float64],
) -> list[_Cover]:
    """Return for each candidate of a piece the slots seen, the slots reached, and the candidates supported.

    ``number`` int32 [rows, cols] is each candidate's index, -1 elsewhere; ``respond_min`` float64 [slots].
    """
    covers = []
    for row, col in piece.cells.tolist():
        seen = _seen(elevation_m, slot_of, piece, (row, col))
        top, left, minutes = travel_patch(pace, piece.cell_m, (row, col), piece.ready_min, piece.limit_min)
        window = slice(top, top + minutes.shape[0]), slice(left, left + minutes.shape[1])
        slot = slot_of[window]
        inside = slot >= 0
        in_time = minutes[inside] <= respond_min[slot[inside]]
        near = (minutes <= piece.support_min) & (number[window] >= 0)
        covers.append((seen, np.sort(slot[inside][in_time]), np.sort(number[window][near])))
    return covers


def _seen(
    elevation_m: NDArray[np.float32], slot_of: NDArray[np.int32], piece: _Candidates, place: tuple[int, int]
) -> NDArray[np.int32]:
    parameters = piece.parameters
    watcher = Watcher(*place, USUAL.eye_m, USUAL.range_m(parameters.window), USUAL.detect_per_min(parameters.window))
    row, col, visible, _ = detection_patch(
        elevation_m, piece.cell_m, watcher, target_m=parameters.target_m, refraction=parameters.refraction
    )
    slot = slot_of[row : row + visible.shape[0], col : col + visible.shape[1]]
    return np.sort(slot[visible & (slot >= 0)])


def _rows(columns: Sequence[NDArray[np.int32]], width: int) -> csr_matrix:
    begin = np.concatenate([[0], np.cumsum([len(one) for one in columns])]).astype(np.int64)
    index = np.concatenate([*columns, np.empty(0, np.int32)]).astype(np.int32)
    return csr_matrix((np.ones(len(index), np.bool_), index, begin), shape=(len(columns), width))
