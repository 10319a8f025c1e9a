"""Exact viewsheds are those of one plain sight line for every cell, on ground of every kind, bit for bit."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from tansiq.gaps.kernels.sightline import sightline_rows
from tansiq.gaps.kernels.viewsheds import VOID_BLOCKS_M, VOID_IS_OPEN_M, Observers, Sight, viewsheds, window_of
from tansiq.gaps.sight_input import grid_of, observers_of, sight_of
from tansiq.gaps.visibility import Watcher, count_visible, detection_layers, unsure_cells

Heights = NDArray[np.floating[Any]]
SHAPE = (53, 47)


def noise(rng: np.random.Generator) -> Heights:
    """A plain on which every cell errs by itself."""
    return rng.normal(0, 0.7, SHAPE)


def hills(rng: np.random.Generator) -> Heights:
    rough = gaussian_filter(rng.standard_normal(SHAPE), 3.0)
    return 60 * rough / rough.std() + rng.normal(0, 0.5, SHAPE)


def mountains(rng: np.random.Generator) -> Heights:
    relief = 2500 + rng.normal(0, 2, SHAPE)
    for wave, height_m in ((8, 300), (3, 60), (1, 10)):
        relief += height_m * 2 * wave * gaussian_filter(rng.standard_normal(SHAPE), wave)
    return relief


def plain(rng: np.random.Generator) -> Heights:
    """A sloping plane: many slopes along a line are equal but for rounding."""
    down, right = rng.normal(0, 0.1, 2)
    rows, cols = np.indices(SHAPE)
    return 1000 + down * rows + right * cols


def flat(rng: np.random.Generator) -> Heights:
    """One height: with the eye on the ground all slopes are exactly equal."""
    return np.full(SHAPE, np.round(rng.uniform(-10, 4000), 1))


def terraces(rng: np.random.Generator) -> Heights:
    """Steps: many exactly equal heights, and walls."""
    return np.round(hills(rng) / 10) * 10


def cliffs(rng: np.random.Generator) -> Heights:
    """Heights far apart from cell to cell, and far above float32's whole metres."""
    return rng.choice([-400.0, 0.0, 8000.0, 1e6], SHAPE)


def absurd(rng: np.random.Generator) -> Heights:
    """Heights no margin was made for."""
    return rng.choice([0.0, 5.0, -1e12, 1e25, 1e30], SHAPE, p=[0.5, 0.3, 0.1, 0.05, 0.05])


KINDS = (noise, hills, mountains, plain, flat, terraces, cliffs, absurd)


def on_grid(grid: Heights, observer: Observers, patch: NDArray[np.uint8]) -> NDArray[np.bool_]:
    window, inside = window_of(observer, 0, grid.shape)
    seen = np.zeros(grid.shape, np.bool_)
    seen[window] = patch[inside]
    return seen


def plain_sight(grid: Heights, observer: Observers, sight: Sight) -> NDArray[np.bool_]:
    """Return the viewshed of the first observer by the definition, cell by cell."""
    radius = int(observer.radius[0])
    patch = np.zeros((2 * radius + 1, 2 * radius + 1), np.uint8)
    place = (int(observer.row[0]), int(observer.col[0]), radius, float(observer.reach2[0]), float(observer.eye_m[0]))
    sightline_rows(grid, *place, sight.target_m, sight.bend_m, sight.void_m, 0, len(patch), patch)
    return on_grid(grid, observer, patch)


HEIGHTS_M = st.sampled_from([0.0, 1e-9, 0.3, 1.7, 5.0, 30.0, 1e5])


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    seed=st.integers(0, 2**32 - 1),
    place=st.tuples(st.integers(0, SHAPE[0] - 1), st.integers(0, SHAPE[1] - 1)),
    eye_m=HEIGHTS_M,
    target_m=HEIGHTS_M,
    range_m=st.sampled_from([0.0, 1.0, 30.0, 299.0, 600.0, 1499.0, 1e5]),
    refraction=st.sampled_from([-1.0, 0.0, 1 / 7, 1.0]),
    cell_m=st.sampled_from([1.0, 30.0, 1000.0]),
    missing=st.sampled_from([0.0, 0.0, 0.01, 0.3]),
    void_m=st.sampled_from([VOID_BLOCKS_M, VOID_IS_OPEN_M]),
    single=st.booleans(),
)
def test_proven_and_traced_verdicts_are_those_of_the_plain_sight_line(
    *,
    kind: Callable[[np.random.Generator], Heights],
    seed: int,
    place: tuple[int, int],
    eye_m: float,
    target_m: float,
    range_m: float,
    refraction: float,
    cell_m: float,
    missing: float,
    void_m: float,
    single: bool,
) -> None:
    rng = np.random.default_rng(seed)
    heights = kind(rng)
    heights[rng.random(SHAPE) < missing] = rng.choice([np.nan, np.inf, -np.inf])
    heights[place] = heights[place] if np.isfinite(heights[place]) else 7.0
    grid = grid_of(heights.astype(np.float32 if single else np.float64), cell_m, exact=True)
    observer = observers_of(grid, cell_m, [place], eye_m, range_m * cell_m / 30)
    sight = sight_of(cell_m, target_m, refraction, exact=True, void_m=void_m)
    seen = on_grid(grid, observer, viewsheds(grid, observer, sight)[0])
    assert np.array_equal(seen, plain_sight(grid, observer, sight))


@settings(max_examples=30, deadline=None)
@given(kind=st.sampled_from(KINDS), seed=st.integers(0, 2**32 - 1), posts=st.integers(0, 9))
def test_exact_counts_layers_and_unsure_cells_are_sums_over_plain_sight_lines(
    kind: Callable[[np.random.Generator], Heights], seed: int, posts: int
) -> None:
    rng = np.random.default_rng(seed)
    heights = kind(rng).astype(np.float32)
    cells = rng.integers(0, SHAPE, (posts, 2))
    heights[rng.random(SHAPE) < 0.01] = np.nan
    heights[tuple(cells.T)] = rng.choice([0.0, 400.0])
    ranges_m = rng.choice([0.0, 200.0, 900.0, 5000.0], posts)
    counts, unsure = np.zeros(SHAPE, int), np.zeros(SHAPE, np.bool_)
    for cell, range_m in zip(cells, ranges_m, strict=True):
        observer = observers_of(heights, 30.0, [cell], 5.0, range_m)
        blocked, opened = (
            plain_sight(heights, observer, sight_of(30.0, 1.7, 1 / 7, exact=True, void_m=void_m))
            for void_m in (VOID_BLOCKS_M, VOID_IS_OPEN_M)
        )
        counts += blocked
        inside = np.hypot(*np.ogrid[-cell[0] : SHAPE[0] - cell[0], -cell[1] : SHAPE[1] - cell[1]]) * 30.0 <= range_m
        unsure |= (opened & ~blocked) | (np.isnan(heights) & inside & (range_m > 0))
    see: dict[str, Any] = {"eye_m": 5.0, "target_m": 1.7, "range_m": ranges_m, "exact": True}
    watchers = [Watcher(*map(int, cell), 5.0, float(r), 0.1) for cell, r in zip(cells, ranges_m, strict=True)]
    seen_by, rate = detection_layers(heights, 30.0, watchers, target_m=1.7, exact=True)
    assert np.array_equal(count_visible(heights, 30.0, cells, **see), counts)
    assert np.array_equal(seen_by, counts)
    assert np.array_equal(rate > 0, counts > 0)
    assert np.array_equal(unsure_cells(heights, 30.0, cells, **see), unsure)
