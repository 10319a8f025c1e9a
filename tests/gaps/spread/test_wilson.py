"""Sampling error against SciPy's own Wilson interval."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tansiq.gaps.spread.wilson import wilson_interval


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_is_scipys(counted: tuple[int, int]) -> None:
    count, of = counted
    low, high = wilson_interval([count], of)
    peer = binomtest(count, of).proportion_ci(method="wilson")
    assert (low[0], high[0]) == pytest.approx((peer.low, peer.high), abs=1e-12)


def test_never_and_always_end_at_0_and_1_exactly() -> None:
    low, high = wilson_interval(np.array([0, 7]), 7)
    assert low[0] == 0
    assert high[1] == 1
    assert 0 < low[1] < 1
    assert 0 < high[0] < 1


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_about_95_of_100_intervals_hold_the_true_share(share: float) -> None:
    counts = np.random.default_rng(7).binomial(200, share, 4000)
    low, high = wilson_interval(counts, 200)
    assert ((low <= share) & (share <= high)).mean() == pytest.approx(0.95, abs=0.02)
