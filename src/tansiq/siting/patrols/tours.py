"""Tours of single vehicles, and details: what the vehicles of one base do on one day."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.patrols.game import Base, Game
from tansiq.siting.patrols.kernels.tour import HOME, best_tours


@dataclass(frozen=True, order=True)
class Tour:
    """One vehicle's day: the slot it leaves in, and the segment it is on in each slot of its shift.

    ``at`` has one entry for each slot of the shift from ``start`` on; -1 on the way and at home.
    """

    start: int
    at: tuple[int, ...]

    @property
    def stops(self) -> tuple[tuple[int, int, int], ...]:
        """Segment, first slot and the slot after the last, in order."""
        made: list[tuple[int, int, int]] = []
        for slot, segment in enumerate(self.at, start=self.start):
            if segment == HOME:
                continue
            if made and made[-1][0] == segment and made[-1][2] == slot:
                made[-1] = (segment, made[-1][1], slot + 1)
            else:
                made.append((segment, slot, slot + 1))
        return tuple(made)

    def back(self, legs: NDArray[np.int64]) -> int:
        """Return the slot in which the vehicle is home again."""
        segment, _, end = self.stops[-1]
        return end + int(legs[segment])


@dataclass(frozen=True)
class Detail:
    """The tours of one base's vehicles on one day."""

    tours: tuple[Tour, ...]

    @cached_property
    def visits(self) -> NDArray[np.int64]:
        """int64 [visits, 2], without repetition: segments and slots in which some vehicle is there."""
        met = {(i, slot) for tour in self.tours for slot, i in enumerate(tour.at, tour.start) if i != HOME}
        return np.array(sorted(met), np.int64).reshape(-1, 2)

    def cover(self, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """Return bool [segments, slots]: where some vehicle is."""
        made = np.zeros(shape, np.bool_)
        made[self.visits[:, 0], self.visits[:, 1]] = True
        return made


def tours_for(game: Game, base: Base, weight: NDArray[np.float64]) -> tuple[NDArray[np.float64], list[Tour]]:
    """Return what the best tour collects for every slot to leave in, float64 [starts], and those tours.

    Parameters
    ----------
    game, base
        Where, and from where.
    weight
        float64 [segments, slots], 0 or more: what being there collects.
    """
    gain, at = np.empty(game.starts), np.empty((game.starts, game.shift), np.int32)
    best_tours(np.ascontiguousarray(weight), game.near(base), base.legs, game.moves, gain, at)
    return gain, [Tour(start, tuple(row)) for start, row in enumerate(at.tolist())]


def best_tour(game: Game, base: Base, weight: NDArray[np.float64]) -> tuple[float, Tour]:
    """Return what the best tour collects, and it; the earliest of equal ones."""
    gain, tours = tours_for(game, base, weight)
    first = int(np.argmax(gain))
    return float(gain[first]), tours[first]


def most_collected(game: Game, base: Base, weight: NDArray[np.float64]) -> float:
    """Return what no detail of ``base`` can collect more than: each vehicle's best tour, places counted each time."""
    gain, _ = tours_for(game, base, weight)
    return float(gain[list(base.leaves)].sum() if base.leaves else base.vehicles * gain.max())


def good_detail(game: Game, base: Base, weight: NDArray[np.float64]) -> Detail:
    """Return a detail that collects much, each place once: vehicle after vehicle, then each again given the others.

    Exact for one vehicle; for more of them the best detail may collect more.
    """
    tours = [Tour(0, ())] * base.vehicles
    again = range(base.vehicles) if base.vehicles > 1 else ()
    for number in (*range(base.vehicles), *again):
        left = weight.copy()
        others = Detail(tuple(tour for k, tour in enumerate(tours) if k != number)).visits
        left[others[:, 0], others[:, 1]] = 0.0
        if base.leaves:
            tours[number] = tours_for(game, base, left)[1][base.leaves[number]]
        else:
            tours[number] = best_tour(game, base, left)[1]
    return Detail(tuple(sorted(tours)))
