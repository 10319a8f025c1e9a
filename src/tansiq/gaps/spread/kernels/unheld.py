"""Kernel that counts the ground that is held, and how often each cell is not."""

import numpy as np
from numba import prange
from numpy.typing import NDArray

from tansiq.gaps.kernels.classify import TOGETHER, cell_class
from tansiq.gaps.kernels.compiled import compiled


@compiled(parallel=True)
def count_unheld(  # noqa: PLR0913, PLR0917 - numba loops take flat arguments
    start: NDArray[np.int64],
    rate: NDArray[np.float32],
    minutes: NDArray[np.float32],
    respond_min: NDArray[np.float64],
    share_min: float,
    partner: NDArray[np.bool_],
    step: int,
    held: NDArray[np.int64],
    unheld: NDArray[np.uint32],
) -> None:
    """Fill ``held`` [strips] with cells held; add ``step`` to ``unheld`` [slots] where a cell is not."""
    for i in prange(start.size - 1):
        count = 0
        for s in range(start[i], start[i + 1]):
            state = cell_class(
                rate[0, s], rate[1, s], minutes[0, s], minutes[1, s], respond_min[i], share_min, partner[i]
            )
            if state <= TOGETHER:
                count += 1
            else:
                unheld[s] += np.uint32(step)
        held[i] = count
