"""Questions about checkpoints drawn by Hypothesis, answered by trying every choice and every way."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from tansiq.ground.road_graph import Routing
from tansiq.siting.checkpoints.model import Settings
from tansiq.siting.checkpoints.question import Question, Share, flows_between
from tests.ground.road_graph.drawn import graphs, simple_ways

Vector = tuple[int, int, int]
SETTINGS = Settings(detour_percent=25.0, detour_min=3.0)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Draw a question with up to six places, six flows, two stretches and three checkpoints."""
    graph = draw(graphs())
    node = st.integers(0, graph.nodes - 1)
    counts = draw(st.dictionaries(st.tuples(node, node), st.integers(0, 9), min_size=1, max_size=6))
    flows, _ = flows_between(Routing(graph), counts, SETTINGS)
    places = sorted(draw(st.sets(node, min_size=1, max_size=6)))
    stretches = np.array(draw(st.lists(st.booleans(), min_size=2 * len(places), max_size=2 * len(places))), np.bool_)
    whole = st.lists(st.integers(0, 9), min_size=len(places), max_size=len(places))
    return Question(
        routing=Routing(graph),
        place_node=np.array(places, np.int64),
        delay_min=np.array(draw(whole), np.int64),
        flows=flows,
        stretches=csr_matrix(stretches.reshape(len(places), 2)),
        stretch_km=np.array([1.0, 2.0]),
        stretch_worth=np.array([draw(st.integers(0, 5)), 2], np.int64),
        count=draw(st.integers(1, 3)),
    )


def with_share(question: Question, most: int) -> Question:
    """Return the question with at most ``most`` of every second place open."""
    return replace(question, shares=(Share(np.arange(0, question.places, 2), most),))


def choices(question: Question) -> Iterator[tuple[int, ...]]:
    """Yield every choice within the question's limits on numbers."""
    for size in range(question.count + 1):
        for opened in itertools.combinations(range(question.places), size):
            if all(len(set(opened) & set(share.places.tolist())) <= share.most for share in question.shares):
                yield opened


def figures_by_hand(question: Question, opened: tuple[int, ...]) -> Vector:
    """Return counted (negative), evadable and delay of a choice, going through every way of every flow."""
    nodes = {int(question.place_node[k]) for k in opened}
    met = evadable = 0
    for flow in question.flows:
        if nodes & set(flow.usual[1:-1]):
            met += flow.per_day
            ways = simple_ways(question.routing.graph, flow.origin, flow.destination)
            if any(took <= flow.longest_min + 1e-6 and not nodes & set(way[1:-1]) for took, way in ways):
                evadable += flow.per_day
    worth = sum(
        int(question.stretch_worth[k]) for k in range(2) if any(question.stretches[place, k] for place in opened)
    )
    return -met - worth, evadable, sum(int(question.delay_min[k]) for k in opened)


def front_of(vectors: set[Vector]) -> set[Vector]:
    """Return those that no other is at least as good as in everything."""
    return {
        one for one in vectors
        if not any(other != one and all(a <= b for a, b in zip(other, one, strict=True)) for other in vectors)
    }  # fmt: skip
