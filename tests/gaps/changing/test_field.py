"""Travel time from sources that come and go, against the run from nothing: the same bits, the same names."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tansiq.errors import BadGroundError
from tansiq.gaps.changing.field import Field, Source
from tansiq.gaps.travel import travel_minutes_and_source

SHAPE = (90, 140)  # six tiles, some of them cut off
CELL_M = 60.0
few = settings(max_examples=40, deadline=None)


def ground(seed: int, *, whole: bool) -> NDArray[np.float32]:
    """Ground with impassable cells; of whole paces it has many ways that take equally long."""
    rng = np.random.default_rng(seed)
    pace = rng.integers(1, 3, SHAPE).astype(np.float32) if whole else rng.lognormal(0, 1, SHAPE).astype(np.float32)
    pace[rng.random(SHAPE) < 0.25] = np.inf
    return pace


def assert_as_from_nothing(field: Field, pace: NDArray[np.float32], sources: list[Source]) -> None:
    cells, start_min = [source[:2] for source in sources], [source[2] for source in sources]
    minutes, source = travel_minutes_and_source(pace, CELL_M, cells, start_min=start_min)
    assert field.minutes.tobytes() == minutes.tobytes()
    row, col = np.nonzero(source >= 0)
    assert np.array_equal(field.source_at(row, col), source[row, col])


PLACES = st.tuples(st.integers(0, SHAPE[0] - 1), st.integers(0, SHAPE[1] - 1), st.sampled_from([0.0, 1.0, 2.0, 30.0]))


@few
@given(st.integers(0, 10**6), st.booleans(), st.lists(st.lists(PLACES, max_size=6), min_size=1, max_size=4))
def test_any_sources_after_any_others(seed: int, whole: bool, lists: list[list[Source]]) -> None:  # noqa: FBT001 - drawn
    pace = ground(seed, whole=whole)
    field = Field(pace, CELL_M)
    for sources in lists:
        field.change(sources)
        assert_as_from_nothing(field, pace, sources)


@few
@given(st.integers(0, 10**6), st.lists(PLACES, min_size=3, max_size=8), st.lists(st.integers(0, 7), max_size=5))
def test_one_source_more_or_less_at_a_time(seed: int, sources: list[Source], order: list[int]) -> None:
    pace = ground(seed, whole=True)
    field, standing = Field(pace, CELL_M), list(sources)
    field.change(standing)
    for k in order:
        standing = (
            [one for n, one in enumerate(standing) if n != k] if k % 2 else [*standing, sources[k % len(sources)]]
        )
        field.change(standing)
        assert_as_from_nothing(field, pace, standing)


def test_the_same_sources_again_compute_nothing() -> None:
    field = Field(ground(1, whole=False), CELL_M)
    assert field.change([(5, 5, 0.0)])
    before = field.minutes
    assert not field.change([(5, 5, 0.0)])
    assert field.minutes is before


def test_minutes_handed_out_do_not_change() -> None:
    field = Field(np.ones(SHAPE, np.float32), CELL_M)
    field.change([(5, 5, 0.0)])
    before, kept = field.minutes, field.minutes.copy()
    field.change([(80, 130, 0.0)])
    assert np.array_equal(before, kept)


def test_ground_that_takes_no_time_and_times_that_are_none_are_refused() -> None:
    pace = np.ones(SHAPE, np.float32)
    field = Field(pace, CELL_M)
    with pytest.raises(ValueError, match="start_min"):
        field.change([(5, 5, -1.0)])
    with pytest.raises(BadGroundError):
        Field(np.zeros(SHAPE, np.float32), CELL_M)
