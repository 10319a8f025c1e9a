"""The state of cells and of seam lengths (``docs/decisions/0006-states-and-crossings.md``)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.state import State
from tansiq.gaps.evidence import Evidence, Level
from tansiq.gaps.kernels.classify import classify
from tansiq.gaps.kernels.cross import cross, cross_few, reached
from tansiq.gaps.lanes import Lanes
from tansiq.gaps.rules import Rules
from tansiq.gaps.strips import Strips

FEW_LENGTHS: Final = 100  # up to here one thread is done before others are awake


@dataclass(frozen=True)
class Crossings:
    """Direct crossings of some lengths, by confirmed posts.

    Attributes
    ----------
    state
        uint8 [lengths]: :class:`State` values.
    p_seen, p_answered_alone, p_answered_shared
        float64 [lengths]: chances, 0..1; 0 where no lane crosses the length.
    """

    state: NDArray[np.uint8]
    p_seen: NDArray[np.float64]
    p_answered_alone: NDArray[np.float64]
    p_answered_shared: NDArray[np.float64]


def is_held(state: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where ``state`` counts as held: held or held together, never unknown, never outside."""
    held: NDArray[np.bool_] = np.logical_or(state == State.HELD, state == State.TOGETHER)
    return held


def cell_states(
    strips: Strips, evidence: Evidence, rules: Rules, only: NDArray[np.int64] | None = None
) -> NDArray[np.uint8]:
    """Return the states of the area's cells, uint8 [slots].

    With ``only`` (int64, strip indices) just those strips are computed; the other slots are 0.
    """
    state = np.zeros(len(strips.cells), np.uint8)
    classify(
        strips.every if only is None else only,
        strips.start,
        evidence.confirmed.rate_per_min,
        evidence.confirmed.minutes,
        evidence.every.rate_per_min,
        evidence.every.minutes,
        rules.respond_min,
        rules.share_min,
        rules.partner,
        state,
    )
    return state


def crossing_chances(lanes: Lanes, level: Level, rules: Rules, lengths: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return float64 [lengths, 3]: the chances of being seen, answered alone, answered with sharing."""
    chance = np.zeros((len(lengths), 3))
    kernel = cross if len(lengths) > FEW_LENGTHS else cross_few
    kernel(
        lengths,
        lanes.of_length,
        lanes.first,
        lanes.sample,
        lanes.walk_min,
        level.rate_per_min,
        level.minutes,
        rules.respond_min,
        rules.share_min,
        rules.partner,
        chance,
    )
    return chance


def _classes(
    lanes: Lanes, level: Level, rules: Rules, lengths: NDArray[np.int64], at_least: float
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    chance = crossing_chances(lanes, level, rules, lengths)
    in_time = np.zeros(len(lengths), np.bool_)
    reached(lengths, lanes.of_length, lanes.foot, level.minutes, rules.respond_min, in_time)
    enough = chance >= at_least
    conditions = [enough[:, 1], enough[:, 2], enough[:, 0], in_time]
    states = [State.HELD, State.TOGETHER, State.SLOW, State.BLIND]
    return np.select(conditions, states, State.OPEN).astype(np.uint8), chance


def length_states(
    lanes: Lanes, evidence: Evidence, rules: Rules, at_least: float, lengths: NDArray[np.int64]
) -> Crossings:
    """Return what direct crossings of ``lengths`` (int64 indices) meet.

    A length that no lane crosses is unknown: nothing can be said of it, and unknown never counts as held.
    """
    trusted, chance = _classes(lanes, evidence.confirmed, rules, lengths, at_least)
    claimed, _ = _classes(lanes, evidence.every, rules, lengths, at_least)
    unknown = (~is_held(trusted) & (claimed < trusted)) | lanes.missing()[lengths]
    state = np.where(unknown, np.uint8(State.UNKNOWN), trusted).astype(np.uint8)
    return Crossings(state, chance[:, 0], chance[:, 1], chance[:, 2])
