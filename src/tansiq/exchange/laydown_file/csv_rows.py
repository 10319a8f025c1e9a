"""Reading CSV: one row for each post, and above them lines ``# key: value`` for what the whole laydown says."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tansiq.errors import UnreadableInputError
from tansiq.exchange.laydown_file.characters import shown
from tansiq.exchange.laydown_file.columns import COLUMNS, TableName
from tansiq.exchange.laydown_file.faults import Faults, Place
from tansiq.exchange.laydown_file.grid_rows import Numbered, is_empty, table_of
from tansiq.exchange.laydown_file.headings import heading
from tansiq.exchange.laydown_file.limits import LIMITS
from tansiq.exchange.laydown_file.raw import RawLaydown, Row, Table
from tansiq.exchange.laydown_file.unicode_text import decode
from tansiq.language import N_

_LINE_CHARS: Final = LIMITS.columns * (LIMITS.text_chars + len('"",'))
_LINES: Final = re.compile(r"\r\n|\r|\n")
_PARTY: Final = re.compile(r"party_([12])_(\w+)")
_PARTIES: Final = 2
_LONG_LINE: Final = N_("%(file)s, line %(line)s has more than %(limit)s characters: it is not a laydown.")
_BROKEN: Final = N_("%(file)s, row %(row)s: the CSV is broken there (%(reason)s). Look for a quotation mark too many.")
_UNKNOWN: Final = N_(
    "this key is not known here: correct it, or begin a remark with two signs (##). Known are %(known)s."
)
_NOT_A_PAIR: Final = N_("“%(value)s” is not a key, a colon and a value: begin a remark with two signs (##).")
_TWICE: Final = N_("this key stands twice: keep one.")
_KEYS: Final = (
    *COLUMNS["laydown"],
    *COLUMNS["terms"],
    *(f"party_{n}_{column}" for n in (1, 2) for column in COLUMNS["parties"]),
)


def read_csv(content: bytes, file: str) -> RawLaydown:
    """Return the tables of a CSV laydown.

    Raises
    ------
    UnreadableInputError
        If it is not UTF-8, a line is too long, or quotation marks do not match.
    BadInputError
        If a row or a key line has not the shape it must have.
    """
    text = decode(content, file)
    delimiter = _delimiter(text, file)
    faults = Faults(file)
    remarks, rows = _split(_records(text, delimiter, file), delimiter)
    tables = _said(remarks, file, faults)
    tables["posts"] = table_of(rows, Place(file), faults)
    faults.refuse()
    return RawLaydown(file, tables)


def _delimiter(text: str, file: str) -> str:
    """Return the delimiter of the first line that is neither empty nor a remark: a comma, or Excel's semicolon."""
    header = ""
    for number, line in enumerate(_LINES.split(text), 1):
        if len(line) > _LINE_CHARS:
            raise UnreadableInputError(_LONG_LINE, file=file, line=number, limit=_LINE_CHARS)
        if not header and line.strip(' ",;\t') and not _is_remark(line):
            header = line
    return ";" if header.count(";") > header.count(",") else ","


def _is_remark(line: str) -> bool:
    return line.lstrip(' "').startswith("#")


def _records(text: str, delimiter: str, file: str) -> Iterator[Numbered]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, 1):
            yield number, record
    except csv.Error as error:
        raise UnreadableInputError(_BROKEN, file=file, row=number + 1, reason=error) from error


def _split(records: Iterable[Numbered], delimiter: str) -> tuple[list[tuple[int, str]], Iterator[Numbered]]:
    """Return the remarks above the headings, and the rows from the headings on."""
    remarks: list[tuple[int, str]] = []
    rows = iter(records)
    for number, cells in rows:
        if all(map(is_empty, cells)):
            continue
        if not str(cells[0]).lstrip().startswith("#") or len(remarks) > LIMITS.rows:
            return remarks, _chained((number, cells), rows)
        remarks.append((number, _rejoined(cells, delimiter)))
    return remarks, iter(())


def _chained(first: Numbered, rest: Iterator[Numbered]) -> Iterator[Numbered]:
    yield first
    yield from rest


def _rejoined(cells: Sequence[object], delimiter: str) -> str:
    """Return a remark in one piece: an unquoted delimiter in it split it, and Excel pads it with empty cells."""
    filled = [str(cell) for cell in cells]
    while len(filled) > 1 and not filled[-1].strip():
        filled.pop()
    return delimiter.join(filled).strip()


def _said(remarks: Iterable[tuple[int, str]], file: str, faults: Faults) -> dict[TableName, Table]:
    values: dict[str, tuple[str, Place]] = {}
    for number, remark in remarks:
        place = Place(file, unit="row", number=number)
        if remark.startswith("##"):
            continue
        key, colon, value = remark[1:].partition(":")
        key = heading(key)
        if not colon:
            faults.add(place, _NOT_A_PAIR, value=shown(remark))
        elif key not in _KEYS:
            faults.add(place.at(shown(key)), _UNKNOWN, known=", ".join(_KEYS))
        elif key in values:
            faults.add(place.at(key), _TWICE)
        else:
            values[key] = (value.strip(), place)
    tables: dict[TableName, Table] = {
        "laydown": _single(values, {key: key for key in COLUMNS["laydown"]}, file),
        "terms": _single(values, {key: key for key in COLUMNS["terms"]}, file),
    }
    if any(_PARTY.fullmatch(key) for key in values):
        named = [_single(values, {f"party_{n}_{c}": c for c in COLUMNS["parties"]}, file) for n in (1, 2)]
        rows = tuple(row for table in named for row in table.rows if row.cells)
        tables["parties"] = Table(Place(file), COLUMNS["parties"], rows)
    return tables


def _single(values: dict[str, tuple[str, Place]], columns: dict[str, str], file: str) -> Table:
    """Return a table of one row: the values of keys, under their columns."""
    given = {column: values[key] for key, column in columns.items() if key in values}
    cells = {column: value for column, (value, _) in given.items() if value}
    places = {column: place for column, (_, place) in given.items()}
    return Table(Place(file), tuple(columns.values()), (Row(Place(file), cells, places),))
