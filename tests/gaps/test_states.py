"""The state of a cell, case by case, and in the order in which the first that applies is taken."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.names import Names
from tansiq.domain.state import State
from tansiq.gaps import Parameters, picture_from_layers
from tansiq.ground.model import Ground

INF = np.inf
# T is 45 min and L is 10 min. Each case: rate by north, by south, minutes of north, of south, and the state.
TRUSTED = [
    (1, 0, 45, INF, State.HELD),
    (0, 1, INF, 45, State.HELD),
    (1, 0, 20, 5, State.HELD),
    (1, 1, INF, 45, State.HELD),
    (1, 0, INF, 35, State.TOGETHER),
    (0, 1, 35, INF, State.TOGETHER),
    (1, 0, 46, 35, State.TOGETHER),
    (1, 0, INF, 35.5, State.SLOW),
    (1, 0, 45.5, INF, State.SLOW),
    (1, 1, INF, INF, State.SLOW),
    (0, 0, 45, INF, State.BLIND),
    (0, 0, INF, 10, State.BLIND),
    (0, 0, 45.5, 46, State.OPEN),
    (0, 0, INF, INF, State.OPEN),
]
# By confirmed posts, and by all posts: (rate, rate, minutes, minutes) each.
CLAIMED = [
    ((0, 0, INF, INF), (1, 0, 10, INF), State.UNKNOWN),
    ((1, 0, INF, INF), (1, 0, 10, INF), State.UNKNOWN),
    ((0, 0, INF, INF), (0, 0, 10, INF), State.UNKNOWN),
    ((0, 0, 10, INF), (0, 1, 10, INF), State.UNKNOWN),
    ((1, 0, INF, INF), (2, 1, INF, INF), State.SLOW),
    ((0, 0, 40, INF), (0, 0, 10, 10), State.BLIND),
    ((1, 0, INF, 35), (1, 0, 10, 35), State.TOGETHER),
    ((1, 0, 45, INF), (1, 1, 1, 1), State.HELD),
]


def one_row(synthetic: ModuleType, cells: int) -> Ground:
    ground: Ground = synthetic.make_ground(None, width_m=100 * cells, height_m=100)
    return ground


def terms_on(synthetic: ModuleType, ground: Ground, *, partner: bool = True) -> Parameters:
    parameters: Parameters = synthetic.settled(ground, synthetic.make_laydown([]))
    whole = Sector("-", Names(), 0, 0, partner_may_respond=partner)
    return replace(parameters, terms=Terms(respond_within_min=45, share_within_min=10, sectors=(whole,)))


def test_the_first_state_that_applies_is_taken(synthetic: ModuleType) -> None:
    ground = one_row(synthetic, len(TRUSTED))
    table = np.array([case[:4] for case in TRUSTED], float).T
    layers = synthetic.layers_of(
        ground, north={"rate": table[0], "minutes": table[2]}, south={"rate": table[1], "minutes": table[3]}
    )
    made = picture_from_layers(ground, synthetic.make_laydown([]), layers, terms_on(synthetic, ground), ledger=False)
    assert [State(s) for s in made.state[0]] == [case[4] for case in TRUSTED]


def test_where_the_partner_may_not_respond_nothing_is_held_together(synthetic: ModuleType) -> None:
    ground = one_row(synthetic, len(TRUSTED))
    table = np.array([case[:4] for case in TRUSTED], float).T
    layers = synthetic.layers_of(
        ground, north={"rate": table[0], "minutes": table[2]}, south={"rate": table[1], "minutes": table[3]}
    )
    parameters = terms_on(synthetic, ground, partner=False)
    made = picture_from_layers(ground, synthetic.make_laydown([]), layers, parameters, ledger=False)
    expected = [State.SLOW if case[4] is State.TOGETHER else case[4] for case in TRUSTED]
    assert [State(s) for s in made.state[0]] == expected


def test_what_only_unconfirmed_posts_would_improve_is_unknown(synthetic: ModuleType) -> None:
    ground = one_row(synthetic, len(CLAIMED))
    trusted = np.array([case[0] for case in CLAIMED], float).T
    claimed = np.array([case[1] for case in CLAIMED], float).T
    north = {"rate": trusted[0], "minutes": trusted[2], "rate_all": claimed[0], "minutes_all": claimed[2]}
    south = {"rate": trusted[1], "minutes": trusted[3], "rate_all": claimed[1], "minutes_all": claimed[3]}
    layers = synthetic.layers_of(ground, north=north, south=south)
    made = picture_from_layers(ground, synthetic.make_laydown([]), layers, terms_on(synthetic, ground), ledger=False)
    assert [State(s) for s in made.state[0]] == [case[2] for case in CLAIMED]


def test_outside_the_area_there_is_no_state(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground(half_width_m=2000)
    made = picture_from_layers(
        ground,
        synthetic.make_laydown([]),
        synthetic.layers_of(ground),
        synthetic.settled(ground, synthetic.make_laydown([])),
        ledger=False,
    )
    assert np.array_equal(made.state == 0, ground.strip < 0)
    assert made.area_km2 == pytest.approx(20 * 4)
