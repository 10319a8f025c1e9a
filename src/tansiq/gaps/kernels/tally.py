"""Many viewsheds laid over one grid: counts and detection rates, one band of rows at a time.

A band belongs to one thread and takes the observers in order, so sums never depend on the number of threads.
Patches lie end to end in one flat array; patch ``n`` is ``[2 * radius[n] + 1, 2 * radius[n] + 1]`` from ``start[n]``.
"""

import math

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

RATE_STEPS_PER_MIN = 2.0**20


@compiled()
def detection_rate(rate_per_min: float, falloff: float, d2: int) -> np.float32:
    """Return ``rate_per_min * (1 - falloff * d2)`` rounded to whole steps of 2**-20 per minute."""
    rate = rate_per_min * (1.0 - falloff * d2)
    return np.float32(math.floor(rate * RATE_STEPS_PER_MIN + 0.5) / RATE_STEPS_PER_MIN)


@compiled()
def add_counts(
    patches: NDArray[np.uint8],
    start: NDArray[np.int64],
    row: NDArray[np.int64],
    col: NDArray[np.int64],
    radius: NDArray[np.int64],
    first: int,
    stop: int,
    counts: NDArray[np.uint16],
) -> None:
    """Add to rows ``first`` to ``stop`` of ``counts`` the patches that cover them."""
    cols = counts.shape[1]
    for n in range(row.size):
        side = 2 * radius[n] + 1
        left = max(0, col[n] - radius[n])
        right = min(cols, col[n] + radius[n] + 1)
        for r in range(max(first, row[n] - radius[n]), min(stop, row[n] + radius[n] + 1)):
            base = start[n] + (r - row[n] + radius[n]) * side + left - col[n] + radius[n]
            line = patches[base : base + right - left]
            into = counts[r, left:right]
            for k in range(line.size):
                into[k] += line[k]


@compiled()
def add_rates(
    patches: NDArray[np.uint8],
    start: NDArray[np.int64],
    row: NDArray[np.int64],
    col: NDArray[np.int64],
    radius: NDArray[np.int64],
    rate_per_min: NDArray[np.float64],
    falloff: NDArray[np.float64],
    first: int,
    stop: int,
    rates: NDArray[np.float32],
) -> None:
    """Add to rows ``first`` to ``stop`` of ``rates`` each observer's detection rate where its patch is 1."""
    cols = rates.shape[1]
    for n in range(row.size):
        side = 2 * radius[n] + 1
        left = max(0, col[n] - radius[n])
        right = min(cols, col[n] + radius[n] + 1)
        for r in range(max(first, row[n] - radius[n]), min(stop, row[n] + radius[n] + 1)):
            down = r - row[n]
            base = start[n] + (down + radius[n]) * side + radius[n] - col[n]
            for c in range(left, right):
                if patches[base + c]:
                    across = c - col[n]
                    rates[r, c] += detection_rate(rate_per_min[n], falloff[n], down * down + across * across)
