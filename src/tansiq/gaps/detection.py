"""How surely posts detect somebody: layers of detection rate, and the patch one post adds to them.

The rate is a modelling assumption, not a measurement: it falls with the square of distance from the rate at the post
to a tenth of it (``RATE_AT_EDGE``) at the edge of its range.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tansiq.gaps.kernels.tally import add_rates
from tansiq.gaps.kernels.viewsheds import (
    Observers,
    Patches,
    count_patches,
    in_threads,
    row_bands,
    seen_in_batches,
    window_of,
)
from tansiq.gaps.sight_input import REFRACTION, grid_of, observers_of, sight_of

RATE_AT_EDGE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Watcher:
    """A watching post on a grid.

    Attributes
    ----------
    row, col
        Its cell.
    eye_m
        Eye height above ground [m].
    range_m
        Farthest a target can be detected [m]; 0 sees nothing.
    rate_per_min
        Detection rate right at the post [1/min]. Rates are rounded to steps of 2**-20 per minute, so that their sums
        are exact up to 16 per minute and a post's patch can be subtracted again without a trace.
    """

    row: int
    col: int
    eye_m: float
    range_m: float
    rate_per_min: float = 0.0


def detection_layers(
    elevation: ArrayLike,
    cell_m: float,
    watchers: Sequence[Watcher],
    *,
    target_m: float,
    refraction: float = REFRACTION,
    exact: bool = False,
) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    """Return how many watchers see each cell, and the sum of their detection rates.

    A watcher detects a target it sees, ``d`` metres away, at
    ``rate_per_min * (1 - (1 - RATE_AT_EDGE) * (d / range_m)**2)`` per minute. Watchers act independently, so rates
    add. The bytes of the sums do not depend on the number of threads.

    Parameters and errors as :func:`tansiq.gaps.visibility.visible_from`.

    Returns
    -------
    seen_by : uint16 [rows, cols]
        Number of watchers.
    rate_per_min : float32 [rows, cols]
        Detections per minute; 0 where nobody sees.
    """
    grid = grid_of(elevation, cell_m, exact=exact)
    observers, rate_per_min, falloff = _observers(grid, cell_m, watchers)
    counts = np.zeros(grid.shape, np.uint16)
    rates = np.zeros(grid.shape, np.float32)
    first = 0
    for patches in seen_in_batches(grid, observers, sight_of(cell_m, target_m, refraction, exact=exact)):
        part = slice(first, first + len(patches.observers))
        count_patches(patches, counts)
        _add_rates(patches, rate_per_min[part], falloff[part], rates)
        first = part.stop
    return counts, rates


def detection_patch(
    elevation: ArrayLike,
    cell_m: float,
    watcher: Watcher,
    *,
    target_m: float,
    refraction: float = REFRACTION,
    exact: bool = False,
) -> tuple[int, int, NDArray[np.bool_], NDArray[np.float32]]:
    """Return what one watcher adds to :func:`detection_layers`, cut to the rectangle it can reach.

    Pass C-contiguous float32 elevation to avoid a copy of the whole grid. Parameters and errors as
    :func:`tansiq.gaps.visibility.visible_from`.

    Returns
    -------
    row, col : int
        The rectangle's first cell in the grid.
    visible : bool [height, width]
        What it sees.
    rate_per_min : float32 [height, width]
        Its detection rate; 0 where it does not see.
    """
    grid = grid_of(elevation, cell_m, exact=exact)
    observers, rate_per_min, falloff = _observers(grid, cell_m, [watcher])
    window, inside = window_of(observers, 0, grid.shape)
    visible = np.zeros((window[0].stop - window[0].start, window[1].stop - window[1].start), np.bool_)
    rates = np.zeros(visible.shape, np.float32)
    for patches in seen_in_batches(grid, observers, sight_of(cell_m, target_m, refraction, exact=exact)):
        visible[:] = patches[0][inside]
        row, col = observers.row - window[0].start, observers.col - window[1].start
        add_rates(patches.cells, patches.start, row, col, observers.radius, rate_per_min, falloff, 0, len(rates), rates)
    return window[0].start, window[1].start, visible, rates


def _observers(
    grid: NDArray[np.floating[Any]], cell_m: float, watchers: Sequence[Watcher]
) -> tuple[Observers, NDArray[np.float64], NDArray[np.float64]]:
    cells = np.array([(w.row, w.col) for w in watchers], np.int64).reshape(-1, 2)
    eye_m = np.array([w.eye_m for w in watchers], float)
    range_m = np.array([w.range_m for w in watchers], float)
    rate_per_min = np.array([w.rate_per_min for w in watchers], float)
    observers = observers_of(grid, cell_m, cells, eye_m, range_m, rate_per_min)
    cells_in_range = np.where(range_m > 0, range_m, 1.0) / cell_m
    return observers, rate_per_min, (1.0 - RATE_AT_EDGE) / cells_in_range**2


def _add_rates(
    patches: Patches, rate_per_min: NDArray[np.float64], falloff: NDArray[np.float64], rates: NDArray[np.float32]
) -> None:
    who = patches.observers
    what = (patches.cells, patches.start, who.row, who.col, who.radius, rate_per_min, falloff)
    in_threads([partial(add_rates, *what, first, stop, rates) for first, stop in row_bands(len(rates))])
