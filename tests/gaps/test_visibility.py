"""Sight over shapes whose shadows geometry gives: a smooth earth, a wall, a peak, planes, mirrored ground."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from tansiq.gaps.visibility import EARTH_RADIUS_M, count_visible, visible_from

ENGINES = pytest.mark.parametrize("exact", [False, True], ids=["fast", "exact"])
FLAT_EARTH = 1.0


def hills(rows: int, cols: int, seed: int, height_m: float = 60.0, smooth_cells: float = 3.0) -> NDArray[np.float32]:
    noise = gaussian_filter(np.random.default_rng(seed).standard_normal((rows, cols)), smooth_cells)
    return np.asarray(height_m * noise / noise.std(), np.float32)


def distances_m(shape: tuple[int, int], row: int, col: int, cell_m: float) -> NDArray[np.float64]:
    return np.hypot(*np.ogrid[-row : shape[0] - row, -col : shape[1] - col]) * cell_m


@ENGINES
@pytest.mark.parametrize("refraction", [0.0, 1 / 7, 0.25])
@pytest.mark.parametrize(("eye_m", "target_m"), [(5.0, 0.0), (5.0, 1.7), (30.0, 1.7)])
def test_a_smooth_earth_hides_targets_beyond_the_sum_of_both_horizons(
    *, exact: bool, refraction: float, eye_m: float, target_m: float
) -> None:
    cell_m, reach = 400.0, 110
    ground = np.zeros((7, 2 * reach), np.float32)
    seen = visible_from(
        ground, cell_m, 3, 5, eye_m=eye_m, target_m=target_m, range_m=reach * cell_m, refraction=refraction, exact=exact
    )
    horizon_m = sum(math.sqrt(2 * EARTH_RADIUS_M * h / (1 - refraction)) for h in (eye_m, target_m))
    assert abs(np.flatnonzero(seen[3]).max() - 5 - horizon_m / cell_m) <= 1  # the horizon point lies between cells


@ENGINES
def test_a_flat_earth_hides_nothing_within_range(*, exact: bool) -> None:
    ground = np.full((81, 61), 250.0, np.float32)
    seen = visible_from(
        ground, 30.0, 40, 20, eye_m=1.0, target_m=0.5, range_m=900.0, refraction=FLAT_EARTH, exact=exact
    )
    assert np.array_equal(seen, distances_m(ground.shape, 40, 20, 30.0) <= 900.0)


@ENGINES
@pytest.mark.parametrize("turns", range(4))
def test_a_wall_hides_what_lies_below_the_line_over_its_top(*, exact: bool, turns: int) -> None:
    eye_m, wall_m, target_m, wall_at = 10.0, 8.0, 1.0, 12
    ground = np.zeros((91, 91), np.float32)
    ground[:, 45 + wall_at] = wall_m
    turned = np.rot90(ground, turns)
    seen = np.rot90(
        visible_from(
            turned, 20.0, 45, 45, eye_m=eye_m, target_m=target_m, range_m=5000.0, refraction=FLAT_EARTH, exact=exact
        ),
        -turns,
    )
    # The line over the wall falls by eye - wall per wall_at cells and meets target height here, straight behind it.
    meets = wall_at * (eye_m - target_m) / (eye_m - wall_m)
    columns = np.arange(1, 46)
    expected = (columns <= wall_at) | (columns >= meets)
    assert np.array_equal(seen[45, 46:], expected)
    # Lines whose longer axis crosses the wall meet it in column wall_at, so the shadow's edge is one column there.
    shadow = seen[:, 46 + wall_at :]
    rows = np.arange(91)[:, None] - 45
    across = np.abs(rows) <= np.arange(wall_at + 1, 46)
    assert not shadow[across & (np.arange(wall_at + 1, 46) < meets)].any()


@ENGINES
@pytest.mark.parametrize(("down", "right"), [(9, 0), (9, 9), (0, -9), (-9, 9), (9, -9), (-9, -9)])
def test_a_single_peak_shadows_exactly_its_axis_or_diagonal_behind_it(*, exact: bool, down: int, right: int) -> None:
    ground = np.zeros((101, 101), np.float32)
    ground[50 + down, 50 + right] = 500.0
    seen = visible_from(ground, 30.0, 50, 50, eye_m=5.0, target_m=1.0, range_m=1e5, refraction=FLAT_EARTH, exact=exact)
    steps = np.arange(1, 51)
    line = seen[50 + steps * np.sign(down), 50 + steps * np.sign(right)]
    assert np.array_equal(line, steps <= max(abs(down), abs(right)))
    # Lines that pass a whole cell or more beside the peak do not touch it. The fast engine knows only its rays,
    # which leave for every cell of the last ring, 50, and lie 9/50 of a cell apart at the peak's.
    touched = 1 if exact else 1 + 9 / 50
    rows, cols = (place - 50 for place in np.nonzero(~seen))
    scale = max(abs(down), abs(right)) / np.maximum(np.abs(rows), np.abs(cols))
    assert (np.maximum(np.abs(rows * scale - down), np.abs(cols * scale - right)) < touched).all()


@ENGINES
def test_curvature_drops_a_distant_target_by_its_closed_form(*, exact: bool) -> None:
    cell_m, far = 1000.0, 20
    drop_m = (far * cell_m) ** 2 * (1 - 1 / 7) / (2 * EARTH_RADIUS_M)
    ground = np.full((3, 30), -1000.0, np.float32)
    ground[1, 2] = 0.0
    ground[1, 3] = 0.0
    for above, expected in ((0.01, True), (-0.01, False)):
        # From eye height 0 the neighbour at equal height, itself a little below the horizontal, sets the horizon.
        neighbour = -(cell_m**2) * (1 - 1 / 7) / (2 * EARTH_RADIUS_M)
        ground[1, 2 + far] = far * neighbour + drop_m + above
        seen = visible_from(ground, cell_m, 1, 2, eye_m=0.0, target_m=0.0, range_m=1e6, exact=exact)
        assert seen[1, 2 + far] == expected


@ENGINES
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_mirrored_and_turned_ground_gives_mirrored_and_turned_viewsheds(*, exact: bool, seed: int) -> None:
    ground = hills(41, 41, seed)

    def seen(heights: NDArray[np.float32]) -> NDArray[np.bool_]:
        return visible_from(heights, 30.0, 20, 20, eye_m=3.0, target_m=1.7, range_m=2000.0, exact=exact)

    straight = seen(ground)
    for mirrored in (np.flipud, np.fliplr, np.transpose, np.rot90):
        assert np.array_equal(seen(mirrored(ground)), mirrored(straight))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), low=st.floats(0, 40), more=st.floats(0, 40))
def test_raising_the_eye_never_hides_a_cell(seed: int, low: float, more: float) -> None:
    # Every line of sight rises with the eye, everywhere on its way.
    ground = hills(31, 33, seed)
    below, above = (
        visible_from(ground, 30.0, 15, 16, eye_m=eye, target_m=1.0, range_m=2000.0, exact=True)
        for eye in (low, low + more)
    )
    assert not (below & ~above).any()


@ENGINES
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(0, 7), data=st.data())
def test_counts_are_the_sum_of_single_viewsheds(*, exact: bool, seed: int, count: int, data: st.DataObject) -> None:
    ground = hills(40, 55, seed)
    cells = [(data.draw(st.integers(0, 39)), data.draw(st.integers(0, 54))) for _ in range(count)]
    eyes = [data.draw(st.floats(0, 20)) for _ in cells]
    ranges = [data.draw(st.floats(0, 3000)) for _ in cells]
    counts = count_visible(
        ground, 30.0, np.array(cells, int).reshape(-1, 2), eye_m=eyes, target_m=1.7, range_m=ranges, exact=exact
    )
    total = np.zeros(ground.shape, int)
    for (row, col), eye_m, range_m in zip(cells, eyes, ranges, strict=True):
        total += visible_from(ground, 30.0, row, col, eye_m=eye_m, target_m=1.7, range_m=range_m, exact=exact)
    assert counts.dtype == np.uint16
    assert np.array_equal(counts, total)


def test_counts_pass_255_without_wrapping() -> None:
    ground = np.zeros((9, 9), np.float32)
    counts = count_visible(ground, 30.0, np.full((300, 2), 4), eye_m=5.0, target_m=1.7, range_m=60.0)
    assert np.array_equal(counts, np.where(distances_m((9, 9), 4, 4, 30.0) <= 60.0, 300, 0))


@ENGINES
def test_another_observer_never_lowers_a_count(*, exact: bool) -> None:
    ground = hills(60, 60, 5)
    cells = np.random.default_rng(2).integers(0, 60, (9, 2))
    counts = [
        count_visible(ground, 30.0, cells[:n], eye_m=5.0, target_m=1.7, range_m=900.0, exact=exact).astype(int)
        for n in range(10)
    ]
    assert all((after >= before).all() for before, after in pairwise(counts))


@ENGINES
@pytest.mark.parametrize(("row", "col"), [(0, 0), (0, 29), (24, 0), (24, 29), (0, 13), (24, 13), (11, 0), (11, 29)])
def test_an_observer_on_the_edge_sees_the_flat_rest(*, exact: bool, row: int, col: int) -> None:
    ground = np.zeros((25, 30), np.float32)
    seen = visible_from(ground, 30.0, row, col, eye_m=5.0, target_m=1.7, range_m=600.0, exact=exact)
    assert np.array_equal(seen, distances_m(ground.shape, row, col, 30.0) <= 600.0)


@ENGINES
def test_a_range_of_zero_sees_nothing_and_any_other_at_least_the_own_cell(*, exact: bool) -> None:
    ground = hills(9, 9, 1)
    see = {r: visible_from(ground, 30.0, 4, 4, eye_m=0.0, target_m=0.0, range_m=r, exact=exact) for r in (0.0, 1.0)}
    assert not see[0.0].any()
    assert np.flatnonzero(see[1.0]).tolist() == [4 * 9 + 4]


@ENGINES
def test_a_range_of_a_whole_number_of_cells_includes_the_cell_at_its_end(*, exact: bool) -> None:
    for cell_m in (0.1, 0.3, 30.0, 92.7):
        seen = visible_from(
            np.zeros((1, 40)), cell_m, 0, 0, eye_m=5.0, target_m=1.0, range_m=cell_m * 27, refraction=1.0, exact=exact
        )
        assert seen.sum() == 28


@ENGINES
@pytest.mark.parametrize("range_m", [1e6, 1e100, 1e300])
def test_a_range_longer_than_the_grid_ends_with_the_grid(*, exact: bool, range_m: float) -> None:
    ground = np.zeros((9, 31), np.float32)
    assert visible_from(
        ground, 1e-3, 4, 3, eye_m=5.0, target_m=1.0, range_m=range_m, refraction=FLAT_EARTH, exact=exact
    ).all()


@ENGINES
def test_a_grid_of_one_cell_is_seen(*, exact: bool) -> None:
    assert visible_from([[3.0]], 30.0, 0, 0, eye_m=1.0, target_m=1.0, range_m=100.0, exact=exact).tolist() == [[True]]
