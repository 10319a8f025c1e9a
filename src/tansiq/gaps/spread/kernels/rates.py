"""Kernel that lays viewsheds over the area's cells as detection rates."""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.tally import ROUND_TO_STEPS


@compiled()
def add_rates_on_slots(  # noqa: PLR0913, PLR0917 - numba loops take flat arguments
    patches: NDArray[np.uint8],
    start: NDArray[np.int64],
    row: NDArray[np.int64],
    col: NDArray[np.int64],
    radius: NDArray[np.int64],
    rate_per_min: NDArray[np.float64],
    falloff: NDArray[np.float64],
    slot_of: NDArray[np.int32],
    first: int,
    stop: int,
    rates: NDArray[np.float32],
) -> None:
    """Add to ``rates`` [slots], for the cells in rows ``first`` to ``stop``, what each observer adds there.

    The same numbers in the same order as ``gaps.kernels.tally.add_rates``, so the same sums to the bit.
    """
    cols = slot_of.shape[1]
    for n in range(row.size):
        side = 2 * radius[n] + 1
        left = max(0, col[n] - radius[n])
        right = min(cols, col[n] + radius[n] + 1)
        for r in range(max(first, row[n] - radius[n]), min(stop, row[n] + radius[n] + 1)):
            down2 = float(r - row[n]) ** 2
            base = start[n] + (r - row[n] + radius[n]) * side + left - col[n] + radius[n]
            for k in range(right - left):
                s = slot_of[r, left + k]
                if s < 0 or patches[base + k] == 0:
                    continue
                across = float(k + left - col[n])
                rate = rate_per_min[n] * (1.0 - falloff[n] * (down2 + across * across))
                rates[s] += np.float32((rate + ROUND_TO_STEPS) - ROUND_TO_STEPS)
