"""Computing samples: what is held in each, with whatever two samples share computed once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.evidence import Level
from tansiq.gaps.lanes import Lanes
from tansiq.gaps.model import Parameters
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.rules import Rules, lay_rules
from tansiq.gaps.spread.arrival import Arrivals
from tansiq.gaps.spread.figures import Figures
from tansiq.gaps.spread.kernels.unheld import count_unheld
from tansiq.gaps.spread.sight import Sight
from tansiq.gaps.states import crossing_chances
from tansiq.gaps.workings import Band


@dataclass(frozen=True)
class Held:
    """What is held in one sample: ground [km2], and bool [lengths]."""

    km2: float
    lengths: NDArray[np.bool_]


Keys = tuple[tuple[object, ...], tuple[object, ...], tuple[object, ...]]


@dataclass(frozen=True)
class _Base:
    """A sample that others are compared with: what decides its sight, its arrivals and the rest, and what it gave."""

    keys: Keys
    level: Level
    held: Held


def _rest(figures: Figures) -> tuple[object, ...]:
    return (figures.respond_times, figures.share_times, figures.crossing_speed_times)


class Sampler:
    """Ground and forces, ready to compute samples."""

    def __init__(
        self, band: Band, placed: Sequence[PlacedPost], parameters: Parameters, figures: Sequence[Figures]
    ) -> None:
        """Prepare for ``figures``, every sample that will be asked for."""
        self._band = band
        self._parameters = parameters
        self.rules: Rules = lay_rules(parameters, band.ground.seam)
        self._sight = Sight(band, placed, parameters)
        self._arrivals = Arrivals(band, placed, figures, float(self.rules.respond_min.max(initial=0.0)))
        self._base: _Base | None = None

    def held(self, figures: Figures, unheld: NDArray[np.uint32] | None = None, *, base: bool = False) -> Held:
        """Return what is held.

        Parameters
        ----------
        figures
            The sample.
        unheld
            uint32 [slots]: raised by one where a cell is not held, if given.
        base
            Whether samples that share figures with this one come next: what is shared is then kept for them.
        """
        keys = (self._sight.key(figures), self._arrivals.key(figures), _rest(figures))
        kept = self._base
        if kept and kept.keys == keys and unheld is None:
            return kept.held
        rates = kept.level.rate_per_min if kept and kept.keys[0] == keys[0] else self._sight.rates(figures)
        minutes = kept.level.minutes if kept and kept.keys[1] == keys[1] else self._arrivals.minutes(figures)
        level, rules = Level(rates, minutes), self.rules_in(figures)
        held = Held(self._held_km2(level, rules, unheld), self._held_lengths(level, rules, figures))
        if base:
            self._base = _Base(keys, level, held)
        return held

    def level(self, figures: Figures) -> Level:
        """Return what is seen and who arrives; minutes past the response time may be given as inf."""
        return Level(self._sight.rates(figures), self._arrivals.minutes(figures))

    def rules_in(self, figures: Figures) -> Rules:
        """Return the agreement's figures as they are in a sample."""
        return replace(
            self.rules,
            respond_min=self.rules.respond_min * figures.respond_times,
            share_min=self.rules.share_min * figures.share_times,
        )

    def lanes_in(self, figures: Figures) -> Lanes:
        """Return the lanes as somebody walks them in a sample."""
        slower = np.float32(1.0 / figures.crossing_speed_times)
        return replace(self._band.lanes, walk_min=self._band.lanes.walk_min * slower)

    def _held_km2(self, level: Level, rules: Rules, unheld: NDArray[np.uint32] | None) -> float:
        strips = self._band.strips
        held = np.zeros(len(strips), np.int64)
        count_unheld(
            strips.start,
            level.rate_per_min,
            level.minutes,
            rules.respond_min,
            rules.share_min,
            rules.partner,
            0 if unheld is None else 1,
            held,
            np.zeros(len(strips.cells), np.uint32) if unheld is None else unheld,
        )
        return float(held.sum() * self._band.cell_km2)

    def _held_lengths(self, level: Level, rules: Rules, figures: Figures) -> NDArray[np.bool_]:
        if self._band.ground.seam is None:
            return np.zeros(0, np.bool_)
        lanes = self.lanes_in(figures)
        chance = crossing_chances(lanes, level, rules, self._band.lengths)
        enough = (chance[:, 1:] >= self._parameters.seen_at_least).any(axis=1)
        return np.asarray(enough & ~lanes.missing())
