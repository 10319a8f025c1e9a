"""The exact viewshed: one plain sight line per cell, our reference for every other engine."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled


@compiled()
def _blocked(
    elevation: NDArray[np.floating[Any]],
    row: int,
    col: int,
    down: int,
    right: int,
    eye: float,
    target_slope: float,
    bend: float,
    void: float,
) -> bool:
    """Tell whether terrain strictly between eye and cell rises above the line of slope ``target_slope``.

    The place where the line crosses ring ``i`` is kept as a whole number of cells and an exact remainder, so that
    lines through cell centres touch one cell only and mirrored lines give mirrored verdicts.
    """
    if abs(down) >= abs(right):
        steps, across = abs(down), abs(right)
        step_row, step_col = (1 if down > 0 else -1), 0
        side_row, side_col = 0, (1 if right > 0 else -1)
    else:
        steps, across = abs(right), abs(down)
        step_row, step_col = 0, (1 if right > 0 else -1)
        side_row, side_col = (1 if down > 0 else -1), 0
    bend_line = bend * (1.0 + (across / steps) ** 2)
    for i in range(steps - 1, 0, -1):
        whole = i * across // steps
        rest = i * across - whole * steps
        r = row + step_row * i + side_row * whole
        c = col + step_col * i + side_col * whole
        height = float(elevation[r, c])
        if not math.isfinite(height):
            height = void
        if rest > 0:
            beside = float(elevation[r + side_row, c + side_col])
            if not math.isfinite(beside):
                beside = void
            part = rest / steps
            height = height * (1.0 - part) + beside * part
        if height - eye - bend_line * (i * i) > target_slope * i:
            return True
    return False


@compiled()
def sightline_rows(
    elevation: NDArray[np.floating[Any]],
    row: int,
    col: int,
    radius: int,
    reach2: float,
    eye_m: float,
    target_m: float,
    bend: float,
    void_m: float,
    first: int,
    stop: int,
    patch: NDArray[np.uint8],
) -> None:
    """Fill rows ``first`` to ``stop`` of ``patch`` (uint8 [2 * radius + 1, 2 * radius + 1], zeroed).

    Parameters as :func:`tansiq.gaps.kernels.fan.fan_patches`, for one observer; ``elevation`` may be float32 or
    float64, and the arithmetic is float64.
    """
    rows, cols = elevation.shape
    eye = float(elevation[row, col]) + eye_m
    for y in range(max(first, radius - row), min(stop, radius + rows - row)):
        down = y - radius
        for x in range(max(0, radius - col), min(2 * radius + 1, radius + cols - col)):
            right = x - radius
            d2 = down * down + right * right
            height = float(elevation[row + down, col + right])
            if d2 > reach2 or not math.isfinite(height):
                continue
            steps = max(abs(down), abs(right), 1)
            slope = (height + target_m - eye - bend * d2) / steps
            if steps == 1 or not _blocked(elevation, row, col, down, right, eye, slope, bend, void_m):
                patch[y, x] = 1
