"""How good a surface was, once the incidents it foretold, or did not, have happened."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

SHARES: Final = (0.001, 0.01, 0.05, 0.1)
"""Shares of the area at which hits are counted."""


def hit_rate(chance: NDArray[np.float64], happened: NDArray[np.float64], share: float) -> tuple[float, float]:
    """Return the share of incidents on the highest cells, and the share of the area those cells are.

    Parameters
    ----------
    chance
        float64 [cells]: the surface.
    happened
        float64 [cells]: incidents on each cell afterwards; at least one.
    share
        Of the area; rounded to whole cells, at least one.

    Returns
    -------
    tuple
        Of cells that are equally high only some may fit: they count by the chance of being picked at random. The
        prediction accuracy index is the first over the second (Chainey et al. 2008,
        https://doi.org/10.1057/palgrave.sj.8350066).
    """
    cells = max(1, round(share * len(chance)))
    edge = np.partition(chance, len(chance) - cells)[len(chance) - cells]
    above, level = chance > edge, chance == edge
    room = cells - np.count_nonzero(above)
    hits = float(happened[above].sum() + happened[level].sum() * room / np.count_nonzero(level))
    return hits / float(happened.sum()), cells / len(chance)


def accuracy_indices(
    chance: NDArray[np.float64], happened: NDArray[np.float64], shares: Sequence[float] = SHARES
) -> dict[float, float]:
    """Return the prediction accuracy index at each share of the area."""
    found = {share: hit_rate(chance, happened, share) for share in shares}
    return {share: hit / area for share, (hit, area) in found.items()}


def log_likelihood(chance: NDArray[np.float64], happened: NDArray[np.float64], cell_km2: float) -> float:
    """Return the mean logarithm of the density at incidents [nats; density per km2].

    ``chance`` float64 [cells] adds up to 1; minus infinity if an incident fell where it is 0.
    """
    where = happened > 0
    with np.errstate(divide="ignore"):
        logs = np.log(chance[where] / cell_km2)
    return float((happened[where] * logs).sum() / happened.sum())
