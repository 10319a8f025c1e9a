"""The tour that collects most against every tour there is; combs against the shares they are made from."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tansiq.siting.patrols import Game
from tansiq.siting.patrols.comb import combed
from tansiq.siting.patrols.tours import Detail, Tour, best_tour, good_detail
from tests.siting.patrols.by_hand import every_tour, games


@settings(max_examples=60)
@given(games(), st.data())
def test_no_tour_collects_more_than_the_best(game: Game, data: st.DataObject) -> None:
    weight = data.draw(arrays(np.float64, game.shape, elements=st.integers(0, 9).map(float)))
    gain, tour = best_tour(game, game.bases[0], weight)
    collected = [sum(weight[cell] for cell in visits) for visits in every_tour(game, game.bases[0])]
    assert gain == max(collected)
    assert gain == sum(weight[i, slot] for i, first, end in tour.stops for slot in range(first, end))


@settings(max_examples=40)
@given(games(vehicles=2), st.data())
def test_a_detail_counts_no_place_twice_and_is_no_worse_than_one_vehicle(game: Game, data: st.DataObject) -> None:
    weight = data.draw(arrays(np.float64, game.shape, elements=st.integers(0, 9).map(float)))
    visits = good_detail(game, game.bases[0], weight).visits
    assert len(np.unique(visits, axis=0)) == len(visits)
    assert weight[visits[:, 0], visits[:, 1]].sum() >= best_tour(game, game.bases[0], weight)[0]


def test_stops_are_stays() -> None:
    tour = Tour(3, (-1, 2, 2, -1, 0, 2, -1))
    assert tour.stops == ((2, 4, 6), (0, 7, 8), (2, 8, 9))
    assert tour.back(np.array([5, 5, 1])) == 10
    assert Detail((tour,)).cover((3, 12)).sum() == 4


@given(st.integers(1, 3), st.lists(st.integers(1, 50), min_size=4, max_size=9))
def test_a_comb_drives_each_tour_as_often_as_asked(vehicles: int, parts: list[int]) -> None:
    amount = np.array(parts) / sum(parts) * vehicles
    drawn = [(Tour(k, (0,)), float(each)) for k, each in enumerate(amount)]
    days = combed(drawn, vehicles)
    assert sum(share for _, share in days) == pytest.approx(1.0)
    for tour, asked in drawn:
        driven = sum(share * detail.tours.count(tour) for detail, share in days)
        assert driven == pytest.approx(asked, abs=1e-9)
    assert all(len(detail.tours) == vehicles for detail, _ in days)
