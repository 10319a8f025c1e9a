"""Many viewsheds laid over one grid: counts and detection rates, one band of rows at a time.

A band belongs to one thread and takes the observers in order, so sums never depend on the number of threads.
Patches lie end to end in one flat array; patch ``n`` is ``[2 * radius[n] + 1, 2 * radius[n] + 1]`` from ``start[n]``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.octants import fold
from tansiq.gaps.kernels.rings import Plane
from tansiq.gaps.kernels.vectors import LANES

# Adding and taking away this number rounds a float64 to whole steps of 2**-20: that is its spacing up there.
ROUND_TO_STEPS: Final = 1.5 * 2.0**32


@compiled()
def fold_rows(plane: Plane, first: int, stop: int) -> None:
    """Add the turned half of ``plane`` to rows ``first`` to ``stop`` of the other: all multiples of ``LANES``."""
    for row in range(first, stop, LANES):
        for col in range(0, plane.width, LANES):
            fold(plane.rows, row * plane.width + col, plane.width, plane.turned, col * plane.height + row, plane.height)


@compiled()
def copy_patch(plane: Plane, margin: int, patch: NDArray[np.uint8]) -> None:
    """Copy the folded ``plane`` of one observer to ``patch`` (uint8 [side * side]), ``margin`` cells cut off."""
    side = int(np.sqrt(patch.size))
    for row in range(side):
        base = (row + margin) * plane.width + margin
        line = plane.rows[base : base + side]
        into = patch[row * side : row * side + side]
        for k in range(side):
            into[k] = np.uint8(line[k])


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
    """Add to rows ``first`` to ``stop`` of ``rates`` each observer's detection rate where its patch is 1.

    The rate is ``rate_per_min * (1 - falloff * d2)``, ``d2`` being the squared distance [cells2], rounded to steps of
    2**-20 per minute: sums of such numbers are exact in float32 up to 16 per minute.
    """
    cols = rates.shape[1]
    for n in range(row.size):
        side = 2 * radius[n] + 1
        left = max(0, col[n] - radius[n])
        right = min(cols, col[n] + radius[n] + 1)
        for r in range(max(first, row[n] - radius[n]), min(stop, row[n] + radius[n] + 1)):
            down2 = float(r - row[n]) ** 2
            base = start[n] + (r - row[n] + radius[n]) * side + left - col[n] + radius[n]
            line = patches[base : base + right - left]
            into = rates[r, left:right]
            for k in range(line.size):
                across = float(k + left - col[n])
                rate = rate_per_min[n] * (1.0 - falloff[n] * (down2 + across * across))
                into[k] += np.float32((rate + ROUND_TO_STEPS) - ROUND_TO_STEPS) * np.float32(line[k])
