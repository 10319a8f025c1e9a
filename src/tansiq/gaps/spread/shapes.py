"""The shapes a spread may have, each bounded, and its figures from evenly drawn numbers."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Shape = Literal["triangular", "uniform", "lognormal", "chance", "fixed"]
# What each shape is given by, in the words of a file of spreads.
WORDS: Final[dict[Shape, tuple[str, ...]]] = {
    "triangular": ("low", "mode", "high"),
    "uniform": ("low", "high"),
    "lognormal": ("low", "median", "high", "sigma"),
    "chance": ("chance",),
    "fixed": (),
}


@dataclass(frozen=True, slots=True)
class Spread:
    """How far one assumption may be from what is stated.

    Attributes
    ----------
    shape
        ``triangular``, ``uniform`` and ``lognormal`` lie between ``low`` and ``high`` and never outside;
        ``chance`` is yes or no; ``fixed`` keeps the stated figure.
    low, high
        Bounds, in the assumption's unit.
    middle
        The most likely figure of a triangular, the median of a lognormal before it is cut to its bounds, the chance
        [0..1] of a chance.
    sigma
        Standard deviation of the logarithm [-], for a lognormal.
    reason
        Why this spread, or that it is assumed.
    """

    shape: Shape
    low: float = 0.0
    middle: float = 0.0
    high: float = 0.0
    sigma: float = 0.0
    reason: str = ""

    @property
    def varies(self) -> bool:
        """Whether figures are drawn at all. A chance of 1, or equal bounds, draw the same one each time."""
        return self.shape != "fixed"

    def quantile(self, even: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the figures below which shares ``even`` (float64, 0..1) of all draws lie; a chance gives 0 or 1.

        Raises
        ------
        ValueError
            For a fixed assumption, which has no figure of its own.
        """
        match self.shape:
            case "triangular":
                return self._triangular(even)
            case "uniform":
                return self.low + even * (self.high - self.low)
            case "lognormal":
                return self._lognormal(even)
            case "chance":
                return (even < self.middle).astype(np.float64)
            case _:
                message = "a fixed assumption keeps the stated figure"
                raise ValueError(message)

    def _triangular(self, even: NDArray[np.float64]) -> NDArray[np.float64]:
        width = self.high - self.low
        if width == 0:
            return np.full(even.shape, self.low)
        rising, falling = self.middle - self.low, self.high - self.middle
        drawn = np.where(
            even * width < rising,
            self.low + np.sqrt(even * width * rising),
            self.high - np.sqrt((1 - even) * width * falling),
        )
        return np.clip(drawn, self.low, self.high)

    def _lognormal(self, even: NDArray[np.float64]) -> NDArray[np.float64]:
        first, last = (ndtr(np.log(bound / self.middle) / self.sigma) for bound in (self.low, self.high))
        drawn = self.middle * np.exp(self.sigma * ndtri(first + even * (last - first)))
        return np.asarray(np.clip(drawn, self.low, self.high))


def triangular(low: float, mode: float, high: float, reason: str) -> Spread:
    """Return a spread with a most likely figure between bounds."""
    return Spread("triangular", low, mode, high, reason=reason)


def lognormal(low: float, median: float, high: float, sigma: float, reason: str) -> Spread:
    """Return a spread of what multiplies: half as much is as likely as twice as much, between bounds."""
    return Spread("lognormal", low, median, high, sigma, reason)


def chance(of: float, reason: str) -> Spread:
    """Return a spread of yes or no."""
    return Spread("chance", 0.0, of, 1.0, reason=reason)
