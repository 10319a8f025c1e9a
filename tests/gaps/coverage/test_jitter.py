"""Moved posts: a coverage is the same wherever in its coarse cell a post stands, so it cannot tell where."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.domain.laydown import Laydown
from tansiq.domain.post import ReactionElement
from tansiq.gaps.coverage import CoverageError, WeakSecretError, coverage_of, moved
from tansiq.gaps.posts import place_posts
from tansiq.ground.model import Ground
from tests.gaps.coverage.by_hand import hills

SECRET = b"sixteen bytes at least"
CELL_M = 1000
# The coarse cell x 403 to 404 km, y 4007 to 4008 km: the synthetic ground's lower left corner is at 400 km, 4000 km.
WEST_M, SOUTH_M = 3000, 7000
within = st.integers(0, 9).map(lambda tenth: 50 + 100 * tenth)


@pytest.fixture(scope="module")
def ground(synthetic: ModuleType) -> Ground:
    flat: Ground = synthetic.straight_ground(half_width_m=5500)
    vehicle = flat.vehicle_s_per_m.copy()
    vehicle[::3] = np.inf  # a third of the rows cannot be driven
    return replace(flat, elevation_m=hills(flat), vehicle_s_per_m=vehicle)


def laid(synthetic: ModuleType, ground: Ground, x_m: float, y_m: float, mode: str | None = None) -> Laydown:
    reaction = None if mode is None else ReactionElement(mode, 5)  # type: ignore[arg-type]  # a mode, by the tests
    posts = [
        synthetic.make_post(ground, "N1", "north", (x_m, y_m), reaction=reaction),
        synthetic.make_post(ground, "N2", "north", (14_050, 7050)),
    ]
    made: Laydown = synthetic.make_laydown([replace(post, eye_m=20.0) for post in posts])
    return made


@given(x=within, y=within, mode=st.sampled_from([None, "foot"]), draws=st.sampled_from([1, 3]))
@settings(max_examples=15)
def test_a_coverage_is_the_same_wherever_in_its_cell_a_post_stands(
    synthetic: ModuleType, ground: Ground, x: int, y: int, mode: str | None, draws: int
) -> None:
    def released(x_m: float, y_m: float) -> bytes:
        laydown = laid(synthetic, ground, x_m, y_m, mode)
        made = coverage_of(
            ground, laydown, "north", cell_m=CELL_M, smallest_cell_m=CELL_M, secret=SECRET, agreement="ag", draws=draws
        )
        return made.codes.tobytes()

    assert released(WEST_M + x, SOUTH_M + y) == released(WEST_M + 450, SOUTH_M + 450)


def places(ground: Ground, laydown: Laydown, **more: object) -> list[tuple[int, int]]:
    asked = {"cell_m": CELL_M, "secret": SECRET, "agreement": "ag"} | more
    placed, _ = place_posts(ground, moved(ground, laydown, **asked))  # type: ignore[arg-type]  # as asked above
    return [(one.row, one.col) for one in placed]


def test_a_moved_post_stays_in_its_cell_and_stands_where_its_element_can_go(
    synthetic: ModuleType, ground: Ground
) -> None:
    laydown = laid(synthetic, ground, WEST_M + 450, SOUTH_M + 550, "vehicle")
    for number in range(60):
        (row, col), _ = places(ground, laydown, secret=SECRET + bytes([number]))
        x_m, y_m = ground.grid.xy_from_cells(row, col)
        assert 403_000 <= x_m < 404_000
        assert 4_007_000 <= y_m < 4_008_000
        assert np.isfinite(ground.vehicle_s_per_m[row, col])


def test_an_element_that_could_not_leave_its_post_is_left_out(synthetic: ModuleType, ground: Ground) -> None:
    stuck_y_m = next(
        y for y in range(SOUTH_M + 50, SOUTH_M + 1000, 100) if np.isinf(ground.vehicle_s_per_m[119 - y // 100, 35])
    )
    stuck = moved(
        ground, laid(synthetic, ground, WEST_M + 550, stuck_y_m, "vehicle"), cell_m=CELL_M, secret=SECRET, agreement=""
    )
    assert stuck.posts[0].reaction is None


def test_every_place_of_the_cell_is_as_likely(synthetic: ModuleType, ground: Ground) -> None:
    laydown = laid(synthetic, ground, WEST_M + 50, SOUTH_M + 50)
    drawn = [places(ground, laydown, secret=SECRET + number.to_bytes(2))[0] for number in range(2000)]
    row, col = np.array(drawn).T
    counts = np.bincount((row - row.min()) * 10 + (col - col.min()), minlength=100)
    assert len(counts) == 100
    assert scipy.stats.chisquare(counts).pvalue > 1e-4


def test_the_draw_depends_on_secret_agreement_post_and_draw_and_on_nothing_else(
    synthetic: ModuleType, ground: Ground
) -> None:
    laydown = laid(synthetic, ground, WEST_M + 450, SOUTH_M + 450)
    usual = places(ground, laydown)
    assert places(ground, replace(laydown, as_of=synthetic.LONG_AGO)) == usual
    for other in ({"secret": SECRET + b"!"}, {"agreement": "ag-2"}, {"draw": 1}):
        assert places(ground, laydown, **other) != usual
    assert places(ground, replace(laydown, posts=laydown.posts[:1])) == usual[:1]
    renamed = replace(laydown, posts=(replace(laydown.posts[0], id="N9"), laydown.posts[1]))
    assert places(ground, renamed)[0] != usual[0]
    assert places(ground, renamed)[1] == usual[1]


def test_weak_secrets_and_numbers_of_draws_out_of_bounds_are_refused(synthetic: ModuleType, ground: Ground) -> None:
    laydown = laid(synthetic, ground, WEST_M + 450, SOUTH_M + 450)
    with pytest.raises(WeakSecretError, match="at least 16"):
        coverage_of(ground, laydown, "north", cell_m=1000, smallest_cell_m=1000, secret=b"fifteen bytes..")
    for draws in (0, 17):
        with pytest.raises(CoverageError, match="16 times"):
            coverage_of(ground, laydown, "north", cell_m=1000, smallest_cell_m=1000, secret=SECRET, draws=draws)
