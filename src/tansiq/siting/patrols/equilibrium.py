"""The plan that leaves least to somebody who knows it: how often each base drives which detail.

Bases draw independently, so that neither party needs to know the other's roster, and seeing one base's vehicles says
nothing about another's. Given the other bases, what a base can do best is a linear programme over its details, made
when prices ask for them; bases take turns until nobody gains. Each base's programme minimises the worst crossing
within its own reach, so a quiet part of the seam is patrolled well even where the worst of all lies elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.progress import Progress, say_nothing
from tansiq.language import N_
from tansiq.siting.patrols.comb import combed
from tansiq.siting.patrols.game import Base, Game
from tansiq.siting.patrols.programme import DRAWN, Programme
from tansiq.siting.patrols.relaxed import relaxed
from tansiq.siting.patrols.tours import Detail, Tour, good_detail, most_collected

GAP: Final = 1e-3
ROUNDS: Final = 300
SWEEPS: Final = 6
_KEPT: Final = 0.7  # of the best known way to cross, as for the bound
_ENOUGH: Final = 1e-3  # of what a detail meets, below which another one is not worth taking in
DRAWING: Final = N_("How often each patrol goes out")


@dataclass(frozen=True)
class Mixture:
    """What one base draws from.

    Attributes
    ----------
    details
        Details, in a fixed order.
    share
        float64 [details]: how often each is drawn, adding up to 1.
    cover
        float64 [segments, slots]: the chance that one of the base's vehicles is there.
    """

    details: tuple[Detail, ...]
    share: NDArray[np.float64]
    cover: NDArray[np.float64]


@dataclass(frozen=True)
class Equilibrium:
    """A plan of patrols.

    Attributes
    ----------
    mixtures
        For each base.
    value
        What the worst crossing within reach counts on average, against somebody who knows the plan.
    bound
        No plan gets that below this, not even one that all bases draw together, departures included.
    cover
        float64 [segments, slots]: the chance that somebody is there.
    """

    mixtures: tuple[Mixture, ...]
    value: float
    bound: float
    cover: NDArray[np.float64]

    @property
    def gap(self) -> float:
        """How far ``value`` may lie above the best there is, as a share of it; 0 where both are 0."""
        return 0.0 if self.value <= 0 else max(0.0, (self.value - self.bound) / self.value)


def equilibrium(game: Game, *, gap: float = GAP, rounds: int = ROUNDS, progress: Progress | None = None) -> Equilibrium:
    """Return the plan for ``game``.

    Parameters
    ----------
    game
        Each base must reach some segment that counts.
    gap
        Relative gap at which to stop.
    rounds
        Rounds of making tours, for the bound and for each base's turn; then what there is.
    progress
        Told the share done; may raise to stop.
    """
    tell = progress or say_nothing
    first = relaxed(game, gap=gap / 2, rounds=rounds, tell=lambda done, label: tell(0.4 * done, label))
    mixtures = [_draft(game, base, drawn) for base, drawn in zip(game.bases, first.drawn, strict=True)]
    value = worst(game, mixtures)
    pools = [list(one.details) for one in mixtures]
    for sweep in range(SWEEPS):
        before = value
        for number, base in enumerate(game.bases):
            tell(0.4 + 0.6 * (sweep * len(game.bases) + number) / (SWEEPS * len(game.bases)), DRAWING)
            others = uncovered([one for k, one in enumerate(mixtures) if k != number], game.shape)
            mixtures[number] = _turn(game, base, others, pools[number], gap, rounds) or mixtures[number]
        value = worst(game, mixtures)
        if len(game.bases) == 1 or (sweep > 0 and before - value <= gap / 4 * before):
            break
    return Equilibrium(tuple(mixtures), value, min(first.bound, value), 1.0 - uncovered(mixtures, game.shape))


def uncovered(mixtures: list[Mixture], shape: tuple[int, int]) -> NDArray[np.float64]:
    """Return the chance that nobody is there, float64 [segments, slots], bases drawn independently."""
    left = np.ones(shape)
    for one in mixtures:
        left *= 1.0 - one.cover
    return left


def worst(game: Game, mixtures: list[Mixture]) -> float:
    """Return what the worst crossing within reach counts on average; 0 where nothing counts."""
    counts = game.value[:, None] * uncovered(mixtures, game.shape)
    return float(counts[game.crossings()].max(initial=0.0))


def _draft(game: Game, base: Base, drawn: Sequence[tuple[Tour, float]]) -> Mixture:
    """Return a first mixture: the tours of the bound, or one good detail where departures are fixed."""
    if base.leaves:
        return _mixture(game, [(good_detail(game, base, game.value[:, None] * game.crossings([base])), 1.0)])
    return _mixture(game, combed(drawn, base.vehicles))


def _mixture(game: Game, drawn: list[tuple[Detail, float]]) -> Mixture:
    """Return what is drawn often enough, its shares made to add up to 1."""
    together: dict[Detail, float] = {}
    for detail, share in drawn:
        together[detail] = together.get(detail, 0.0) + share
    kept = sorted(((d, s) for d, s in together.items() if s > DRAWN), key=lambda one: one[0].tours)
    shares = np.array([each for _, each in kept])
    shares /= shares.sum()
    cover = np.zeros(game.shape)
    for (detail, _), each in zip(kept, shares.tolist(), strict=True):
        cover[detail.visits[:, 0], detail.visits[:, 1]] += each
    return Mixture(tuple(detail for detail, _ in kept), shares, np.minimum(cover, 1.0))


def _turn(
    game: Game, base: Base, others: NDArray[np.float64], pool: list[Detail], gap: float, rounds: int
) -> Mixture | None:
    """Return what ``base`` does best while the others leave ``others`` uncovered; None if nothing is left to do.

    Details that are found join ``pool``, so that the next turn begins with them.
    """
    counts = game.value[:, None] * others
    where = game.open_to(base) & (counts > 0)
    if not where.any():
        return None
    turn = _Turn(game, base, counts, where)
    for detail in pool:
        turn.add(detail)
    for _ in range(rounds):
        if not turn.round(gap):
            break
    amount = turn.spread(counts[where], rounds)
    pool[:] = turn.details
    return _mixture(game, list(zip(turn.details, amount.tolist(), strict=True)))


class _Turn:
    """One base's programme, the others standing still."""

    def __init__(self, game: Game, base: Base, counts: NDArray[np.float64], where: NDArray[np.bool_]) -> None:
        self.game, self.base, self.where = game, base, where
        self.row = np.full(game.shape, -1, np.int64)
        self.row[where] = np.arange(np.count_nonzero(where))
        self.counts = counts[where]
        self.programme = Programme(self.counts, np.ones(1))
        self.details: list[Detail] = []
        self._known: set[Detail] = set()
        self.bound = 0.0
        self.crossing: NDArray[np.float64] | None = None

    def add(self, detail: Detail) -> bool:
        """Take in ``detail`` unless it is known, and say so."""
        if detail in self._known:
            return False
        self._known.add(detail)
        self.details.append(detail)
        rows = self.row[detail.visits[:, 0], detail.visits[:, 1]]
        self.programme.add(0, np.sort(rows[rows >= 0]))
        return True

    def round(self, gap: float) -> bool:
        """Solve, look for a detail, and say whether to go on."""
        value, _, crossing, _ = self.programme.solve()
        if not crossing.any():
            return False
        crossing /= crossing.sum()
        mixed = crossing if self.crossing is None else _KEPT * self.crossing + (1.0 - _KEPT) * crossing
        added = self._look(mixed)
        if value * (1.0 - gap) <= self.bound:
            return False
        return added or (mixed is not crossing and self._look(crossing))

    def _look(self, crossing: NDArray[np.float64]) -> bool:
        """Look for a detail that somebody crossing so would meet most, and say whether it is a new one."""
        weight = np.zeros(self.game.shape)
        weight[self.where] = crossing * self.counts
        left = float(weight.sum()) - most_collected(self.game, self.base, weight)
        if left > self.bound:
            self.bound, self.crossing = left, crossing
        return self.add(good_detail(self.game, self.base, weight))

    def spread(self, worth: NDArray[np.float64], rounds: int) -> NDArray[np.float64]:
        """Use what is free where it meets most, and return how often each detail is drawn."""
        self.programme.spread(worth)
        for _ in range(rounds):
            _, gain, price = self.programme.spreading()
            weight = np.zeros(self.game.shape)
            weight[self.where] = gain
            found = good_detail(self.game, self.base, weight)
            gained = float(weight[found.visits[:, 0], found.visits[:, 1]].sum())
            if gained <= price * (1.0 + _ENOUGH) or not self.add(found):
                break
        return self.programme.spreading()[0]
