"""What is too large for paper is refused in words, before anything is set."""

import pytest

from tansiq.centre.paper import (
    Block,
    Clause,
    Clauses,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Proof,
    Signature,
    Signatures,
    Table,
    UnprintableError,
    render,
)
from tansiq.centre.paper.limits import LIMITS, check
from tansiq.errors import TansiqError
from tests.centre.paper.pages import AT, document

LONG = "x" * (LIMITS.text_chars + 1)


@pytest.mark.parametrize(
    "block",
    [
        Heading(LONG),
        Paragraph(LONG),
        Facts(((LONG, ""),)),
        Facts((("", LONG),)),
        Table(("a",), [(LONG,)]),
        Table((LONG,), []),
        Table(("a",), [], caption=LONG),
        Table(("a",), [], empty=LONG),
        Notice(LONG),
        Notice("", LONG),
        Proof(LONG, ""),
        Proof("", LONG),
        Proof("", "", LONG),
        Clauses(("en",), (Clause(LONG, {}),)),
        Clauses(("en",), (Clause("1", {"en": LONG}),)),
        Signatures((Signature(LONG, "f"),)),
        Signatures((Signature("p", LONG),)),
        Signatures((Signature("p", "f", key=LONG),)),
        Signatures((Signature("p", "f", line=LONG),)),
    ],
)
def test_no_text_of_any_block_may_be_longer_than_a_record_s(block: Block) -> None:
    with pytest.raises(UnprintableError, match="16385 letters"):
        render(document(block), "en")


@pytest.mark.parametrize("part", ["title", "serial", "centre", "marking"])
def test_what_stands_on_every_page_is_short(part: str) -> None:
    with pytest.raises(UnprintableError, match="head of a page"):
        render(document(**{part: "x" * (LIMITS.head_chars + 1)}), "en")


def test_many_texts_that_are_each_allowed_can_be_too_many() -> None:
    text = "x" * LIMITS.text_chars
    with pytest.raises(UnprintableError, match="shorter period"):
        check(document(*[Paragraph(text)] * 25))
    with pytest.raises(UnprintableError, match="20003 texts"):
        check(document(Table(("a",), [("x",)] * LIMITS.all_texts)))
    with pytest.raises(UnprintableError, match="lines"):
        check(document(*[Paragraph("x\n" * 1000)] * 13))


def test_a_table_has_room_for_so_many_columns_and_a_frame_for_so_many_signatures() -> None:
    with pytest.raises(UnprintableError, match="10 columns"):
        check(document(Table(("a",) * 10, [])))
    with pytest.raises(UnprintableError, match="9 signatures"):
        check(document(Signatures((Signature("p", "f"),) * 9)))


@pytest.mark.parametrize(
    "table", [Table(("a", "b"), [("1", "2"), ("1",)]), Table((), []), Table(("a",), [], align=("end", "end"))]
)
def test_a_table_that_does_not_fit_its_headers_is_the_caller_s_fault(table: Table) -> None:
    with pytest.raises(ValueError, match="table"):
        check(document(table))


def test_a_refusal_is_told_like_every_other() -> None:
    assert issubclass(UnprintableError, TansiqError)


def test_moments_count_as_text() -> None:
    check(document(Facts((("at", AT),)), Table(("at",), [(AT,)])))
    assert render(document(Facts((("at", AT),))), "en").startswith(b"%PDF")
