"""Positions as planners type them: what pyproj and published references say of them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from tansiq.centre.planning.places import parse_position, position_text

WGS84 = Geod(ellps="WGS84")
SQUARE_HALF_DIAGONAL_M = 0.71


@given(st.floats(42.0, 46.0), st.floats(33.5, 37.5))
def test_what_is_shown_is_read_back_within_its_square(lon_deg: float, lat_deg: float) -> None:
    lon, lat = parse_position(position_text(lon_deg, lat_deg))
    assert WGS84.inv(lon_deg, lat_deg, lon, lat)[2] < SQUARE_HALF_DIAGONAL_M + 0.2  # six decimals of a degree


@pytest.mark.parametrize(
    "typed", ["35.47, 44.39", "35.47 44.39", "35.47°N, 44.39°E", "٣٥.٤٧، ٤٤.٣٩", "  35.470000 ,44.390000 "]
)
def test_degrees_are_read_latitude_first(typed: str) -> None:
    assert parse_position(typed) == (44.39, 35.47)


@pytest.mark.parametrize("typed", ["", "91, 44", "35, 181", "38S", "38S LE 123", "35.47", "x" * 81])
def test_what_is_no_position_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        parse_position(typed)
