"""Segments, driving times and the patrol day on flat ground, where distances are known."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.laydown import Laydown
from tansiq.domain.post import ReactionElement
from tansiq.domain.state import State
from tansiq.domain.time import Window
from tansiq.errors import BadInputError, UsageError
from tansiq.gaps import picture, prepare, settle
from tansiq.gaps.corridors import find_corridors
from tansiq.gaps.layers import party_layers
from tansiq.ground.model import Ground
from tansiq.siting.patrols import FAR
from tansiq.siting.patrols.bases import place_bases
from tansiq.siting.patrols.day import patrol_day
from tansiq.siting.patrols.driving import driving_slots
from tansiq.siting.patrols.patrolling import Asked, patrol
from tansiq.siting.patrols.segments import cut
from tests.gaps import conftest as synthetic_ground

VEHICLE_S_PER_M = synthetic_ground.WALK_S_PER_M / 6


@pytest.fixture(scope="module")
def made() -> ModuleType:
    return synthetic_ground


def ground_and_laydown(made: ModuleType, cell_m: float = 200.0) -> tuple[Ground, Laydown]:
    """20 km of seam; somebody sees and answers its first five kilometres at once."""
    ground = made.straight_ground(cell_m=cell_m)
    element = ReactionElement("vehicle", 0.0)
    post = made.make_post(ground, "N1", "north", (2_500, 6_000), reaction=element, range_m=6_000, detect_per_min=5.0)
    return ground, made.make_laydown([post])


@pytest.mark.parametrize(("segment_km", "cell_m"), [(1.0, 200.0), (4.0, 200.0), (4.0, 1_500.0), (50.0, 200.0)])
def test_segments_are_the_unheld_lengths_each_once(made: ModuleType, segment_km: float, cell_m: float) -> None:
    ground, laydown = ground_and_laydown(made, cell_m=cell_m)
    seen = picture(ground, laydown, ledger=False)
    segments = cut(prepare(ground), seen, "seam", segment_km)
    unheld = [k for k, one in enumerate(seen.lengths) if one.state not in {State.HELD, State.TOGETHER}]
    assert 0 < len(unheld) < 20
    assert [k for one in segments for k in range(one.first, one.last + 1)] == unheld
    assert all(one.to_km - one.from_km <= segment_km for one in segments)
    assert [one.value for one in segments] == pytest.approx([one.to_km - one.from_km for one in segments])


def test_what_a_segment_counts_is_the_unheld_ground_of_its_strips(made: ModuleType) -> None:
    ground, laydown = ground_and_laydown(made)
    seen = picture(ground, laydown, ledger=False)
    segments = cut(prepare(ground), seen, "area", 3.0)
    for one in segments:
        own = (ground.strip >= one.first) & (ground.strip <= one.last)
        unheld = own & (seen.state != State.HELD) & (seen.state != State.TOGETHER)
        assert one.value == pytest.approx(np.count_nonzero(unheld) * ground.grid.cell_km2)
    chance = cut(prepare(ground), seen, "unanswered", 3.0)
    for one in chance:
        lengths = seen.lengths[one.first : one.last + 1]
        assert one.value == pytest.approx(np.mean([1 - length.p_answered_shared for length in lengths]))


def test_by_corridor_a_segment_counts_what_passes_unseen_and_porous_lengths_are_patrolled(made: ModuleType) -> None:
    ground, laydown = ground_and_laydown(made)
    parameters, _ = settle(ground, laydown)
    seen = picture(ground, laydown, ledger=False)
    band = prepare(ground)
    ways = find_corridors(band, party_layers(ground, laydown, parameters), parameters, k=0).lengths
    segments = cut(band, seen, "corridor", 4.0)
    patrolled = {k for one in segments for k in range(one.first, one.last + 1)}
    held = {k for k, one in enumerate(seen.lengths) if one.state in {State.HELD, State.TOGETHER}}
    assert patrolled == set(range(20)) - (held - set(np.flatnonzero(ways.porous).tolist()))
    for one in segments:
        assert one.value == pytest.approx(np.max(ways.p_unseen[one.first : one.last + 1]))


def test_driving_takes_the_distance_at_the_vehicle_s_pace_rounded_up(made: ModuleType) -> None:
    ground, laydown = ground_and_laydown(made)
    segments = cut(prepare(ground), picture(ground, laydown, ledger=False), "seam", 2.0)
    start = (int(segments[0].row or 0), 0)
    slots = driving_slots(ground, [start], segments, 4.0, 60.0, lambda _done: None)[0]
    distance_m = np.array([int(one.col or 0) * ground.grid.cell_m for one in segments])
    assert {one.row for one in segments} == {start[0]}
    assert slots.tolist() == np.ceil(distance_m * VEHICLE_S_PER_M / 60 / 4.0).astype(int).tolist()
    near = driving_slots(ground, [start], segments, 4.0, 25.0, lambda _done: None)[0]
    assert near.tolist() == np.where(distance_m * VEHICLE_S_PER_M / 60 <= 25.0, slots, FAR).tolist()


@given(st.sampled_from(list(Window)), st.floats(1.5, 14), st.floats(0, 12), st.sampled_from([15, 20, 30, 60]))
def test_the_patrol_day_leaves_the_rest_and_holds_window_and_shift(
    window: Window, shift_h: float, rest_h: float, slot_min: int
) -> None:
    try:
        day = patrol_day(window, shift_h=shift_h, rest_h=rest_h, slot_min=slot_min)
    except UsageError:
        assert shift_h * 60 < 3 * slot_min or shift_h + rest_h > 24 - 2 * slot_min / 60
        return
    assert len(day.window) * slot_min <= 24 * 60 - rest_h * 60 + 1e-9
    assert day.shift * slot_min <= shift_h * 60
    assert day.shift <= len(day.window)
    opened = np.flatnonzero(day.window)
    assert (day.minute(int(opened[0])), day.minute(int(opened[-1]) + 1)) == {
        Window.DAY: (360, 1080),
        Window.NIGHT: (1080, 1800),
    }[window]
    assert day.begins_min >= 0


@pytest.mark.parametrize(
    ("shift_h", "rest_h", "slot_min"), [(1.0, 8.0, 30), (17.0, 8.0, 30), (8.0, 12.5, 30), (8.0, 8.0, 7)]
)
def test_hours_that_do_not_fit_are_refused(shift_h: float, rest_h: float, slot_min: int) -> None:
    with pytest.raises(UsageError):
        patrol_day(Window.DAY, shift_h=shift_h, rest_h=rest_h, slot_min=slot_min)


def test_clock_times_go_past_midnight() -> None:
    day = patrol_day(Window.NIGHT, shift_h=8, rest_h=8, slot_min=30)
    assert (day.clock(0), day.clock(4), day.clock(16)) == ("16:00", "18:00", "00:00")


@pytest.mark.parametrize(
    ("named", "vehicles", "error"),
    [
        ([], [1], UsageError),
        (["N1", "N1"], [1], UsageError),
        (["N1"], [1, 2], UsageError),
        (["N1"], [0], UsageError),
        (["N9"], [1], BadInputError),
        (["0:0"], [1], BadInputError),
        (["200:95"], [1], BadInputError),
        (["1:2:3"], [1], BadInputError),
    ],
)
def test_bases_that_are_none_are_refused(
    made: ModuleType, named: list[str], vehicles: list[int], error: type[Exception]
) -> None:
    ground, laydown = ground_and_laydown(made)
    with pytest.raises(error):
        place_bases(ground, laydown, named, vehicles)


def test_a_base_can_be_named_by_its_place(made: ModuleType) -> None:
    ground, laydown = ground_and_laydown(made)
    post = laydown.posts[0]
    by_id, by_place = place_bases(ground, laydown, ["N1", f"{post.lon_deg}:{post.lat_deg}"], [2, 3])
    assert (by_id.row, by_id.col) == (by_place.row, by_place.col)
    assert (by_id.vehicles, by_place.vehicles) == (2, 3)


def test_a_plan_on_ground_meets_every_segment_and_keeps_to_its_shift(made: ModuleType) -> None:
    ground, laydown = ground_and_laydown(made)
    parameters, _ = settle(ground, laydown)
    asked = Asked(["N1"], [2], shift_h=6, days=5, seed=9, weighing="seam", segment_km=3.0)
    plan = patrol(ground, laydown, parameters, asked)
    assert not plan.left_out
    assert (plan.plan.cover[:, plan.day.window] > 0).all()
    assert plan.plan.bound <= plan.plan.value < max(one.value for one in plan.segments)
    legs = plan.game.bases[0].legs
    for tours in plan.rosters[0]:
        assert len(tours) == 2
        assert all((tour.back(legs) - tour.start) * plan.day.slot_min <= 6 * 60 for tour in tours)
    again = patrol(ground, laydown, parameters, asked)
    assert again.rosters == plan.rosters
    assert {one.way: one.known for one in plan.compared}["plan"] == pytest.approx(plan.plan.value)


def test_fixed_departures_tell_nothing_at_the_gate(made: ModuleType) -> None:
    ground, laydown = ground_and_laydown(made)
    parameters, _ = settle(ground, laydown)
    asked = Asked(["N1"], [3], days=4, seed=9, weighing="seam", segment_km=5.0, departures="fixed")
    plan = patrol(ground, laydown, parameters, asked)
    starts = {tuple(sorted(tour.start for tour in tours)) for tours in plan.rosters[0]}
    assert starts == {(0, 8, 16)}
    assert plan.gate == pytest.approx(plan.plan.value)
    assert patrol(ground, laydown, parameters, replace(asked, departures="drawn")).plan.value <= plan.plan.value


def test_ground_without_a_seam_is_refused(made: ModuleType) -> None:
    ground = made.make_ground(None, width_m=4_000, height_m=4_000, cell_m=200.0)
    laydown = made.make_laydown([made.make_post(ground, "N1", "north", (2_000, 2_000))])
    with pytest.raises(BadInputError, match="no seam"):
        cut(prepare(ground), picture(ground, laydown, ledger=False), "area", 5.0)
