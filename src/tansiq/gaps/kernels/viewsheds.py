"""Runs the viewshed kernels for many observers on the threads numba is set to use.

Python threads carry the kernels (they free the interpreter lock): several requests may compute at the same time, which
numba's own parallel loops do not allow with every threading layer. Threads take observers from one queue and add what
each sees to a plane of their own; counts are whole numbers, so it does not matter who took which.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Final, TypeVar

import numpy as np
from numba import get_num_threads
from numpy.typing import NDArray

from tansiq.gaps.kernels.certified import bounds
from tansiq.gaps.kernels.engines import Figures, Watch, add_exact, add_fans
from tansiq.gaps.kernels.fan import horizons
from tansiq.gaps.kernels.rings import PAD, Plane, surroundings
from tansiq.gaps.kernels.tally import add_counts, copy_patch, fold_rows
from tansiq.gaps.kernels.vectors import LANES

BATCH_BYTES: Final = 128 * 2**20  # patches held at once
PLANE_BYTES: Final = 1024 * 2**20  # planes of all threads
VOID_BLOCKS_M: Final = 1e30
VOID_IS_OPEN_M: Final = -1e30
_RUNS_PER_THREAD: Final = 8
_Made = TypeVar("_Made")
_Engine = Callable[[int, int, Plane], None]


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

    @property
    def side(self) -> NDArray[np.int64]:
        """Return the side of each patch [cells]."""
        return 2 * self.radius + 1


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
        side = int(self.observers.side[n])
        return self.cells[self.start[n] : self.start[n] + side * side].reshape(side, side)


def in_threads(tasks: Sequence[Callable[[], _Made]]) -> list[_Made]:
    """Run ``tasks`` on as many threads as numba is set to use; return what they made, raise what any of them raised."""
    threads = min(get_num_threads(), len(tasks))
    if threads <= 1:
        return [task() for task in tasks]
    with ThreadPoolExecutor(threads) as pool:
        return [done.result() for done in [pool.submit(task) for task in tasks]]


def count_seen(elevation: NDArray[np.floating[Any]], observers: Observers, sight: Sight) -> NDArray[np.uint16]:
    """Return how many of ``observers`` see each cell, uint16 [rows, cols].

    ``elevation`` is C-contiguous (float32 for the fast engine).
    """
    counts = np.zeros(elevation.shape, np.uint16)
    if not len(observers):
        return counts
    frame = _frame(observers)
    if frame.height * frame.width > 2 * int((observers.side**2).sum()):
        for patches in seen_in_batches(elevation, observers, sight):  # a plane over all of them would be mostly empty
            count_patches(patches, counts)
        return counts
    make = _engine_maker(elevation, observers, sight)
    runs = _runs(len(observers))
    workers = max(1, min(get_num_threads(), len(runs), PLANE_BYTES // (4 * frame.height * frame.width)))
    planes = in_threads([partial(_add_runs, make, runs, frame)] * workers)
    in_threads([partial(_add_up, planes, first, stop, counts) for first, stop in _bands(frame.height)])
    return counts


def viewsheds(elevation: NDArray[np.floating[Any]], observers: Observers, sight: Sight) -> Patches:
    """Return the viewshed of every observer. ``elevation`` is C-contiguous (float32 for the fast engine)."""
    sizes = observers.side**2
    ends = np.cumsum(sizes)
    patches = Patches(observers, np.empty(int(ends[-1]), np.uint8), ends - sizes)
    make = _engine_maker(elevation, observers, sight)
    runs = _runs(len(observers))
    in_threads([partial(_fill_patches, make, runs, patches)] * min(get_num_threads(), len(runs)))
    return patches


def batches(observers: Observers) -> Iterator[slice]:
    """Yield runs of observers whose patches together stay below ``BATCH_BYTES`` (one patch may be larger)."""
    first = held = 0
    for n, size in enumerate(observers.side**2):
        if n > first and held + size > BATCH_BYTES:
            yield slice(first, n)
            first, held = n, 0
        held += int(size)
    if first < len(observers):
        yield slice(first, len(observers))


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


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a plane lies: its first cell and its size, whole squares of ``LANES``."""

    top: int
    left: int
    height: int
    width: int

    def plane(self) -> Plane:
        cells = self.height * self.width
        return Plane(
            np.zeros(cells, np.uint16), np.zeros(cells, np.uint16), self.top, self.left, self.height, self.width
        )


def _frame(observers: Observers) -> _Frame:
    """Return the frame round the patches of ``observers``, with room for whole vectors at the edges."""
    corners = []
    for place in (observers.row, observers.col):
        first = int((place - observers.radius).min()) - PAD
        size = int((place + observers.radius).max()) + PAD + 1 - first
        corners.append((first, -(-size // LANES) * LANES))
    (top, height), (left, width) = corners
    return _Frame(top, left, height, width)


def _runs(count: int) -> "deque[tuple[int, int]]":
    """Return runs of observers, a few for every thread: taking one costs as much as a small viewshed."""
    length = max(1, count // (_RUNS_PER_THREAD * get_num_threads()))
    return deque((first, min(first + length, count)) for first in range(0, count, length))


def _taken(runs: "deque[tuple[int, int]]") -> Iterator[tuple[int, int]]:
    """Yield runs until none is left; several threads may take from the same."""
    while True:
        try:
            yield runs.popleft()
        except IndexError:
            return


def _engine_maker(elevation: NDArray[np.floating[Any]], observers: Observers, sight: Sight) -> Callable[[], _Engine]:
    """Return a function that makes an engine with memory of its own."""
    watch = Watch(observers.row, observers.col, observers.radius, observers.reach2, observers.eye_m)
    figures = Figures(sight.target_m, sight.bend_m, sight.void_m)
    radius = int(observers.radius.max())
    with np.errstate(over="ignore"):  # heights beyond float32 are traced plainly
        heights = np.asarray(elevation, np.float32)

    def fast() -> _Engine:
        around, horizon = surroundings(radius), horizons(radius)
        return lambda first, stop, plane: add_fans(heights, watch, figures, first, stop, around, horizon, plane)

    def exact() -> _Engine:
        around, held = surroundings(radius), bounds(radius)
        return lambda first, stop, plane: add_exact(
            heights, elevation, watch, figures, first, stop, around, held, plane
        )

    return exact if sight.exact else fast


def _add_runs(make: Callable[[], _Engine], runs: "deque[tuple[int, int]]", frame: _Frame) -> Plane:
    """Return a plane with the sum of the runs this thread took."""
    add, plane = make(), frame.plane()
    for first, stop in _taken(runs):
        add(first, stop, plane)
    return plane


def _bands(height: int) -> Iterator[tuple[int, int]]:
    """Yield bands of rows of a plane, whole squares of ``LANES``, a few for every thread."""
    for first, stop in row_bands(height // LANES):
        yield first * LANES, stop * LANES


def _add_up(planes: Sequence[Plane], first: int, stop: int, counts: NDArray[np.uint16]) -> None:
    """Add rows ``first`` to ``stop`` of ``planes`` to ``counts``, as far as they lie on the grid."""
    for plane in planes:
        fold_rows(plane, first, stop)
        rows = slice(max(0, plane.top + first), max(0, min(len(counts), plane.top + stop)))
        cols = slice(max(0, plane.left), min(counts.shape[1], plane.left + plane.width))
        cells = plane.rows.reshape(plane.height, plane.width)
        counts[rows, cols] += cells[
            rows.start - plane.top : rows.stop - plane.top, cols.start - plane.left : cols.stop - plane.left
        ]


def _fill_patches(make: Callable[[], _Engine], runs: "deque[tuple[int, int]]", patches: Patches) -> None:
    """Fill the patches of the runs this thread took."""
    add = make()
    for first, stop in _taken(runs):
        for n in range(first, stop):
            frame = _frame(patches.observers.part(slice(n, n + 1)))
            plane = frame.plane()
            add(n, n + 1, plane)
            fold_rows(plane, 0, frame.height)
            copy_patch(plane, PAD, patches[n].reshape(-1))
