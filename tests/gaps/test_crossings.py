"""Direct crossings against closed forms: flat ground, one post, straight and bent seams."""

from math import exp, sqrt
from types import ModuleType

import numpy as np
import pytest

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.names import Names
from tansiq.domain.post import ReactionElement
from tansiq.domain.state import State
from tansiq.gaps import Length, Picture, picture_from_layers
from tansiq.gaps.lanes import FEWEST_LANES
from tansiq.gaps.workings import prepare

WALK_MIN_PER_M = 0.72 / 60


def exposure_past_post(beside_m: float, range_m: float, rate_per_min: float) -> float:
    """Integral of rate (1 - 0.9 d2 / R2) over the time on a straight line that passes at ``beside_m``."""
    if beside_m >= range_m:
        return 0.0
    half = sqrt(range_m**2 - beside_m**2)
    part = 0.9 / range_m**2
    return rate_per_min * WALK_MIN_PER_M * ((1 - part * beside_m**2) * 2 * half - part * 2 * half**3 / 3)


def mean_chance(exposures: list[float]) -> float:
    return sum(1 - exp(-exposure) for exposure in exposures) / len(exposures)


def flat_picture(synthetic: ModuleType, ground: object, laydown: object, **more: object) -> Picture:
    parameters = synthetic.settled(ground, laydown)
    made: Picture = picture_from_layers(
        ground,  # type: ignore[arg-type]
        laydown,  # type: ignore[arg-type]
        synthetic.flat_layers(ground, laydown, parameters),
        parameters,
        ledger=False,
        **more,  # type: ignore[arg-type]
    )
    return made


def test_one_post_on_flat_ground_sees_as_the_integral_says(synthetic: ModuleType) -> None:
    ground = synthetic.make_ground([(0, 6000), (12_000, 6000)], width_m=12_000, height_m=12_000, cell_m=50)
    post = synthetic.make_post(ground, "N1", "north", (6000, 7000), detect_per_min=0.02)
    made = flat_picture(synthetic, ground, synthetic.make_laydown([post]))
    for length in made.lengths:
        lanes = [length.from_km * 1000 + 25 + 50 * k for k in range(20)]
        expected = mean_chance([exposure_past_post(abs(x - 6000), 4000, 0.02) for x in lanes])
        assert length.p_seen == pytest.approx(expected, abs=0.004)  # half a step at each edge of the range
        assert length.p_answered_alone == 0


def test_an_answer_counts_where_somebody_arrives_in_time(synthetic: ModuleType) -> None:
    # The element goes on foot from the post, so it is in time within a circle of its own around the post.
    ground = synthetic.make_ground([(0, 6000), (12_000, 6000)], width_m=12_000, height_m=12_000, cell_m=50)
    in_time_m = 2500.0
    element = ReactionElement("foot", 45 - in_time_m * WALK_MIN_PER_M)
    post = synthetic.make_post(ground, "N1", "north", (6000, 7000), detect_per_min=0.02, reaction=element)
    made = flat_picture(synthetic, ground, synthetic.make_laydown([post]))

    def exposure_in_time(beside_m: float) -> float:
        if beside_m >= in_time_m:
            return 0.0
        half, part = sqrt(in_time_m**2 - beside_m**2), 0.9 / 4000**2
        return 0.02 * WALK_MIN_PER_M * ((1 - part * beside_m**2) * 2 * half - part * 2 * half**3 / 3)

    for length in made.lengths:
        lanes = [length.from_km * 1000 + 25 + 50 * k for k in range(20)]
        expected = mean_chance([exposure_in_time(abs(x - 6000)) for x in lanes])
        assert length.p_answered_alone == pytest.approx(expected, abs=0.02)  # the rate steps at the circle's edge


def test_at_a_right_angle_the_inner_lanes_end_at_the_bisector(synthetic: ModuleType) -> None:
    seam = [(0, 8000), (8000, 8000), (8000, 16_000)]
    ground = synthetic.make_ground(seam, width_m=16_000, height_m=16_000, cell_m=50)
    laydown = synthetic.make_laydown([])
    rate = 0.004
    layers = synthetic.layers_of(ground, north={"rate": rate})
    made = picture_from_layers(ground, laydown, layers, synthetic.settled(ground, laydown), ledger=False)
    for length in made.lengths[1:7]:
        # Outside 8 km to the edge of the ground, inside as far as the bisector: the distance left to the corner.
        lanes = [length.from_km * 1000 + 25 + 50 * k for k in range(20)]
        expected = mean_chance([rate * WALK_MIN_PER_M * (8000 + 8000 - x) for x in lanes])
        assert length.p_seen == pytest.approx(expected, abs=rate * WALK_MIN_PER_M * 50)
    legs = [length.p_seen for length in made.lengths]
    assert legs == pytest.approx(legs[::-1], abs=rate * WALK_MIN_PER_M * 50)


def test_a_slanting_seam_sees_the_same_as_a_straight_one(synthetic: ModuleType) -> None:
    # 3-4-5: the seam climbs 3 in 4 through the middle of the ground; the post stands on it, half-way.
    ground = synthetic.make_ground([(4000, 4000), (12_000, 10_000)], width_m=16_000, height_m=14_000, cell_m=50)
    post = synthetic.make_post(ground, "N1", "north", (8000, 7000), detect_per_min=0.02, range_m=3000)
    made = flat_picture(synthetic, ground, synthetic.make_laydown([post]))
    for length in made.lengths[1:-1]:
        lanes = [length.from_km * 1000 + 25 + 50 * k for k in range(20)]
        expected = mean_chance([exposure_past_post(abs(x - 5000), 3000, 0.02) for x in lanes])
        assert length.p_seen == pytest.approx(expected, abs=0.01)


def straight_picture(synthetic: ModuleType, terms: Terms | None = None, **by_party: object) -> tuple[Length, ...]:
    ground = synthetic.straight_ground()
    laydown = synthetic.make_laydown([], terms)
    layers = synthetic.layers_of(ground, **by_party)
    made = picture_from_layers(ground, laydown, layers, synthetic.settled(ground, laydown), ledger=False)
    return made.lengths


SURE = 1.0  # a rate that nobody crosses unseen


@pytest.mark.parametrize(
    ("north", "south", "state"),
    [
        ({"rate": SURE, "minutes": 45}, {}, State.HELD),
        ({"rate": SURE}, {"minutes": 35}, State.TOGETHER),
        ({"rate": SURE}, {"minutes": 36}, State.SLOW),
        ({"rate": 1e-3}, {"minutes": 45}, State.BLIND),
        ({"rate": 1e-3}, {"minutes": 46}, State.OPEN),
        ({}, {}, State.OPEN),
        ({"rate_all": SURE, "minutes_all": 10}, {}, State.UNKNOWN),
        ({"minutes_all": 10}, {}, State.UNKNOWN),
        ({"rate": SURE, "minutes_all": 10}, {"minutes": 35}, State.TOGETHER),
    ],
)
def test_lengths_take_the_first_state_that_applies(
    synthetic: ModuleType, north: dict[str, float], south: dict[str, float], state: State
) -> None:
    terms = Terms(respond_within_min=45, share_within_min=10)
    lengths = straight_picture(synthetic, terms, north=north, south=south)
    assert {length.state for length in lengths} == {state}


def test_a_sighting_by_one_party_is_not_answered_because_the_other_also_watches(synthetic: ModuleType) -> None:
    terms = Terms(respond_within_min=45, share_within_min=60)
    lengths = straight_picture(synthetic, terms, north={"rate": SURE}, south={"rate": 1e-9, "minutes": 1})
    assert lengths[5].p_seen > 0.99
    assert lengths[5].p_answered_alone < 1e-6
    assert lengths[5].p_answered_shared < 1e-6


def test_each_sector_goes_by_its_own_rules(synthetic: ModuleType) -> None:
    sectors = (
        Sector("1", Names(), 0, 5, respond_within_min=20),
        Sector("2", Names(), 5, 10, partner_may_respond=False),
    )
    terms = Terms(respond_within_min=45, share_within_min=10, sectors=sectors)
    lengths = straight_picture(synthetic, terms, north={"rate": SURE}, south={"minutes": 35})
    assert [length.state for length in lengths] == [State.SLOW] * 10 + [State.TOGETHER] * 10
    assert [length.sector for length in lengths] == ["1"] * 5 + ["2"] * 5 + ["-"] * 10


def test_a_length_without_ground_is_unknown_and_named(synthetic: ModuleType) -> None:
    ground = synthetic.make_ground([(-3000, 6000), (5000, 6000)], width_m=5000, height_m=12_000)
    laydown = synthetic.make_laydown([])
    layers = synthetic.layers_of(ground, north={"rate": SURE, "minutes": 1})
    made = picture_from_layers(ground, laydown, layers, synthetic.settled(ground, laydown), ledger=False)
    assert [length.state for length in made.lengths] == [State.UNKNOWN] * 3 + [State.HELD] * 5
    assert [notice.fields["km"] for notice in made.notices if notice.code == "lengths-without-ground"] == ["0, 1, 2"]


def test_ground_nobody_can_walk_adds_no_exposure(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground()
    ground.walk_s_per_m[:60] = np.nan
    laydown = synthetic.make_laydown([])
    layers = synthetic.layers_of(ground, north={"rate": 0.01})
    made = picture_from_layers(ground, laydown, layers, synthetic.settled(ground, laydown), ledger=False)
    assert made.lengths[3].p_seen == pytest.approx(1 - exp(-0.01 * 6000 * WALK_MIN_PER_M), abs=1e-3)


def test_lanes_stand_a_cell_apart_and_are_at_least_five(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground(cell_m=500)
    lanes = prepare(ground).lanes
    assert np.array_equal(np.diff(lanes.of_length), np.full(20, FEWEST_LANES))
    fine = prepare(synthetic.straight_ground(cell_m=100)).lanes
    assert np.array_equal(np.diff(fine.of_length), np.full(20, 10))
    assert np.array_equal(np.diff(fine.first), np.full(200, 120))
