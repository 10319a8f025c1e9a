"""The annex as poppler and pypdf read it, in three languages."""

import io
from dataclasses import replace

import mgrs
import numpy as np
import pytest
from PIL import Image

from tansiq.centre.paper import Paragraph, Table
from tansiq.centre.planning.exports import FORMATS, Plan
from tansiq.centre.planning.exports import annex as annex_document
from tansiq.centre.planning.exports.annex_map import map_png
from tansiq.domain.names import Names
from tansiq.domain.state import STATE_COLOURS, State
from tansiq.language import LANGUAGES, Language
from tests.centre.paper.pages import needs_poppler, outside, poppler, read, reader, squeezed, words

pytestmark = needs_poppler
MADE: dict[Language, bytes] = {}


def annex(plan: Plan, language: Language) -> bytes:
    if language not in MADE:
        MADE[language] = FORMATS["pdf"].make(plan, language)
    return MADE[language]


def words_of(names: Names, language: Language) -> list[str]:
    """Words of a name, since poppler gives lines from left to right; without those whose lam-alef it turns round."""
    return [word for word in getattr(names, language).replace("،", " ").split() if "لا" not in word]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_title_map_positions_and_room_to_sign(plan: Plan, language: Language) -> None:
    made = annex(plan, language)
    text = squeezed(read(made))
    pages = reader(made).pages
    assert all(squeezed(word) in text for word in words_of(plan.course.title, language))
    assert len(list(pages[0].images)) == 1
    for change in plan.course.put.values():
        assert mgrs.MGRS().toMGRS(change.lat_deg, change.lon_deg) in text
    for party in plan.after.laydown.parties:
        assert all(squeezed(word) in text for word in words_of(party.names, language))
    for gap in plan.after.gaps:
        assert gap.id in text
    assert [float(side) for side in pages[0].mediabox[2:]] == pytest.approx([595.3, 841.9], abs=0.1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_in_the_margins_and_every_letter_has_a_shape(plan: Plan, language: Language) -> None:
    made = annex(plan, language)
    assert outside(words(made)) == []
    assert "\ufffd" not in read(made)
    fonts = poppler("pdffonts", made).splitlines()[2:]
    assert fonts
    assert all("Vazirmatn" in line and " yes yes yes" in line for line in fonts)  # embedded, subset, readable


def test_sorani_letters_are_there_and_positions_read_from_left_to_right(plan: Plan) -> None:
    made = annex(plan, "ckb")
    assert all(letter in squeezed(read(made)) for letter in "ێۆڵڕە")
    found = words(made)
    zone = next(n for n, word in enumerate(found) if word.text == "38S")
    square, east, north = found[zone + 1 : zone + 4]
    assert found[zone].left < square.left < east.left < north.left
    assert (len(square.text), len(east.text), len(north.text)) == (2, 5, 5)


def test_every_page_says_that_it_is_an_exercise_and_who_may_read_it(plan: Plan) -> None:
    pages = reader(annex(plan, "en")).pages
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert "Exercise, fictional forces" in text
        assert text.count("Positions of posts: for those who may open this plan") == 2
        assert f"Page {number} of {len(pages)}" in text
    whole = read(annex(plan, "en"))
    assert "Lines on this map carry no legal meaning." in whole
    assert whole.count("Not signed") == 2


def test_the_tables_say_what_the_pictures_say(plan: Plan) -> None:
    text = squeezed(read(annex(plan, "en")))
    for state, label in ((State.HELD, "Seamheld"), (State.OPEN, "Seamopen")):
        before, after = (picture.seam_by_state_km()[state] for picture in (plan.before, plan.after))
        assert f"{label}km{before:.1f}{after:.1f}{after - before:.1f}" in text


def test_more_gaps_than_fit_are_said_to_be_elsewhere(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = max(plan.after.gaps, key=lambda gap: gap.length_km)
    monkeypatch.setattr(annex_document, "MOST_GAPS", 1)
    blocks = annex_document.annex(plan, "en").blocks
    table = next(block for block in blocks if isinstance(block, Table) and block.headers[0] == "Gap")
    assert [row[0] for row in table.rows] == [longest.id]
    said = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert any(f"{len(plan.after.gaps) - 1}" in text and "spreadsheet" in text for text in said)


def test_no_position_is_rounded_to_fit_the_paper(plan: Plan) -> None:
    tables = [block for block in annex_document.annex(plan, "en").blocks if isinstance(block, Table)]
    positions = [table for table in tables if "MGRS" in table.headers]
    assert len(positions) == 2
    assert not any("itude" in header for table in tables for header in table.headers)


def test_the_same_plan_gives_the_same_bytes(plan: Plan) -> None:
    assert FORMATS["pdf"].make(plan, "ckb") == annex(plan, "ckb")


def test_the_map_shows_the_states_and_what_is_changed(plan: Plan) -> None:
    shown = np.asarray(Image.open(io.BytesIO(map_png(plan, "en"))).convert("RGB")).astype(int)
    nothing = replace(plan, course=replace(plan.course, put={}, silenced=frozenset(), withdrawn=frozenset()))
    bare = np.asarray(Image.open(io.BytesIO(map_png(nothing, "en"))).convert("RGB")).astype(int)
    assert 1400 < shown.shape[1] < 1600
    assert (shown != bare).any()
    for state in {one.state for one in plan.after.lengths}:
        colour = [int(STATE_COLOURS[state][at : at + 2], 16) for at in (1, 3, 5)]
        assert (np.abs(shown - colour).max(axis=2) == 0).any(), state  # the seam
