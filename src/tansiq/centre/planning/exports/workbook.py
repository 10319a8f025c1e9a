"""XLSX: what changes, as sheets to read and to calculate with. Sheets in Arabic and Sorani run from right to left."""

from collections.abc import Iterator, Sequence
from typing import Final

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tansiq.centre.planning.exports.plan import Plan
from tansiq.centre.planning.exports.sheets import Cell, Sheet, sheets_of
from tansiq.exchange.laydown_file.workbook_write import put, saved
from tansiq.language import RIGHT_TO_LEFT, Language

_HEADING: Final = PatternFill("solid", fgColor="FFE8ECF0")
_WIDEST, _NARROWEST = 60, 10


def workbook_bytes(plan: Plan, language: Language) -> bytes:
    """Return the file: numbers are numbers with their unit in the heading, texts are texts whatever they begin with.

    The same plan gives the same bytes: the archive's times are fixed, ``made_at`` stands on the first sheet.

    Raises
    ------
    TooLargeToExportError
        If a sheet has more rows than a spreadsheet holds.
    """
    book = openpyxl.Workbook()
    for name in list(book.sheetnames):
        del book[name]
    for sheet in sheets_of(plan, language):
        made = book.create_sheet(sheet.title)
        made.sheet_view.rightToLeft = language in RIGHT_TO_LEFT
        _fill(made, sheet)
    return saved(book)


def _fill(made: Worksheet, sheet: Sheet) -> None:
    made.freeze_panes = "A2"
    for number, row in enumerate(_rows(sheet), 1):
        for column, value in enumerate(row, 1):
            put(made, number, column, value)
            cell = made.cell(number, column)
            if isinstance(value, str):
                cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font, cell.fill = Font(bold=True), _HEADING
    for column, values in enumerate(zip(*_rows(sheet), strict=True), 1):
        longest = max(len(str(value)) for value in values if value is not None)
        made.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(_NARROWEST, longest + 2))


def _rows(sheet: Sheet) -> Iterator[Sequence[Cell]]:
    yield sheet.headers
    yield from sheet.rows
