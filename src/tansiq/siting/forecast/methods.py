"""Ways to foretell where the next incidents will be, each fitted only to what happened before.

All of them are scored alike, and all that have something to choose choose it alike: by the likelihood of earlier
periods, each foretold from what came before it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.ground.model import Ground
from tansiq.siting.forecast.mixture import best_shares
from tansiq.siting.forecast.past import Past
from tansiq.siting.forecast.spread import Spread, spread

BANDWIDTHS_M: Final = (0.0, 500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0, 40_000.0)
MEMORIES_DAYS: Final = (30.0, 90.0, 365.0, math.inf)
PERIODS: Final = 8
"""Earlier periods that methods are fitted to."""
HISTORY: Final = 20
"""A period is foretold only from at least so many incidents before it."""
_LEAST: Final = 1e-300


@dataclass(frozen=True)
class Setting:
    """Incidents on an area, and how long a period is.

    Attributes
    ----------
    ground, past
        Where, and what happened.
    horizon_days
        Length of the period foretold, and of those that methods are fitted to.
    """

    ground: Ground
    past: Past
    horizon_days: int

    @cached_property
    def spreads(self) -> tuple[Spread, ...]:
        """Kernels at every place, by bandwidth."""
        ground = self.ground
        return tuple(spread(ground.grid, ground.area, self.past.xy_m, each) for each in BANDWIDTHS_M)

    def given(self, weight: NDArray[np.float64], number: int, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what kernels of one bandwidth, by ``weight`` [..., places], give to the cells of ``places``."""
        return weight @ self.spreads[number].at(self.past.row[places], self.past.col[places])

    @cached_property
    def cells(self) -> int:
        """Number of cells of the area."""
        return int(np.count_nonzero(self.ground.area))

    @cached_property
    def cell_of(self) -> NDArray[np.int64]:
        """int64 [places]: index of each place's cell among the cells of the area."""
        number = np.cumsum(self.ground.area.ravel()) - 1
        found: NDArray[np.int64] = number[self.past.row * self.ground.grid.cols + self.past.col]
        return found

    def on_cells(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return counts by place as counts by cell of the area, float64 [cells]."""
        return np.bincount(self.cell_of, counts, self.cells).astype(np.float64)

    def remembered(self, day: int) -> NDArray[np.float64]:
        """Return each place's part of what is remembered on ``day``, float64 [memories, places]; rows add up to 1."""
        before = slice(0, int(np.searchsorted(self.past.day, day)))
        age = (day - self.past.day[before]).astype(np.float64)
        made = np.empty((len(MEMORIES_DAYS), len(self.past.row)))
        for number, memory in enumerate(MEMORIES_DAYS):
            # From the youngest incident on, so that a long silence does not make everything vanish.
            faded = np.exp(-(age - age.min(initial=np.inf)) / memory)
            total = np.bincount(self.past.place[before], faded, len(self.past.row))
            made[number] = total / max(float(total.sum()), _LEAST)
        return made

    def periods(self, end: int) -> list[tuple[int, int]]:
        """Return first day and day after the last of up to :data:`PERIODS` periods before ``end``, latest first."""
        spans = [(end - (k + 1) * self.horizon_days, end - k * self.horizon_days) for k in range(PERIODS)]
        return [(low, high) for low, high in spans if np.searchsorted(self.past.day, low) >= HISTORY]


Method = Callable[[Setting, int], NDArray[np.float64]]
"""Takes the setting and a day; returns each cell's chance of the next incident, float64 [cells], adding up to 1."""


def uniform(setting: Setting, day: int) -> NDArray[np.float64]:  # noqa: ARG001 - nothing is learnt
    """Return the same for every cell."""
    return np.full(setting.cells, 1.0 / setting.cells)


def persistence(setting: Setting, day: int) -> NDArray[np.float64]:
    """Return the last period's incidents again, cell by cell, mixed with the uniform surface."""
    return _again(setting, day, setting.horizon_days)


def histogram(setting: Setting, day: int) -> NDArray[np.float64]:
    """Return all earlier incidents again, cell by cell, mixed with the uniform surface."""
    return _again(setting, day, day)


def _again(setting: Setting, day: int, days: int) -> NDArray[np.float64]:
    def last(before: int) -> NDArray[np.float64]:
        counts = setting.on_cells(setting.past.counts(before - days, before))
        return counts / counts.sum() if counts.any() else uniform(setting, before)

    cases = _cases(setting, day, lambda before, where: last(before)[setting.cell_of[where]][:, None])
    share = 0.5 if cases is None else float(best_shares(*cases)[0])
    return share * last(day) + (1.0 - share) * uniform(setting, day)


def kernel_density(setting: Setting, day: int) -> NDArray[np.float64]:
    """Return all earlier incidents alike under kernels of the likeliest bandwidth, mixed with the uniform surface."""
    best, chosen, share = -math.inf, len(BANDWIDTHS_M) // 2, 0.5
    for number in range(1, len(BANDWIDTHS_M)):
        cases = _cases(setting, day, partial(_all_alike, setting, number))
        if cases is None:
            break
        shares = best_shares(*cases)
        likelihood = float(cases[1] @ np.log(cases[0] @ shares))
        if likelihood > best:
            best, chosen, share = likelihood, number, float(shares[0])
    surface = setting.spreads[chosen].surface(setting.remembered(day)[-1])[setting.ground.area]
    return share * surface + (1.0 - share) * uniform(setting, day)


def _all_alike(setting: Setting, number: int, day: int, places: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what kernels of one bandwidth gave to ``places`` on ``day``, all earlier incidents alike."""
    return setting.given(setting.remembered(day)[-1:], number, places).T


def mixture(setting: Setting, day: int) -> NDArray[np.float64]:
    """Return kernels of every bandwidth and memory, mixed with the uniform surface by likelihood."""
    shares = mixture_shares(setting, day)
    remembered = setting.remembered(day)
    made = np.full(setting.cells, shares[-1] / setting.cells)
    by_bandwidth = shares[:-1].reshape(len(BANDWIDTHS_M), len(MEMORIES_DAYS))
    for one, share in zip(setting.spreads, by_bandwidth, strict=True):
        made += one.surface(share @ remembered)[setting.ground.area]
    return made


def mixture_shares(setting: Setting, day: int) -> NDArray[np.float64]:
    """Return the share of each bandwidth and memory, memories innermost, then that of the uniform surface, float64."""

    def parts(before: int, where: NDArray[np.int64]) -> NDArray[np.float64]:
        remembered = setting.remembered(before)
        return np.concatenate([setting.given(remembered, k, where) for k in range(len(BANDWIDTHS_M))]).T

    cases = _cases(setting, day, parts)
    count = len(BANDWIDTHS_M) * len(MEMORIES_DAYS) + 1
    return np.full(count, 1.0 / count) if cases is None else best_shares(*cases)


METHODS: Final[Mapping[str, Method]] = {
    "mixture": mixture,
    "kde": kernel_density,
    "histogram": histogram,
    "persistence": persistence,
    "uniform": uniform,
}


def _cases(
    setting: Setting, day: int, parts: Callable[[int, NDArray[np.int64]], NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return the chances of what happened in earlier periods, float64 [cases, parts + 1], and how often each happened.

    ``parts`` is asked what it gave to some places from a day on (float64 [places, parts]); the last part is uniform.
    None where no earlier period has a history.
    """
    chance, count = [], []
    for low, high in setting.periods(day):
        happened = setting.past.counts(low, high)
        where = np.flatnonzero(happened)
        if len(where):
            given = parts(low, where)
            chance.append(np.column_stack([given, np.full(len(where), 1.0 / setting.cells)]))
            count.append(happened[where])
    return (np.concatenate(chance), np.concatenate(count)) if chance else None
