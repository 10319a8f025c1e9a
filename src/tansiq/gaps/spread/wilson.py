"""How far a share counted in a sample may be from the true one."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z95: Final = 1.959963984540054  # the normal quantile of 0.975


@dataclass(frozen=True)
class Share:
    """In how many of the samples something holds: the count, its share [0..1], and the 95 % Wilson interval of that."""

    count: int
    share: float
    low: float
    high: float


def shares(count: NDArray[np.int64], of: int) -> tuple[Share, ...]:
    """Return the share of ``of`` samples that each count (int64 [n]) is, with its interval."""
    low, high = wilson_interval(count, of)
    told = zip(count.tolist(), low.tolist(), high.tolist(), strict=True)
    return tuple(Share(n, n / of, least, most) for n, least, most in told)


def wilson_interval(count: ArrayLike, of: int, z: float = Z95) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Wilson score interval of shares: about 95 % of such intervals hold the true share.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212. It
    is meant for independent draws; a Latin hypercube of n rows varies at most n / (n - 1) times as much (Owen 1997),
    and usually less, so the interval is, if anything, too wide.

    Parameters
    ----------
    count
        How often it happened, 0 to ``of``.
    of
        How many samples there were, 1 or more.
    z
        Normal quantile of the confidence; 1.96 is 95 %.

    Returns
    -------
    low, high
        float64 of the shape of ``count``, 0..1.
    """
    share = np.asarray(count, np.float64) / of
    spread = z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / of + spread / of / 4) / (1 + spread)
    # At the ends the bound is 0 or 1 exactly, which rounding would miss.
    low = np.where(share == 0, 0.0, np.maximum(middle - half, 0.0))
    high = np.where(share == 1, 1.0, np.minimum(middle + half, 1.0))
    return low, high
