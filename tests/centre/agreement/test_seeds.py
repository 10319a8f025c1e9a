"""The model drafts: complete in every language that governs, of the kind's form, and marked as drafts for exercise."""

import json
import re
import tomllib
from datetime import UTC, datetime

import pytest

from tansiq.centre.agreement.reading import read_text
from tansiq.centre.agreement.seeds import ARTICLES, body_of, model_drafts, read_text_file, text_file
from tansiq.errors import BadInputError
from tansiq.journal.json_strict import canonical
from tansiq.journal.record import KINDS

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PARTIES = ("federal", "regional")
ANNEXES = {
    "map-and-boundary", "deployment-sites", "checkpoint-procedure", "notice-periods", "release-rules",
    "duty-to-respond", "complaints", "pay-and-supply", "amendment",
}  # fmt: skip


def body(name: str) -> dict:  # type: ignore[type-arg]  # JSON
    return body_of(model_drafts()[name], agreement=name, version=1, parties=PARTIES, entered_at=AT)


def test_there_are_the_agreement_and_the_annexes_the_domain_names() -> None:
    assert set(model_drafts()) == ANNEXES | {"agreement"}


def test_the_agreement_has_the_four_articles() -> None:
    headings = [each["text"]["en"] for each in body("agreement")["clauses"] if each["level"] == "article"]
    assert headings == [
        "Joint coordination centres", "Holding the gaps", "Joint checkpoints",
        "Expanded operations and exchange of information",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(ANNEXES | {"agreement"}))
def test_every_draft_is_of_its_kind_s_form_complete_and_small_enough_for_a_record(name: str) -> None:
    made = body(name)
    KINDS["agreement_text/1"].check(made)
    text = read_text(made, digest="", place=0)
    assert text.missing() is None
    assert all(each.text.en and each.text.ar and each.text.ckb for each in (*text.clauses, *text.obligations))
    assert len({each.number for each in text.clauses}) == len(text.clauses)
    assert {each.clause for each in text.obligations} <= {each.number for each in text.clauses}
    assert len(canonical(made)) < 60_000


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_draft_says_that_it_is_one_and_is_spelt_as_sorani_is(path: object) -> None:
    data = getattr(path, "read_bytes", bytes)()
    table = tomllib.loads(data.decode())
    assert "not the text of any real agreement" in data.decode().splitlines()[0]
    assert "draft" in table["title"]["en"]
    for words in _texts(table, "ckb"):
        assert not re.search("[يك\u200c]", words), words
        assert "پاکتاو" not in words
    assert not any("تطهير" in words for words in _texts(table, "ar"))


def _texts(table: object, language: str) -> list[str]:
    if isinstance(table, dict):
        return (
            [table[language]]
            if language in table
            else [one for each in table.values() for one in _texts(each, language)]
        )
    return [one for each in table for one in _texts(each, language)] if isinstance(table, list) else []


def test_a_text_comes_back_from_its_file_as_it_was() -> None:
    made = body("agreement")
    again = body_of(read_text_file(text_file(made)), agreement="agreement", version=1, parties=PARTIES, entered_at=AT)
    assert json.loads(canonical(again)) == json.loads(canonical(made))


@pytest.mark.parametrize("data", [b"", b"\xff", b"title = 1", b"[title]\nen = 'x'", b"x" * 200_000])
def test_a_file_that_is_no_text_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadInputError, match=r"file"):
        read_text_file(data)
