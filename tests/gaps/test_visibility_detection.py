"""Detection rates and their sums, patches, missing elevation, and refusals."""

from collections.abc import Callable, Iterator
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from tansiq.errors import BadGroundError, BadInputError, TansiqError
from tansiq.gaps.visibility import (
    RATE_AT_EDGE,
    Watcher,
    count_visible,
    detection_layers,
    detection_patch,
    reaches_past_grid,
    unsure_cells,
    visible_from,
)

ENGINES = pytest.mark.parametrize("exact", [False, True], ids=["fast", "exact"])
STEP = 2.0**-20


def hills(rows: int, cols: int, seed: int) -> NDArray[np.float32]:
    noise = gaussian_filter(np.random.default_rng(seed).standard_normal((rows, cols)), 3.0)
    return np.asarray(60 * noise / noise.std(), np.float32)


def watchers_on(shape: tuple[int, int], count: int, seed: int) -> list[Watcher]:
    rng = np.random.default_rng(seed)
    return [
        Watcher(int(rng.integers(shape[0])), int(rng.integers(shape[1])), 5.0, float(rng.uniform(200, 2000)), 0.2)
        for _ in range(count)
    ]


@pytest.fixture
def threads() -> Iterator[Callable[[int], None]]:
    before = numba.get_num_threads()
    yield numba.set_num_threads
    numba.set_num_threads(before)


def test_rate_falls_from_the_post_to_a_tenth_at_the_edge_of_its_range() -> None:
    flat = np.zeros((1, 101), np.float32)
    post = Watcher(0, 0, 5.0, 3000.0, 0.2)
    seen_by, rate = detection_layers(flat, 30.0, [post], target_m=1.7)
    d = np.arange(101) * 30.0
    assert RATE_AT_EDGE == 0.1
    assert np.allclose(rate[0], 0.2 - 0.18 * (d / 3000.0) ** 2, rtol=0, atol=STEP)
    assert rate[0, 100] == pytest.approx(0.02, abs=STEP)
    assert (seen_by == 1).all()


@ENGINES
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(0, 6))
def test_layers_are_the_sum_of_patches_and_a_patch_can_be_taken_away_again(
    *, exact: bool, seed: int, count: int
) -> None:
    ground = hills(50, 60, seed)
    watchers = watchers_on((50, 60), count, seed)
    seen_by, rate = detection_layers(ground, 30.0, watchers, target_m=1.7, exact=exact)
    left_count, left_rate = seen_by.astype(int), rate.copy()
    for watcher in watchers:
        row, col, visible, one = detection_patch(ground, 30.0, watcher, target_m=1.7, exact=exact)
        place = np.s_[row : row + visible.shape[0], col : col + visible.shape[1]]
        left_count[place] -= visible
        left_rate[place] -= one
        alone = visible_from(
            ground, 30.0, watcher.row, watcher.col, eye_m=5.0, target_m=1.7, range_m=watcher.range_m, exact=exact
        )
        assert np.array_equal(visible, alone[place])
        assert alone.sum() == visible.sum()
    assert not left_count.any()
    assert not left_rate.any()


def test_results_do_not_depend_on_the_number_of_threads(threads: Callable[[int], None]) -> None:
    ground = hills(120, 140, 3)
    watchers = watchers_on((120, 140), 23, 4)
    cells = np.array([(w.row, w.col) for w in watchers])
    results = []
    for count in (1, numba.get_num_threads()):
        threads(count)
        seen_by, rate = detection_layers(ground, 30.0, watchers, target_m=1.7)
        exact = count_visible(ground, 30.0, cells, eye_m=5.0, target_m=1.7, range_m=900.0, exact=True)
        results.append(seen_by.tobytes() + rate.tobytes() + exact.tobytes())
    assert len(set(results)) == 1


def test_a_watcher_of_range_zero_adds_nothing() -> None:
    ground = hills(20, 20, 1)
    seen_by, rate = detection_layers(ground, 30.0, [Watcher(10, 10, 5.0, 0.0, 0.2)], target_m=1.7)
    assert not seen_by.any()
    assert not rate.any()


@ENGINES
def test_missing_ground_is_not_seen_and_not_seen_through(*, exact: bool) -> None:
    ground = np.zeros((41, 41), np.float32)
    ground[20, 26] = np.nan
    see: dict[str, Any] = {"eye_m": 5.0, "target_m": 1.7, "range_m": 450.0, "refraction": 1.0, "exact": exact}
    seen = visible_from(ground, 30.0, 20, 20, **see)
    unsure = unsure_cells(ground, 30.0, [[20, 20]], **see)
    assert not seen[20, 26:].any()
    assert unsure[20, 26:36].all()
    inside = np.hypot(*np.ogrid[-20:21, -20:21]) * 30.0 <= 450.0
    # On flat ground every cell in range is either seen or unsure, and never both.
    assert np.array_equal(seen ^ unsure, inside)
    assert not (seen & unsure).any()
    rows, cols = np.nonzero(unsure)
    assert (cols >= 26).all()
    # Only lines less than a cell beside the void touch it; the fast engine's rays lie 6/15 of a cell apart there.
    touched = 1 if exact else 1 + 6 / 15
    assert (np.abs(rows - 20) * 6 / (cols - 20) < touched).all()


@ENGINES
def test_ground_hidden_by_a_known_wall_is_not_unsure_behind_a_void(*, exact: bool) -> None:
    ground = np.zeros((5, 40), np.float32)
    ground[:, 10] = 100.0
    ground[:, 20] = np.nan
    unsure = unsure_cells(ground, 30.0, [[2, 2]], eye_m=5.0, target_m=1.7, range_m=1e4, exact=exact)
    assert np.flatnonzero(unsure[2]).tolist() == [20]


@ENGINES
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_whatever_a_void_holds_sure_verdicts_stand(*, exact: bool, seed: int) -> None:
    rng = np.random.default_rng(seed)
    whole = hills(31, 31, seed)
    holed = whole.copy()
    holed[rng.random(whole.shape) < 0.01] = np.nan
    holed[15, 15] = whole[15, 15]
    see: dict[str, Any] = {"eye_m": 5.0, "target_m": 1.7, "range_m": 600.0, "exact": exact}
    unsure = unsure_cells(holed, 30.0, [[15, 15]], **see)
    seen = visible_from(holed, 30.0, 15, 15, **see)
    for fill in (-1000.0, 0.0, 1000.0, None):
        filled = whole if fill is None else np.where(np.isnan(holed), np.float32(fill), holed)
        assert np.array_equal(seen[~unsure], visible_from(filled, 30.0, 15, 15, **see)[~unsure])


def test_complete_ground_leaves_nothing_unsure() -> None:
    assert not unsure_cells(hills(20, 20, 2), 30.0, [[3, 4]], eye_m=5.0, target_m=1.7, range_m=1e4).any()


def test_an_observer_near_the_edge_reaches_past_the_grid() -> None:
    past = reaches_past_grid((100, 100), 30.0, [[50, 50], [50, 9], [50, 10], [95, 50]], range_m=300.0)
    assert past.tolist() == [False, True, False, True]


GOOD: dict[str, Any] = {"eye_m": 5.0, "target_m": 1.7, "range_m": 100.0}


@pytest.mark.parametrize(
    ("kind", "elevation", "cell_m", "observers", "changed", "says"),
    [
        (BadGroundError, np.zeros(5), 30.0, [[0, 0]], {}, "rows and columns"),
        (BadGroundError, np.zeros((0, 4)), 30.0, [[0, 0]], {}, "at least one cell"),
        (BadGroundError, np.array([["a"]]), 30.0, [[0, 0]], {}, "numbers"),
        (BadGroundError, np.zeros((4, 4)), 0.0, [[0, 0]], {}, "cell size"),
        (BadGroundError, np.zeros((4, 4)), np.nan, [[0, 0]], {}, "cell size"),
        (BadInputError, np.zeros((4, 4)), 30.0, [[0, 0], [0, 4]], {}, "Observer 1 stands at row 0, column 4"),
        (BadInputError, np.zeros((4, 4)), 30.0, [[-1, 0]], {}, "outside"),
        (BadInputError, np.full((4, 4), np.nan), 30.0, [[1, 2]], {}, "elevation is missing"),
        (BadInputError, np.zeros((4, 4)), 30.0, [[0.5, 0.0]], {}, "whole numbers"),
        (BadInputError, np.zeros((4, 4)), 30.0, [0, 0], {}, "whole numbers"),
        (BadInputError, np.zeros((4, 4)), 30.0, [[0, 0]], {"range_m": -1.0}, "range"),
        (BadInputError, np.zeros((4, 4)), 30.0, [[0, 0]], {"range_m": np.inf}, "range"),
        (BadInputError, np.zeros((4, 4)), 30.0, [[0, 0]], {"eye_m": np.nan}, "eye height"),
        (BadInputError, np.zeros((4, 4)), 30.0, [[0, 0]], {"eye_m": [1.0, 2.0]}, "one for each"),
        (BadInputError, np.zeros((4, 4)), 30.0, [[0, 0]], {"target_m": -0.1}, "target height"),
        (BadInputError, np.zeros((4, 4)), 30.0, [[0, 0]], {"refraction": 1.5}, "refraction"),
        (BadInputError, np.zeros((4, 4)), 30.0, np.zeros((70_000, 2), int), {}, "70000 observers"),
    ],
)
def test_impossible_input_is_refused_in_a_sentence(
    *,
    kind: type[TansiqError],
    elevation: NDArray[Any],
    cell_m: float,
    observers: Any,  # noqa: ANN401 - wrong on purpose
    changed: dict[str, Any],
    says: str,
) -> None:
    with pytest.raises(kind, match=says):
        count_visible(elevation, cell_m, observers, **{**GOOD, **changed})


def test_a_negative_detection_rate_is_refused() -> None:
    with pytest.raises(BadInputError, match="detection rate"):
        detection_layers(np.zeros((4, 4)), 30.0, [Watcher(0, 0, 5.0, 100.0, -0.1)], target_m=1.7)
