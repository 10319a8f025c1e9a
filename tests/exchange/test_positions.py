"""MGRS against the standard's own lettering over PROJ's UTM, and against published references."""

import math

import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange.laydown_file.faults import RefusalError
from tansiq.exchange.laydown_file.positions import check_agreement, distance_m, mgrs_text, parse_mgrs

# NGA.STD.0037: columns in three sets by zone; twenty row letters, from A in odd zones, from F in even ones.
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_GEOD = pyproj.Geod(ellps="WGS84")
_UTM = {zone: pyproj.Transformer.from_crs(4326, 32600 + zone, always_xy=True) for zone in (37, 38)}


def reference_by_the_standard(lon: float, lat: float, digits_each: int) -> str:
    zone = 37 if lon < 42 else 38
    east_m, north_m = _UTM[zone].transform(lon, lat)
    column = _COLUMNS[(zone - 1) % 3][int(east_m // 100_000) - 1]
    row = _ROWS[(int(north_m // 100_000) + (5 if zone % 2 == 0 else 0)) % 20]
    step = 10 ** (5 - digits_each)
    figures = (f"{int(value % 100_000) // step:0{digits_each}d}" for value in (east_m, north_m))
    return f"{zone}S{column}{row}{''.join(figures)}"


band = {"lon": st.floats(41.0, 46.5), "lat": st.floats(33.5, 37.4)}


@given(**band, digits_each=st.integers(1, 5))
def test_a_reference_by_the_standard_is_read_as_a_square_that_holds_the_place(
    lon: float, lat: float, digits_each: int
) -> None:
    square = parse_mgrs(reference_by_the_standard(lon, lat, digits_each))
    side_m = 10.0 ** (5 - digits_each)
    assert square.side_m == side_m
    _, _, apart_m = _GEOD.inv(square.lon_deg, square.lat_deg, lon, lat)
    # Half a square's diagonal; UTM's scale is within 0.1 %.
    assert apart_m <= side_m * math.sqrt(0.5) * 1.001 + 0.01


@given(**band)
def test_a_written_reference_is_the_standards_to_one_metre(lon: float, lat: float) -> None:
    ours, theirs = mgrs_text(lon, lat), reference_by_the_standard(lon, lat, 5)
    if ours[:5] == theirs[:5]:  # a place on the very edge of a 100 km square may round into the next one
        assert abs(int(ours[5:10]) - int(theirs[5:10])) <= 1
        assert abs(int(ours[10:]) - int(theirs[10:])) <= 1
    else:
        square = parse_mgrs(ours)
        assert _GEOD.inv(square.lon_deg, square.lat_deg, lon, lat)[2] <= 2


@pytest.mark.parametrize(
    ("reference", "lat", "lon", "within_m"),
    [
        ("18SUJ23480647", 38.8895, -77.0353, 15),  # Washington Monument, FGDC-STD-011-2001
        ("15TWG0000049776", 42.0, -93.0, 2),  # on the central meridian of zone 15
        ("31NAA6602100000", 0.0, 0.0, 2),
    ],
)
def test_published_references(reference: str, lat: float, lon: float, within_m: float) -> None:
    square = parse_mgrs(reference)
    assert _GEOD.inv(square.lon_deg, square.lat_deg, lon, lat)[2] <= within_m


@pytest.mark.parametrize(
    ("town", "lat", "lon", "square"),
    [
        ("Baghdad", 33.3152, 44.3661, "38SMB"),
        ("Mosul", 36.3350, 43.1189, "38SLF"),
        ("Kirkuk", 35.4681, 44.3922, "38SME"),
        ("Sinjar", 36.3209, 41.8656, "37SGA"),
    ],
)
def test_towns_fall_into_their_known_squares(town: str, lat: float, lon: float, square: str) -> None:
    assert mgrs_text(lon, lat)[:5] == square, town


@pytest.mark.parametrize(
    "written",
    ["38SLF3217823283", "38s lf 32178 23283", " 38S LF 3217823283 ", "٣٨SLF٣٢١٧٨٢٣٢٨٣", "۳۸S LF ۳۲۱۷۸ ۲۳۲۸۳",
     "\u202a38S LF 32178 23283\u202c", "\u200e38SLF3217823283\u200f"],
)  # fmt: skip
def test_spaces_small_letters_three_scripts_and_direction_marks_make_no_difference(written: str) -> None:
    assert parse_mgrs(written) == parse_mgrs("38SLF3217823283")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("LF 3217 2328", "no MGRS zone"),
        ("SLF32172328", "no MGRS zone"),
        ("38SLF321", "has 3 digits"),
        ("38SLF", "has 0 digits"),
        ("38SLF321782328312", "has 12 digits"),
        ("38ILF3223", "not an MGRS reference"),
        ("99SLF3223", "names no square"),
        ("38SZZ3223", "names no square"),
        ("37SLF3223", "there is in zone 38"),
        ("38SGA5030", "there is in zone 37"),
        ("38RLF3223", "not in band R"),
        ("38TLF3223", "not in band T"),
        ("36.33 43.13", "not an MGRS reference"),
        ("N 36°20'", "not an MGRS reference"),
    ],
)
def test_what_is_no_reference_is_refused_with_advice(written: str, says: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        parse_mgrs(written)
    assert says in refusal.value.template % refusal.value.fields


@given(**band, digits_each=st.integers(1, 5), east=st.floats(0.0, 0.999), north=st.floats(0.0, 0.999))
def test_every_place_within_a_square_agrees_with_it(
    lon: float, lat: float, digits_each: int, east: float, north: float
) -> None:
    """Places are put into the square in PROJ's UTM, not in ours."""
    side_m = 10 ** (5 - digits_each)
    zone = 37 if lon < 42 else 38
    corner = [value // side_m * side_m for value in _UTM[zone].transform(lon, lat)]
    inside = _UTM[zone].transform(corner[0] + east * side_m, corner[1] + north * side_m, direction="INVERSE")
    check_agreement(parse_mgrs(reference_by_the_standard(lon, lat, digits_each)), *inside)


@settings(max_examples=50)
@given(**band, digits_each=st.integers(2, 5))
def test_a_place_two_squares_away_does_not_agree(lon: float, lat: float, digits_each: int) -> None:
    square = parse_mgrs(reference_by_the_standard(lon, lat, digits_each))
    away_lon, away_lat, _ = _GEOD.fwd(square.lon_deg, square.lat_deg, 30.0, 2 * square.side_m + 3)
    with pytest.raises(RefusalError):
        check_agreement(square, away_lon, away_lat)


@given(**band, lon_b=st.floats(38, 49), lat_b=st.floats(30, 40))
def test_distances_are_the_ellipsoids_within_six_in_a_thousand(
    lon: float, lat: float, lon_b: float, lat_b: float
) -> None:
    exact_m = _GEOD.inv(lon, lat, lon_b, lat_b)[2]
    assert distance_m(lon, lat, lon_b, lat_b) == pytest.approx(exact_m, rel=6e-3, abs=1e-6)
