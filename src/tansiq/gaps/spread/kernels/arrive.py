"""Kernel that takes the first to arrive from every element's own travel times."""

import numpy as np
from numba import prange
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled


@compiled(parallel=True)
def first_to_arrive(  # noqa: PLR0913, PLR0917 - numba loops take flat arguments
    first: NDArray[np.int64],
    element: NDArray[np.int32],
    arrival_min: NDArray[np.float32],
    stated_ready_min: NDArray[np.float64],
    ready_min: NDArray[np.float64],
    party: NDArray[np.int64],
    present: NDArray[np.bool_],
    slower: float,
    minutes: NDArray[np.float32],
) -> None:
    """Lower ``minutes`` [2, slots] to the first of the present elements that arrives.

    Entry ``e`` of slot ``s``, ``first[s] <= e < first[s + 1]``, says that ``element[e]`` arrives after
    ``arrival_min[e]``, its stated time to leave included. What is left of it after that time is travel, which takes
    ``slower`` times as long.
    """
    for s in prange(first.size - 1):
        for e in range(first[s], first[s + 1]):
            i = element[e]
            if present[i]:
                travel_min = float(arrival_min[e]) - stated_ready_min[i]
                arrives = np.float32(travel_min * slower + ready_min[i])
                minutes[party[i], s] = min(minutes[party[i], s], arrives)
