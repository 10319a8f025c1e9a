"""Rough surfaces: size, bounds, direction, repeatability."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tansiq.exercise.sketch.noise import OCTAVE_GAIN, drawn_out, rough_surface, slanted


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 4))
def test_a_surface_has_the_shape_asked_for_and_stays_in_bounds(rows: int, cols: int, octaves: int) -> None:
    surface = rough_surface(np.random.default_rng(1), (rows, cols), octaves)
    assert surface.shape == (rows, cols)
    # Subdivision weighs with positive shares that sum to one, so amplitudes can only add up.
    assert np.abs(surface).max() <= sum(OCTAVE_GAIN**k for k in range(octaves + 1))


def test_the_same_seed_gives_the_same_bits() -> None:
    first, second = (rough_surface(np.random.default_rng(7), (50, 60), 4) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_features_are_longer_along_the_axis_they_are_drawn_out_along() -> None:
    surface = drawn_out(np.random.default_rng(3), (200, 300), 4, axis=1)
    assert surface.shape == (200, 300)
    assert np.abs(np.diff(surface, axis=1)).mean() < 0.5 * np.abs(np.diff(surface, axis=0)).mean()


def test_slanting_turns_north_to_south_into_north_west_to_south_east() -> None:
    columns = np.tile(np.arange(30.0), (10, 1))
    turned = slanted(columns, 20)
    assert turned.shape == (10, 20)
    assert (turned[1:, 1:] == turned[:-1, :-1]).all()
