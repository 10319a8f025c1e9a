"""Delay at a checkpoint against the queue it stands for, added up state by state."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.siting.checkpoints.delay import delay_at
from tansiq.siting.checkpoints.model import Settings


@given(st.integers(1, 20_000), st.floats(0.05, 1.0), st.integers(1, 8))
def test_the_wait_is_that_of_the_queue_at_each_lane(passing: int, stop_min: float, lanes: int) -> None:
    """Little's law on the stationary distribution of a birth and death process."""
    settings = Settings(stop_min=stop_min, lanes=lanes, open_h=16.0, busiest=0.9)
    found = delay_at(passing, settings)
    arrivals_per_min = passing / (16.0 * 60.0) / lanes
    busy = arrivals_per_min * stop_min
    if busy > 0.9:
        assert found is None
        return
    assert found is not None
    waiting = np.arange(2_000)
    in_state = busy**waiting / (busy**waiting).sum()
    assert found.wait_min == pytest.approx(float(waiting @ in_state) / arrivals_per_min, rel=1e-9)
    assert passing * found.wait_min <= found.per_day_min + 1e-6 < passing * found.wait_min + 1.001


def test_nobody_passing_loses_nothing() -> None:
    found = delay_at(0, Settings())
    assert found is not None
    assert (found.busy, found.per_day_min) == (0.0, 0)
