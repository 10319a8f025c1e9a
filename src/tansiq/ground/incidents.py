"""Past incidents: where and on which day, and nothing else.

Who was involved, who was harmed and who reported it never enters a ground package (``docs/ground.md``).
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TextIO

import numpy as np
import shapely
from numpy.typing import NDArray

from tansiq.errors import BadInputError, UnreadableInputError
from tansiq.ground.attributes import first_text
from tansiq.ground.layers import Bounds, Features, read_layers
from tansiq.ground.sources import VectorSource, require_file, unopened
from tansiq.language import N_

MAX_BYTES: Final = 256 << 20
MAX_FIELD_CHARS: Final = 1 << 20
EXACT_ENOUGH: Final = 2  # UCDP where_prec: 1 exact place, 2 near it; coarser ones sit on district centres
_DATES: Final = ("date", "date_start", "event_date")
_LIMITS_DEG: Final[Mapping[str, float]] = {"latitude": 90.0, "longitude": 180.0}


@dataclass(frozen=True)
class Incidents:
    """Incidents in WGS 84 degrees: object [n] of points, and their ISO dates."""

    points: NDArray[np.object_]
    dates: tuple[str, ...]


def read_incidents(source: VectorSource, lonlat_bounds: Bounds | None) -> Incidents:
    """Read incidents from a CSV with ``latitude``, ``longitude`` and a date, or from any file of points.

    Parameters
    ----------
    source
        ``FILE.csv`` or ``FILE[:LAYER][?WHERE]``. Rows with ``where_prec`` above 2 are left out.
    lonlat_bounds
        Bounds of the ground [deg], for files of points; None reads all.

    Raises
    ------
    UnreadableInputError
        If the file cannot be read or is too large.
    BadInputError
        If columns are missing or a row cannot be right.
    """
    if source.path.suffix.lower() == ".csv":
        return _read_csv(source.path)
    features = read_layers(source, lonlat_bounds=lonlat_bounds)
    dates, exact = first_text(features, *_DATES), first_text(features, "where_prec")
    keep = np.array([_is_exact(source.path, i + 1, value) for i, value in enumerate(exact)], bool)
    read = [_date(source.path, i + 1, value) for i, value in enumerate(dates)]
    return Incidents(shapely.centroid(features.geometry[keep]), tuple(np.array(read, object)[keep]))


def as_features(incidents: Incidents) -> Features:
    """Return incidents as features with the one property ``date``."""
    return Features(incidents.points, {"date": np.array(incidents.dates, object)}, ())


def _read_csv(path: Path) -> Incidents:
    require_file(path)
    if path.stat().st_size > MAX_BYTES:
        template = N_(
            "%(file)s has %(size_mb)d MB; a table of incidents may have %(limit_mb)d MB. Cut it to your area."
        )
        raise UnreadableInputError(template, file=path, size_mb=path.stat().st_size >> 20, limit_mb=MAX_BYTES >> 20)
    lon, lat, dates, line = [], [], [], 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in _rows(path, file):
                if not _is_exact(path, line, row.get("where_prec")):
                    continue
                lon.append(_degrees(path, line, "longitude", row))
                lat.append(_degrees(path, line, "latitude", row))
                dates.append(_date(path, line, next((row[n] for n in _DATES if row.get(n)), "")))
    except UnicodeDecodeError as error:
        template = N_("%(file)s is not a UTF-8 table. Save it as CSV in UTF-8.")
        raise UnreadableInputError(template, file=path) from error
    except csv.Error as error:
        template = N_("%(file)s is not a CSV table that can be read (%(reason)s). Save it again as CSV in UTF-8.")
        raise UnreadableInputError(template, file=path, reason=error) from error
    except OSError as error:
        raise unopened(path, error) from error
    if line == 0:
        template = N_("%(file)s has column names and no rows. Get the file again or leave the option out.")
        raise BadInputError(template, file=path)
    return Incidents(np.asarray(shapely.points(lon, lat), object), tuple(dates))


def _rows(path: Path, file: TextIO) -> Iterator[tuple[int, Mapping[str, str]]]:
    csv.field_size_limit(MAX_FIELD_CHARS)
    header = file.readline()
    delimiter = ";" if header.count(";") > header.count(",") else ","  # Excel's, where the comma is a decimal sign
    file.seek(0)
    reader = csv.DictReader(file, delimiter=delimiter)
    columns = [name.strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in _LIMITS_DEG if name not in columns]
    if missing or not set(_DATES) & set(columns):
        template = N_("%(file)s needs the columns latitude, longitude and date_start (or date). It has: %(columns)s.")
        raise BadInputError(template, file=path, columns=", ".join(columns))
    reader.fieldnames = columns
    for row in reader:
        yield reader.line_num, row


def _is_exact(path: Path, line: int, precision: str | None) -> bool:
    try:
        return not precision or float(precision) <= EXACT_ENOUGH
    except ValueError as error:
        template = N_("%(file)s, line %(line)d: where_prec is %(value)s; it must be a number from 1 to 7.")
        raise BadInputError(template, file=path, line=line, value=repr(precision)) from error


def _degrees(path: Path, line: int, column: str, row: Mapping[str, str | None]) -> float:
    value, limit = row[column], _LIMITS_DEG[column]
    try:
        degrees = float(value or "")
    except ValueError as error:
        template = N_("%(file)s, line %(line)d, column %(column)s: %(value)s is no number of degrees, such as 36.34.")
        raise BadInputError(template, file=path, line=line, column=column, value=repr(value or "")) from error
    if not abs(degrees) <= limit:
        template = N_(
            "%(file)s, line %(line)d: %(value)s is beyond %(limit)d degrees. Are latitude and longitude exchanged?"
        )
        raise BadInputError(template, file=path, line=line, value=value, limit=limit)
    return degrees


def _date(path: Path, line: int, value: str) -> str:
    try:
        return date.fromisoformat(value.strip()[:10].replace("/", "-")).isoformat()
    except ValueError as error:
        template = N_("%(file)s, line %(line)d: %(value)s is not a date. Write it as 2017-06-30.")
        raise BadInputError(template, file=path, line=line, value=repr(value)) from error
