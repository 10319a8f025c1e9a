"""Ways to put patrols out, as an observer meets them: drawn from a plan, drawn blindly, or always the same."""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.patrols.equilibrium import Equilibrium
from tansiq.siting.patrols.game import Base, Game
from tansiq.siting.patrols.roster import picked
from tansiq.siting.patrols.tours import good_detail

WEEK: Final = 7
WALKS: Final = 1_000  # that stand for all a vehicle could drive blindly
_FADE: Final = 0.5  # of a segment's worth once it is on one day's plan of a rotation


class Way(Protocol):
    """Some way of putting patrols out."""

    def chance(self, day: int) -> NDArray[np.float64]:
        """Return the chance that somebody is there on ``day``, float64 [segments, slots]."""
        ...

    def days(self, count: int, draws: np.random.Generator) -> NDArray[np.bool_]:
        """Return ``count`` days from day 0 on as they came out, bool [days, segments, slots]."""
        ...


@dataclass(frozen=True)
class Drawn:
    """Each day anew, from several independent lots: covers bool [entries, segments, slots], and their shares."""

    lots: tuple[tuple[NDArray[np.bool_], NDArray[np.float64]], ...]

    def chance(self, day: int) -> NDArray[np.float64]:  # noqa: ARG002 - every day alike
        """Return the chance that somebody is there, the same every day."""
        left: NDArray[np.float64] = np.ones(self.lots[0][0].shape[1:])
        for covers, share in self.lots:
            left = left * (1.0 - np.minimum(1.0, np.tensordot(share, covers, 1)))
        return 1.0 - left

    def days(self, count: int, draws: np.random.Generator) -> NDArray[np.bool_]:
        """Return ``count`` days as they came out."""
        made = np.zeros((count, *self.lots[0][0].shape[1:]), np.bool_)
        for covers, share in self.lots:
            made |= covers[picked(share, draws.random(count))]
        return made


@dataclass(frozen=True)
class Repeated:
    """The same days over and over: cover bool [days of the cycle, segments, slots]."""

    cycle: NDArray[np.bool_]

    def chance(self, day: int) -> NDArray[np.float64]:
        """Return 1 where somebody is there on ``day``, else 0."""
        made: NDArray[np.float64] = self.cycle[day % len(self.cycle)].astype(np.float64)
        return made

    def days(self, count: int, draws: np.random.Generator) -> NDArray[np.bool_]:  # noqa: ARG002 - nothing is drawn
        """Return ``count`` days."""
        made: NDArray[np.bool_] = self.cycle[np.arange(count) % len(self.cycle)]
        return made


def planned(game: Game, plan: Equilibrium) -> Drawn:
    """Return the plan as it is met: one lot for each base."""
    lots = []
    for one in plan.mixtures:
        covers = np.stack([detail.cover(game.shape) for detail in one.details])
        lots.append((covers, one.share))
    return Drawn(tuple(lots))


def blind(game: Game, draws: np.random.Generator, walks: int = WALKS) -> Drawn:
    """Return vehicles that leave in any slot, each next segment chosen evenly among those they can come back from."""
    lots = []
    for base in game.bases:
        options = _options(game, base)
        covers = np.zeros((walks, *game.shape), np.bool_)
        for cover in covers:
            _walk(game, base, options, draws, cover)
        lots += [(covers, np.full(walks, 1.0 / walks))] * base.vehicles
    return Drawn(tuple(lots))


def _options(game: Game, base: Base) -> list[list[list[tuple[int, int]]]]:
    """Return, by slot of the shift and segment, the slots and segments a vehicle there may be on next."""
    near, shift = game.near(base).tolist(), game.shift
    by_slot: list[list[list[tuple[int, int]]]] = []
    for k in range(shift):
        row: list[list[tuple[int, int]]] = [[] for _ in range(len(game.value))]
        for i in near:
            arrivals = [(k + 1 + (0 if i == j else int(game.moves[i, j])), j) for j in near]
            row[i] = [(slot, j) for slot, j in arrivals if slot + 1 + base.legs[j] <= shift]
        by_slot.append(row)
    return by_slot


def _walk(
    game: Game,
    base: Base,
    options: list[list[list[tuple[int, int]]]],
    draws: np.random.Generator,
    cover: NDArray[np.bool_],
) -> None:
    near = game.near(base)
    start, i = int(draws.integers(game.starts)), int(near[draws.integers(len(near))])
    k = int(base.legs[i])
    cover[i, start + k] = True
    while open_to := options[k][i]:
        k, i = open_to[int(draws.integers(len(open_to)))]
        cover[i, start + k] = True


def repeated(game: Game, days: int) -> Repeated:
    """Return ``days`` fixed days in turn, each meeting much of what counts; what one meets counts half for the next."""
    worth = game.value[:, None] * game.crossings()
    cycle = np.zeros((days, *game.shape), np.bool_)
    for cover in cycle:
        left = worth.copy()
        for base in game.bases:
            visits = good_detail(game, base, left).visits
            left[visits[:, 0], visits[:, 1]] = 0.0
            cover[visits[:, 0], visits[:, 1]] = True
        worth[cover] *= _FADE
    return Repeated(cycle)
