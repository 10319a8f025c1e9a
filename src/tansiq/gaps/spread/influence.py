"""Which assumption matters most: shares of a result's variance, from rows and mixed rows.

With ``y_a`` and ``y_b`` the results of rows of two independent samples A and B, and ``y_mixed[i]`` those of A with
assumption ``i`` taken from B,

- first order:  S_i = mean(y_b * (y_mixed[i] - y_a)) / V    (Saltelli et al. 2010, Computer Physics Communications 181,
  259-270, table 2 (b)), results being taken less their mean, which changes nothing expected and lowers the error;
- total:        T_i = mean((y_a - y_mixed[i])**2) / (2 V)    (Jansen 1999; table 2 (f)),

V being the variance of all of ``y_a`` and ``y_b``. An assumption that changes nothing has 0 in both, exactly.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

RESAMPLINGS: Final = 400
_LEVELS: Final = (0.025, 0.975)


def variance_shares(
    y_a: NDArray[np.float64], y_b: NDArray[np.float64], y_mixed: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return first-order and total shares of variance.

    Parameters
    ----------
    y_a, y_b
        float64 [..., rows]: results of independent rows.
    y_mixed
        float64 [..., assumptions, rows]: results of the rows of A, one assumption at a time taken from B.

    Returns
    -------
    first_order, total
        float64 [..., assumptions]; NaN where the results do not vary.
    """
    both = np.concatenate([y_a, y_b], axis=-1)
    mean = both.mean(axis=-1)[..., np.newaxis]
    variance = both.var(axis=-1)
    known = np.where(variance > 0, variance, np.nan)[..., np.newaxis]
    change = y_mixed - y_a[..., np.newaxis, :]
    first_order = ((y_b - mean)[..., np.newaxis, :] * change).mean(axis=-1) / known
    total = (change**2).mean(axis=-1) / (2 * known)
    return first_order, total


def share_intervals(
    y_a: NDArray[np.float64], y_b: NDArray[np.float64], y_mixed: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the bounds that 95 % of the shares of resampled rows lie between (bootstrap, percentiles).

    Parameters
    ----------
    y_a, y_b, y_mixed
        As for :func:`variance_shares`: [rows] and [assumptions, rows].
    seed
        Of the resampling; the same seed gives the same bounds.

    Returns
    -------
    first_order, total
        float64 [2, assumptions]: lower and upper bounds; NaN where the results do not vary.
    """
    rows = len(y_a)
    chosen = np.random.default_rng(seed).integers(0, rows, (RESAMPLINGS, rows))
    mixed = np.moveaxis(y_mixed[:, chosen], 0, 1)
    first_order, total = variance_shares(y_a[chosen], y_b[chosen], mixed)
    return _bounds(first_order), _bounds(total)


def _bounds(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return percentiles over the resamplings in which anything varied; NaN if it varied in none."""
    varied = shares[~np.isnan(shares).any(axis=1)]
    if not len(varied):
        return np.full((2, shares.shape[1]), np.nan)
    return np.asarray(np.quantile(varied, _LEVELS, axis=0))
