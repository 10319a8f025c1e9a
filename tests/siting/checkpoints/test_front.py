"""The front against every choice of small questions, every figure counted by going through all ways."""

import math
import time
from dataclasses import replace
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tansiq.ground.road_graph import Routing
from tansiq.siting.checkpoints import every, ways
from tansiq.siting.checkpoints.bound import most_counted
from tansiq.siting.checkpoints.question import Question, flows_between
from tansiq.siting.checkpoints.search import Searched, search, vector
from tests.ground.road_graph.drawn import graph_of, simple_ways
from tests.siting.checkpoints.drawn import SETTINGS, choices, figures_by_hand, front_of, questions, with_share

WEIGHED, SOLVED = 30_000_000, -1  # choices up to which all are weighed: below 0 always the integer programme
ENGINES = pytest.mark.parametrize("most_choices", [WEIGHED, SOLVED])


def searched(
    question: Question,
    opened: tuple[int, ...] = (),
    closed: tuple[int, ...] = (),
    *,
    grain: float = 0.0,
    most_choices: int = WEIGHED,
) -> Searched:
    here, away = mask(question, opened), mask(question, closed)
    bound = most_counted(question, here, away)
    with mock.patch.object(every, "MOST_CHOICES", most_choices):
        return search(
            question, here, away, bound=bound, grain=grain, points=10_000, deadline_s=math.inf, tell=lambda _n: None
        )


def mask(question: Question, some: tuple[int, ...]) -> NDArray[np.bool_]:
    made = np.zeros(question.places, np.bool_)
    made[list(some)] = True
    return made


@settings(max_examples=40)
@given(questions())
def test_figures_are_those_of_going_through_all_ways(question: Question) -> None:
    for flow in question.flows:
        ways = simple_ways(question.routing.graph, flow.origin, flow.destination)
        assert flow.usual_min == min(took for took, _ in ways)
        assert flow.longest_min == flow.usual_min + max(0.25 * flow.usual_min, 3.0)
    for opened in choices(question):
        assert vector(question.figures(np.array(opened, np.int64))) == figures_by_hand(question, opened)


@ENGINES
@settings(max_examples=20)
@given(question=questions(), most=st.integers(0, 3))
def test_the_front_is_that_of_all_choices(most_choices: int, question: Question, most: int) -> None:
    question = with_share(question, most)
    found = [vector(one.figures) for one in searched(question, most_choices=most_choices).found]
    assert found == sorted(front_of({figures_by_hand(question, opened) for opened in choices(question)}))


@ENGINES
@settings(max_examples=12)
@given(question=questions(), data=st.data())
def test_opened_and_closed_places_leave_the_front_of_the_choices_that_keep_to_them(
    most_choices: int, question: Question, data: st.DataObject
) -> None:
    place = st.integers(0, question.places - 1)
    opened = tuple(sorted(data.draw(st.sets(place, max_size=question.count))))
    closed = tuple(sorted(data.draw(st.sets(place, max_size=2)) - set(opened)))
    kept = {some for some in choices(question) if set(opened) <= set(some) and not set(closed) & set(some)}
    got = searched(question, opened, closed, most_choices=most_choices)
    expected = front_of({figures_by_hand(question, some) for some in kept})
    assert {vector(one.figures) for one in got.found} == expected
    assert {tuple(one.opened.tolist()) for one in got.found} <= kept
    for one in got.found:  # none is open without effect
        for idle in set(one.opened.tolist()) - set(opened):
            without = tuple(place for place in one.opened.tolist() if place != idle)
            assert question.figures(np.array(without, np.int64)) != one.figures


@ENGINES
@settings(max_examples=12)
@given(question=questions(), grain=st.floats(0.05, 0.5))
def test_with_a_grain_every_choice_is_matched_to_within_a_step(
    most_choices: int, question: Question, grain: float
) -> None:
    vectors = {figures_by_hand(question, opened) for opened in choices(question)}
    got = searched(question, grain=grain, most_choices=most_choices)
    listed = {vector(one.figures) for one in got.found}
    assert got.unsearched == 0
    assert listed <= front_of(vectors)
    for one in vectors:
        assert any(all(a <= b + step for a, b, step in zip(near, one, got.step, strict=True)) for near in listed)


@settings(max_examples=25)
@given(questions())
def test_the_bound_is_the_most_that_any_choice_counts(question: Question) -> None:
    most = -min(figures_by_hand(question, opened)[0] for opened in choices(question))
    nothing = mask(question, ())
    assert most_counted(question, nothing, nothing) == most


def two_roads() -> Question:
    """A way of 10 minutes and one of 12 between two towns, a place on each."""
    routing = Routing(graph_of(4, [(0, 1, 5), (1, 3, 5), (0, 2, 6), (2, 3, 6)]))
    flows, severed = flows_between(routing, {(0, 3): 30, (3, 0): 10, (0, 0): 5}, SETTINGS)
    assert severed == ()
    none = csr_matrix((2, 0), dtype=np.bool_)
    return Question(
        routing, np.array([1, 2]), np.array([8, 0]), flows, none, np.empty(0), np.empty(0, np.int64), count=2
    )  # fmt: skip


def test_a_place_on_the_other_road_shuts_the_way_round() -> None:
    question = two_roads()
    alone, both = (question.figures(np.array(opened)) for opened in ([0], [0, 1]))
    assert (alone.met, alone.evadable, alone.detour_min) == (40, 40, pytest.approx(80.0))
    assert (both.met, both.evadable, both.detour_min) == (40, 0, 0.0)
    assert [vector(one.figures) for one in searched(question).found] == [(-40, 0, 8), (0, 0, 0)]


def test_a_search_out_of_time_or_at_its_number_of_points_says_what_it_left() -> None:
    question, nothing = two_roads(), mask(two_roads(), ())

    def left(points: int, deadline_s: float) -> tuple[int, int]:
        got = search(
            question, nothing, nothing, bound=40, grain=0.0, points=points, deadline_s=deadline_s, tell=lambda _n: None
        )
        return len(got.found), got.unsearched

    assert left(1, math.inf) == (1, 1)
    assert left(9, time.monotonic() - 1) == (0, 1)
    with mock.patch.object(every, "MOST_CHOICES", SOLVED):
        assert left(9, time.monotonic() - 1) == (0, 1)


def test_with_too_many_ways_round_the_integer_programme_answers() -> None:
    question, nothing = two_roads(), mask(two_roads(), ())
    with mock.patch.object(ways, "MOST_STEPS", 1):
        assert every.every_choice(question, nothing, nothing, lambda: None) is None
        assert [vector(one.figures) for one in searched(question).found] == [(-40, 0, 8), (0, 0, 0)]


def test_a_way_past_every_place_makes_other_ways_idle() -> None:
    """Two roads round, one of them without a place on it: nothing shuts it, so no other need be known."""
    question = replace(two_roads(), place_node=np.array([1]), delay_min=np.array([8]), stretches=csr_matrix((1, 0)))
    assert ways.ways_round(question, lambda: None) == {0: [frozenset()]}


def test_more_than_64_places_are_weighed_alike() -> None:
    """A long road with 70 places in a row: one of them meets all, and none can be gone round."""
    graph = graph_of(72, [(k, k + 1, 1) for k in range(71)])
    flows, _ = flows_between(Routing(graph), {(0, 71): 9}, SETTINGS)
    delay = np.arange(70, 0, -1)
    none = csr_matrix((70, 0), dtype=np.bool_)
    question = Question(
        Routing(graph), np.arange(1, 71), delay, flows, none, np.empty(0), np.empty(0, np.int64), count=2
    )  # fmt: skip
    got = searched(question).found
    assert [(vector(one.figures), one.opened.tolist()) for one in got] == [((-9, 0, 1), [69]), ((0, 0, 0), [])]


def test_what_the_listener_raises_stops_the_search() -> None:
    question, nothing = two_roads(), mask(two_roads(), ())

    def stop(_found: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search(question, nothing, nothing, bound=40, grain=0.0, points=9, deadline_s=math.inf, tell=stop)
