"""How far a share counted in a sample may be from the true one."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z95: Final = 1.959963984540054  # the normal quantile of 0.975


def wilson_interval(count: ArrayLike, of: int, z: float = Z95) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Wilson score interval of shares: about 95 % of such intervals hold the true share.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212. It
    is meant for independent draws. A Latin hypercube is never worse than those by more than a part in ``of``
    (Owen 1997), so that for large samples the interval is, if anything, too wide.

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
