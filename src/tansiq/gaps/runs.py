"""Runs of seam lengths that are not held: the stretches that gaps are made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.states import is_held


@dataclass(frozen=True)
class Run:
    """Lengths ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def strips(self) -> NDArray[np.int64]:
        """int64: the indices of its lengths."""
        return np.arange(self.first, self.last + 1, dtype=np.int64)


def unheld_runs(state: NDArray[np.uint8], sector: NDArray[np.int64]) -> tuple[Run, ...]:
    """Return the longest runs of lengths that are not held, cut at sector boundaries, along the seam.

    Parameters
    ----------
    state
        uint8 [lengths] of :class:`tansiq.domain.state.State` values.
    sector
        int64 [lengths]: sector index of each length.
    """
    runs: list[Run] = []
    for i in np.flatnonzero(~is_held(state)).tolist():
        if runs and runs[-1].last == i - 1 and sector[i] == sector[i - 1]:
            runs[-1] = Run(runs[-1].first, i)
        else:
            runs.append(Run(i, i))
    return tuple(runs)
