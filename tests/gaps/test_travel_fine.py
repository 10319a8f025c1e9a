"""Travel time in 32 directions: against a search written cell by cell, and against closed forms."""

import heapq
import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tansiq.errors import BadGroundError
from tansiq.gaps.travel import travel_minutes

CELL_M = 30.0
SIDE = 240
Cell = tuple[int, int]
few = settings(max_examples=15, deadline=None)


def lengths_in_cells(down: int, right: int) -> dict[Cell, float]:
    """Return how long a straight line to the centre ``down`` and ``right`` of a centre lies in each cell [cells]."""
    cuts = {0.0, 1.0}
    for reach in (down, right):
        cuts |= {(k + 0.5) / abs(reach) for k in range(abs(reach))}
    inside: dict[Cell, float] = {}
    for start, end in itertools.pairwise(sorted(cuts)):
        middle = (start + end) / 2
        cell = math.floor(down * middle + 0.5), math.floor(right * middle + 0.5)
        inside[cell] = inside.get(cell, 0.0) + (end - start) * math.hypot(down, right)
    return inside


STEPS = {
    (down, right): lengths_in_cells(down, right)
    for down, right in itertools.product(range(-3, 4), repeat=2)
    if math.gcd(down, right) == 1
}


def by_search(pace: NDArray[np.float32], sources: NDArray[np.int64]) -> NDArray[np.float64]:
    """Dijkstra's algorithm over the 32 steps, one cell at a time."""
    cost = np.where(np.isnan(pace), np.inf, pace.astype(float)) * CELL_M / 60
    minutes = np.full(pace.shape, np.inf)
    queue = []
    for row, col in sources.tolist():
        minutes[row, col] = 0.0
        queue.append((0.0, row, col))
    while queue:
        time, row, col = heapq.heappop(queue)
        if time > minutes[row, col]:
            continue
        for (down, right), inside in STEPS.items():
            if not (0 <= row + down < pace.shape[0] and 0 <= col + right < pace.shape[1]):
                continue
            there = time + sum(cost[row + i, col + j] * length for (i, j), length in inside.items())
            if there < minutes[row + down, col + right]:
                minutes[row + down, col + right] = there
                heapq.heappush(queue, (there, row + down, col + right))
    return minutes


def broken_ground(seed: int, shape: Cell) -> NDArray[np.float32]:
    rng = np.random.default_rng(seed)
    pace = rng.lognormal(0, 1.2, shape).astype(np.float32)
    pace[rng.random(shape) < 0.25] = np.inf
    pace[rng.random(shape) < 0.02] = np.nan
    return pace


def scattered(seed: int, count: int, shape: Cell) -> NDArray[np.int64]:
    return np.random.default_rng(seed + 1000).integers(0, shape, (count, 2))


@pytest.mark.parametrize("shape", [(1, 1), (2, 40), (64, 64), (67, 131)])
def test_it_is_the_least_sum_over_ways_of_32_steps(shape: Cell) -> None:
    assert len(STEPS) == 32
    pace, sources = broken_ground(1, shape), scattered(1, 2, shape)
    minutes, expected = travel_minutes(pace, CELL_M, sources, accuracy="fine"), by_search(pace, sources)
    assert (np.isinf(minutes) == np.isinf(expected)).all()
    reached = np.isfinite(expected)
    np.testing.assert_allclose(minutes[reached], expected[reached], rtol=2e-7)


@few
@given(st.integers(0, 10**6))
def test_any_small_ground_with_walls_and_several_sources(seed: int) -> None:
    shape = (9, 13)
    pace, sources = broken_ground(seed, shape), scattered(seed, 3, shape)
    minutes = travel_minutes(pace, CELL_M, sources, accuracy="fine")
    np.testing.assert_allclose(minutes, by_search(pace, sources), rtol=2e-7)


@few
@given(st.integers(0, 10**6), st.floats(0, 30))
def test_a_limit_cuts_and_changes_nothing_else(seed: int, limit_min: float) -> None:
    pace, sources = broken_ground(seed, (90, 150)), scattered(seed, 2, (90, 150))
    whole = travel_minutes(pace, CELL_M, sources, start_min=[0.0, 4.0], accuracy="fine")
    cut = travel_minutes(pace, CELL_M, sources, start_min=[0.0, 4.0], limit_min=limit_min, accuracy="fine")
    kept = np.isfinite(cut)
    assert (cut[kept] == whole[kept]).all()
    assert not (whole[~kept] < np.float32(limit_min)).any()


@few
@given(st.integers(0, 10**6))
def test_it_is_never_longer_than_in_eight_directions(seed: int) -> None:
    pace, sources = broken_ground(seed, (90, 150)), scattered(seed, 2, (90, 150))
    fine, eight = (travel_minutes(pace, CELL_M, sources, accuracy=accuracy) for accuracy in ("fine", "eight"))  # type: ignore[arg-type] - both are
    reached = np.isfinite(eight)
    assert (fine[reached] <= eight[reached] * np.float32(1 + 2e-7)).all()
    assert (np.isfinite(fine) == reached).all()


@pytest.mark.parametrize("turn", [np.transpose, np.flipud, np.fliplr])
def test_turning_the_ground_turns_the_answer_to_the_bit(turn: Callable[..., NDArray[np.float32]]) -> None:
    shape = (150, 203)
    pace, sources = broken_ground(5, shape), scattered(5, 7, shape)
    marked = np.zeros(shape, np.float32)
    marked[tuple(sources.T)] = 1
    turned = travel_minutes(turn(pace), CELL_M, np.argwhere(turn(marked)), accuracy="fine")
    assert (turned == turn(travel_minutes(pace, CELL_M, sources, accuracy="fine"))).all()


@pytest.mark.parametrize("slanted", [False, True])
def test_no_step_jumps_a_wall_one_cell_wide(slanted: bool) -> None:  # noqa: FBT001 - parametrised
    pace = np.ones((90, 90), np.float32)
    wall = np.indices(pace.shape)[1] == 45
    if slanted:  # a staircase whose cells share edges
        rows, cols = np.indices(pace.shape)
        wall = (cols - rows // 2 == 20) | (cols - (rows + 1) // 2 == 20)
    pace[wall] = np.inf
    minutes = travel_minutes(pace, CELL_M, [(45, 2)], accuracy="fine")
    beyond = np.cumsum(wall, axis=1) > 0
    assert np.isinf(minutes[beyond]).all()
    assert np.isfinite(minutes[~beyond]).all()


def mean_error(pace: NDArray[np.float64], source: Cell, exact_min: NDArray[np.float64]) -> float:
    """Return the mean relative error over the cells whose exact time is known (not NaN) and not 0."""
    minutes = travel_minutes(pace.astype(np.float32), CELL_M, [source], accuracy="fine").astype(float)
    known = np.isfinite(exact_min) & (exact_min > 0)
    assert known.sum() > SIDE**2 / 5
    return float(np.mean(np.abs(minutes[known] / exact_min[known] - 1)))


def offsets(source: Cell) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return metres down and right of the source."""
    rows, cols = np.indices((SIDE, SIDE)).astype(float)
    return (rows - source[0]) * CELL_M, (cols - source[1]) * CELL_M


@pytest.mark.parametrize("source", [(120, 120), (0, 0), (37, 200)])
def test_uniform_ground_is_half_a_percent_long(source: Cell) -> None:
    exact_min = np.hypot(*offsets(source)) / 60
    assert mean_error(np.ones((SIDE, SIDE)), source, exact_min) < 0.006
    minutes = travel_minutes(np.ones((SIDE, SIDE), np.float32), CELL_M, [source], accuracy="fine")
    away = exact_min > 0
    ratio = minutes[away] / exact_min[away]
    worst = 1 / math.cos(math.atan(1 / 3) / 2)  # halfway between (1, 0) and (3, 1)
    assert ratio.min() >= 1 - 2e-7
    assert ratio.max() <= worst * (1 + 2e-7)


@pytest.mark.parametrize("beyond", [0.4, 3.0])
def test_two_half_planes_bend_the_way_as_snell_says(beyond: float) -> None:
    source, edge = (120, 60), 100
    pace = np.ones((SIDE, SIDE))
    pace[:, edge:] = beyond
    down, right = offsets(source)
    near_m = (edge - 0.5 - source[1]) * CELL_M
    far_m = right - near_m
    # Fermat: the crossing that takes least time, by bisection of the derivative, which grows along the edge.
    low, high = np.minimum(down, 0.0), np.maximum(down, 0.0)
    for _ in range(60):
        at = (low + high) / 2
        slope = at / np.hypot(at, near_m) - beyond * (down - at) / np.hypot(down - at, np.maximum(far_m, 1.0))
        low, high = np.where(slope < 0, at, low), np.where(slope < 0, high, at)
    exact_min = (np.hypot(low, near_m) + beyond * np.hypot(down - low, far_m)) / 60
    assert mean_error(pace, source, np.where(far_m > 0, exact_min, np.nan)) < 0.01


def test_behind_a_corner_the_way_goes_by_the_corner() -> None:
    source, corner = (150, 60), (100, 100)  # everything from row 100 down and column 100 right is closed
    pace = np.ones((SIDE, SIDE))
    pace[corner[0] :, corner[1] :] = np.inf
    down, right = offsets(source)
    corner_down, corner_right = (corner[0] - 0.5 - source[0]) * CELL_M, (corner[1] - 0.5 - source[1]) * CELL_M
    by_corner = math.hypot(corner_down, corner_right) + np.hypot(down - corner_down, right - corner_right)
    behind = (right > corner_right) & (down * corner_right > corner_down * right)
    exact_min = np.where(behind, by_corner, np.hypot(down, right)) / 60
    assert behind.sum() > 5000
    assert mean_error(pace, source, np.where(np.isfinite(pace), exact_min, np.nan)) < 0.01


def test_speed_that_grows_steadily_bends_the_way_into_an_arc() -> None:
    # Speed v0 + g y: the way is an arc, its time arcosh(1 + (g d)2 / (2 v1 v2)) / g (Cerveny 2001, section 3.7).
    source, slowest_m_per_s, growth_per_s = (20, 120), 0.5, 0.0006
    down, right = offsets(source)
    speed = slowest_m_per_s + growth_per_s * (down - down.min())
    here = speed[source]
    exact_min = np.arccosh(1 + (down**2 + right**2) * growth_per_s**2 / (2 * here * speed)) / growth_per_s / 60
    assert mean_error(1 / speed, source, exact_min) < 0.01


def test_ground_that_takes_no_time_and_unknown_accuracy_are_refused() -> None:
    pace = np.ones((9, 9), np.float32)
    with pytest.raises(ValueError, match="one of eight, fine"):
        travel_minutes(pace, CELL_M, [(0, 0)], accuracy="finest")  # type: ignore[arg-type] - wrong on purpose
    pace[8, 8] = 0.0
    with pytest.raises(BadGroundError):
        travel_minutes(pace, CELL_M, [(0, 0)], accuracy="fine")
