"""The sheets: what the certificate, the handover, the situation report and the agreement must carry."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.paper import Document, Notice, Proof, Signature, Table, render
from tansiq.centre.paper.sheets import (
    Hazard,
    Unacknowledged,
    agreement_text,
    certificate,
    handover_sheet,
    situation_report,
)
from tansiq.centre.paper.sheets.frame import told
from tansiq.centre.paper.sheets.situation import SECTIONS, Reported
from tansiq.language import LANGUAGES, Language
from tests.centre.paper.pages import DIGEST, LINE, needs_poppler, outside, read, reader, squeezed, words
from tests.centre.paper.sheets_of import AGREEMENT, BOTH, CERTIFICATE, HANDOVER, ITEMS, ONE, REPORT, SIGNED

NO_CERTIFICATE = "certifies nothing"


def english(document: Document) -> str:
    return read(render(document, "en")).replace("\n", " ")


def in_order(text: str, *wanted: str) -> bool:
    places = [text.find(each) for each in wanted]
    return -1 not in places and places == sorted(places)


@needs_poppler
def test_a_certificate_carries_the_decision_both_signatures_and_the_way_to_check() -> None:
    text = english(certificate(CERTIFICATE, "en"))
    assert "Certificate of a joint decision: Gap closed" in text
    assert NO_CERTIFICATE not in text
    for said in ("Holder Regional Battalion 2", "25 1630C NOV 26 (2026-11-25 16:30)", "place 12", "No boundary."):
        assert said in text
    assert "tansiq verify gap-7.tlog-proof --trust roots.txt" in text
    assert squeezed(text).count(squeezed(LINE)) == 2
    assert squeezed(text).count(DIGEST.partition(":")[2]) == 2  # the proposal's, and that of the text put in force


SIGNATURES = [
    (SIGNED,),
    (SIGNED, SIGNED),
    ONE,
    (SIGNED, replace(BOTH[1], line="")),
    (SIGNED, replace(BOTH[1], at=None)),
    (),
    (*BOTH, Signature("Third", "Signatory")),
]


@pytest.mark.parametrize("signatures", SIGNATURES)
def test_without_the_signatures_of_two_parties_no_sheet_calls_itself_a_certificate(
    signatures: tuple[Signature, ...],
) -> None:
    made = certificate(replace(CERTIFICATE, signatures=signatures), "en")
    assert "Certificate" not in made.title
    assert isinstance(made.blocks[0], Notice)
    assert NO_CERTIFICATE in made.blocks[0].text


def test_signed_by_both_but_not_agreed_no_sheet_calls_itself_a_certificate() -> None:
    made = certificate(replace(CERTIFICATE, agreed=False), "en")
    assert "Certificate" not in made.title
    assert isinstance(made.blocks[0], Notice)
    assert NO_CERTIFICATE in made.blocks[0].text


@needs_poppler
def test_what_is_only_proposed_says_until_when_it_can_be_signed_and_leaves_room_for_ink() -> None:
    text = english(certificate(replace(CERTIFICATE, signatures=ONE, receipts=()), "en"))
    for said in (
        "What is proposed",
        "Can be signed until 25 1530C NOV 26",
        "Not signed",
        "ink",
        "Not confirmed by any",
    ):
        assert said in text


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_shows_every_authentic_language_and_reservations_in_all_theirs(language: Language) -> None:
    text = squeezed(read(render(certificate(CERTIFICATE, language), language)))
    for said in ("بۆشایی", "ثغرة", "Gap7isclosed.", "Noboundary.", "فاصل"):
        assert said in text


@needs_poppler
def test_a_handover_tells_oldest_items_first_and_what_nobody_knows() -> None:
    text = english(handover_sheet(HANDOVER, "en"))
    assert in_order(text, "Runner sent.", "item-3", "item-2", "item-1", "notice-31", "BAR 3", "hazard-2", "Radio")
    for said in ("Post 14", "All told", "KILO 2 Regional Unknown", "Watch post 14.", "38S LE 1234 5678", "Not signed"):
        assert said in text
    assert "open items 3, unacknowledged notices 1, units out 2, hazards 1" in text


def test_a_handover_of_nothing_says_so_item_by_item() -> None:
    made = handover_sheet(
        replace(HANDOVER, open_items=(), unacknowledged=(), units_out=(), hazards=(), communications=(), digest=""),
        "en",
    )
    tables = [block for block in made.blocks if isinstance(block, Table)]
    assert len(tables) == 5
    assert all(table.empty for table in tables)
    text = english(made)
    assert all(table.caption in text and table.empty in text and table.headers[0] + " " not in text for table in tables)
    assert not any(isinstance(block, Proof) for block in made.blocks)


def test_columns_that_no_record_fills_are_left_out_and_single_gaps_are_unknown() -> None:
    bare = (Unacknowledged("notice-1", None, ""), Unacknowledged("notice-2", None, "", "Regional"))
    tables = {
        block.caption: block
        for block in handover_sheet(replace(HANDOVER, unacknowledged=bare, hazards=(Hazard("h"),)), "en").blocks
        if isinstance(block, Table)
    }
    assert tables["Unacknowledged notices"].headers == ("Notice", "Waits for")
    assert tables["Unacknowledged notices"].rows == [("notice-1", "Unknown"), ("notice-2", "Regional")]
    assert tables["Hazards"].headers == ("Hazard",)


@needs_poppler
def test_a_situation_report_keeps_unknown_nothing_and_facts_apart_and_assessment_after_them() -> None:
    text = english(situation_report(REPORT, "en"))
    assert in_order(text, "Draft: not agreed", "Post 14 held.", "Duty log", "Assessment", "It is not fact", "quiet")
    assert "Incidents Nothing to report." in text
    assert "Supply Unknown: nobody reported on this." in text
    assert "Sweeps Unknown: nobody reported on this." in text
    assert "Added by staff" in text
    assert "Draft" not in english(situation_report(replace(REPORT, agreed=True), "en"))


@given(st.sets(st.sampled_from(sorted(SECTIONS))))
def test_a_section_nobody_reported_on_is_unknown_never_nothing(missing: set[str]) -> None:
    sections = tuple(Reported(section, "nothing_to_report") for section in SECTIONS if section not in missing)
    told_of = str(situation_report(replace(REPORT, sections=sections), "en").blocks)
    assert told_of.count("Unknown: nobody reported") == len(missing)
    assert told_of.count("Nothing to report.") == len(SECTIONS) - len(missing)


@needs_poppler
def test_an_agreement_stands_in_its_authentic_languages_with_what_is_missing_said() -> None:
    text = english(agreement_text(AGREEMENT, "en"))
    for said in (
        "A model.",
        "No text in this language",
        "Works day and night.",
        "No day set",
        "Reservation of Regional",
        "Man it.",
        "دابین",
    ):
        assert said in text
    assert in_order(text, "1.1", "A1", "Obligations", "Duty officers.", "Directors.")


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_long_sheets_repeat_their_heads_and_stay_on_the_paper(language: Language) -> None:
    for document, head in (
        (handover_sheet(replace(HANDOVER, open_items=ITEMS * 40), language), "item"),
        (agreement_text(replace(AGREEMENT, clauses=tuple(AGREEMENT.clauses) * 60), language), "1.1"),
    ):
        made = render(document, language)
        found = words(made)
        pages = {word.page for word in found}
        assert len(pages) == len(reader(made).pages) > 2
        assert outside(found) == []
        assert {word.page for word in found if word.text.startswith(head)} >= set(range(1, max(pages) - 1))


@needs_poppler
def test_a_short_item_is_not_broken_over_two_pages() -> None:
    found = words(render(handover_sheet(replace(HANDOVER, open_items=ITEMS * 40), "en"), "en"))
    for page in {word.page for word in found}:
        here = [word.text for word in found if word.page == page]
        assert sum(text.startswith("item-") for text in here) == here.count("Lights.")


@given(st.dictionaries(st.sampled_from(LANGUAGES), st.text("abc", min_size=1), min_size=1), st.sampled_from(LANGUAGES))
def test_the_original_comes_first_and_some_text_always(texts: dict[Language, str], language: Language) -> None:
    for original in (None, *LANGUAGES):
        lines = told(texts, language, original).split("\n")
        assert lines[0] in texts.values()
        if original in texts:
            assert lines[0] == texts[original]
        if language in texts:
            assert texts[language] in lines
