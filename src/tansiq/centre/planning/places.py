"""Positions as planners type them: MGRS, or latitude and longitude in degrees."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tansiq.centre.shell.fields import western_digits
from tansiq.language import choose_language, translate

LONGEST_CHARS: Final = 80
DECIMALS: Final = 6
_NUMBER: Final = r"(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*°?"
_DEGREES: Final = re.compile(rf"{_NUMBER}\s*N?\s*[,;،\s]\s*{_NUMBER}\s*E?")


def parse_position(text: str) -> tuple[float, float]:
    """Return longitude and latitude [deg] from ``38S LE 1234 5678`` or ``35.4700, 44.3900`` (latitude first).

    Raises
    ------
    ValidationError
        With what is wrong and how to write it.
    """
    said = western_digits(text.strip())
    if len(said) > LONGEST_CHARS:
        raise ValidationError(_("This is too long for a position. Write it as 38S LE 1234 5678, or 35.4700, 44.3900."))
    degrees = _DEGREES.fullmatch(said)
    if degrees:
        lat_deg, lon_deg = float(degrees[1]), float(degrees[2])
        if abs(lat_deg) > 90 or abs(lon_deg) > 180:  # noqa: PLR2004 - degrees of a globe
            raise ValidationError(_("No place on earth has this position. Give latitude first, then longitude."))
        return round(lon_deg, DECIMALS), round(lat_deg, DECIMALS)
    return _from_mgrs(said)


def _from_mgrs(said: str) -> tuple[float, float]:
    # With it come readers of files that take most of a second to load.
    from tansiq.exchange.laydown_file.faults import RefusalError  # noqa: PLC0415
    from tansiq.exchange.laydown_file.positions import parse_mgrs  # noqa: PLC0415

    try:
        square = parse_mgrs(said)
    except RefusalError as error:
        reason = translate(error.template, choose_language(translation.get_language()), error.fields)
        raise ValidationError(reason) from error
    return round(square.lon_deg, DECIMALS), round(square.lat_deg, DECIMALS)


def position_text(lon_deg: float, lat_deg: float) -> str:
    """Return a position as the page shows it and takes it: MGRS, or degrees where MGRS has no zones."""
    from tansiq.exchange.laydown_file.positions import mgrs_text  # noqa: PLC0415 - as above

    said = mgrs_text(lon_deg, lat_deg)
    found = re.fullmatch(r"([0-9]{1,2}[A-Z])([A-Z]{2})([0-9]{5})([0-9]{5})", said)
    return " ".join(found.groups()) if found else f"{lat_deg:.5f}, {lon_deg:.5f}"
