import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.ground.projection import choose_crs, scale_error

STEP_M = 100.0
GEOD = pyproj.Geod(ellps="WGS84")


def measured_scale(to_map: pyproj.Transformer, lon: float, lat: float, azimuth: float) -> float:
    """Scale by walking 100 m on the ellipsoid and measuring the way on the map: no use of pyproj's factors."""
    lon_2, lat_2, _ = GEOD.fwd(lon, lat, azimuth, STEP_M)
    x, y = to_map.transform([lon, lon_2], [lat, lat_2])
    return float(np.hypot(x[1] - x[0], y[1] - y[0])) / STEP_M


@pytest.mark.parametrize("box", [(42.3, 34.2, 45.8, 37.1), (43.9, 30.0, 44.1, 38.0), (30.0, 35.0, 50.0, 35.5)])
def test_scale_error_is_what_walking_the_ellipsoid_measures(box: tuple[float, float, float, float]) -> None:
    choice = choose_crs(shapely.box(*box))
    to_map = pyproj.Transformer.from_crs(4326, choice.crs_wkt, always_xy=True)
    lon, lat = np.meshgrid(np.linspace(box[0], box[2], 9), np.linspace(box[1], box[3], 9))
    worst = max(
        abs(measured_scale(to_map, float(x), float(y), azimuth) - 1)
        for x, y in zip(lon.flat, lat.flat, strict=True)
        for azimuth in (0, 45, 90)
    )
    assert worst == pytest.approx(choice.scale_error, abs=2e-6)


def test_a_tall_area_takes_a_transverse_mercator_and_a_wide_one_a_cone() -> None:
    assert choose_crs(shapely.box(43.9, 30.0, 44.1, 38.0)).kind == "transverse-mercator"
    assert choose_crs(shapely.box(38.0, 35.0, 50.0, 35.5)).kind == "lambert-conformal-conic"


def test_tuned_cone_halves_the_error_of_a_secant_free_one() -> None:
    # On a sphere a cone touching at the middle is off by 1 - cos(d) ~ d^2/2 at d radians from it, and tuning its
    # scale splits that in two.
    choice = choose_crs(shapely.box(38.0, 34.0, 50.0, 37.0))
    assert choice.tried["lambert-conformal-conic"] == pytest.approx(np.radians(1.5) ** 2 / 4, rel=0.05)


@settings(max_examples=15, deadline=None)
@given(west=st.floats(-170, 165), south=st.floats(-60, 55), width=st.floats(0.05, 8), height=st.floats(0.05, 8))
def test_chosen_crs_is_never_worse_than_the_utm_zone(west: float, south: float, width: float, height: float) -> None:
    box = shapely.box(west, south, min(west + width, 179), south + height)
    choice = choose_crs(box)
    zone = pyproj.CRS.from_epsg((32600 if box.centroid.y >= 0 else 32700) + int((box.centroid.x + 180) // 6) + 1)
    edge = shapely.get_coordinates(shapely.segmentize(box, 0.05))
    assert choice.scale_error <= scale_error(zone, edge[:, 0], edge[:, 1]) + 1e-9
