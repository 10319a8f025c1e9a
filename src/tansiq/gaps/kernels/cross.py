"""Kernels that cross a strip: how surely somebody walking straight across is seen, and answered."""

import math

import numpy as np
from numba import prange
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled


@compiled(parallel=True)
def cross(
    lengths: NDArray[np.int64],
    first_lane: NDArray[np.int64],
    first_sample: NDArray[np.int64],
    sample: NDArray[np.int32],
    walk_min: NDArray[np.float32],
    rate: NDArray[np.float32],
    minutes: NDArray[np.float32],
    respond_min: NDArray[np.float64],
    share_min: float,
    partner: NDArray[np.bool_],
    chance: NDArray[np.float64],
) -> None:
    """Fill ``chance`` [lengths given, 3]: seen, answered by the party that saw, answered by it or its partner.

    Each is the mean over a length's lanes of 1 - exp(-exposure); lanes without a sample do not count. A length
    without a lane keeps what it had.
    """
    for k in prange(lengths.size):
        i = lengths[k]
        crossed = 0
        seen_sum = 0.0
        alone_sum = 0.0
        shared_sum = 0.0
        for lane in range(first_lane[i], first_lane[i + 1]):
            if first_sample[lane] == first_sample[lane + 1]:
                continue
            seen = 0.0
            alone = 0.0
            shared = 0.0
            for n in range(first_sample[lane], first_sample[lane + 1]):
                s = sample[n]
                for p in range(2):
                    if rate[p, s] <= 0:
                        continue
                    exposure = float(rate[p, s]) * walk_min[s]
                    seen += exposure
                    if minutes[p, s] <= respond_min[i]:
                        alone += exposure
                        shared += exposure
                    elif partner[i] and minutes[1 - p, s] + share_min <= respond_min[i]:
                        shared += exposure
            crossed += 1
            seen_sum += 1.0 - math.exp(-seen)
            alone_sum += 1.0 - math.exp(-alone)
            shared_sum += 1.0 - math.exp(-shared)
        if crossed > 0:
            chance[k, 0] = seen_sum / crossed
            chance[k, 1] = alone_sum / crossed
            chance[k, 2] = shared_sum / crossed


@compiled()
def reached(
    lengths: NDArray[np.int64],
    first_lane: NDArray[np.int64],
    foot: NDArray[np.int32],
    minutes: NDArray[np.float32],
    respond_min: NDArray[np.float64],
    answer: NDArray[np.bool_],
) -> None:
    """Fill ``answer`` [lengths given]: whether somebody can be at more than half of the length's seam cells in time."""
    for k in range(lengths.size):
        i = lengths[k]
        known = 0
        in_time = 0
        for lane in range(first_lane[i], first_lane[i + 1]):
            s = foot[lane]
            if s < 0:
                continue
            known += 1
            if minutes[0, s] <= respond_min[i] or minutes[1, s] <= respond_min[i]:
                in_time += 1
        answer[k] = 2 * in_time > known
