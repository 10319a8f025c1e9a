"""Rosters come out as often as the plan says, the same for the same seed."""

from collections import Counter

import numpy as np
import pytest
from scipy.stats import chisquare

from tansiq.siting.patrols import Base, Game, Mixture, equilibrium
from tansiq.siting.patrols.roster import drawn, new_seed, picked, stream

DRAWS = 20_000


@pytest.fixture(scope="module")
def mixture() -> Mixture:
    rng = np.random.default_rng(11)
    base = Base("a", 2, rng.integers(0, 2, 5))
    game = Game(rng.gamma(2.0, 1.0, 5), np.ones(9, np.bool_), rng.integers(0, 2, (5, 5)), (base,), 5)
    return equilibrium(game).mixtures[0]


def test_details_come_out_as_often_as_the_plan_says(mixture: Mixture) -> None:
    days = drawn(mixture, DRAWS, stream(77, 0))
    came = Counter(tuple(sorted(day)) for day in days)
    share = np.array([mixture.share[k] for k in range(len(mixture.details))])
    seen = np.array([came.pop(detail.tours, 0) for detail in mixture.details])
    assert not came
    often = share * DRAWS >= 5
    assert len(share) > 2
    assert chisquare(seen[often], share[often] / share[often].sum() * seen[often].sum()).pvalue > 0.01


def test_places_are_met_as_often_as_the_plan_says(mixture: Mixture) -> None:
    met = np.zeros(mixture.cover.shape)
    for day in drawn(mixture, DRAWS, stream(3, 0)):
        cells = {(i, slot) for tour in day for i, first, end in tour.stops for slot in range(first, end)}
        for cell in cells:
            met[cell] += 1
    spread = np.sqrt(mixture.cover * (1 - mixture.cover) / DRAWS)
    assert (np.abs(met / DRAWS - mixture.cover) <= 5 * spread + 1e-9).all()


def test_vehicles_take_every_part_alike(mixture: Mixture) -> None:
    days = [day for day in drawn(mixture, DRAWS, stream(5, 0)) if day[0] != day[1]]
    swapped = sum(day != tuple(sorted(day)) for day in days)
    assert abs(swapped - len(days) / 2) <= 5 * np.sqrt(len(days)) / 2


def test_a_longer_roster_begins_with_the_shorter_one(mixture: Mixture) -> None:
    assert drawn(mixture, 40, stream(1, 2))[:14] == drawn(mixture, 14, stream(1, 2))
    assert drawn(mixture, 40, stream(1, 2)) != drawn(mixture, 40, stream(2, 2))
    assert drawn(mixture, 40, stream(1, 2)) != drawn(mixture, 40, stream(1, 1))


def test_the_stream_is_numpy_s_published_one() -> None:
    """PCG64 seeded with SeedSequence([seed, base]): a roster can be drawn again by anybody with NumPy."""
    expected = np.random.Generator(np.random.PCG64(np.random.SeedSequence([2**100, 3]))).random(4)
    assert (stream(2**100, 3).random(4) == expected).all()


def test_every_chance_falls_on_an_entry() -> None:
    share = np.array([0.25, 0.25, 0.5])
    chance = np.array([0.0, 0.2499, 0.25, 0.4999, 0.5, np.nextafter(1.0, 0.0)])
    assert picked(share, chance).tolist() == [0, 0, 1, 1, 2, 2]
    short = np.array([0.5, 0.5 - 1e-12])
    assert picked(short, chance[-1:]).tolist() == [1]


def test_new_seeds_differ_and_are_long() -> None:
    seeds = {new_seed() for _ in range(50)}
    assert len(seeds) == 50
    assert max(seeds).bit_length() > 100
