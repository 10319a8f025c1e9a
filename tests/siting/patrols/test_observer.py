"""What observers can make of patrols, in cases that can be reckoned by hand."""

import numpy as np
import pytest
from hypothesis import given, settings

from tansiq.siting.patrols import FAR, Base, Equilibrium, Game, Mixture, equilibrium
from tansiq.siting.patrols.observer import WATCHED, exploited, gate_watched
from tansiq.siting.patrols.tours import Detail, Tour
from tansiq.siting.patrols.ways import Drawn, Repeated, blind, planned, repeated
from tests.siting.patrols.by_hand import every_tour, games


def draws() -> np.random.Generator:
    return np.random.default_rng(8)


def two_segments(slots: int = 1) -> Game:
    base = Base("a", 1, np.zeros(2, np.int64))
    return Game(np.array([3.0, 3.0]), np.ones(slots, np.bool_), np.zeros((2, 2), np.int64), (base,), slots)


def test_a_fixed_patrol_is_walked_round_by_whoever_watched_one_week() -> None:
    game = two_segments()
    found = exploited(game, "fixed", repeated(game, 1), draws())
    assert (found.known, found.watched[7], found.watched[28]) == (3.0, 3.0, 3.0)
    assert found.anywhere == pytest.approx(0.5)


def test_a_weekly_rotation_fools_the_average_and_not_the_calendar() -> None:
    """Segment 0 on the first three days of the week, 1 on the others: only the weekday tells which."""
    game = two_segments()
    cycle = np.zeros((7, 2, 1), np.bool_)
    cycle[:3, 0], cycle[3:, 1] = True, True
    found = exploited(game, "rotation", Repeated(cycle), draws())
    assert found.watched == {7: 3.0, 28: 3.0}
    assert found.known == 3.0


def test_a_fair_coin_leaves_half_to_everybody() -> None:
    game = two_segments()
    covers = np.array([[[True], [False]], [[False], [True]]])
    found = exploited(game, "coin", Drawn(((covers, np.array([0.5, 0.5])),)), draws())
    assert found.known == pytest.approx(1.5)
    assert list(found.watched.values()) == [pytest.approx(1.5)] * len(WATCHED)


@settings(max_examples=15)
@given(games(bases=2))
def test_watching_the_plan_gains_nothing_over_knowing_it(game: Game) -> None:
    plan = equilibrium(game)
    found = exploited(game, "plan", planned(game, plan), draws(), histories=5)
    assert found.known == pytest.approx(plan.value)
    assert all(value <= found.known + 1e-9 for value in found.watched.values())
    assert planned(game, plan).chance(0) == pytest.approx(plan.cover)


@settings(max_examples=15)
@given(games())
def test_blind_and_fixed_patrols_drive_tours_that_are_possible_and_leave_no_less(game: Game) -> None:
    possible = every_tour(game, game.bases[0])
    walks = blind(game, draws(), walks=20)
    for cover in (*walks.lots[0][0], *repeated(game, 7).cycle):
        assert {(int(i), int(slot)) for i, slot in np.argwhere(cover)} in possible
    plan = equilibrium(game)
    for way in (walks, repeated(game, 1), repeated(game, 7)):
        assert exploited(game, "other", way, draws(), histories=2).known >= plan.bound - 1e-9


@pytest.mark.parametrize(("second", "gained"), [(Tour(1, (1, -1, -1)), 3.0), (Tour(0, (-1, 1, -1)), 1.5)])
def test_whoever_sees_the_gate_knows_what_the_hour_tells(second: Tour, gained: float) -> None:
    """Each segment on half of the days at slot 1, left for in different slots or in the same one."""
    base = Base("a", 1, np.array([1, 0]))
    game = Game(np.array([3.0, 3.0]), np.array([False, True, False, False]), np.full((2, 2), FAR), (base,), 3)
    details = (Detail((Tour(0, (-1, 0, -1)),)), Detail((second,)))
    cover = np.zeros(game.shape)
    cover[:, 1] = 0.5
    plan = Equilibrium((Mixture(details, np.array([0.5, 0.5]), cover),), 1.5, 1.5, cover)
    assert gate_watched(game, plan) == pytest.approx(gained)


@settings(max_examples=15)
@given(games(bases=2))
def test_seeing_the_gate_is_worth_no_more_than_seeing_the_roster(game: Game) -> None:
    plan = equilibrium(game)
    assert 0 <= gate_watched(game, plan) <= game.value.max() + 1e-9


def test_days_come_out_as_often_as_their_chance() -> None:
    game = two_segments(slots=4)
    way = planned(game, equilibrium(game))
    met = way.days(4_000, draws()).mean(axis=0)
    assert met == pytest.approx(way.chance(0), abs=0.04)
