"""Lines through control points, against shapely and against what rounding a corner means."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tansiq.exercise.sketch.curves import LAT_KM, LON_KM, nearness, smoothed, winding

CONTROL = arrays(float, st.tuples(st.integers(2, 8), st.just(3)), elements=st.floats(0.0, 5.0))


@given(CONTROL)
def test_smoothing_keeps_both_ends(control: np.ndarray) -> None:
    line = smoothed(control)
    assert np.array_equal(line[[0, -1]], control[[0, -1]])


@given(CONTROL)
def test_a_smoothed_line_stays_inside_the_hull_of_its_control_points(control: np.ndarray) -> None:
    line = smoothed(control)
    assert (line.min(axis=0) >= control.min(axis=0) - 1e-12).all()
    assert (line.max(axis=0) <= control.max(axis=0) + 1e-12).all()


@given(CONTROL, st.integers(0, 100))
def test_a_height_that_never_rises_still_never_rises(control: np.ndarray, seed: int) -> None:
    control[:, 2] = np.sort(control[:, 2])[::-1]
    line = smoothed(winding(control, np.random.default_rng(seed), sway=0.2))
    assert (np.diff(line[:, 2]) <= 1e-12).all()


def test_a_line_without_sway_does_not_wander() -> None:
    straight = winding([[0.0, 0.0], [1.0, 2.0]], np.random.default_rng(1), sway=0.0)
    assert np.allclose(straight[:, 1], 2.0 * straight[:, 0])


def test_swaying_moves_a_midpoint_by_no_more_than_its_share() -> None:
    line = winding([[44.0, 35.0], [45.0, 36.0]], np.random.default_rng(1), sway=0.1, times=1) * [LON_KM, LAT_KM]
    off_km = shapely.LineString(line[[0, 2]]).distance(shapely.Point(line[1]))
    assert 0 < off_km <= 0.1 * np.hypot(LON_KM, LAT_KM)


def test_distances_agree_with_shapely() -> None:
    line = np.array([[44.0, 35.0, 100.0], [44.3, 35.2, 300.0], [44.4, 35.0, 200.0]])
    lon, lat = np.linspace(43.9, 44.5, 40), np.linspace(35.3, 34.9, 30)
    near = nearness(line, lon, lat, reach_km=200.0)
    x_km, y_km = np.meshgrid(lon * LON_KM, lat * LAT_KM)
    expected = shapely.distance(shapely.LineString(line[:, :2] * [LON_KM, LAT_KM]), shapely.points(x_km, y_km))
    assert near.distance_km == pytest.approx(expected, abs=1e-9)


def test_the_height_beside_a_straight_line_is_interpolated_along_it() -> None:
    line = np.array([[44.0, 35.0, 100.0], [45.0, 35.0, 200.0]])
    near = nearness(line, np.array([43.9, 44.25, 44.5]), np.array([35.1]), reach_km=50.0)
    assert near.height_m[0] == pytest.approx([100.0, 125.0, 150.0])


def test_points_out_of_reach_stay_unmeasured() -> None:
    line = np.array([[44.0, 35.0, 100.0], [44.1, 35.0, 200.0]])
    near = nearness(line, np.array([44.0, 50.0]), np.array([35.0]), reach_km=5.0)
    assert np.isfinite(near.distance_km[0, 0])
    assert np.isinf(near.distance_km[0, 1])
