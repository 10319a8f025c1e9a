"""Kernels that put the area's cells into strip order, and measure how far a strip reaches from its length."""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled


@compiled()
def order_by_strip(
    strip: NDArray[np.int32], following: NDArray[np.int64], cells: NDArray[np.int64], slot: NDArray[np.int32]
) -> None:
    """Fill ``cells`` [slots] and ``slot`` [cells] by counting sort; ``following`` starts as each strip's first slot."""
    for cell in range(strip.size):
        i = strip[cell]
        if i < 0:
            slot[cell] = -1
            continue
        s = following[i]
        following[i] = s + 1
        cells[s] = cell
        slot[cell] = s


@compiled()
def count_by_strip(strip: NDArray[np.int32], count: NDArray[np.int64]) -> int:
    """Add up the cells of each strip; return how many cells name a strip that ``count`` has no place for."""
    beyond = 0
    for cell in range(strip.size):
        i = strip[cell]
        if i >= count.size:
            beyond += 1
        elif i >= 0:
            count[i] += 1
    return beyond


@compiled()
def farthest_across(
    start: NDArray[np.int64],
    cells: NDArray[np.int64],
    cols: int,
    cell_m: float,
    middle_m: NDArray[np.float64],
    normal: NDArray[np.float64],
    reach_m: NDArray[np.float64],
) -> None:
    """Fill ``reach_m`` [lengths]: largest distance of a strip's cell from its length, measured across it [m].

    ``middle_m`` is (x, y) from the grid's upper left corner, y growing downwards, and ``normal`` in the same frame.
    """
    for i in range(reach_m.size):
        for s in range(start[i], start[i + 1]):
            x_m = (cells[s] % cols + 0.5) * cell_m - middle_m[i, 0]
            y_m = (cells[s] // cols + 0.5) * cell_m - middle_m[i, 1]
            reach_m[i] = max(reach_m[i], abs(x_m * normal[i, 0] + y_m * normal[i, 1]))
