"""Kernel that samples the cells under straight crossings."""

import math

import numpy as np
from numba import prange
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled


@compiled(parallel=True)
def sample_lanes(
    slot_of: NDArray[np.int32],
    strip_start: NDArray[np.int64],
    length: NDArray[np.int64],
    foot_m: NDArray[np.float64],
    normal: NDArray[np.float64],
    steps: NDArray[np.int64],
    cell_m: float,
    first: NDArray[np.int64],
    sample: NDArray[np.int32],
) -> None:
    """Walk each lane from ``-steps`` to ``+steps`` cells across its foot and keep the slots of its own strip.

    With an empty ``sample`` it only counts: ``first[lane + 1]`` becomes the number of samples of the lane. With
    ``first`` summed up, a second call fills ``sample``. Coordinates are from the grid's upper left corner, y down.
    """
    rows, cols = slot_of.shape
    counting = sample.size == 0
    for lane in prange(length.size):
        i = length[lane]
        kept = 0
        for step in range(-steps[i], steps[i] + 1):
            row = math.floor((foot_m[lane, 1] + step * cell_m * normal[i, 1]) / cell_m)
            col = math.floor((foot_m[lane, 0] + step * cell_m * normal[i, 0]) / cell_m)
            if row < 0 or row >= rows or col < 0 or col >= cols:
                continue
            slot = slot_of[row, col]
            if slot < strip_start[i] or slot >= strip_start[i + 1]:
                continue
            if not counting:
                sample[first[lane] + kept] = slot
            kept += 1
        if counting:
            first[lane + 1] = kept
