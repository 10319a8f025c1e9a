"""Travel time against closed forms on uniform ground, and its rules by property."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tansiq.errors import BadGroundError, BadInputError
from tansiq.gaps.travel import travel_minutes, travel_minutes_and_source, travel_patch

CELL_M = 30.0
PACE = 1.2
STEP_MIN = CELL_M * PACE / 60
SHAPE = (150, 203)  # several tiles, none of them whole at the far edges
ROUNDING = 2e-7  # float32

Cell = tuple[int, int]


def uniform(shape: Cell = SHAPE, pace: float = PACE) -> NDArray[np.float32]:
    return np.full(shape, pace, np.float32)


def octile_min(shape: Cell, source: Cell) -> NDArray[np.float64]:
    """Least time on uniform ground in eight directions: diagonal steps first, then straight ones."""
    rows, cols = np.mgrid[: shape[0], : shape[1]]
    long, short = np.abs(rows - source[0]), np.abs(cols - source[1])
    return STEP_MIN * (np.maximum(long, short) + (np.sqrt(2) - 1) * np.minimum(long, short))


def broken_ground(seed: int, shape: Cell = SHAPE) -> NDArray[np.float32]:
    rng = np.random.default_rng(seed)
    pace = rng.lognormal(0, 1.5, shape).astype(np.float32)
    pace[rng.random(shape) < 0.2] = np.inf
    pace[rng.random(shape) < 0.02] = np.nan
    return pace


def scattered(seed: int, count: int, shape: Cell = SHAPE) -> NDArray[np.int64]:
    return np.random.default_rng(seed + 1000).integers(0, shape, (count, 2))


@pytest.mark.parametrize("source", [(0, 0), (149, 202), (63, 64), (64, 63), (75, 100)])
def test_uniform_ground_gives_the_octile_distance(source: Cell) -> None:
    assert travel_minutes(uniform(), CELL_M, [source]) == pytest.approx(octile_min(SHAPE, source), rel=ROUNDING * 2)


def test_axes_and_diagonals_are_straight_and_the_worst_direction_is_eight_percent_long() -> None:
    shape, middle = (201, 201), 100
    minutes = travel_minutes(uniform(shape), CELL_M, [(middle, middle)]).astype(float)
    rows, cols = np.mgrid[:201, :201] - middle
    straight = STEP_MIN * np.hypot(rows, cols)
    away = straight > 0
    ratio = minutes[away] / straight[away]
    on_axis = ((rows == 0) | (cols == 0) | (np.abs(rows) == np.abs(cols)))[away]
    assert ratio[on_axis] == pytest.approx(1.0, rel=ROUNDING * 2)
    worst = 1 / np.cos(np.radians(22.5))
    assert ratio.max() <= worst * (1 + ROUNDING)
    assert ratio.max() == pytest.approx(worst, rel=1e-4)
    bearing = np.degrees(np.arctan2(np.abs(rows), np.abs(cols)))[away]
    assert abs(bearing[ratio.argmax()] % 45 - 22.5) < 0.5


def test_a_step_costs_the_mean_of_both_paces_times_its_length() -> None:
    pace = np.array([[1.0, 3.0], [np.inf, 5.0]], np.float32)
    minutes = travel_minutes(pace, 60.0, [(0, 0)])
    assert minutes[0].tolist() == pytest.approx([0.0, 2.0])
    assert minutes[1, 1] == pytest.approx(np.sqrt(2) * 3.0)
    assert np.isinf(minutes[1, 0])


def test_everybody_crosses_a_wall_at_its_one_bridge() -> None:
    pace, bridge, source = uniform(), (131, 70), (20, 10)
    pace[:, 70] = np.inf
    pace[bridge] = PACE
    minutes = travel_minutes(pace, CELL_M, [source])
    beyond = octile_min(SHAPE, source)[bridge] + octile_min(SHAPE, bridge)
    assert minutes[:, 71:] == pytest.approx(beyond[:, 71:], rel=ROUNDING * 2)
    assert np.isinf(np.delete(minutes[:, 70], bridge[0])).all()


def test_a_wall_without_a_bridge_is_not_crossed() -> None:
    pace = uniform()
    pace[:, 70] = np.nan
    minutes = travel_minutes(pace, CELL_M, [(20, 10)])
    assert np.isfinite(minutes[:, :70]).all()
    assert np.isinf(minutes[:, 70:]).all()


def test_a_maze_is_walked_to_its_end() -> None:
    pace, lanes = uniform((129, 129)), 64
    pace[1::2] = np.inf
    pace[1::4, -1] = PACE
    pace[3::4, 0] = PACE
    minutes = travel_minutes(pace, CELL_M, [(0, 0)])
    # Lane by lane: 127 straight steps and two diagonal ones around each wall's end, less half of that at either end.
    assert minutes[-1, -1] == pytest.approx(
        STEP_MIN * ((lanes + 1) * 128 - 2 * lanes + 2 * np.sqrt(2) * lanes), rel=1e-6
    )


def test_time_to_leave_is_added_and_may_hand_ground_to_the_other() -> None:
    near, far = (75, 60), (75, 140)
    minutes = travel_minutes(uniform(), CELL_M, [near, far], start_min=[20.0, 0.0])
    expected = np.minimum(octile_min(SHAPE, near) + 20, octile_min(SHAPE, far))
    assert minutes == pytest.approx(expected, rel=ROUNDING * 2)


def test_a_source_that_never_leaves_changes_nothing() -> None:
    one = travel_minutes(uniform(), CELL_M, [(3, 4)])
    two = travel_minutes(uniform(), CELL_M, [(3, 4), (100, 100)], start_min=[0, np.inf])
    assert (one == two).all()


def test_no_source_reaches_nothing() -> None:
    assert np.isinf(travel_minutes(uniform(), CELL_M, [])).all()


def test_a_source_that_cannot_pass_stays_where_it_is() -> None:
    pace = uniform((9, 9))
    pace[4, 4] = np.inf
    minutes = travel_minutes(pace, CELL_M, [(4, 4)], start_min=7)
    assert minutes[4, 4] == 7
    assert np.isinf(minutes).sum() == 80


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 6))
def test_another_source_never_lengthens_any_time(seed: int, count: int) -> None:
    pace, sources = broken_ground(seed, (70, 90)), scattered(seed, count + 1, (70, 90))
    fewer = travel_minutes(pace, CELL_M, sources[:-1])
    assert (travel_minutes(pace, CELL_M, sources) <= fewer).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_worse_going_never_shortens_any_time(seed: int) -> None:
    pace, sources = broken_ground(seed, (70, 90)), scattered(seed, 3, (70, 90))
    worse = np.where(np.random.default_rng(seed).random(pace.shape) < 0.1, pace * 2, pace)
    assert (travel_minutes(worse, CELL_M, sources) >= travel_minutes(pace, CELL_M, sources)).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 30))
def test_a_limit_cuts_and_changes_nothing_else(seed: int, limit_min: float) -> None:
    pace, sources = broken_ground(seed, (70, 90)), scattered(seed, 3, (70, 90))
    start_min = np.array([0.0, 2.0, 5.0])
    whole = travel_minutes(pace, CELL_M, sources, start_min=start_min)
    cut = travel_minutes(pace, CELL_M, sources, start_min=start_min, limit_min=limit_min)
    reached = np.isfinite(cut)
    assert (cut[reached] == whole[reached]).all()
    assert (cut[reached] <= np.float32(limit_min)).all()
    assert (whole[~reached] >= np.float32(limit_min)).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 20), st.floats(0, 10))
def test_a_patch_is_the_smallest_window_of_the_whole(seed: int, limit_min: float, start_min: float) -> None:
    pace, source = broken_ground(seed), scattered(seed, 1)[0]
    whole = travel_minutes(pace, CELL_M, [source], start_min=start_min, limit_min=limit_min)
    row0, col0, patch = travel_patch(pace, CELL_M, (int(source[0]), int(source[1])), start_min, limit_min)
    assert np.isfinite(whole).sum() == np.isfinite(patch).sum()
    assert (whole[row0 : row0 + patch.shape[0], col0 : col0 + patch.shape[1]] == patch).all()
    if patch.size:
        finite = np.isfinite(patch)
        assert all(edge.any() for edge in (finite[0], finite[-1], finite[:, 0], finite[:, -1]))


@pytest.mark.parametrize("turn", [np.transpose, np.flipud, np.fliplr])
def test_turning_the_ground_turns_the_answer_to_the_bit(turn: Callable[..., NDArray[np.float32]]) -> None:
    # The order in which ground is worked through turns as well, so equal bits show that it does not matter.
    pace, sources = broken_ground(5), scattered(5, 7)
    marked = np.zeros(SHAPE, np.float32)
    marked[tuple(sources.T)] = 1
    turned = travel_minutes(turn(pace), CELL_M, np.argwhere(turn(marked)))
    assert (turned == turn(travel_minutes(pace, CELL_M, sources))).all()


def test_several_threads_at_once_give_the_same_bytes() -> None:
    pace, sources = broken_ground(9), scattered(9, 5)
    alone = travel_minutes_and_source(pace, CELL_M, sources)
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: travel_minutes_and_source(pace, CELL_M, sources), range(8)))
    for minutes, source in runs:
        assert minutes.tobytes() == alone[0].tobytes()
        assert source.tobytes() == alone[1].tobytes()


def test_the_way_back_takes_as_long() -> None:
    pace = np.nan_to_num(broken_ground(3), nan=1.0, posinf=40.0)
    here, there = (10, 20), (140, 190)
    out = travel_minutes(pace, CELL_M, [here])[there]
    assert out == pytest.approx(travel_minutes(pace, CELL_M, [there])[here], rel=ROUNDING)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_the_source_named_is_the_one_that_arrives_first(seed: int) -> None:
    pace, sources = broken_ground(seed, (70, 90)), scattered(seed, 4, (70, 90))
    start_min = np.random.default_rng(seed).uniform(0, 20, 4)
    minutes, source = travel_minutes_and_source(pace, CELL_M, sources, start_min=start_min)
    each = np.stack([travel_minutes(pace, CELL_M, [s], start_min=m) for s, m in zip(sources, start_min, strict=True)])
    assert (minutes == each.min(axis=0)).all()
    assert (np.isinf(minutes) == (source < 0)).all()
    reached = source >= 0
    assert (np.take_along_axis(each, np.maximum(source, 0)[None], 0)[0][reached] == minutes[reached]).all()


def test_of_two_who_arrive_together_the_lower_index_is_named() -> None:
    _, source = travel_minutes_and_source(uniform((1, 131)), CELL_M, [(0, 130), (0, 0), (0, 130)])
    assert source[0, 65] == 0
    assert source[0, :65].tolist() == [1] * 65
    assert source[0, 66:].tolist() == [0] * 65


def test_a_source_off_the_grid_is_named_with_its_place() -> None:
    with pytest.raises(BadInputError, match=r"Source 2 at row 150, column 3 lies outside the grid of 150 rows"):
        travel_minutes(uniform(), CELL_M, [(0, 0), (150, 3)])
    with pytest.raises(BadInputError, match="row -1"):
        travel_patch(uniform(), CELL_M, (-1, 3), 0, 10)


@pytest.mark.parametrize("bad", [0.0, -2.0])
def test_ground_that_takes_no_time_is_refused(bad: float) -> None:
    pace = uniform()
    pace[140, 190] = bad
    with pytest.raises(BadGroundError, match=f"the least is {bad:g}"):
        travel_minutes(pace, CELL_M, [(0, 0)], limit_min=1)
    with pytest.raises(BadGroundError, match=f"the least is {bad:g}"):
        travel_patch(pace, CELL_M, (0, 0), 0, 1000)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"pace_s_per_m": np.ones(4, np.float32)}, "rows, cols"),
        ({"cell_m": 0.0}, "cell size"),
        ({"cell_m": np.nan}, "cell size"),
        ({"sources": [(1.5, 2.0)]}, "whole numbers"),
        ({"sources": [1, 2]}, "whole numbers"),
        ({"sources": [(1, 2, 3)]}, "whole numbers"),
        ({"start_min": [1.0, 2.0]}, "start_min"),
        ({"start_min": -1.0}, "start_min"),
        ({"start_min": np.nan}, "start_min"),
        ({"limit_min": -1.0}, "limit"),
        ({"limit_min": np.nan}, "limit"),
    ],
)
def test_wrong_shapes_and_figures_are_refused(arguments: dict[str, object], words: str) -> None:
    right: dict[str, object] = {"pace_s_per_m": uniform((5, 5)), "cell_m": CELL_M, "sources": [(1, 1)]}
    with pytest.raises(ValueError, match=words):
        travel_minutes(**{**right, **arguments})  # type: ignore[arg-type] - wrong on purpose
