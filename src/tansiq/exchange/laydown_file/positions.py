"""Positions: MGRS references and decimal degrees.

A reference names a square; the post stands at the square's middle, never more than 0.71 of its side from the truth.
Where both are given, latitude and longitude are taken and the reference only checks them.
"""

import math
import re
import warnings
from dataclasses import dataclass
from typing import Final

import mgrs

from tansiq.exchange.laydown_file.characters import bare, shown
from tansiq.exchange.laydown_file.faults import RefusalError
from tansiq.language import N_

DEGREES_DECIMALS: Final = 6
_DIGITS_EACH: Final = 5
_HALF_DIAGONAL: Final = math.sqrt(0.5)
_SLACK_M: Final = 1.0  # six decimals of a degree and the reference's last metre
_SPHERE_ERROR: Final = 1.006  # a distance on the sphere against the ellipsoid's, at most
_M_PER_DEG: Final = math.radians(6_371_008.8)
_REFERENCE: Final = re.compile(r"(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z]{2})(\d*)")
_NO_ZONE: Final = re.compile(r"[C-HJ-NP-X]?[A-HJ-NP-Z]{2}\d+")
_UTM_LAT_DEG: Final = (-80.0, 84.0)
_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
_BAND_DEG: Final = 8.0
_BAND_SLACK_DEG: Final = 0.1  # the middle of a 10 km square may lie just beyond the band's edge
_CONVERTER: Final = mgrs.MGRS()

_HOW: Final = N_("“%(value)s” is not an MGRS reference: write it like 38S LF 12345 67890.")
_ZONE_MISSING: Final = N_(
    "“%(value)s” has no MGRS zone: put it in front, 37S west of 42° E and 38S east of it, as in 38S LF 12345 67890."
)
_UNEVEN: Final = N_("“%(value)s” has %(digits)s digits: a reference needs 2, 4, 6, 8 or 10, half east and half north.")
_NOWHERE: Final = N_("“%(value)s” names no square on the ground: check the zone and the two letters after it.")
# Squares' column letters come in three sets, so that a square never bears the same letters in the next zone.
_OTHER_ZONE: Final = N_(
    "the MGRS zone of “%(value)s” looks wrong: there is no square %(letters)s in it, and there is in zone %(zone)s."
)
_OTHER_BAND: Final = N_(
    "“%(value)s” lies at latitude %(lat)s, which is not in band %(band)s: check the letter after the zone (S here)."
)
_APART: Final = N_(
    "latitude and longitude stand %(apart_m)s m from “%(value)s”, which is exact to %(precision_m)s m: "
    "correct one of them, or leave one empty."
)


@dataclass(frozen=True, slots=True)
class Square:
    """What an MGRS reference says.

    Attributes
    ----------
    zone, letters, digits
        UTM zone, latitude band with the 100 km square's letters, and the figures.
    lon_deg, lat_deg
        Middle of the square, WGS 84 degrees.
    """

    zone: int
    letters: str
    digits: str
    lon_deg: float
    lat_deg: float

    @property
    def side_m(self) -> float:
        """Side of the square [m]."""
        return float(10 ** (_DIGITS_EACH - len(self.digits) // 2))

    @property
    def reference(self) -> str:
        """The reference in one word."""
        return f"{self.zone}{self.letters}{self.digits}"


def parse_mgrs(cell: object) -> Square:
    """Return the square that ``cell`` names.

    Raises
    ------
    RefusalError
        If it is not a reference, has no zone, an odd number of digits, or names no square.
    """
    said = shown(bare(str(cell)))
    text = "".join(bare(str(cell)).upper().split())
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise RefusalError(_ZONE_MISSING if _NO_ZONE.fullmatch(text) else _HOW, value=said)
    digits = match[4]
    if len(digits) % 2 or not digits or len(digits) > 2 * _DIGITS_EACH:
        raise RefusalError(_UNEVEN, value=said, digits=len(digits))
    zone, letters = int(match[1]), match[2] + match[3]
    place = _to_degrees(zone, letters, digits)
    if place is None:
        elsewhere = [other for other in (zone - 1, zone + 1) if _to_degrees(other, letters, digits)]
        if elsewhere:
            raise RefusalError(_OTHER_ZONE, value=said, letters=match[3], zone=elsewhere[0])
        raise RefusalError(_NOWHERE, value=said)
    if not _in_band(letters[0], place[1]):
        raise RefusalError(_OTHER_BAND, value=said, band=letters[0], lat=f"{place[1]:.1f}")
    return Square(zone, letters, digits, place[0], place[1])


def _to_degrees(zone: int, letters: str, digits: str) -> tuple[float, float] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # about the latitude band, which is checked here
            lat_deg, lon_deg = _CONVERTER.toLatLon(f"{zone}{letters}{digits}")
    except mgrs.core.MGRSError:
        return None
    return (float(lon_deg), float(lat_deg)) if math.isfinite(lat_deg) and math.isfinite(lon_deg) else None


def _in_band(letter: str, lat_deg: float) -> bool:
    south_deg = _UTM_LAT_DEG[0] + _BAND_DEG * _BANDS.index(letter)
    north_deg = _UTM_LAT_DEG[1] if letter == _BANDS[-1] else south_deg + _BAND_DEG
    return south_deg - _BAND_SLACK_DEG <= lat_deg <= north_deg + _BAND_SLACK_DEG


def check_agreement(square: Square, lon_deg: float, lat_deg: float) -> None:
    """Refuse a position that lies outside ``square``.

    Raises
    ------
    RefusalError
        If it is farther from the square's middle than its corners are.
    """
    apart_m = distance_m(square.lon_deg, square.lat_deg, lon_deg, lat_deg)
    if apart_m > square.side_m * _HALF_DIAGONAL * _SPHERE_ERROR + _SLACK_M:
        raise RefusalError(_APART, value=square.reference, apart_m=f"{apart_m:.0f}", precision_m=f"{square.side_m:.0f}")


def mgrs_text(lon_deg: float, lat_deg: float) -> str:
    """Return the ten-digit reference of a position, an empty string near the poles where MGRS has no zones."""
    if not _UTM_LAT_DEG[0] <= lat_deg < _UTM_LAT_DEG[1]:
        return ""
    reference = _CONVERTER.toMGRS(lat_deg, lon_deg)
    return str(reference)


def distance_m(lon_a_deg: float, lat_a_deg: float, lon_b_deg: float, lat_b_deg: float) -> float:
    """Return the great-circle distance on the mean sphere [m]: within 0.6 % of the ellipsoid's."""
    lat_a, lat_b = math.radians(lat_a_deg), math.radians(lat_b_deg)
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(lon_b_deg - lon_a_deg) / 2
    h = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(h)))) * _M_PER_DEG
