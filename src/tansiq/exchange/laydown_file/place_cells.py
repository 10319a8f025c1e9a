"""Where a row says its thing stands: a reference, degrees, or both."""

from tansiq.exchange.laydown_file.cells import Cells, parse_number
from tansiq.exchange.laydown_file.characters import shown
from tansiq.exchange.laydown_file.faults import RefusalError
from tansiq.exchange.laydown_file.positions import Square, check_agreement, parse_mgrs
from tansiq.language import N_

_LAT_DEG = (-90.0, 90.0)
_LON_DEG = (-180.0, 180.0)
_NOWHERE = N_("no position: give lat and lon, or mgrs.")
_HALF = N_("%(given)s is given and %(missing)s is not: fill in both, or mgrs alone.")
_SWAPPED = N_(
    "latitude %(lat)s is not between -90 and 90, and longitude %(lon)s would be a latitude: "
    "latitude and longitude look swapped."
)
_METRES = N_(
    "“%(value)s” is not degrees: these look like metres of a map grid. Export in WGS 84 (EPSG:4326), or use mgrs."
)
_METRES_FROM = 1_000.0


def take_position(cells: Cells) -> tuple[float, float, Square | None] | None:
    """Return longitude, latitude [deg] and the MGRS square if one was given; None where faults were recorded.

    Latitude and longitude are taken where they are given; a reference beside them only checks them.
    """
    square = cells.take("mgrs", parse_mgrs, None)
    given = [column for column in ("lat", "lon") if cells.has(column)]
    if not given:
        if not cells.has("mgrs"):
            cells.fault(None, _NOWHERE)
        return (square.lon_deg, square.lat_deg, square) if square else None
    if len(given) == 1:
        missing = "lon" if given == ["lat"] else "lat"
        cells.fault(missing, _HALF, given=given[0], missing=missing)
        return None
    return _degrees(cells, square)


def _degrees(cells: Cells, square: Square | None) -> tuple[float, float, Square | None] | None:
    if _look_swapped(cells):
        return None
    lat_deg = cells.take("lat", lambda cell: _degree(cell, _LAT_DEG), None)
    lon_deg = cells.take("lon", lambda cell: _degree(cell, _LON_DEG), None)
    if lat_deg is None or lon_deg is None:
        return None
    if square is not None:
        try:
            check_agreement(square, lon_deg, lat_deg)
        except RefusalError as refusal:
            cells.fault("mgrs", refusal.template, **refusal.fields)
    return lon_deg, lat_deg, square


def _degree(cell: object, bounds: tuple[float, float]) -> float:
    value = parse_number(cell, (float("-inf"), float("inf")))
    if abs(value) >= _METRES_FROM:
        raise RefusalError(_METRES, value=shown(cell))
    return parse_number(cell, bounds)


def _look_swapped(cells: Cells) -> bool:
    try:
        lat, lon = (parse_number(cells.row.cells[column], _LON_DEG) for column in ("lat", "lon"))
    except RefusalError:
        return False
    if abs(lat) > _LAT_DEG[1] >= abs(lon):
        cells.fault("lat", _SWAPPED, lat=f"{lat:g}", lon=f"{lon:g}")
        return True
    return False
