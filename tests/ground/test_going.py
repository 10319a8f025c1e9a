"""Speed over ground against Tobler's published table and plain geometry."""

import tomllib

import numpy as np
import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.ndimage import label

from tansiq.ground.going import (
    GOING_PARAMETERS,
    ROAD_CODES,
    RoadClass,
    response_paces,
    road_class_from_highway,
    slope,
    surface_factor,
    tobler_km_h,
    vehicle_off_road_s_per_m,
    walk_s_per_m,
)

# Sample values of Tobler's function as published with it: slope [degrees, uphill positive], speed [km/h].
TOBLER_TABLE = [
    (-30, 0.95),
    (-20, 2.00),
    (-10, 3.86),
    (-5, 5.26),
    (0, 5.04),
    (5, 3.71),
    (10, 2.72),
    (20, 1.41),
    (30, 0.67),
]


def plane(rise_east: float, rise_south: float, cell_m: float, shape: tuple[int, int] = (7, 9)) -> NDArray[np.float32]:
    rows, cols = np.mgrid[: shape[0], : shape[1]]
    return (1000 + cell_m * (rise_east * cols + rise_south * rows)).astype(np.float32)


@pytest.mark.parametrize(("degrees", "km_h"), TOBLER_TABLE)
def test_tobler_gives_the_published_speeds(degrees: float, km_h: float) -> None:
    assert tobler_km_h(np.array([np.tan(np.radians(degrees))]))[0] == pytest.approx(km_h, abs=0.0051)


def test_tobler_is_fastest_at_six_km_h_five_percent_downhill() -> None:
    slopes = np.linspace(-1, 1, 2001)
    speeds = tobler_km_h(slopes)
    assert slopes[speeds.argmax()] == pytest.approx(-0.05)
    assert speeds.max() == pytest.approx(6.0)


def test_walking_on_the_flat_off_paths_is_three_fifths_of_the_path_speed() -> None:
    assert walk_s_per_m(plane(0, 0, 90), 90) == pytest.approx(3.6 / (5.04 * 0.6), rel=1e-3)


def test_walking_pace_is_the_mean_of_up_and_down() -> None:
    up, down = 2.72, 3.86  # published, at 10 degrees
    pace = walk_s_per_m(plane(np.tan(np.radians(10)), 0, 30), 30)
    assert pace == pytest.approx(3.6 / 0.6 * (1 / up + 1 / down) / 2, rel=3e-3)


@given(st.floats(-1, 1), st.floats(-1, 1), st.sampled_from([30.0, 90.0, 250.0]))
def test_slope_of_a_plane_is_the_length_of_its_gradient_up_to_the_edges(
    east: float, south: float, cell_m: float
) -> None:
    assert slope(plane(east, south, cell_m), cell_m) == pytest.approx(np.hypot(east, south), abs=1e-4)


def test_a_void_does_not_eat_into_the_ground_around_it() -> None:
    elevation = plane(0.2, 0.1, 90)
    elevation[3, 4] = np.nan
    steepest = slope(elevation, 90)
    assert np.isnan(steepest).sum() == 1
    assert steepest[~np.isnan(elevation)] == pytest.approx(np.hypot(0.2, 0.1), abs=1e-4)
    assert np.isnan(walk_s_per_m(elevation, 90)[3, 4])
    assert np.isnan(vehicle_off_road_s_per_m(elevation, 90)[3, 4])


def test_a_single_row_and_a_lone_cell_still_have_a_slope() -> None:
    assert slope(plane(0.3, 0, 90, (1, 5)), 90) == pytest.approx(0.3, abs=1e-4)
    assert slope(np.array([[5.0]], np.float32), 90).tolist() == [[0.0]]


@pytest.mark.parametrize(("rise", "km_h"), [(0.0, 25.0), (0.225, 15.0), (0.44, 25 - 20 * 0.44 / 0.45)])
def test_vehicle_speed_falls_linearly_with_slope(rise: float, km_h: float) -> None:
    assert vehicle_off_road_s_per_m(plane(rise, 0, 90), 90) == pytest.approx(3.6 / km_h, rel=1e-3)


def test_vehicle_does_not_climb_above_its_limit() -> None:
    assert np.isinf(vehicle_off_road_s_per_m(plane(0.46, 0, 90), 90)).all()


@given(st.floats(0, 0.44), st.floats(0, 0.44))
def test_steeper_ground_is_never_faster(one: float, other: float) -> None:
    gentle, steep = sorted((one, other))
    for model in (walk_s_per_m, vehicle_off_road_s_per_m):
        assert (model(plane(steep, 0, 90), 90) >= model(plane(gentle, 0, 90), 90) * (1 - 1e-4)).all()


@pytest.mark.parametrize(
    ("highway", "road_class"),
    [
        ("motorway_link", RoadClass.MOTORWAY),
        ("trunk", RoadClass.TRUNK),
        ("Primary", RoadClass.PRIMARY),
        ("unclassified", RoadClass.TERTIARY),
        ("residential", RoadClass.TERTIARY),
        ("service", RoadClass.TRACK),
        ("footway", RoadClass.PATH),
        ("construction", None),
        ("", None),
    ],
)
def test_highway_values_map_to_classes(highway: str, road_class: RoadClass | None) -> None:
    assert road_class_from_highway(highway) is road_class


def test_a_better_class_is_faster_and_has_the_greater_code() -> None:
    classes = list(RoadClass)
    speeds = [c.vehicle_km_h or 0.0 for c in classes]
    assert speeds == sorted(speeds, reverse=True)
    assert [ROAD_CODES[c] for c in classes] == sorted(ROAD_CODES.values(), reverse=True)
    assert min(ROAD_CODES.values()) > 0


def test_surface_slows_and_unknown_surface_does_not() -> None:
    assert surface_factor(None) == surface_factor("asphalt") == 1.0
    assert 0 < surface_factor("sand") < surface_factor("gravel") < surface_factor("compacted") < 1


def test_roads_override_open_ground_only_where_faster() -> None:
    road_class = np.zeros((7, 9), np.uint8)
    road_class[3, :] = ROAD_CODES[RoadClass.PRIMARY]
    road_class[5, :] = ROAD_CODES[RoadClass.PATH]
    foot, vehicle = response_paces(plane(0.3, 0, 90), 90, road_class=road_class)
    off_foot, off_vehicle = walk_s_per_m(plane(0.3, 0, 90), 90), vehicle_off_road_s_per_m(plane(0.3, 0, 90), 90)
    assert vehicle[3] == pytest.approx(3.6 / 70)
    assert foot[3] == pytest.approx(3.6 / 5)
    assert (vehicle[5] == off_vehicle[5]).all()
    assert foot[5] == pytest.approx(3.6 / 4.5)
    assert (foot[0] == off_foot[0]).all()


def test_rivers_stop_everybody_except_at_roads_and_bridges() -> None:
    barrier = np.zeros((7, 9), np.bool_)
    barrier[:, 4] = True
    road_class = np.zeros((7, 9), np.uint8)
    road_class[1, :] = ROAD_CODES[RoadClass.TERTIARY]
    crossing = np.zeros((7, 9), np.bool_)
    crossing[5, 4] = True
    foot, vehicle = response_paces(plane(0, 0, 90), 90, road_class=road_class, barrier=barrier, crossing=crossing)
    for pace in (foot, vehicle):
        assert np.flatnonzero(np.isfinite(pace[:, 4])).tolist() == [1, 5]
        assert np.isfinite(np.delete(pace, 4, axis=1)).all()


def test_a_footbridge_carries_no_vehicle() -> None:
    barrier = np.ones((1, 3), np.bool_)
    path = np.array([[0, ROAD_CODES[RoadClass.PATH], 0]], np.uint8)
    foot, vehicle = response_paces(
        np.zeros((1, 3), np.float32), 90, road_class=path, barrier=barrier, crossing=path > 0
    )
    assert np.isfinite(foot).tolist() == [[False, True, False]]
    assert np.isinf(vehicle).all()


@pytest.mark.parametrize("turned", [False, True])
def test_no_diagonal_step_slips_through_a_river_drawn_corner_to_corner(turned: bool) -> None:  # noqa: FBT001
    barrier = np.eye(8, dtype=np.bool_)[:, ::-1] if turned else np.eye(8, dtype=np.bool_)
    foot, _ = response_paces(np.zeros((8, 8), np.float32), 90, barrier=barrier)
    _, banks = label(np.isfinite(foot), structure=np.ones((3, 3)))
    assert banks == 2


def test_a_road_crosses_missing_elevation_and_nothing_else_does() -> None:
    elevation = np.full((3, 3), np.nan, np.float32)
    road_class = np.zeros((3, 3), np.uint8)
    road_class[1] = ROAD_CODES[RoadClass.TRUNK]
    for pace in response_paces(elevation, 90, road_class=road_class):
        assert np.isfinite(pace).any(axis=1).tolist() == [False, True, False]
        assert not np.isnan(pace).any()


def test_a_poor_surface_slows_vehicles_on_the_road_alone() -> None:
    road_class = np.array([[ROAD_CODES[RoadClass.PRIMARY], 0]], np.uint8)
    surface = np.array([[0.5, np.nan]], np.float32)
    foot, vehicle = response_paces(np.zeros((1, 2), np.float32), 90, road_class=road_class, road_surface=surface)
    assert vehicle[0].tolist() == pytest.approx([3.6 / 35, 3.6 / 25])
    assert foot[0, 0] == pytest.approx(3.6 / 5)


def test_wrong_shapes_and_values_are_refused() -> None:
    flat = np.zeros((3, 3), np.float32)
    with pytest.raises(ValueError, match="barrier has shape"):
        response_paces(flat, 90, barrier=np.zeros((2, 3), np.bool_))
    with pytest.raises(ValueError, match="road code 9"):
        response_paces(flat, 90, road_class=np.full((3, 3), 9, np.uint8))
    with pytest.raises(ValueError, match=r"\(0, 1\]"):
        response_paces(flat, 90, road_class=np.ones((3, 3), np.uint8), road_surface=flat)
    with pytest.raises(ValueError, match="rows, cols"):
        slope(np.zeros(3, np.float32), 90)
    with pytest.raises(ValueError, match="cell size"):
        slope(flat, 0)


def test_every_assumption_fits_a_manifest() -> None:
    assert tomllib.loads(tomli_w.dumps(dict(GOING_PARAMETERS))) == GOING_PARAMETERS
