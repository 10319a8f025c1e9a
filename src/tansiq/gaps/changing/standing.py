"""States, crossings and curve, recomputed only in the strips that a change touches."""

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.evidence import Evidence, Level
from tansiq.gaps.model import Length, PartyLayers
from tansiq.gaps.outcome import lengths_of
from tansiq.gaps.runs import unheld_runs
from tansiq.gaps.sharing import SHARE_WITHIN_MIN, cells_held_by_word, lengths_held_by_word
from tansiq.gaps.states import Crossings, cell_states, length_states
from tansiq.gaps.workings import Band, Workings

Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True)
class Standing:
    """The picture's workings, and what is kept by strip and by length so that the others need not be recomputed.

    Attributes
    ----------
    workings
        As for any picture.
    lengths
        What is said of each length.
    cells_by_word
        int64 [strips, sharing times]: cells held if word takes so long.
    lengths_by_word
        bool [lengths, sharing times]: whether a length is then held.
    """

    workings: Workings
    lengths: tuple[Length, ...]
    cells_by_word: NDArray[np.int64]
    lengths_by_word: NDArray[np.bool_]


def nothing_seen(band: Band) -> Evidence:
    """Return evidence of nobody: nothing seen, nobody comes."""
    slots = len(band.strips.cells)

    def nobody() -> Level:
        return Level(np.zeros((2, slots), np.float32), np.full((2, slots), np.inf, np.float32))

    return Evidence(nobody(), nobody())


def unknown_yet(band: Band) -> tuple[NDArray[np.uint8], Crossings]:
    """Return states and crossings of which nothing was computed yet."""
    chances = (np.zeros(len(band.lengths)) for _ in range(3))
    return np.zeros(len(band.strips.cells), np.uint8), Crossings(np.zeros(len(band.lengths), np.uint8), *chances)


def from_nothing(workings: Workings) -> Standing:
    """Return the standing of workings whose evidence is complete and of which nothing was computed yet."""
    band = workings.band
    cells_by_word = np.zeros((len(band.strips), len(SHARE_WITHIN_MIN)), np.int64)
    lengths_by_word = np.zeros((len(band.lengths), len(SHARE_WITHIN_MIN)), np.bool_)
    return recomputed(Standing(workings, (), cells_by_word, lengths_by_word), band.strips.every)


def recomputed(standing: Standing, strips: NDArray[np.int64]) -> Standing:
    """Return the standing with ``strips`` (int64, ascending) recomputed from the evidence."""
    before, band = standing.workings, standing.workings.band
    lengths = strips if band.ground.seam is not None else band.lengths
    state = before.state.copy()
    slots = band.strips.slots_of(strips)
    state[slots] = cell_states(band.strips, before.evidence, before.rules, strips)[slots]
    crossings = _crossings(before, lengths)
    workings = replace(before, state=state, crossings=crossings, runs=unheld_runs(crossings.state, before.rules.sector))
    cells_by_word, lengths_by_word = standing.cells_by_word.copy(), standing.lengths_by_word.copy()
    cells_by_word[strips] = cells_held_by_word(workings, strips)
    lengths_by_word[lengths] = lengths_held_by_word(workings, lengths)
    return Standing(workings, _lengths(standing, workings, lengths), cells_by_word, lengths_by_word)


def _crossings(before: Workings, lengths: NDArray[np.int64]) -> Crossings:
    band, old = before.band, before.crossings
    new = length_states(band.lanes, before.evidence, before.rules, before.parameters.seen_at_least, lengths)

    def put(old: NDArray[Kind], new: NDArray[Kind]) -> NDArray[Kind]:
        values = old.copy()
        values[lengths] = new
        return values

    return Crossings(
        put(old.state, new.state),
        put(old.p_seen, new.p_seen),
        put(old.p_answered_alone, new.p_answered_alone),
        put(old.p_answered_shared, new.p_answered_shared),
    )


def _lengths(standing: Standing, workings: Workings, changed: NDArray[np.int64]) -> tuple[Length, ...]:
    new = lengths_of(workings, changed)
    if not standing.lengths:
        return new  # the first time every length is new
    lengths = list(standing.lengths)
    for length in new:
        lengths[length.index] = length
    return tuple(lengths)


class Follower:
    """Carries changed rasters over into the evidence, and says which strips they touch."""

    def __init__(self, band: Band, respond_within_min: float) -> None:
        self._band = band
        self._latest_min = np.float32(respond_within_min)
        self._strip_of = np.repeat(band.strips.every, np.diff(band.strips.start)).astype(np.int32)

    def follow(
        self, evidence: Evidence, before: tuple[PartyLayers, PartyLayers], after: tuple[PartyLayers, PartyLayers]
    ) -> NDArray[np.int64]:
        """Write ``after`` into the evidence in place; return the touched strips, int64, ascending.

        Minutes that were and stay beyond every response time touch nothing.
        """
        touched = np.zeros(len(self._band.strips), np.bool_)
        for party in range(2):
            old, new = before[party], after[party]
            for level, rates, minutes in (
                (evidence.confirmed, (old.rate_per_min, new.rate_per_min), (old.minutes, new.minutes)),
                (evidence.every, (old.rate_all_per_min, new.rate_all_per_min), (old.minutes_all, new.minutes_all)),
            ):
                self._carry(*rates, level.rate_per_min[party], np.float32(np.inf), touched)
                self._carry(*minutes, level.minutes[party], self._latest_min, touched)
        return np.flatnonzero(touched)

    def _carry(
        self,
        before: NDArray[np.float32],
        after: NDArray[np.float32],
        values: NDArray[np.float32],
        latest: np.float32,
        touched: NDArray[np.bool_],
    ) -> None:
        if before is after:
            return
        strips = self._band.strips
        slots = strips.slot_of[before != after]
        slots = slots[slots >= 0]
        now = after.ravel()[strips.cells[slots]]
        matters = np.minimum(values[slots], now) <= latest
        touched[self._strip_of[slots[matters]]] = True
        values[slots] = now
