"""Figures drawn from spreads, against SciPy's distributions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tansiq.gaps.spread.assumptions import ASSUMPTIONS, DEFAULTS
from tansiq.gaps.spread.shapes import Spread, chance, lognormal, triangular

EVEN = np.linspace(0, 1, 101)
number = st.floats(0.01, 50)


@given(st.lists(number, min_size=3, max_size=3, unique=True).map(sorted))
def test_a_triangular_spread_is_scipys(figures: list[float]) -> None:
    low, mode, high = figures
    peer = stats.triang((mode - low) / (high - low), low, high - low)
    assert triangular(low, mode, high, "").quantile(EVEN) == pytest.approx(peer.ppf(EVEN), rel=1e-6, abs=1e-9)


@given(st.lists(st.floats(0.1, 10), min_size=3, max_size=3, unique=True).map(sorted), st.floats(0.05, 2))
def test_a_lognormal_spread_is_scipys_cut_to_its_bounds(figures: list[float], sigma: float) -> None:
    low, median, high = figures
    whole = stats.lognorm(sigma, scale=median)
    cut = whole.ppf(whole.cdf(low) + EVEN * (whole.cdf(high) - whole.cdf(low)))
    drawn = lognormal(low, median, high, sigma, "").quantile(EVEN)
    assert drawn == pytest.approx(np.clip(cut, low, high), rel=1e-6)


def test_an_even_spread_and_a_chance() -> None:
    assert Spread("uniform", 2, high=6).quantile(np.array([0, 0.25, 1])).tolist() == [2, 3, 6]
    assert chance(0.3, "").quantile(np.array([0, 0.29, 0.3, 1])).tolist() == [1, 1, 0, 0]


def test_equal_bounds_give_their_one_figure() -> None:
    for spread in (triangular(2, 2, 2, ""), Spread("uniform", 2, high=2), lognormal(2, 2, 2, 0.5, "")):
        assert spread.quantile(EVEN).tolist() == [2] * len(EVEN)


def test_a_fixed_assumption_draws_nothing() -> None:
    with pytest.raises(ValueError, match="stated figure"):
        Spread("fixed").quantile(EVEN)


@pytest.mark.parametrize("assumption", ASSUMPTIONS, ids=lambda one: one.name)
def test_every_default_gives_its_reason_and_stays_within_what_makes_sense(assumption: object) -> None:
    spread = DEFAULTS[assumption.name]  # type: ignore[attr-defined]
    drawn = spread.quantile(EVEN)
    assert spread.reason.startswith("Assumed")
    assert spread.shape in assumption.shapes  # type: ignore[attr-defined]
    assert drawn.min() >= assumption.least  # type: ignore[attr-defined]
    assert drawn.max() <= assumption.most  # type: ignore[attr-defined]
