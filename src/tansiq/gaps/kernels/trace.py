"""Traces single plain sight lines, passing over rings on which nothing can reach the line."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.rings import View


@compiled()
def _blocked_between(
    grid: NDArray[np.floating[Any]], here: int, step: int, side: int, steps: int, across: int, view: View,
    slope: float, nearest: int, farthest: int,
) -> bool:  # fmt: skip
    """Tell whether terrain on rings ``farthest`` down to ``nearest`` rises above the line of ``slope``.

    The arithmetic is that of ``kernels.sightline``, operation by operation; only the whole numbers that say where the
    line crosses a ring are carried from ring to ring instead of divided out anew.
    """
    bend_line = view.bend * (1.0 + (across / steps) ** 2)
    whole = farthest * across // steps
    rest = farthest * across - whole * steps
    at = here + step * farthest + side * whole
    for i in range(farthest, nearest - 1, -1):
        height = float(grid[np.uint64(at)])
        if not math.isfinite(height):
            height = view.void
        if rest > 0:
            beside = float(grid[np.uint64(at + side)])
            if not math.isfinite(beside):
                beside = view.void
            part = rest / steps
            height = height * (1.0 - part) + beside * part
        if height - view.eye - bend_line * (i * i) > slope * i:
            return True
        at -= step
        rest -= across
        if rest < 0:
            rest += steps
            at -= side
    return False


@compiled()
def sees(
    elevation: NDArray[np.floating[Any]], view: View, target_m: float, ring: int, k: int, octant: int,
    above: NDArray[np.float32], block: int,
) -> bool:  # fmt: skip
    """Tell whether the plain sight line to one cell, place ``k`` of ``ring`` in ``octant``, is free.

    ``above[b]`` bounds the slopes met on rings ``b * block + 1`` to ``(b + 1) * block`` from above. Cells that lie off
    the grid or are missing are not seen.
    """
    rows, cols = elevation.shape
    major = ring if octant // 2 % 2 == 0 else -ring
    minor = k if octant % 2 == 0 else -k
    along_rows = octant >= 4  # noqa: PLR2004 - half of eight
    down, right = (minor, major) if along_rows else (major, minor)
    row, col = view.row + down, view.col + right
    if row < 0 or row >= rows or col < 0 or col >= cols or not math.isfinite(elevation[row, col]):
        return False
    step = 1 if major > 0 else -1
    side = 1 if minor > 0 else -1
    if along_rows:
        side *= cols
    else:
        step *= cols
    slope = (float(elevation[row, col]) + target_m - view.eye - view.bend * (down * down + right * right)) / ring
    grid = elevation.ravel()
    here = view.row * cols + view.col
    for b in range((ring - 2) // block, -1, -1):
        if slope < above[b]:
            farthest = min(ring - 1, (b + 1) * block)
            if _blocked_between(grid, here, step, side, ring, k, view, slope, b * block + 1, farthest):
                return False
    return True
