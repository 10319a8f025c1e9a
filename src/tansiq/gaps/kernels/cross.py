"""Kernels that cross a strip: how surely somebody walking straight across is seen, and answered."""

import math

import numpy as np
from numba import prange
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled


@compiled()
def cross_length(
    i: int,
    first_lane: NDArray[np.int64],
    first_sample: NDArray[np.int64],
    sample: NDArray[np.int32],
    walk_min: NDArray[np.float32],
    rate: NDArray[np.float32],
    minutes: NDArray[np.float32],
    respond_min: float,
    share_min: float,
    partner: bool,  # noqa: FBT001 - kernels take flags by position
    chance: NDArray[np.float64],
) -> None:
    """Fill ``chance`` [3]: seen, answered by the party that saw, answered by it or its partner.

    Each is the mean over length ``i``'s lanes of 1 - exp(-exposure); lanes without a sample do not count. Without any
    lane ``chance`` stays as it is.
    """
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
                if minutes[p, s] <= respond_min:
                    alone += exposure
                    shared += exposure
                elif partner and minutes[1 - p, s] + share_min <= respond_min:
                    shared += exposure
        crossed += 1
        seen_sum += 1.0 - math.exp(-seen)
        alone_sum += 1.0 - math.exp(-alone)
        shared_sum += 1.0 - math.exp(-shared)
    if crossed > 0:
        chance[0] = seen_sum / crossed
        chance[1] = alone_sum / crossed
        chance[2] = shared_sum / crossed


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
    """Fill ``chance`` [lengths given, 3] as :func:`cross_length` does, on every thread."""
    for k in prange(lengths.size):
        i = lengths[k]
        cross_length(
            i,
            first_lane,
            first_sample,
            sample,
            walk_min,
            rate,
            minutes,
            respond_min[i],
            share_min,
            partner[i],
            chance[k],
        )


@compiled()
def cross_few(
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
    """Fill ``chance`` as :func:`cross` does, on one thread: for a few lengths waking threads takes longer."""
    for k in range(lengths.size):
        i = lengths[k]
        cross_length(
            i,
            first_lane,
            first_sample,
            sample,
            walk_min,
            rate,
            minutes,
            respond_min[i],
            share_min,
            partner[i],
            chance[k],
        )


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
