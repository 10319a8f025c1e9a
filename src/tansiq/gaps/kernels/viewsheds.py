"""Runs the viewshed kernels for many observers on the threads numba is set to use.

Python threads carry the kernels (they free the interpreter lock): several requests may compute at the same time, which
numba's own parallel loops do not allow with every threading layer.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numba import get_num_threads
from numpy.typing import NDArray

from tansiq.gaps.kernels.fan import OCTANTS, fan_patches
from tansiq.gaps.kernels.sightline import sightline_rows
from tansiq.gaps.kernels.tally import add_counts

BATCH_BYTES: Final = 128 * 2**20  # patches held at once
VOID_BLOCKS_M: Final = 1e30
VOID_IS_OPEN_M: Final = -1e30
_EXACT_ROWS: Final = 64  # rows of one patch per task


@dataclass(frozen=True, slots=True)
class Observers:
    """Arrays [n]: cell (int64), eye height [m], radius of the patch [cells, int64], squared range [cells2]."""

    row: NDArray[np.int64]
    col: NDArray[np.int64]
    eye_m: NDArray[np.float64]
    radius: NDArray[np.int64]
    reach2: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many they are."""
        return len(self.row)

    def part(self, chosen: slice | NDArray[np.int64]) -> "Observers":
        """Return some of them."""
        return Observers(
            self.row[chosen], self.col[chosen], self.eye_m[chosen], self.radius[chosen], self.reach2[chosen]
        )


@dataclass(frozen=True, slots=True)
class Sight:
    """How sight goes: target height [m], drop at one cell's distance [m], height of missing cells [m], engine."""

    target_m: float
    bend_m: float
    void_m: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Patches:
    """Viewsheds of ``observers``, end to end: uint8 0 or 1, patch ``n`` from ``start[n]``."""

    observers: Observers
    cells: NDArray[np.uint8]
    start: NDArray[np.int64]

    def __getitem__(self, n: int) -> NDArray[np.uint8]:
        """Return patch ``n`` [side, side]."""
        side = 2 * int(self.observers.radius[n]) + 1
        return self.cells[self.start[n] : self.start[n] + side * side].reshape(side, side)


def in_threads(tasks: Sequence[Callable[[], None]]) -> None:
    """Run ``tasks`` on as many threads as numba is set to use, and raise what any of them raised."""
    threads = min(get_num_threads(), len(tasks))
    if threads <= 1:
        for task in tasks:
            task()
        return
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(task) for task in tasks]:
            done.result()


def viewsheds(elevation: NDArray[np.floating[Any]], observers: Observers, sight: Sight) -> Patches:
    """Return the viewshed of every observer. ``elevation`` is C-contiguous (float32 for the fast engine)."""
    sides = 2 * observers.radius + 1
    ends = np.cumsum(sides * sides)
    patches = Patches(observers, np.zeros(int(ends[-1]), np.uint8), ends - sides * sides)
    make = _exact_tasks if sight.exact else _fan_tasks
    in_threads(list(make(elevation, patches, sight)))
    return patches


def batches(observers: Observers) -> Iterator[slice]:
    """Yield runs of observers whose patches together stay below ``BATCH_BYTES`` (one patch may be larger)."""
    sizes = (2 * observers.radius + 1) ** 2
    first = held = 0
    for n, size in enumerate(sizes):
        if n > first and held + size > BATCH_BYTES:
            yield slice(first, n)
            first, held = n, 0
        held += int(size)
    if first < len(sizes):
        yield slice(first, len(sizes))


def row_bands(rows: int) -> list[tuple[int, int]]:
    """Return bands of rows, a few for every thread."""
    edges = np.linspace(0, rows, min(rows, 4 * get_num_threads()) + 1).astype(int)
    return [(int(a), int(b)) for a, b in pairwise(edges)]


def seen_in_batches(elevation: NDArray[np.floating[Any]], observers: Observers, sight: Sight) -> Iterator[Patches]:
    """Yield the viewsheds in the observers' order, a batch at a time."""
    for some in batches(observers):
        yield viewsheds(elevation, observers.part(some), sight)


def count_patches(patches: Patches, counts: NDArray[np.uint16]) -> None:
    """Add every patch to ``counts``."""
    who = patches.observers
    where = (patches.cells, patches.start, who.row, who.col, who.radius)
    in_threads([partial(add_counts, *where, first, stop, counts) for first, stop in row_bands(len(counts))])


def window_of(observers: Observers, n: int, shape: tuple[int, ...]) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Return where the part of patch ``n`` that lies on the grid is: in the grid, and in the patch."""
    radius = int(observers.radius[n])
    window, inside = [], []
    for place, size in ((int(observers.row[n]), shape[0]), (int(observers.col[n]), shape[1])):
        first, stop = max(0, place - radius), min(size, place + radius + 1)
        window.append(slice(first, stop))
        inside.append(slice(first - place + radius, stop - place + radius))
    return (window[0], window[1]), (inside[0], inside[1])


def in_range(observers: Observers, n: int) -> NDArray[np.bool_]:
    """Return which cells of patch ``n`` lie within range."""
    offsets = np.arange(-observers.radius[n], observers.radius[n] + 1)
    return np.asarray(offsets[:, None] ** 2 + offsets**2 <= observers.reach2[n])


def _fan_tasks(elevation: NDArray[np.floating[Any]], patches: Patches, sight: Sight) -> Iterator[Callable[[], None]]:
    who = patches.observers

    def run(first: int, stop: int) -> None:
        fan_patches(
            elevation,
            who.row,
            who.col,
            who.radius,
            who.reach2,
            who.eye_m,
            sight.target_m,
            sight.bend_m,
            sight.void_m,
            np.uint64(OCTANTS),
            first,
            stop,
            patches.start,
            patches.cells,
        )

    # A few runs of neighbours in the list for every thread: handing one out costs as much as a small viewshed.
    run_length = max(1, len(who) // (8 * get_num_threads()))
    for first in range(0, len(who), run_length):
        yield partial(run, first, min(first + run_length, len(who)))


def _exact_tasks(elevation: NDArray[np.floating[Any]], patches: Patches, sight: Sight) -> Iterator[Callable[[], None]]:
    who = patches.observers

    def run(n: int, first: int) -> None:
        sightline_rows(
            elevation,
            who.row[n],
            who.col[n],
            who.radius[n],
            who.reach2[n],
            who.eye_m[n],
            sight.target_m,
            sight.bend_m,
            sight.void_m,
            first,
            min(first + _EXACT_ROWS, 2 * who.radius[n] + 1),
            patches[n],
        )

    for n in range(len(who)):
        for first in range(0, 2 * int(who.radius[n]) + 1, _EXACT_ROWS):
            yield partial(run, n, first)
