"""The plain sight line, cell by cell: what exact viewsheds are measured and checked against."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.sightline import sightline_rows
from tansiq.gaps.kernels.viewsheds import VOID_BLOCKS_M, in_threads, row_bands, window_of
from tansiq.gaps.sight_input import observers_of, sight_of


def plain_visible(
    heights: NDArray[np.float32],
    cell_m: float,
    row: int,
    col: int,
    *,
    eye_m: float,
    target_m: float,
    range_m: float,
    refraction: float,
    void_m: float = VOID_BLOCKS_M,
) -> NDArray[np.bool_]:
    """Return bool [rows, cols] on as many threads as numba is set to use; figures as in ``visible_from``."""
    observer = observers_of(heights, cell_m, [[row, col]], eye_m, range_m)
    sight = sight_of(cell_m, target_m, refraction, exact=True, void_m=void_m)
    radius = int(observer.radius[0])
    patch = np.zeros((2 * radius + 1, 2 * radius + 1), np.uint8)
    place = (heights, row, col, radius, float(observer.reach2[0]), eye_m, target_m, sight.bend_m, void_m)
    in_threads([partial(sightline_rows, *place, first, stop, patch) for first, stop in row_bands(len(patch))])
    window, inside = window_of(observer, 0, heights.shape)
    seen = np.zeros(heights.shape, np.bool_)
    seen[window] = patch[inside] > 0
    return seen
