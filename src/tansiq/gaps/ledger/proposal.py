"""A measure before it is tried: what is done, and the change it makes to the picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.post import Mode
from tansiq.gaps.detection import Watcher
from tansiq.gaps.layers import pace_s_per_m, watcher
from tansiq.gaps.ledger.trial import Addition, Arrival, Effect, Sight, Trial
from tansiq.gaps.model import MeasureKind
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.strips import Strips
from tansiq.gaps.workers.hands import Errand
from tansiq.gaps.workers.pieces import ArrivalPiece, arrive, look, sight_pieces
from tansiq.gaps.workings import Workings

# Travel stops a little past the response time, so that rounding never drops an element that is just in time.
_PAST_LIMIT_MIN = 0.01


@dataclass(frozen=True)
class Proposal:
    """A measure to try.

    Attributes
    ----------
    id, kind, subject, post
        As in :class:`tansiq.gaps.model.Measure`.
    prepare
        Does what can be done beside other proposals (sight, travel), and returns the trial to run: a function of the
        picture as it stands.
    """

    id: str
    kind: MeasureKind
    subject: str
    prepare: Callable[[], Callable[[Trial], Effect]]
    post: tuple[float, float] | None = None


def adding(additions: Sequence[Addition]) -> Callable[[Trial], Effect]:
    """Return the trial of some additions."""
    return lambda trial: trial.of_additions(additions)


def post_additions(workings: Workings, one: PlacedPost) -> list[Addition]:
    """Return what a post adds once it is manned and trusted: its sight, and its reaction element if it has one."""
    additions: list[Addition] = [seen_by_watcher(workings, one.party, watcher(one, workings.parameters))]
    if one.post.reaction is not None:
        element = one.post.reaction
        additions.append(reached_from(workings, one.party, (one.row, one.col), element.mode, element.ready_min))
    return additions


def seen_by_watcher(workings: Workings, party: int, watching: Watcher) -> Sight:
    """Return the sight that one watcher adds on the area's cells."""
    ground, parameters = workings.band.ground, workings.parameters
    (piece,) = sight_pieces(ground, [watching], parameters)
    (patch,) = workings.hands.run(Errand(look, piece))
    row, col, visible, rate = patch.unpacked()
    slots, kept = _slots_on_patch(workings.band.strips, row, col, visible)
    return Sight(party, slots, rate[kept])


def reached_from(workings: Workings, party: int, cell: tuple[int, int], mode: Mode, ready_min: float) -> Arrival:
    """Return where and when an element at ``cell`` (row, col) arrives in time, on the area's cells."""
    ground = workings.band.ground
    limit_min = float(workings.rules.respond_min.max()) + _PAST_LIMIT_MIN
    piece = ArrivalPiece(cell, ready_min, limit_min, ground.grid.cell_m)
    pace = workings.hands.lend(pace_s_per_m(ground, mode))
    row, col, minutes = workings.hands.run(Errand(arrive, piece, (pace,)))
    slots, kept = _slots_on_patch(workings.band.strips, row, col, np.isfinite(minutes))
    return Arrival(party, slots, minutes[kept])


def _slots_on_patch(
    strips: Strips, row: int, col: int, wanted: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the slots of the patch's wanted cells in the area, and where on the patch they are."""
    window = strips.slot_of[row : row + wanted.shape[0], col : col + wanted.shape[1]]
    kept = wanted & (window >= 0)
    return window[kept].astype(np.int64), kept
