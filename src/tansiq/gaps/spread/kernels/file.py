"""Kernel that files one element's minutes under the slots it reaches."""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled


@compiled()
def file_by_slot(
    i: int,
    reached: NDArray[np.int32],
    arrival_min: NDArray[np.float32],
    following: NDArray[np.int64],
    element: NDArray[np.int32],
    minutes: NDArray[np.float32],
) -> None:
    """Write element ``i`` into the next free entry of each slot it reaches; ``following`` [slots] moves on."""
    for k in range(reached.size):
        s = reached[k]
        element[following[s]] = i
        minutes[following[s]] = arrival_min[k]
        following[s] += 1
