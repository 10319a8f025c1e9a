"""Setting documents: same bytes, for archives and for readers aloud, one typeface, nothing run as markup."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tansiq.centre.paper import (
    Clause,
    Clauses,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Proof,
    Signature,
    Signatures,
    Table,
    UnprintableError,
    press,
    render,
)
from tansiq.language import LANGUAGES, Language
from tests.centre.paper.pages import (
    AT,
    DIGEST,
    document,
    needs_poppler,
    outside,
    paragraphs,
    poppler,
    read,
    reader,
    squeezed,
    words,
)

MARKUP = [
    *("#panic()", '#eval("1+1")', "$x^2$", "*bold*", "_under_", "`code`", "<label>", "@ref", "= heading", "- item"),
    *("//", "/*", "*/", "#import", '"', "'", "[", "]", "{", "}", "--", "---", "...", "~", "\\", "#sys.inputs"),
    '#read("document.typ")',
]
PRINTABLE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
AWKWARD = "\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200d\u061c\u200e\u0301\u064b\n\t\r\ue000\ufffe 1Aسەرۆکڵێ.,(#"
HOSTILE = st.lists(st.sampled_from(MARKUP) | PRINTABLE, min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_document_gives_the_same_bytes(language: Language) -> None:
    sheet = paragraphs("النقطة 14", "خاڵی 14", "Post 14")
    assert render(sheet, language) == render(sheet, language)


def test_another_process_gives_the_same_bytes() -> None:
    call = (
        "import sys; from tests.centre.paper.pages import paragraphs; from tansiq.centre.paper import render;"
        "sys.stdout.buffer.write(render(paragraphs('خاڵی 14', 'Post 14'), 'ckb'))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    done = subprocess.run([sys.executable, "-c", call], env=environment, capture_output=True, check=True)
    assert done.stdout == render(paragraphs("خاڵی 14", "Post 14"), "ckb")


def test_many_at_once_give_what_each_gives_alone() -> None:
    sheets = [paragraphs(f"Sheet {n} of many") for n in range(8)]
    alone = [render(sheet, "en") for sheet in sheets]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda sheet: render(sheet, "en"), sheets)) == alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_is_made_for_archives_and_for_readers_aloud(language: Language) -> None:
    found = reader(render(document(Heading("Facts"), Facts((("a", "b"),))), language))
    said = found.xmp_metadata
    assert said is not None
    assert (said.pdfaid_part, said.pdfaid_conformance) == ("2", "A")
    root = found.root_object
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_hears_a_page_hears_headings_labels_and_values_in_order(language: Language) -> None:
    made = render(
        document(
            Heading("FACTS"),
            Facts((("WHO", "BAR"), ("WHEN", AT))),
            Table(("ITEM", "STATE"), [("ONE", "OPEN")]),
            Proof(DIGEST, "CHECK"),
            title="SHEET",
        ),
        language,
    )
    heard = poppler("pdfinfo", made, "-struct-text")
    kinds = re.findall(r"^ *(H1|H2|Table|TR|TH|TD|Figure)\b", heard, re.MULTILINE)
    assert kinds == ["H1", "H2", "Table", "TR", "TH", "TH", "TR", "TD", "TD", "Figure"]
    said = list(dict.fromkeys(re.findall(r'"([A-Z]{3,}|25 1430C NOV 26)"', heard)))  # headings are said twice
    assert said == ["SHEET", "FACTS", "WHO", "BAR", "WHEN", "25 1430C NOV 26", "ITEM", "STATE", "ONE", "OPEN", "CHECK"]


def test_a_document_names_itself_its_centre_and_when_it_was_made() -> None:
    said = reader(render(document(title="\u2068بڕوانامە\u2069", centre="بار"), "ckb")).metadata
    assert said is not None
    assert said.title == "بڕوانامە · sheet-1"
    assert said.author == "بار"
    assert said.creation_date == AT


@needs_poppler
def test_only_the_one_typeface_is_used_and_it_is_carried_along() -> None:
    told = poppler("pdffonts", render(document(Heading("سەرەتا"), Paragraph("Plain 漢 😀")), "ckb")).splitlines()[2:]
    assert {line.split()[0].partition("+")[2] for line in told} == {"Vazirmatn-Regular", "Vazirmatn-Bold"}
    assert all(re.search(r"\byes +yes +yes\b", line) for line in told)


@needs_poppler
def test_every_page_is_numbered_and_counted() -> None:
    made = render(paragraphs(*["A line."] * 120), "en")
    pages = len(reader(made).pages)
    assert pages > 1
    assert f"Pages:           {pages}" in poppler("pdfinfo", made)
    assert re.findall(r"Page (\d+) of (\d+)", read(made)) == [(str(n), str(pages)) for n in range(1, pages + 1)]


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_an_exercise_says_so_and_carries_marking_and_number(language: Language) -> None:
    made = render(
        document(*[Paragraph("A line.")] * 120, marking="FOR BOTH PARTIES", fictional=True, serial="item-12"), language
    )
    pages = [poppler("pdftotext", made, "-f", str(n), "-l", str(n)) for n in range(1, len(reader(made).pages) + 1)]
    assert len(pages) > 1
    assert all(page.count("FOR BOTH PARTIES") == 2 for page in pages)
    assert all("item-12" in page for page in pages)
    plain = render(document(*[Paragraph("A line.")] * 120), language)
    fictional = {"en": "Exercise, fictional forces", "ar": "تمرين", "ckb": "مەشق"}[language]
    assert all(fictional in page for page in pages)
    assert fictional not in read(plain)


@needs_poppler
@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_markup_in_a_text_is_printed_not_run(text: str) -> None:
    made = render(document(Paragraph(text), Notice(text, text), Facts(((text, text),)), title=text[:200]), "en")
    assert squeezed(read(made)).count(squeezed(text)) >= 4


def _everywhere(text: str) -> Document:
    """Return a document that has ``text`` in every place there is for one."""
    return document(
        Heading(text),
        Paragraph(text),
        Facts(((text, text),)),
        Table((text, "b"), [(text, text)], caption=text, empty=text),
        Table((text,), [], empty=text),
        Signatures((Signature(text, text, text, AT, text), Signature(text, text))),
        Notice(text, text),
        Proof(DIGEST, text, text),
        Clauses(("ar", "ckb"), (Clause(text, {"ar": text, "en": text}, "article"),), ("en",)),
        **dict.fromkeys(("title", "serial", "centre", "marking"), text),
    )


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters() | st.sampled_from(AWKWARD), max_size=120), st.sampled_from(LANGUAGES))
@example("\xa0", "en")
@example("\x1f", "en")
@example("\ud800", "en")
@example("\u2069", "ar")
@example("\u200b", "ckb")
@example("", "ckb")
def test_any_text_whatever_can_be_set_in_any_place(text: str, language: Language) -> None:
    assert render(_everywhere(text), language).startswith(b"%PDF-1.7")


@needs_poppler
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("W" * 16_384, id="latin"),
        pytest.param("\ufece" * 3_000, id="presentation"),
        pytest.param("پێشمەرگە" * 1_500, id="sorani"),
        pytest.param("هێز " * 4_000, id="words"),
        pytest.param("\u0301" * 10_000, id="marks"),
        pytest.param("x\n" * 3_000, id="lines"),
        pytest.param("\u2067" * 500 + "x" * 99, id="isolates"),
    ],
)
def test_nothing_runs_off_the_paper(text: str) -> None:
    table = Table(tuple("abcdefghi"), [(text[:2_000],) + ("WWW 38S LE 1234 5678",) * 8])
    made = render(
        document(Paragraph(text), Facts(((text[:500], text[:500]),)), table, Notice(text[:500], text[:500])), "en"
    )
    assert outside(words(made)) == []


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_head_keeps_clear_of_the_text(language: Language) -> None:
    head = "W" * 239
    made = render(document(Paragraph("FIRST"), title=head, serial=head, centre=head, marking=head), language)
    found = words(made)
    assert outside(found) == []
    first = next(word for word in found if word.text == "FIRST")
    assert min(word.top for word in found) > 10
    assert all(word.bottom <= first.top or word.top >= first.bottom for word in found if word is not first)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        render(document(printed_at=AT.replace(tzinfo=None)), "en")


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds
@settings(max_examples=20, deadline=None)
def test_the_zone_a_time_is_given_in_changes_nothing(moment: datetime) -> None:
    elsewhere = moment.astimezone(timezone(timedelta(hours=-9, minutes=-30)))
    assert render(document(printed_at=moment), "ar") == render(document(printed_at=elsewhere), "ar")


def test_what_typst_cannot_set_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "document.typ"
    broken.write_text("#panic(sys.inputs.document)", encoding="utf-8")
    monkeypatch.setattr(press, "TEMPLATE", broken)
    press._compiler.cache_clear()
    try:
        with pytest.raises(UnprintableError, match="cannot be set on paper"):
            render(document(), "en")
    finally:
        press._compiler.cache_clear()
