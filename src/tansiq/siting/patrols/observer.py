"""What somebody could make of what is known about patrols: of the plan itself, or of days that were watched.

Who watched days chooses the crossing that met least on them, by each of three readings: all days alike, only days of
the same weekday, only the last day. What is told is the reading that serves best, on average over many histories.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.patrols.equilibrium import Equilibrium, uncovered
from tansiq.siting.patrols.game import Game
from tansiq.siting.patrols.ways import WEEK, Repeated, Way

WATCHED: Final = (7, 28)
"""Days an observer has watched."""
HISTORIES: Final = 60
_TIE: Final = 1e-9


@dataclass(frozen=True)
class Exploited:
    """What one way of patrolling leaves, in the unit of the values.

    Attributes
    ----------
    way
        Which way.
    known
        Average of the worst crossing of each weekday, to somebody who knows how patrols are drawn.
    watched
        Average of the crossing chosen after watching so many days, by number of days.
    anywhere
        Average of a crossing by somebody who chooses segments by what they count, and any slot: share met, 0..1.
    """

    way: str
    known: float
    watched: Mapping[int, float]
    anywhere: float


def exploited(game: Game, name: str, way: Way, draws: np.random.Generator, *, histories: int = HISTORIES) -> Exploited:
    """Return what ``way`` leaves to each observer; ``draws`` is used for the histories only."""
    where = game.crossings()
    worth = np.broadcast_to(game.value[:, None], game.shape)[where]
    chance = np.stack([way.chance(day)[where] for day in range(WEEK)])
    known = float(np.mean((worth * (1.0 - chance)).max(axis=1)))
    watched = {days: _watched(way, where, worth, days, draws, histories) for days in WATCHED}
    return Exploited(name, known, watched, float(np.mean(chance @ worth) / worth.sum()))


def gate_watched(game: Game, plan: Equilibrium) -> float:
    """Return the most that somebody gains who sees the vehicles of one base leave today, averaged over days.

    At most: who crosses is taken to know all departures of that base beforehand, and to cross after the first. The
    plan does not defend against it; the figure says what keeping departures out of sight is worth.
    """
    where = game.crossings()
    most = 0.0
    for number, one in enumerate(plan.mixtures):
        others = uncovered([each for k, each in enumerate(plan.mixtures) if k != number], game.shape)
        by_starts: dict[tuple[int, ...], list[int]] = {}
        for k, detail in enumerate(one.details):
            by_starts.setdefault(tuple(sorted(tour.start for tour in detail.tours)), []).append(k)
        gained = 0.0
        for starts, known in by_starts.items():
            seen = float(one.share[known].sum())
            met = sum(one.share[k] / seen * one.details[k].cover(game.shape) for k in known)
            counts = np.where(where, game.value[:, None] * others * (1.0 - met), 0.0)
            gained += seen * float(counts[:, starts[0] :].max())
        most = max(most, gained)
    return most


def _watched(
    way: Way,
    where: NDArray[np.bool_],
    worth: NDArray[np.float64],
    days: int,
    draws: np.random.Generator,
    histories: int,
) -> float:
    repeats = 1 if isinstance(way, Repeated) else histories
    then = worth * (1.0 - way.chance(days)[where])
    won = np.zeros((repeats, 3))
    for each in won:
        seen = way.days(days, draws)[:, where]
        same_weekday = np.arange(days) % WEEK == days % WEEK
        for reading, part in enumerate((seen, seen[same_weekday], seen[-1:])):
            hope = worth * (1.0 - part.mean(axis=0)) if len(part) else worth
            each[reading] = then[hope >= hope.max() - _TIE * max(1.0, float(hope.max()))].mean()
    return float(won.mean(axis=0).max())
