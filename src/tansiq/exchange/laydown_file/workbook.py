"""Reading XLSX: one sheet for each table. The archive is measured before anything in it is parsed."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, cast
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from tansiq.errors import UnreadableInputError
from tansiq.exchange.laydown_file.characters import bare, shown
from tansiq.exchange.laydown_file.columns import TableName
from tansiq.exchange.laydown_file.faults import Faults, Place
from tansiq.exchange.laydown_file.grid_rows import Numbered, is_empty, pairs_of, table_of
from tansiq.exchange.laydown_file.limits import LIMITS
from tansiq.exchange.laydown_file.raw import RawLaydown, Table
from tansiq.language import N_, Language

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SHEETS: Final[tuple[TableName, ...]] = ("laydown", "terms", "parties", "posts", "sectors", "centres", "brigades")
_PAIRS: Final[tuple[TableName, ...]] = ("laydown", "terms")
NOTES: Final[dict[str, Language]] = {"notes_en": "en", "notes_ar": "ar", "notes_ckb": "ckb"}
_ROWS_READ: Final = LIMITS.rows + 1_000  # headings and empty rows between
_ROWS_OF_EXCEL: Final = 1_048_576
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# What the archive, XML and openpyxl's own readers raise for a file that is not what it claims.
_NOT_A_WORKBOOK: Final = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)

_BROKEN: Final = N_("%(file)s is a damaged Excel workbook (%(reason)s): save it again as .xlsx.")
_BOMB: Final = N_("%(file)s would unpack to %(megabytes)s MB; at most %(limit)s MB are taken. Is it the right file?")
_PARTS: Final = N_("%(file)s has %(count)s parts; at most %(limit)s are taken. Remove pictures and other sheets.")
_ENTITIES: Final = N_("%(file)s declares XML entities, which no spreadsheet does: save it again as .xlsx.")
_NO_SHEET: Final = N_("%(file)s has no sheet “posts”. Its sheets are %(there)s: rename the one with the posts.")
_TOO_WIDE: Final = N_("there are more than %(limit)s columns: remove what is not part of the laydown.")
_TOO_LONG: Final = N_("something stands below row %(limit)s: a laydown has at most %(rows)s rows.")


def read_workbook(content: bytes, file: str) -> RawLaydown:
    """Return the tables of a workbook.

    Raises
    ------
    UnreadableInputError
        If it is damaged, unpacks to more than the limit, declares entities, or has no sheet ``posts``.
    BadInputError
        If a sheet has not the shape it must have.
    """
    _measure(content, file)
    sheets = _cells_of(content, file)
    if "posts" not in sheets:
        raise UnreadableInputError(_NO_SHEET, file=file, there=", ".join(map(shown, sheets)))
    faults = Faults(file)
    tables = {name: _table(name, sheets[name], file, faults) for name in _SHEETS if name in sheets}
    faults.refuse()
    unread = tuple(shown(name) for name in sheets if name not in _SHEETS and name not in NOTES)
    return RawLaydown(file, tables, unread)


def _measure(content: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > LIMITS.zip_entries:
                raise UnreadableInputError(_PARTS, file=file, count=len(parts), limit=LIMITS.zip_entries)
            if unpacked > LIMITS.unpacked_bytes:
                limit_mb, found_mb = LIMITS.unpacked_bytes // 1_000_000, f"{unpacked / 1e6:.0f}"
                raise UnreadableInputError(_BOMB, file=file, megabytes=found_mb, limit=limit_mb)
            for part in parts:
                if _DOCTYPE.search(archive.read(part).replace(b"\0", b"")):  # UTF-16 as well
                    raise UnreadableInputError(_ENTITIES, file=file)
    except _NOT_A_WORKBOOK as error:
        raise UnreadableInputError(_BROKEN, file=file, reason=shown(error)) from error


def _cells_of(content: bytes, file: str) -> dict[str, list[Numbered]]:
    """Return every sheet's rows that are not empty, by the sheet's name in small letters."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # about print areas, pictures and other things not read here
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = {bare(sheet.title).lower(): sheet for sheet in book.worksheets}
            return {name: list(_rows(sheet, name)) for name, sheet in sheets.items()}
    except _NOT_A_WORKBOOK as error:
        raise UnreadableInputError(_BROKEN, file=file, reason=shown(error)) from error


def _rows(sheet: ReadOnlyWorksheet, name: str) -> Iterator[Numbered]:
    if name not in _SHEETS:
        return
    # What a workbook says about its own size is not to be trusted: it is asked for all that Excel can hold.
    sheet.reset_dimensions()
    # The type stubs give a read-only sheet no rows of its own.
    found = cast("Worksheet", sheet).iter_rows(max_row=_ROWS_OF_EXCEL, max_col=LIMITS.columns + 1, values_only=True)
    filled = 0
    padding: tuple[object, ...] | None = None
    for number, cells in enumerate(found, 1):
        if cells is padding:
            continue
        if all(map(is_empty, cells)):
            padding = cells  # one and the same tuple stands for every row that is not there
            continue
        yield number, cells
        filled += 1
        if filled > _ROWS_READ:
            return


def _table(name: TableName, rows: list[Numbered], file: str, faults: Faults) -> Table:
    place = Place(file, sheet=name)
    if any(not is_empty(cell) for _, cells in rows for cell in cells[LIMITS.columns :]):
        faults.stop(place, _TOO_WIDE, limit=LIMITS.columns)
    if rows and rows[-1][0] > _ROWS_READ:
        faults.stop(place, _TOO_LONG, limit=_ROWS_READ, rows=LIMITS.rows)
    return pairs_of(rows, place, faults) if name in _PAIRS else table_of(rows, place, faults)
