"""Accuracy indices and likelihoods in cases that can be reckoned by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from tansiq.siting.forecast.scores import accuracy_indices, hit_rate, log_likelihood


def test_the_highest_cell_of_ten_with_three_of_four_incidents() -> None:
    chance = np.array([0.4, 0.2, 0.1, 0.1, 0.1, 0.02, 0.02, 0.02, 0.02, 0.02])
    happened = np.array([3.0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    assert hit_rate(chance, happened, 0.1) == (0.75, 0.1)
    assert accuracy_indices(chance, happened, [0.1, 0.2, 1.0]) == pytest.approx({0.1: 7.5, 0.2: 3.75, 1.0: 1.0})


def test_equal_cells_count_by_the_chance_of_being_picked() -> None:
    chance = np.array([0.4, 0.2, 0.2, 0.2])
    happened = np.array([0.0, 0, 3, 0])
    assert hit_rate(chance, happened, 0.5) == (pytest.approx(1 / 3), 0.5)


def test_a_surface_alike_everywhere_has_an_index_of_one() -> None:
    happened = np.array([0.0, 2, 0, 1, 0, 0, 0, 0, 0, 7])
    assert accuracy_indices(np.full(10, 0.1), happened) == pytest.approx(dict.fromkeys((0.001, 0.01, 0.05, 0.1), 1.0))


@given(
    arrays(np.float64, 40, elements=st.integers(0, 3).map(float)),
    arrays(np.float64, 40, elements=st.integers(0, 3).map(float)),
    st.floats(0.01, 1.0),
)
def test_hits_are_those_of_picking_equal_cells_in_every_order(
    chance: NDArray[np.float64], happened: NDArray[np.float64], share: float
) -> None:
    happened[0] += 1
    rate, area = hit_rate(chance, happened, share)
    cells = max(1, round(share * 40))
    assert area == cells / 40
    rng = np.random.default_rng(1)
    picks = []
    for _ in range(300):
        order = rng.permutation(40)
        picked = order[np.argsort(-chance[order], kind="stable")[:cells]]
        picks.append(happened[picked].sum() / happened.sum())
    assert rate == pytest.approx(np.mean(picks), abs=5 * np.std(picks) / math.sqrt(300) + 1e-9)


def test_likelihood_is_the_mean_logarithm_of_density() -> None:
    chance, happened = np.array([0.5, 0.25, 0.25]), np.array([2.0, 1.0, 0.0])
    assert log_likelihood(chance, happened, 2.0) == pytest.approx((2 * math.log(0.25) + math.log(0.125)) / 3)
    assert log_likelihood(np.array([1.0, 0.0]), np.array([0.0, 1.0]), 1.0) == -math.inf
