"""The spreadsheet as openpyxl reads it."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tansiq.centre.planning.exports import FORMATS, MARKING, Plan, TooLargeToExportError, sheets
from tansiq.domain.names import Names
from tansiq.domain.state import State
from tansiq.language import LANGUAGES, Language

SUMMARY, GAPS, LEDGER, CHANGES, CHECKPOINTS, AREAS, ABOUT = range(7)


def opened(made: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.fixture(scope="module")
def made(plan: Plan) -> bytes:
    return FORMATS["xlsx"].make(plan, "en")


@pytest.fixture(scope="module")
def book(made: bytes) -> Workbook:
    return opened(made)


def rows(book: Workbook, sheet: int) -> list[tuple[object, ...]]:
    return list(book.worksheets[sheet].iter_rows(min_row=2, values_only=True))


def test_summary_is_the_two_pictures(plan: Plan, book: Workbook) -> None:
    found = rows(book, SUMMARY)
    pictures = (plan.before, plan.after)
    for number, state in enumerate(State):
        seam = [picture.seam_by_state_km()[state] for picture in pictures]
        ground = [picture.by_state_km2()[state] for picture in pictures]
        assert found[number][2:4] == pytest.approx(seam, abs=1e-3)
        assert found[6 + number][2:4] == pytest.approx(ground, abs=1e-3)
        assert found[6 + number][4] == pytest.approx(ground[1] - ground[0], abs=2e-3)
    assert found[12][2:4] == tuple(len(picture.gaps) for picture in pictures)


def test_gaps_and_ledger_are_the_picture_after(plan: Plan, book: Workbook) -> None:
    found = rows(book, GAPS)
    assert [row[0] for row in found] == [gap.id for gap in plan.after.gaps]
    assert [row[4] for row in found] == pytest.approx([gap.length_km for gap in plan.after.gaps], abs=1e-3)
    assert sum(row[15] == "yes" for row in found) == 1
    assert plan.after.ledger
    assert [row[1] for row in rows(book, LEDGER)] == [one.id for one in plan.after.ledger]
    plain = replace(plan, after=replace(plan.after, ledger=()))
    assert len(opened(FORMATS["xlsx"].make(plain, "en")).worksheets) == 6


def test_numbers_are_numbers(book: Workbook) -> None:
    for sheet, columns in ((SUMMARY, (3, 4, 5)), (GAPS, (3, 4, 5, 6, 7, 8, 9, 10)), (CHECKPOINTS, (4, 5))):
        for row in book.worksheets[sheet].iter_rows(min_row=2):
            assert {row[column - 1].data_type for column in columns} == {"n"}


def test_nothing_is_a_formula_whatever_it_begins_with(plan: Plan, made: bytes, book: Workbook) -> None:
    sly = ("=1+1", '=HYPERLINK("x","y")', "@fed-plan-1")
    texts = {cell.value: cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert all(texts[text] == "s" for text in sly)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "sheet" in name)
    for text in ("+1", "-1", "=cmd|' /C calc'!A0", "\t=1", "@SUM(1)"):
        sheet = opened(FORMATS["xlsx"].make(replace(plan, by=text), "en")).worksheets[ABOUT]
        assert (text, "s") in {(row[1].value, row[1].data_type) for row in sheet.iter_rows(min_row=2)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_run_in_the_direction_of_their_language(plan: Plan, language: Language) -> None:
    found = opened(FORMATS["xlsx"].make(plan, language))
    assert {sheet.sheet_view.rightToLeft for sheet in found} == {language != "en"}
    title = getattr(plan.course.title, language)
    assert title in {row[1] for row in rows(found, ABOUT)}


def test_it_says_who_may_read_it(plan: Plan, book: Workbook) -> None:
    said = {row[1] for row in rows(book, ABOUT)}
    assert {MARKING, plan.made_at.isoformat(), "Exercise: fictional forces", "Joint centre"} <= said


def test_the_same_plan_gives_the_same_bytes(plan: Plan, made: bytes) -> None:
    assert FORMATS["xlsx"].make(plan, "en") == made
    other = replace(plan, course=replace(plan.course, title=Names("Another")))
    assert FORMATS["xlsx"].make(other, "en") != made


def test_too_long_a_table_is_refused(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)
    with pytest.raises(TooLargeToExportError, match="a sheet may hold 1"):
        FORMATS["xlsx"].make(plan, "en")
