"""Coarse cells: the rule, the lattice, and that no ground becomes held by them."""

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.names import Names
from tansiq.domain.state import State
from tansiq.gaps import picture_from_layers, prepare
from tansiq.gaps.coverage import (
    NONE,
    NOT_SAID,
    CoverageError,
    FinerThanAgreedError,
    Steps,
    coverage_from_layers,
    lattice_over,
    picture_of_coverages,
)
from tansiq.gaps.model import PartyLayers
from tansiq.ground.grid import Grid
from tansiq.ground.model import Ground
from tests.gaps.coverage.by_hand import coarse

HELD = (State.HELD, State.TOGETHER)
RATES = (0.0, 0.0, 0.004, 0.01, 0.03, 0.2, 5.0)
TIMES = (0.0, 9.9, 10.0, 22.0, 44.0, 46.0, 95.0, np.inf)


@pytest.fixture(scope="module")
def ground(synthetic: ModuleType) -> Ground:
    made: Ground = synthetic.make_ground(
        [(0, 2000), (3000, 2300), (5000, 1800)], width_m=5000, height_m=4000, half_width_m=1500
    )
    return made


def blocks(generator: np.random.Generator, ground: Ground, values: tuple[float, ...]) -> np.ndarray:
    """Rasters that are alike over some cells, so that coarse cells are not all nought."""
    size = int(generator.integers(1, 12))
    rows, cols = (-(-side // size) for side in ground.grid.shape)
    drawn = generator.choice(values, (rows, cols)).astype(np.float32)
    return np.kron(drawn, np.ones((size, size), np.float32))[: ground.grid.rows, : ground.grid.cols]


def drawn_layers(synthetic: ModuleType, ground: Ground, seed: int) -> tuple[PartyLayers, PartyLayers]:
    generator = np.random.default_rng(seed)
    said = {}
    for party in ("north", "south"):
        rate, more = blocks(generator, ground, RATES), blocks(generator, ground, RATES)
        minutes, less = blocks(generator, ground, TIMES), blocks(generator, ground, TIMES)
        said[party] = {
            "rate": rate, "rate_all": rate + more, "minutes": minutes, "minutes_all": np.minimum(minutes, less),
        }  # fmt: skip
    made: tuple[PartyLayers, PartyLayers] = synthetic.layers_of(ground, **said)
    return made


@given(seed=st.integers(0, 10_000), cell_m=st.sampled_from([100, 150, 300, 700, 1000, 2500]))
@settings(max_examples=25)
def test_a_coarse_cell_is_its_least_seen_and_last_reached_ground(
    synthetic: ModuleType, ground: Ground, seed: int, cell_m: int
) -> None:
    layers = drawn_layers(synthetic, ground, seed)
    parameters = synthetic.settled(ground, synthetic.make_laydown([]))
    coverages = [coverage_from_layers(ground, each, parameters, cell_m=cell_m, smallest_cell_m=100) for each in layers]
    joint = picture_of_coverages(ground, (coverages[0], coverages[1]), ledger=False)
    for mine, each in zip(joint.layers, layers, strict=True):
        expected = coarse(ground, each, cell_m)
        for name in ("seen_by", "rate_per_min", "rate_all_per_min", "minutes", "minutes_all"):
            assert np.array_equal(getattr(mine, name)[ground.area], getattr(expected, name)[ground.area]), name


@given(
    seed=st.integers(0, 10_000),
    cell_m=st.sampled_from([150, 300, 700, 1000]),
    respond_min=st.sampled_from([10.0, 30.0, 45.0, 90.0]),
    share_min=st.sampled_from([0.0, 5.0, 35.0]),
    partner=st.booleans(),
)
@settings(max_examples=40)
def test_what_coverages_hold_is_held_everywhere_in_the_cell(
    synthetic: ModuleType,
    ground: Ground,
    seed: int,
    cell_m: int,
    respond_min: float,
    share_min: float,
    partner: bool,  # noqa: FBT001 - drawn
) -> None:
    terms = Terms(respond_min, share_min, sectors=(Sector("1", Names(), 0, 5, partner_may_respond=partner),))
    agreed = synthetic.make_laydown([], terms)
    parameters, band = synthetic.settled(ground, agreed), prepare(ground)
    layers = drawn_layers(synthetic, ground, seed)
    fine = picture_from_layers(ground, agreed, layers, parameters, band=band, ledger=False)
    coverages = [coverage_from_layers(ground, each, parameters, cell_m=cell_m, smallest_cell_m=100) for each in layers]
    joint = picture_of_coverages(ground, (coverages[0], coverages[1]), agreed=agreed, band=band, ledger=False)
    assert not (np.isin(joint.state, HELD) & ~np.isin(fine.state, HELD)).any()
    assert not ((joint.state == State.HELD) & (fine.state != State.HELD)).any()
    for ours, theirs in zip(joint.lengths, fine.lengths, strict=True):
        assert not ours.state.is_held or theirs.state.is_held
        assert ours.p_seen <= theirs.p_seen + 1e-12
        assert ours.p_answered_shared <= theirs.p_answered_shared + 1e-12


def test_ground_that_is_held_and_ground_that_is_unknown_throughout_stay_so(
    synthetic: ModuleType, ground: Ground
) -> None:
    layers = synthetic.layers_of(
        ground,
        north={"rate": 0.2, "minutes": 20.0},
        south={"rate": 0.0, "rate_all": 0.2, "minutes": np.inf, "minutes_all": 12.0},
    )
    parameters = synthetic.settled(ground, synthetic.make_laydown([]))
    north, south = (
        coverage_from_layers(ground, each, parameters, cell_m=1000, smallest_cell_m=1000) for each in layers
    )
    joint = picture_of_coverages(ground, (north, south), ledger=False)
    assert set(joint.state[ground.area].tolist()) == {State.HELD}
    nobody = synthetic.layers_of(ground)[0]
    empty = coverage_from_layers(ground, nobody, parameters, cell_m=1000, smallest_cell_m=1000)
    joint = picture_of_coverages(ground, (empty, south), ledger=False)
    assert set(joint.state[ground.area].tolist()) == {State.UNKNOWN}
    assert {length.state for length in joint.lengths} == {State.UNKNOWN}


def test_a_value_that_is_not_known_says_nothing_and_holds_nothing(synthetic: ModuleType, ground: Ground) -> None:
    rate = np.full(ground.grid.shape, 0.2, np.float32)
    rate[20, 25] = np.nan
    layers = synthetic.layers_of(ground, north={"rate": rate, "minutes": 5.0})
    parameters = synthetic.settled(ground, synthetic.make_laydown([]))
    north, south = (
        coverage_from_layers(ground, each, parameters, cell_m=1000, smallest_cell_m=1000) for each in layers
    )
    state = picture_of_coverages(ground, (north, south), ledger=False).state
    # Row 20 is y 1900 to 2000 m from the lower edge, column 25 is x 2500 to 2600: the coarse cell x 2, y 1.
    around = np.zeros(ground.grid.shape, bool)
    around[20:30, 20:30] = True
    assert set(state[around & ground.area].tolist()) == {State.UNKNOWN}
    assert set(state[~around & ground.area].tolist()) == {State.HELD}


def test_nothing_is_said_of_ground_outside_the_area(synthetic: ModuleType, ground: Ground) -> None:
    layers = synthetic.layers_of(ground, north={"rate": 0.2, "minutes": 5.0})
    parameters = synthetic.settled(ground, synthetic.make_laydown([]))
    made = coverage_from_layers(ground, layers[0], parameters, cell_m=100, smallest_cell_m=100)
    assert (made.codes[:, ~ground.area] == NOT_SAID).all()
    assert (made.codes[:, ground.area] < NOT_SAID).all()


@given(
    x_min_m=st.integers(-60_000, 60_000),
    y_max_m=st.integers(-60_000, 60_000),
    cell_m=st.sampled_from([100.0, 250.0, 90.0]),
    coarse_m=st.sampled_from([500, 1000, 3700]),
)
def test_the_lattice_is_counted_from_the_origin_whatever_the_grid(
    x_min_m: int, y_max_m: int, cell_m: float, coarse_m: int
) -> None:
    grid = Grid("", float(x_min_m), float(y_max_m), cell_m, 37, 53)
    made = lattice_over(grid, coarse_m)
    first_x_m, last_x_m = x_min_m + cell_m / 2, x_min_m + 52.5 * cell_m
    first_y_m, last_y_m = y_max_m - cell_m / 2, y_max_m - 36.5 * cell_m
    assert made.east * coarse_m <= first_x_m < (made.east + 1) * coarse_m
    assert made.north * coarse_m <= first_y_m < (made.north + 1) * coarse_m
    assert (made.east + made.cols - 1) * coarse_m <= last_x_m < (made.east + made.cols) * coarse_m
    assert (made.north - made.rows + 1) * coarse_m <= last_y_m < (made.north - made.rows + 2) * coarse_m


@given(st.floats(0, 100, width=32) | st.just(np.inf) | st.just(np.nan))
def test_rates_go_down_and_minutes_up_to_their_step(value: float) -> None:
    steps = Steps((10, 50), (10, 30))
    given_value = np.array([value], np.float32)
    rate = steps.rate_of_code()[steps.code_rates(given_value)][0]
    minutes = steps.minutes_of_code()[steps.code_minutes(given_value)][0]
    if np.isnan(value):
        assert steps.code_rates(given_value)[0] == NOT_SAID
        assert steps.code_minutes(given_value)[0] == NOT_SAID
    else:
        assert rate <= given_value[0]
        assert minutes >= given_value[0]
    assert rate in {np.float32(0), np.float32(0.01), np.float32(0.05)}
    assert minutes in {10, 30, np.inf}


def test_steps_at_their_very_values() -> None:
    steps = Steps((10, 50), (10, 30))
    assert steps.code_rates(np.array([0.0, 0.00999, 0.01, 0.05, 9.0], np.float32)).tolist() == [NONE, NONE, 1, 2, 2]
    assert steps.code_minutes(np.array([0, 10, 10.01, 30, 30.01, np.inf], np.float32)).tolist() == [1, 1, 2, 2, 0, 0]


@pytest.mark.parametrize("steps", [((), (5,)), ((0,), (5,)), ((3, 3), (5,)), ((3,), (9, 5)), ((3,), (1441,))])
def test_steps_that_are_none_are_refused(steps: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    with pytest.raises(CoverageError, match="ascending"):
        Steps(*steps)


def test_a_cell_finer_than_agreed_or_than_the_ground_is_refused(synthetic: ModuleType, ground: Ground) -> None:
    layers, parameters = synthetic.layers_of(ground)[0], synthetic.settled(ground, synthetic.make_laydown([]))
    with pytest.raises(FinerThanAgreedError, match="2000 m agreed"):
        coverage_from_layers(ground, layers, parameters, cell_m=1999, smallest_cell_m=2000)
    with pytest.raises(FinerThanAgreedError, match="of the ground"):
        coverage_from_layers(ground, layers, parameters, cell_m=99, smallest_cell_m=10)
    assert coverage_from_layers(ground, layers, parameters, cell_m=2000, smallest_cell_m=2000).cell_m == 2000
