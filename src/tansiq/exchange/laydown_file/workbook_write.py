"""Writing XLSX: one sheet for each table, and to the same bytes each time.

A workbook is a ZIP archive that says when it was made. The dates are set to one moment, and the parts are stored
without compression, since zlib's output differs between its versions.
"""

import io
import re
import zipfile
from datetime import datetime
from typing import Final

import openpyxl
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tansiq.exchange.laydown_file.columns import COLUMNS, TableName
from tansiq.exchange.laydown_file.csv_write import cell_text
from tansiq.exchange.laydown_file.tables import Record, Tables, Value

SHEETS: Final[tuple[TableName, ...]] = ("posts", "parties", "laydown", "terms", "sectors", "centres", "brigades")
_PAIRS: Final[tuple[TableName, ...]] = ("laydown", "terms")
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_SAVED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - document properties have no zone
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_HEADING: Final = PatternFill("solid", fgColor="FFE8ECF0")
_WIDE: Final = {"name_en": 24, "name_ar": 24, "name_ckb": 24, "confirmed_at": 27, "mgrs": 18, "value": 40, "key": 24}
_FIGURES: Final = frozenset(
    {
        *("lat", "lon", "eye_m", "range_day_m", "range_night_m", "detect_per_min_day", "detect_per_min_night"),
        *("reaction_ready_min", "from_km", "to_km", "respond_within_min"),
    }
)
_NARROWEST: Final = 12


def workbook_bytes(tables: Tables) -> bytes:
    """Return the file's bytes: the same tables give the same bytes."""
    return saved(workbook_of(tables))


def workbook_of(tables: Tables) -> Workbook:
    """Return a workbook with one sheet for each table, posts first."""
    book = openpyxl.Workbook()
    for name in list(book.sheetnames):
        del book[name]
    for name in SHEETS:
        sheet = book.create_sheet(name)
        if name in _PAIRS:
            _write_rows(sheet, ("key", "value"), [{"key": k, "value": v} for k, v in tables[name][0].items()])
        else:
            _write_rows(sheet, COLUMNS[name], tables[name])
    return book


def _write_rows(sheet: Worksheet, columns: tuple[str, ...], records: list[Record] | tuple[Record, ...]) -> None:
    for index, column in enumerate(columns, 1):
        heading = sheet.cell(1, index, column)
        heading.font, heading.fill = Font(bold=True), _HEADING
        width = max(_WIDE.get(column, 0), _NARROWEST, len(column) + 2)
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = width
        if column not in _FIGURES:
            dimension.number_format = "@"  # else Excel takes an id such as 1-2 for a date
    sheet.freeze_panes = "A2"
    for number, record in enumerate(records, 2):
        for index, column in enumerate(columns, 1):
            put(sheet, number, index, record[column])


def put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    """Write one cell; text stays text, even where it looks like a formula or a number."""
    if value is None:
        return
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing was merged
    cell.value = cell_text(value)
    if isinstance(value, str | bool):
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = Alignment(vertical="top")
    else:
        cell.data_type = "n"  # its digits as they are: openpyxl itself would cut them to sixteen


def saved(book: Workbook) -> bytes:
    """Return the workbook's bytes without a trace of when and by which machine they were made."""
    book.properties.creator = "Tansiq"
    book.properties.created = _SAVED
    written = io.BytesIO()
    book.save(written)
    fixed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":  # openpyxl puts the clock's time there while saving
                content = _MODIFIED.sub(rb"\g<1>" + _SAVED.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.create_system = 0  # whatever machine this is
            target.writestr(entry, content)
    return fixed.getvalue()
