"""How sure a gap picture is, as frozen values. ``docs/sureness.md`` gives the same as files."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.model import Parameters
from tansiq.gaps.spread.assumptions import Spreads
from tansiq.gaps.spread.figures import Figures
from tansiq.gaps.spread.wilson import Share
from tansiq.ground.model import Notice


@dataclass(frozen=True)
class GapSureness:
    """How sure one gap of the picture is.

    Attributes
    ----------
    id, sector, from_km, to_km, length_km
        As :class:`tansiq.gaps.Gap` has them.
    unheld
        Samples in which at least half of its kilometres are not held: it is still a gap.
    whole
        Samples in which none of its lengths is held.
    anywhere
        Samples in which at least one of its lengths is not held.
    robust_km
        Kilometres of its lengths that are each not held in at least :attr:`Sureness.robust_from` of the samples.
    robust
        Whether the share ``unheld`` is at least :attr:`Sureness.robust_from`.
    """

    id: str
    sector: str
    from_km: float
    to_km: float
    length_km: float
    unheld: Share
    whole: Share
    anywhere: Share
    robust_km: float
    robust: bool


@dataclass(frozen=True)
class Interval:
    """A figure and the interval that 95 % of resamplings fall in; all NaN where nothing varied."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Influence:
    """How much of the variance of one result one assumption answers for.

    Attributes
    ----------
    assumption
        Its name (see ``tansiq.gaps.spread.assumptions``).
    first_order
        Share of the variance that would go if this assumption alone were known. By chance an estimate may lie below 0.
    total
        Share of the variance that would stay if everything but this assumption were known.
    rank_correlation
        Spearman's coefficient of its figure and the result: above 0, more of it holds more. None for the posts, which
        are drawn each on its own, and where nothing varied.
    """

    assumption: str
    first_order: Interval
    total: Interval
    rank_correlation: float | None


@dataclass(frozen=True)
class Spreading:
    """One result over the samples.

    Attributes
    ----------
    stated
        Its figure with every assumption as stated: the picture's own.
    values
        float64 [samples]: its figure in each sample.
    influences
        What its variance comes from, the largest total first; empty if that was not asked.
    """

    stated: float
    values: NDArray[np.float64]
    influences: tuple[Influence, ...]

    def quantiles(self, *shares: float) -> tuple[float, ...]:
        """Return the figures that ``shares`` (0..1) of the samples do not exceed."""
        return tuple(np.quantile(self.values, shares).tolist())


@dataclass(frozen=True)
class MeasureSureness:
    """What one measure of the ledger turns to held in the samples it was tried on.

    Attributes
    ----------
    id
        As :class:`tansiq.gaps.Measure` has it.
    km2, seam_km
        float64 [samples tried]: ground [km2] and seam [km] that it turns.
    turns
        Samples in which it turns any ground or seam.
    """

    id: str
    km2: NDArray[np.float64]
    seam_km: NDArray[np.float64]
    turns: Share


@dataclass(frozen=True)
class Sureness:
    """What a sampled run says about a picture; the same inputs and seed give the same bytes.

    Attributes
    ----------
    parameters, spreads, seed
        What it was made with.
    samples
        How many pictures were sampled.
    computed
        How many were computed in all, those for the influences included.
    figures
        The figures of each sample, in order.
    robust_from
        The share of samples from which ground, length or gap counts as robust.
    unheld_count
        uint32 [rows, cols]: samples in which the cell is not held; 0 outside the area.
    gap_probability
        float32 [rows, cols]: the same as a share [0..1]; NaN outside the area.
    lengths
        For each length of the seam, the samples in which it is not held.
    stated_held
        bool [lengths]: whether the length is held with every assumption as stated.
    gaps
        The gaps of the picture, along the seam.
    seam_km, km2
        Seam [km] and ground [km2] that are held, alone or together.
    notices
        What a reader must know beside the picture's own notices.
    """

    parameters: Parameters
    spreads: Spreads
    seed: int
    samples: int
    computed: int
    figures: tuple[Figures, ...]
    robust_from: float
    unheld_count: NDArray[np.uint32]
    gap_probability: NDArray[np.float32]
    lengths: tuple[Share, ...]
    stated_held: NDArray[np.bool_]
    gaps: tuple[GapSureness, ...]
    seam_km: Spreading
    km2: Spreading
    notices: tuple[Notice, ...]

    @property
    def robust_gaps(self) -> tuple[str, ...]:
        """Ids of the robust gaps, along the seam."""
        return tuple(gap.id for gap in self.gaps if gap.robust)
