"""The typeface and the shaping of Sorani and Arabic, beside another shaper (HarfBuzz in Pillow)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont, features

from tansiq.centre.paper import render
from tansiq.centre.paper.breaking import BREAK, breakable, broken
from tansiq.centre.paper.columns import widths_pt
from tansiq.centre.paper.letters import Line, Plain
from tansiq.centre.paper.typeface import FOLDER, faces, has
from tests.centre.paper.pages import needs_poppler, paragraphs, words

SORANI = ["پێشمەرگە", "هەماهەنگی", "بۆشایی", "کۆنترۆڵکراو", "ڕاگرتن", "دەورییە", "گوڵ", "ڤیدیۆ", "جووڵە", "ئەمنی"]
ARABIC = ["الثغرة", "القوات", "التنسيق", "لواء", "مشتركة", "لا", "الإشعار", "سلام"]
SIZE_PT = 10


@pytest.mark.parametrize("letter", "ێۆڵڕەڤگکیپچژھئي‌ك٤۴«»؛؟–…%")
def test_every_letter_of_the_three_languages_is_there(letter: str) -> None:
    assert has(letter)


@needs_poppler
@pytest.mark.skipif(not features.check("raqm"), reason="Pillow has no shaper")
@pytest.mark.parametrize("word", SORANI + ARABIC)
def test_letters_join_as_another_shaper_joins_them(word: str) -> None:
    font = ImageFont.truetype(str(FOLDER / "Vazirmatn-Regular.ttf"), 1000, layout_engine=ImageFont.Layout.RAQM)
    expected = font.getlength(word, direction="rtl") * SIZE_PT / 1000
    apart = sum(font.getlength(letter) for letter in word) * SIZE_PT / 1000
    (found,) = [each for each in words(render(paragraphs(f"START {word}"), "en")) if _is(each.text, word)]
    assert found.right - found.left == pytest.approx(expected, abs=0.05)
    assert found.right - found.left <= apart + 0.05


def _is(found: str, word: str) -> bool:
    return sorted(set(found) & set(word)) == sorted(set(word))


@given(st.text(st.sampled_from("abcWM12 سەرۆکڵێ،.-/"), max_size=40))
def test_a_line_is_never_wider_than_was_reckoned(text: str) -> None:
    font = ImageFont.truetype(str(FOLDER / "Vazirmatn-Regular.ttf"), 1000, layout_engine=ImageFont.Layout.RAQM)
    assert font.getlength(text) / 100 <= faces()[0].width_pt(text, 10) * 1.01 + 0.5


@given(st.text(st.sampled_from("abcWM12سەرۆکڵێ\u0301\u200c-"), min_size=1, max_size=60))
def test_breaking_adds_only_places_to_break_and_none_before_a_mark(word: str) -> None:
    made = breakable(word)
    assert made.replace("\u200d\u200b\u200d", "").replace(BREAK, "") == word
    assert f"{BREAK}\u0301" not in made


@given(st.text(st.sampled_from("WMi سەر"), max_size=80), st.floats(30, 400))
def test_only_words_wider_than_their_place_are_broken(text: str, width: float) -> None:
    face = faces()[0]
    (part,) = broken(Line("ltr", "en", (Plain(text),)), face, SIZE_PT, width).parts
    assert isinstance(part, Plain)
    for before, after in zip(text.split(), part.text.split(), strict=True):
        assert (BREAK in after) == (face.width_pt(before, SIZE_PT) > width and len(before) > 1)


@given(st.lists(st.tuples(st.floats(1, 600), st.floats(0, 5000)), min_size=1, max_size=9))
def test_columns_fill_the_page_and_hold_their_words_where_that_can_be(columns: list[tuple[float, float]]) -> None:
    least = [word for word, _ in columns]
    natural = [word + more for word, more in columns]
    found = widths_pt(least, natural, 493.0)
    assert sum(found) == pytest.approx(493.0)
    assert min(found) > 0
    floor = 0.25 * 493.0 / len(columns)
    if sum(max(floor, word) for word in least) <= 493.0:
        assert all(width >= word - 1e-6 for width, word in zip(found, least, strict=True))
