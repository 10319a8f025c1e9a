"""Shares of a mixture by likelihood: which kernels, of which reach and memory, foretold later incidents best.

The likelihood of a mixture's shares is concave, so that expectation maximisation comes to the one best answer from any
start (Dempster, Laird and Rubin 1977). A small prior keeps every part alive: an incident where nothing ever happened
must not be called impossible.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

PRIOR: Final = 1.0
"""Incidents credited beforehand, shared evenly among the parts."""
_MOST_STEPS: Final = 5_000
_STILL: Final = 1e-9


def best_shares(
    chance: NDArray[np.float64], count: NDArray[np.float64], *, prior: float = PRIOR
) -> NDArray[np.float64]:
    """Return the shares that make what happened most likely, float64 [parts], adding up to 1.

    Parameters
    ----------
    chance
        float64 [cases, parts]: what each part gave to each case, before it happened; in each case some part above 0.
    count
        float64 [cases]: how often each happened.
    prior
        Incidents credited beforehand, shared evenly among the parts.
    """
    parts = chance.shape[1]
    share = np.full(parts, 1.0 / parts)
    for _ in range(_MOST_STEPS):
        owed = chance * share
        owed *= (count / owed.sum(axis=1))[:, None]
        then = owed.sum(axis=0) + prior / parts
        then /= then.sum()
        moved = float(np.abs(then - share).max())
        share = then
        if moved < _STILL:
            break
    return share
