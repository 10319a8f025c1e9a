"""Trying one change on the picture, and only where it matters.

Whether ground or a length is held depends on confirmed posts alone (``docs/decisions/0006-states-and-crossings.md``),
so a trial changes what confirmed posts see and reach, computes the touched strips again, and puts everything back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.evidence import Level
from tansiq.gaps.kernels.classify import newly_held
from tansiq.gaps.rules import Rules
from tansiq.gaps.states import crossing_chances, is_held
from tansiq.gaps.workings import Workings


@dataclass(frozen=True)
class Sight:
    """Detection rate added for party 0 or 1: ``rate_per_min`` float32 on ``slots`` int64 (each at most once)."""

    party: int
    slots: NDArray[np.int64]
    rate_per_min: NDArray[np.float32]


@dataclass(frozen=True)
class Arrival:
    """An element more for party 0 or 1: it arrives on ``slots`` int64 (each at most once) in ``minutes`` float32."""

    party: int
    slots: NDArray[np.int64]
    minutes: NDArray[np.float32]


Addition = Sight | Arrival


@dataclass(frozen=True)
class Effect:
    """What a change turns to held: slots and lengths, both int64, ascending, each once.

    ``post`` is the place in grid coordinates [m] where it was tried, if the trial chose among several.
    """

    slots: NDArray[np.int64]
    lengths: NDArray[np.int64]
    post: tuple[float, float] | None = None


class Trial:
    """The picture as it stands, on which changes are tried one after another, each from the same start."""

    def __init__(self, workings: Workings) -> None:
        self._workings = workings
        self._held_cells = is_held(workings.state)
        self._held_lengths = is_held(workings.crossings.state)
        confirmed = workings.evidence.confirmed
        self._level = Level(confirmed.rate_per_min.copy(), confirmed.minutes.copy())

    def of_rules(self, rules: Rules, strips: NDArray[np.int64]) -> Effect:
        """Return what other rules in ``strips`` (int64, ascending) turn to held."""
        return Effect(self._cells(rules, strips), self._lengths(rules, strips))

    def of_additions(self, additions: Sequence[Addition]) -> Effect:
        """Return what the parties would hold with more sight and more elements."""
        strips = self._workings.band.strips
        touched = np.zeros(len(strips), np.bool_)
        undo: list[tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]] = []
        try:
            for addition in additions:
                values, better = self._changed(addition)
                undo.append((values, addition.slots, values[addition.slots]))
                values[addition.slots] = better
                touched[strips.of_slots(addition.slots)] = True
            return self.of_rules(self._workings.rules, np.flatnonzero(touched))
        finally:
            for values, slots, before in reversed(undo):
                values[slots] = before

    def _changed(self, addition: Addition) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the values that ``addition`` changes (a view), and what they become on its slots."""
        if isinstance(addition, Sight):
            rate = self._level.rate_per_min[addition.party]
            return rate, rate[addition.slots] + addition.rate_per_min
        minutes = self._level.minutes[addition.party]
        return minutes, np.minimum(minutes[addition.slots], addition.minutes)

    def _cells(self, rules: Rules, strips: NDArray[np.int64]) -> NDArray[np.int64]:
        start = self._workings.band.strips.start
        first = np.concatenate([np.zeros(1, np.int64), np.cumsum(start[strips + 1] - start[strips])])
        turned = np.zeros(first[-1], np.bool_)
        newly_held(
            strips,
            first,
            start,
            self._level.rate_per_min,
            self._level.minutes,
            rules.respond_min,
            rules.share_min,
            rules.partner,
            self._held_cells,
            turned,
        )
        found = np.flatnonzero(turned)
        among = np.searchsorted(first, found, side="right") - 1
        slots: NDArray[np.int64] = found - first[among] + start[strips[among]]
        return slots

    def _lengths(self, rules: Rules, strips: NDArray[np.int64]) -> NDArray[np.int64]:
        if self._workings.band.ground.seam is None:
            return np.empty(0, np.int64)
        unheld = strips[~self._held_lengths[strips]]
        chance = crossing_chances(self._workings.band.lanes, self._level, rules, unheld)
        enough = (chance[:, 1:] >= self._workings.parameters.seen_at_least).any(axis=1)
        return unheld[enough & ~self._workings.band.lanes.missing()[unheld]]
