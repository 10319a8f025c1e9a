"""What no plan of patrols can do better than: each tour drawn on its own, as if two vehicles never met in one place.

Any way of crossing gives a bound from below: whoever draws segment and slot that way loses, against every plan, at
least what the best tours leave. The programme over tours finds the way that gives the highest one; tours are made
when its prices ask for them (column generation; prices are mixed with the best ones known, after Wentges 1997,
https://doi.org/10.1016/S0969-6016(97)00001-4). The tours are a first draft of the plan.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.progress import Progress
from tansiq.language import N_
from tansiq.siting.patrols.game import Game
from tansiq.siting.patrols.programme import DRAWN, Programme
from tansiq.siting.patrols.tours import Tour, best_tour, tours_for

_KEPT: Final = 0.7  # of the best known way to cross, in the mixture that tours are made for
_AT_ONCE: Final = 6  # tours added for each base in one round
_ROUNDING: Final = 1e-12
BOUNDING: Final = N_("What no plan of patrols can do better than")


@dataclass(frozen=True)
class Relaxed:
    """The bound, and tours with how often each is driven, by base: they add up to the base's vehicles.

    ``bound`` holds for every plan, also for one that all bases draw together.
    """

    bound: float
    drawn: tuple[tuple[tuple[Tour, float], ...], ...]


def relaxed(game: Game, *, gap: float, rounds: int, tell: Progress) -> Relaxed:
    """Find the bound to within ``gap`` of itself, or what ``rounds`` rounds give."""
    search = _Search(game)
    for done in range(rounds):
        tell(done / rounds, BOUNDING)
        if not search.round(gap):
            break
    return Relaxed(search.bound, search.drawn())


class _Search:
    def __init__(self, game: Game) -> None:
        self.game = game
        where = game.crossings()
        self.row = np.full(game.shape, -1, np.int64)
        self.row[where] = np.arange(np.count_nonzero(where))
        self.segment = np.nonzero(where)[0]
        self.programme = Programme(game.value[self.segment], np.array([float(b.vehicles) for b in game.bases]))
        self.known: dict[tuple[int, Tour], int] = {}
        self.bound, self.crossing = 0.0, np.full(len(self.segment), 1.0 / len(self.segment))
        for number, base in enumerate(game.bases):
            self._add(number, best_tour(game, base, self._weight(self.crossing))[1])

    def _weight(self, crossing: NDArray[np.float64]) -> NDArray[np.float64]:
        weight = np.zeros(self.game.shape)
        weight[self.row >= 0] = crossing * self.game.value[self.segment]
        return weight

    def _add(self, base: int, tour: Tour) -> bool:
        if (base, tour) in self.known:
            return False
        self.known[base, tour] = len(self.known)
        rows = [self.row[i, slot] for slot, i in enumerate(tour.at, tour.start) if i >= 0]
        self.programme.add(base, np.array([row for row in rows if row >= 0], np.int64))
        return True

    def round(self, gap: float) -> bool:
        """Solve, look for tours, and say whether to go on."""
        value, _, crossing, _ = self.programme.solve()
        if value * (1.0 - gap) <= self.bound or not crossing.any():
            return False
        crossing /= crossing.sum()
        mixed = _KEPT * self.crossing + (1.0 - _KEPT) * crossing
        added = self._look(mixed)
        if not added:
            added = self._look(crossing)
        return added

    def _look(self, crossing: NDArray[np.float64]) -> bool:
        weight = self._weight(crossing)
        left, added = float(crossing @ self.game.value[self.segment]), False
        for number, base in enumerate(self.game.bases):
            gain, tours = tours_for(self.game, base, weight)
            left -= base.vehicles * max(0.0, float(gain.max()))
            for start in np.argsort(-gain, kind="stable")[:_AT_ONCE].tolist():
                if gain[start] >= 0:
                    added |= self._add(number, tours[start])
        left -= _ROUNDING * float(crossing @ self.game.value[self.segment])
        if left > self.bound:
            self.bound, self.crossing = left, crossing
        return added

    def drawn(self) -> tuple[tuple[tuple[Tour, float], ...], ...]:
        """Return the tours of the last solution by base."""
        _, amount, _, _ = self.programme.solve()
        found: list[list[tuple[Tour, float]]] = [[] for _ in self.game.bases]
        for (base, tour), column in self.known.items():
            if amount[column] > DRAWN:
                found[base].append((tour, float(amount[column])))
        return tuple(tuple(sorted(each)) for each in found)
