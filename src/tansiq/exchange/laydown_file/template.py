"""The template: a small valid laydown of fictional posts to be overwritten, with explanations where there is room."""

import re
from datetime import datetime
from pathlib import Path
from typing import Final

from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.time import LOCAL_ZONE, MannedHours
from tansiq.domain.unit import CoordinationCentre, JointBrigade
from tansiq.errors import UsageError
from tansiq.exchange.laydown_file.columns import COLUMNS, TableName
from tansiq.exchange.laydown_file.csv_write import for_csv
from tansiq.exchange.laydown_file.explanations import EXPLANATIONS, HEADINGS, INTRODUCTION
from tansiq.exchange.laydown_file.files import Kind, write_whole, written_kind
from tansiq.exchange.laydown_file.limits import LIMITS
from tansiq.exchange.laydown_file.tables import tables_of
from tansiq.exchange.laydown_file.workbook import NOTES
from tansiq.exchange.laydown_file.workbook_write import SHEETS, put, saved, workbook_of
from tansiq.exchange.laydown_file.writing import encode
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate

_CONFIRMED: Final = datetime(2026, 11, 22, 14, 30, tzinfo=LOCAL_ZONE)
# Fictional posts on public geography, for the form only.
EXAMPLE: Final = Laydown(
    title=Names("Example, to be replaced", "مثال للاستبدال", "نموونە، بیگۆڕە"),
    parties=(
        Party("federal", Names("Federal forces", "القوات الاتحادية", "هێزە فیدراڵییەکان"), "left"),
        Party("peshmerga", Names("Peshmerga", "البيشمركة", "پێشمەرگە"), "right"),
    ),
    posts=(
        Post(
            id="A-1",
            party="federal",
            names=Names("Example post 1", "نقطة مثال ١", "خاڵی نموونە ١"),
            lon_deg=44.1,
            lat_deg=35.5,
            confirmed_at=_CONFIRMED,
            reaction=ReactionElement("vehicle", 10),
        ),
        Post(
            id="B-1",
            party="peshmerga",
            names=Names("Example post 2", "نقطة مثال ٢", "خاڵی نموونە ٢"),
            lon_deg=44.2,
            lat_deg=35.6,
            range_day_m=8000,
            range_night_m=4000,
            manned=MannedHours(18 * 60, 30 * 60),
            confirmed_at=_CONFIRMED,
        ),
    ),
    as_of=_CONFIRMED.replace(hour=18, minute=0),
    fictional=True,
    centres=(CoordinationCentre("JCC-1", Names("Example centre", "مركز مثال", "سەنتەری نموونە"), 44.15, 35.55),),
    brigades=(JointBrigade("20", Names("20", "٢٠", "٢٠"), "formed", ("budget", "pay")),),
    terms=Terms(sectors=(Sector("1", Names("Sector 1", "القاطع ١", "کەرتی ١"), 0, 100),)),
)
_CHOICES: Final[tuple[tuple[TableName, str, str], ...]] = (
    ("posts", "reaction_mode", "foot,vehicle"),
    ("parties", "side", "left,right"),
    ("sectors", "partner_may_respond", "yes,no"),
    ("brigades", "state", "formed,deployed"),
)
_OTHER_ENDING: Final = N_("the name %(file)s does not end as the format %(kind)s does: change one of the two.")
_LEFT_TO_RIGHT_MARK: Final = "\u200e"
_LATIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 :+./_-]*[A-Za-z0-9])?")
_NOTE_WIDTHS: Final = {"A": 14, "B": 24, "C": 96}


def template(path: str | Path, kind: Kind | None = None) -> None:
    """Write a template to ``path``: valid as it is, its posts fictional and to be overwritten.

    The workbook carries a sheet of explanations in each of the three languages.

    Parameters
    ----------
    path
        Where to write.
    kind
        Format; None takes it from the path's ending.

    Raises
    ------
    UsageError
        If ``kind`` is not what the path's ending says.
    UnwritableOutputError
        If the ending is none of ours, or the place cannot be written.
    """
    path = Path(path)
    claimed = written_kind(path)
    if kind is not None and kind != claimed:
        raise UsageError(_OTHER_ENDING, file=path.name, kind=kind)
    write_whole(path, template_bytes(claimed))


def template_bytes(kind: Kind) -> bytes:
    """Return the template's bytes in one format."""
    if kind == "csv":  # which has no place for anything but posts
        return encode(for_csv(EXAMPLE, "template")[0], kind)
    return saved(_workbook()) if kind == "xlsx" else encode(EXAMPLE, kind)


def _workbook() -> Workbook:
    book = workbook_of(tables_of(EXAMPLE))
    for table, column, choices in _CHOICES:
        rule = DataValidation("list", formula1=f'"{choices}"', allow_blank=True)
        letter = chr(ord("A") + COLUMNS[table].index(column))
        rule.add(f"{letter}2:{letter}{LIMITS.rows + 1}")
        book[table].add_data_validation(rule)
    for name, language in NOTES.items():
        _write_notes(book.create_sheet(name), language)
    return book


def _write_notes(sheet: Worksheet, language: Language) -> None:
    sheet.sheet_view.rightToLeft = language in RIGHT_TO_LEFT
    for letter, width in _NOTE_WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    row = 0
    for sentence in INTRODUCTION:
        row += 1
        _say(sheet, row, 1, translate(sentence, language), language, wrap=False)
    row += 2
    for index, word in enumerate(HEADINGS, 1):
        _say(sheet, row, index, translate(word, language), language)
        sheet.cell(row, index).font = Font(bold=True)
    for table in SHEETS:
        for column, sentence in EXPLANATIONS[table].items():
            row += 1
            put(sheet, row, 1, table)
            put(sheet, row, 2, column)
            _say(sheet, row, 3, translate(sentence, language), language)


def _isolated(words: str) -> str:
    """Return right-to-left ``words`` with the times, references and column names in them kept left to right."""
    return _LATIN.sub(lambda run: f"{_LEFT_TO_RIGHT_MARK}{run[0]}{_LEFT_TO_RIGHT_MARK}", words)


def _say(sheet: Worksheet, row: int, column: int, words: str, language: Language, *, wrap: bool = True) -> None:
    put(sheet, row, column, _isolated(words) if language in RIGHT_TO_LEFT else words)
    order = 2 if language in RIGHT_TO_LEFT else 1  # right-to-left and left-to-right reading order
    sheet.cell(row, column).alignment = Alignment(wrap_text=wrap, vertical="top", readingOrder=order)
