"""Lines and their parts: direction, terms kept left to right, letters named that cannot be shown."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.paper.letters import Line, Named, Plain, Term, direction_of, lines_of, own_direction
from tansiq.centre.paper.typeface import has
from tansiq.language import LANGUAGES, Language

OVERRIDE = "\u202e"


def only(text: str, around: Language = "en", language: Language | None = None) -> Line:
    (line,) = lines_of(text, around, language)
    return line


def shown(line: Line) -> str:
    return "".join(part.text for part in line.parts if not isinstance(part, Named))


@pytest.mark.parametrize(
    "term",
    [
        "38S LE 1234 5678",
        "38SLE1234567890",
        "38S LE 12345 67890",
        "22 1430C NOV 26",
        "ALPHA 2-1",
        "tansiq.example/bar+0badcafe",
    ],
)
@pytest.mark.parametrize("before", ["من ", "لە ", "("])
def test_grids_times_and_call_signs_are_terms_within_a_line_from_right_to_left(term: str, before: str) -> None:
    line = only(f"{before}{term}، ثم 5 دقائق", "ar")
    assert line.direction == "rtl"
    assert [part.text for part in line.parts if isinstance(part, Term)] == [term]


@pytest.mark.parametrize("term", ["38S LE 1234 5678", "22 1430C NOV 26", "9S WA 12 34"])
def test_grids_and_times_are_kept_on_one_line_everywhere(term: str) -> None:
    for text in (f"See {term} at once", f"عند {term} فوراً"):
        assert Term(term, whole=True) in only(text).parts


def test_a_term_stands_apart_from_words_of_the_other_direction_in_lines_of_either() -> None:
    assert Term("\u20662nd battalion\u2069") in only("البيشمركة · 2nd battalion", "en").parts
    assert Term("2nd battalion") in only("البيشمركة · 2nd battalion", "ar", "ar").parts
    assert only("2nd battalion", "en").parts == (Plain("2nd battalion"),)


def test_a_figure_alone_is_no_term() -> None:
    assert only("خلال 45 دقيقة", "ar").parts == (Plain("خلال 45 دقيقة"),)


@pytest.mark.parametrize(
    ("text", "around", "direction", "language"),
    [
        ("خاڵی 14", "en", "rtl", "ckb"),
        ("النقطة 14", "en", "rtl", "ar"),
        ("النقطة 14", "ckb", "rtl", "ckb"),
        ("Post 14", "ar", "ltr", "en"),
        ("14:30", "ar", "rtl", "ar"),
        ("14:30", "en", "ltr", "en"),
        ("", "ckb", "rtl", "ckb"),
        ("\u2067نقطة\u2069 Post", "ar", "rtl", "ar"),
        ("38S LE 1234 5678: أضواء", "en", "rtl", "ar"),
        ("Post 14 sees أضواء", "ar", "ltr", "en"),
    ],
)
def test_a_line_runs_as_its_words_do(text: str, around: Language, direction: str, language: str) -> None:
    line = only(text, around)
    assert (line.direction, line.language) == (direction, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_whose_language_is_known_runs_as_that_does(language: Language) -> None:
    assert only("Post خاڵ", "en", language).direction == direction_of(language)


@given(st.lists(st.sampled_from(["Post", "hold", "النقطة", "خاڵ", "14", "22 1430C NOV 26", "(", "،"])))
def test_a_line_runs_as_most_of_its_words_do(words: list[str]) -> None:
    latin, arabic = (sum(word in kind for word in words) for kind in (("Post", "hold"), ("النقطة", "خاڵ")))
    expected = None if latin == arabic else "ltr" if latin > arabic else "rtl"
    assert own_direction(" ".join(words)) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"a{OVERRIDE}b", ["U+202E"]),
        ("a\x00\x00\x00b", ["U+0000 ×3"]),
        ("a\ufeffb\u00adc", ["U+FEFF", "U+00AD"]),
        ("漢字", ["U+6F22", "U+5B57"]),
        ("\U0001f600", ["U+1F600"]),
        ("a\u2069b", ["U+2069"]),
        ("\ue000 of \ue001", ["U+E000", "U+E001"]),
        ("a" + "\u0301" * 10, ["U+0301 ×5"]),  # one goes into á, four stay
    ],
)
def test_letters_that_cannot_be_shown_are_named(text: str, names: list[str]) -> None:
    assert [part.name for part in only(text).parts if isinstance(part, Named)] == names


def test_ligatures_the_typeface_lacks_are_shown_in_plain_letters() -> None:
    assert only("\ufee3\ufea4\ufee4\ufeaa \ufdfa", "ar").parts[0] == Plain(
        "\ufee3\ufea4\ufee4\ufeaa صلى الله عليه وسلم"
    )


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_what_is_shown_can_be_shown_and_closes_what_it_opens(text: str, around: Language) -> None:
    for line in lines_of(text, around):
        assert all(map(has, shown(line)))
        depth = 0
        for letter in shown(line):
            depth += (letter in "\u2066\u2067\u2068") - (letter == "\u2069")
            assert depth >= 0
        assert depth == 0


@given(st.text(st.sampled_from("abc 12سەرۆک،.\u0301"), max_size=60))
def test_no_letter_that_can_be_shown_is_lost_or_moved(text: str) -> None:
    lines = lines_of(text, "ckb")
    if not any(isinstance(part, Named) for line in lines for part in line.parts):
        assert (
            re.sub("[\u2066\u2069]", "", "\n".join(map(shown, lines))).strip()
            == unicodedata.normalize("NFC", text).strip()
        )


def test_empty_lines_become_one() -> None:
    assert [shown(line) for line in lines_of("\n\na\r\n\n \n\n\nb\n", "en")] == ["a", "", "b"]
