"""Movements between places as people bring them: a CSV of origin, destination and how many a day."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import shapely

from tansiq.errors import BadInputError, UnreadableInputError
from tansiq.ground.model import Feature, Ground
from tansiq.language import N_
from tansiq.siting.checkpoints.model import End, Movement

COLUMNS: Final = ("origin", "destination", "movements_per_day")
MAX_BYTES: Final = 4 << 20
MAX_ROWS: Final = 20_000
MAX_PER_DAY: Final = 1_000_000
_LONLAT: Final = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*/\s*(-?\d{1,2}(?:\.\d{1,12})?)\s*")
_COUNT: Final = re.compile(r"\s*\d{1,7}\s*")
_NAMES: Final = ("name_en", "name_ar", "name_ckb")


def read_movements(path: Path, ground: Ground) -> tuple[Movement, ...]:
    """Read movements from a CSV with the columns of :data:`COLUMNS`.

    An origin or destination is the name of a place of the ground, in any of its languages, or longitude and latitude
    in WGS 84 degrees, written ``43.13/36.34``.

    Raises
    ------
    UnreadableInputError
        If the file is missing, larger than 4 MB, or no text.
    BadInputError
        If a column is missing, a place is not known or ambiguous, a position is off the ground, or a count is no whole
        number.
    """
    known = _places(ground)
    movements = tuple(_movement(path, line, row, ground, known) for line, row in _rows(path))
    if not movements:
        raise BadInputError(N_("%(file)s has no movements: only a heading. Add a row for each."), file=path)
    return movements


def end_of(place: Feature, ground: Ground) -> End:
    """Return a place of the ground as an end of movements."""
    lon, lat = ground.grid.lonlat_from_xy(shapely.get_x(place.geometry), shapely.get_y(place.geometry))
    name = next((str(place.properties[key]) for key in _NAMES if place.properties.get(key)), "")
    return End(name, float(lon), float(lat))


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str | None]]]:
    reader = csv.DictReader(io.StringIO(_text(path)))
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        template = N_("%(file)s has no column %(missing)s. Its first row must name: %(columns)s.")
        raise BadInputError(template, file=path, missing=missing[0], columns=", ".join(COLUMNS))
    try:
        for number, row in enumerate(reader):
            if number >= MAX_ROWS:
                template = N_("%(file)s has more than %(most)s rows. Add up movements between the same places.")
                raise UnreadableInputError(template, file=path, most=MAX_ROWS)
            yield reader.line_num, row
    except csv.Error as error:
        template = N_("%(file)s, line %(line)s, is not CSV (%(reason)s).")
        raise UnreadableInputError(template, file=path, line=reader.line_num, reason=error) from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableInputError(N_("%(file)s has more than 4 MB. Is it a table of movements?"), file=path)
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInputError(N_("%(file)s is not text in UTF-8. Save it as CSV UTF-8."), file=path) from error
    except OSError as error:
        template = N_("%(file)s cannot be read (%(reason)s).")
        raise UnreadableInputError(template, file=path, reason=error.strerror or error) from error


def _movement(
    path: Path, line: int, row: Mapping[str, str | None], ground: Ground, known: Mapping[str, list[End]]
) -> Movement:
    ends = [_end(path, line, row[name] or "", ground, known) for name in COLUMNS[:2]]
    count = row[COLUMNS[2]] or ""
    if not _COUNT.fullmatch(count) or int(count) > MAX_PER_DAY:
        template = N_("%(file)s, line %(line)s: %(column)s is %(value)s; give a whole number up to %(most)s.")
        raise BadInputError(template, file=path, line=line, column=COLUMNS[2], value=count or "-", most=MAX_PER_DAY)
    return Movement(ends[0], ends[1], int(count))


def _end(path: Path, line: int, said: str, ground: Ground, known: Mapping[str, list[End]]) -> End:
    found = _LONLAT.fullmatch(said)
    if found:
        return _position(path, line, said.strip(), ground, float(found[1]), float(found[2]))
    named = known.get(_key(said), [])
    if len(named) == 1:
        return named[0]
    if named:
        template = N_("%(file)s, line %(line)s: %(count)s places are called %(name)s. Give longitude/latitude instead.")
        raise BadInputError(template, file=path, line=line, count=len(named), name=said)
    template = N_(
        "%(file)s, line %(line)s: the ground has no place called %(name)s. Give a name of its places, or "
        "longitude/latitude such as 43.13/36.34."
    )
    raise BadInputError(template, file=path, line=line, name=said or "-")


def _position(path: Path, line: int, said: str, ground: Ground, lon_deg: float, lat_deg: float) -> End:
    on_earth = abs(lon_deg) <= 180 and abs(lat_deg) <= 90  # noqa: PLR2004 - degrees
    row, col = ground.grid.cells_from_xy(*ground.grid.xy_from_lonlat(lon_deg, lat_deg)) if on_earth else (-1, -1)
    if not ground.grid.contains(int(row), int(col)):
        template = N_("%(file)s, line %(line)s: %(position)s is not on the ground. Write longitude first.")
        raise BadInputError(template, file=path, line=line, position=said)
    return End(said, lon_deg, lat_deg)


def _places(ground: Ground) -> Mapping[str, list[End]]:
    known: dict[str, list[End]] = {}
    for place in ground.features("places"):
        end = end_of(place, ground)
        for key in {_key(str(place.properties.get(name) or "")) for name in _NAMES} - {""}:
            known.setdefault(key, []).append(end)
    return known


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
