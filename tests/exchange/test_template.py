"""The template as a person meets it, and the page that describes it."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tansiq.domain.agreement import Terms
from tansiq.errors import TansiqError
from tansiq.exchange import laydown_file
from tansiq.exchange.laydown_file.columns import COLUMNS, TableName
from tansiq.exchange.laydown_file.explanations import EXPLANATIONS
from tansiq.exchange.laydown_file.template import EXAMPLE, template_bytes

PAGE = Path(__file__).parents[2] / "docs" / "laydown-format.md"


@pytest.mark.parametrize("ending", ["geojson", "csv", "xlsx"])
def test_the_template_is_valid_and_says_that_it_is_fictional(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"template.{ending}"
    laydown_file.template(path)
    read, notices = laydown_file.read_with_notices(path)
    assert notices == ()
    assert read.fictional
    assert read == (EXAMPLE if ending != "csv" else replace(EXAMPLE, centres=(), brigades=(), terms=Terms()))


def test_the_format_and_the_ending_must_not_differ(tmp_path: Path) -> None:
    with pytest.raises(TansiqError, match="does not end as") as caught:
        laydown_file.template(tmp_path / "template.csv", "xlsx")
    assert caught.value.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_every_column_is_explained_and_nothing_else() -> None:
    assert {table: tuple(sentences) for table, sentences in EXPLANATIONS.items()} == COLUMNS


def test_the_workbook_opens_on_posts_and_has_notes_in_three_languages() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_bytes("xlsx")))
    assert book.sheetnames[0] == book.active.title == "posts"  # type: ignore[union-attr]  # a template has a sheet
    assert book.sheetnames[-3:] == ["notes_en", "notes_ar", "notes_ckb"]
    directions = {name: bool(book[name].sheet_view.rightToLeft) for name in book.sheetnames[-3:]}
    assert directions == {"notes_en": False, "notes_ar": True, "notes_ckb": True}
    for name in book.sheetnames[-3:]:
        explained = {(row[0], row[1]) for row in book[name].iter_rows(values_only=True)}
        assert {(table, column) for table, columns in COLUMNS.items() for column in columns} <= explained


def test_choices_are_offered_where_there_are_few() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_bytes("xlsx")))
    offered = {
        (sheet.title, str(sheet.cell(1, column).value), rule.formula1)
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
        for column in [next(iter(rule.sqref.ranges)).min_col]
    }
    assert offered == {
        ("posts", "reaction_mode", '"foot,vehicle"'),
        ("parties", "side", '"left,right"'),
        ("sectors", "partner_may_respond", '"yes,no"'),
        ("brigades", "state", '"formed,deployed"'),
    }


def test_no_part_of_a_workbook_says_when_or_where_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(template_bytes("xlsx"))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}T[\d:]+Z", core)) == {"2000-01-01T00:00:00Z"}


@pytest.mark.parametrize("table", COLUMNS)
def test_the_page_describes_every_column(table: TableName) -> None:
    page = PAGE.read_text(encoding="utf-8")
    section = page.split(f"\n### `{table}`", 1)[1].split("\n##", 1)[0]
    assert [column for column in COLUMNS[table] if f"`{column}`" not in section] == []


@pytest.mark.parametrize("ending", ["csv", "geojson"])
def test_the_pages_examples_are_read(tmp_path: Path, ending: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    language = "json" if ending == "geojson" else "csv"
    (example,) = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
    path = tmp_path / f"example.{ending}"
    path.write_text(example, encoding="utf-8")
    read = laydown_file.read(path)
    assert read.fictional
    assert [party.id for party in read.parties] == ["federal", "peshmerga"]


def test_the_page_gives_the_limits_that_hold() -> None:
    page = PAGE.read_text(encoding="utf-8")
    limits = laydown_file.LIMITS
    for words in (f"{limits.file_bytes // 1_000_000} MB", f"{limits.rows:,}", f"{limits.text_chars} characters"):
        assert words in page
