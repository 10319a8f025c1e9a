"""Plans of patrols against closed forms, and against a linear programme over every day there could be."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.siting.patrols import FAR, Base, Game, equilibrium
from tansiq.siting.patrols.observer import gate_watched
from tests.siting.patrols.by_hand import best_value, every_tour, games

GAP = 1e-3


def level(values: list[float], vehicles: int, slots: int = 1) -> Game:
    """Segments right at one base, no time between them, patrols out all day."""
    segments = len(values)
    base = Base("a", vehicles, np.zeros(segments, np.int64))
    return Game(np.array(values), np.ones(slots, np.bool_), np.zeros((segments, segments), np.int64), (base,), slots)


@pytest.mark.parametrize(("segments", "vehicles"), [(1, 1), (4, 1), (3, 2), (5, 2), (7, 3)])
def test_equal_segments_are_met_as_often_as_there_are_vehicles_for_them(segments: int, vehicles: int) -> None:
    plan = equilibrium(level([6.0] * segments, vehicles, slots=3))
    assert plan.value == pytest.approx(6.0 * (1 - vehicles / segments), abs=0.01)
    assert plan.cover == pytest.approx(np.full((segments, 3), vehicles / segments), abs=0.002)


@given(st.lists(st.floats(5.0, 6.0), min_size=3, max_size=6))
def test_unequal_segments_are_levelled(values: list[float]) -> None:
    """With one vehicle and one slot every segment comes to the same v: sum of 1 - v / value is 1."""
    plan = equilibrium(level(values, 1))
    expected = (len(values) - 1) / float(np.sum(1 / np.array(values)))
    assert expected <= min(values) + 1e-9
    assert plan.value == pytest.approx(expected, rel=2 * GAP)
    assert plan.bound <= expected * (1 + 1e-9)


def test_a_segment_that_counts_more_than_all_patrols_can_do_gets_them_all() -> None:
    plan = equilibrium(level([100.0, 1.0], 1))
    assert plan.cover[0] == pytest.approx([1 - plan.value / 100])
    assert plan.value == pytest.approx(100 / 101, rel=2 * GAP)  # 100 (1 - c) = 1 - (1 - c)


@settings(max_examples=60)
@given(games())
def test_one_vehicle_does_as_well_as_the_best_of_all_days(game: Game) -> None:
    plan, best = equilibrium(game), best_value(game)
    assert plan.bound <= best + 1e-7
    assert best - 1e-7 <= plan.value <= best * (1 + 2 * GAP) + 1e-7


@settings(max_examples=30)
@given(games(vehicles=2))
def test_with_two_vehicles_the_best_of_all_days_lies_between_bound_and_value(game: Game) -> None:
    plan, best = equilibrium(game), best_value(game)
    assert plan.bound - 1e-7 <= best <= plan.value + 1e-7


@settings(max_examples=20)
@given(games(bases=2))
def test_the_bound_holds_even_for_bases_that_draw_together(game: Game) -> None:
    plan, best = equilibrium(game), best_value(game)
    assert plan.bound - 1e-7 <= best <= plan.value + 1e-7


@settings(max_examples=30)
@given(games(bases=2, vehicles=2))
def test_shares_are_chances_and_every_tour_is_one_that_could_be_driven(game: Game) -> None:
    plan = equilibrium(game, rounds=20)
    assert (plan.cover >= 0).all()
    assert (plan.cover <= 1).all()
    for base, one in zip(game.bases, plan.mixtures, strict=True):
        possible = every_tour(game, base)
        assert one.share.sum() == pytest.approx(1.0)
        assert (one.share > 0).all()
        for detail in one.details:
            assert len(detail.tours) == base.vehicles
            for tour in detail.tours:
                assert {(i, slot) for slot, i in enumerate(tour.at, tour.start) if i >= 0} in possible
                assert tour.start >= 0
                assert tour.back(base.legs) - tour.start <= game.shift
                assert tour.back(base.legs) <= len(game.window)


@settings(max_examples=25)
@given(games(vehicles=2), st.data())
def test_fixed_departures_are_kept_and_cost_no_less_than_nothing(game: Game, data: st.DataObject) -> None:
    (base,) = game.bases
    leaves = tuple(data.draw(st.integers(0, game.starts - 1)) for _ in range(2))
    fixed = replace(game, bases=(replace(base, leaves=leaves),))
    plan = equilibrium(fixed)
    for detail in plan.mixtures[0].details:
        assert sorted(tour.start for tour in detail.tours) == sorted(leaves)
    assert plan.bound - 1e-7 <= best_value(game) <= plan.value + 1e-7
    assert gate_watched(fixed, plan) <= plan.value + 1e-7


def test_the_plan_is_the_same_each_time() -> None:
    rng = np.random.default_rng(4)
    moves = rng.integers(0, 3, (8, 8))
    bases = tuple(Base(str(k), 2, rng.integers(0, 3, 8)) for k in range(2))
    game = Game(rng.gamma(2.0, 1.0, 8), np.ones(12, np.bool_), moves, bases, 7)
    first, again = equilibrium(game), equilibrium(game)
    assert [one.details for one in first.mixtures] == [one.details for one in again.mixtures]
    assert all((a.share == b.share).all() for a, b in zip(first.mixtures, again.mixtures, strict=True))
    assert first.bound <= first.value <= game.value.max()


def test_a_base_far_from_the_worst_segment_still_patrols_its_own() -> None:
    """Bases with one segment each and half a day of patrols: each is met half the time, whatever the other counts."""
    moves = np.full((2, 2), FAR)
    bases = (Base("a", 1, np.array([0, FAR])), Base("b", 1, np.array([FAR, 0])))
    game = Game(np.array([50.0, 1.0]), np.ones(8, np.bool_), moves, bases, 4)
    plan = equilibrium(game)
    assert plan.cover == pytest.approx(np.full((2, 8), 0.5), abs=0.01)


@pytest.mark.parametrize(("value", "shift"), [([-1.0, 1.0], 2), ([1.0], 2), ([1.0, 1.0], 0), ([1.0, 1.0], 5)])
def test_games_that_make_no_sense_are_refused(value: list[float], shift: int) -> None:
    base = Base("a", 1, np.zeros(2, np.int64))
    with pytest.raises(ValueError, match="a game needs"):
        Game(np.array(value), np.ones(4, np.bool_), np.zeros((2, 2), np.int64), (base,), shift)
