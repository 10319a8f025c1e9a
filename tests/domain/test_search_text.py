"""Search as a person would: against Unicode's own data, the letters of two keyboards, and the glossary."""

import csv
import itertools
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain import search_text
from tansiq.domain.search_text import Span, fold, highlights, matches

GLOSSARY = Path(__file__).resolve().parents[3] / "shared" / "glossary.csv"
# The letters (first two levels) of the layouts ara and iq(ku_ara) of xkeyboard-config 2.35.1.
ARABIC_KEYS = frozenset("ذضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظإأآ")
SORANI_KEYS = frozenset("قوەهرڕتطیێئءحعۆؤپثاآسشدذفإگغژأکكلڵزضخصجچڤظبىنةم")
# What somebody types for a letter that the other keyboard lacks.
ON_ARABIC = str.maketrans("یکەھڕڵۆێگپچژڤ", "يكهه" + "رلويكبجزف")
ON_SORANI = str.maketrans("يكة" + "ه", "یکە" + "ھ")
# Letters of three scripts with what surrounds them, where the rules meet.
WRITTEN = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.characters(codec="utf-8", min_codepoint=0x600, max_codepoint=0x6FF),
        st.sampled_from("ئاآیە ىَُـ\u200c\u200d\u0654\u06551٢۳.:-,/aAéŞıİﻻﷲﯪ"),
    ),
    max_size=40,
)


@given(WRITTEN)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(WRITTEN, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_unicodes_normal_forms_fold_alike(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)  # type: ignore[arg-type]  # typeshed wants a literal


@given(WRITTEN)
def test_folding_word_by_word_is_folding_the_whole(text: str) -> None:
    assert fold(text) == search_text._fold(text).text


@given(WRITTEN)
def test_case_does_not_count(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


@given(WRITTEN)
def test_a_text_is_found_by_itself(text: str) -> None:
    assert matches(text, text)


@given(WRITTEN, WRITTEN)
def test_highlights_show_what_matched_and_do_not_part_a_letter_from_its_marks(query: str, text: str) -> None:
    spans = highlights(query, text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end < b.start for a, b in itertools.pairwise(spans))
    for span in spans:
        assert unicodedata.category(text[span.start]) not in {"Mn", "Mc", "Me"}
        assert span.end == len(text) or unicodedata.category(text[span.end]) not in {"Mn", "Mc", "Me"}
    if fold(query) and matches(query, text):
        assert spans
        shown = fold("".join(text[span.start : span.end] + " " for span in spans))
        assert any(word[:1] in shown for word in fold(query).split())


def test_arabic_presentation_forms_fold_as_the_letters_they_show() -> None:
    forms = [chr(c) for c in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)) if unicodedata.name(chr(c), "")]
    assert len(forms) > 700
    for form in forms:
        assert fold("ب" + form) == fold("ب" + unicodedata.normalize("NFKC", form)), hex(ord(form))


def test_no_mark_of_the_arabic_block_counts() -> None:
    marks = [chr(c) for c in range(0x600, 0x700) if unicodedata.category(chr(c)) == "Mn"]
    assert len(marks) > 40
    assert {fold("ب" + mark + "ت") for mark in marks} == {"بت"}


def test_the_digits_of_every_script_are_the_same() -> None:
    digits = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) == "Nd"]
    assert len(digits) > 600
    assert all(fold(digit) == str(unicodedata.decimal(digit)) for digit in digits)


def test_every_letter_that_only_one_keyboard_has_folds_onto_a_letter_of_the_other() -> None:
    arabic, sorani = {fold("ب" + letter) for letter in ARABIC_KEYS}, {fold("ب" + letter) for letter in SORANI_KEYS}
    assert sorani <= arabic
    assert {fold("ب" + letter) for letter in ARABIC_KEYS - SORANI_KEYS} <= sorani


def terms(language: str) -> list[str]:
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        return sorted({row[language].replace("(?)", "").strip() for row in csv.DictReader(file)})


@pytest.mark.shared
@pytest.mark.parametrize("typed", [ON_ARABIC, ON_SORANI], ids=["on the Arabic keyboard", "on the Sorani keyboard"])
@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_every_term_of_the_glossary_is_found_when_typed_on_the_other_keyboard(
    language: str, typed: dict[int, int]
) -> None:
    assert len(terms(language)) > 100
    for term in terms(language):
        assert matches(term.translate(typed), f"… {term} …"), term
        assert highlights(term.translate(typed), term), term


@pytest.mark.shared
def test_no_two_terms_of_the_glossary_fold_together_within_a_language() -> None:
    for language in ("ar", "ckb"):
        folded = defaultdict(set)
        for term in terms(language):
            folded[fold(term)].add(term)
        assert [same for same in folded.values() if len(same) > 1] == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("مشترك", "المُشْتَرَك"), ("الحويجة", "الحويجه"), ("علي", "على"), ("اسلام", "إسلام"), ("قران", "القُرْآن"),
        ("مسوول", "مسؤول"), ("هيية", "هيئة"), ("شي", "شيء"), ("بيشمهركه", "پێشمەرگە"), ("هاوبه\u200cش", "هاوبەش"),
        ("اگادارکردنەوە", "ئاگادارکردنەوە"), ("ايران", "ئێران"), ("sengal", "Şengal"), ("ISTANBUL", "İstanbul"),
        ("٠٦:٣٠", "at 06:30, post 14"), ("12", "بازگەی ۱۲"), ("post 14", "Post-14"), ("ســلاح", "سلاح"),
        ("14 post", "post 14"), ("کۆر", "کوڕ"),
    ],
)  # fmt: skip
def test_what_a_person_types_finds_what_was_written(typed: str, written: str) -> None:
    assert matches(typed, written)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("صيف", "سيف"), ("طين", "تين"), ("قلب", "كلب"), ("ظل", "ذل"), ("post 15", "post 14"), ("06:30", "06 and 30")],
)
def test_letters_that_nobody_mixes_up_stay_apart(typed: str, written: str) -> None:
    assert not matches(typed, written)


def test_highlights_stand_in_the_text_as_it_was_written() -> None:
    text = "نقطة تفتيش المُشْتَرَكَة، بازگەی هاوبەش"
    shown = [text[span.start : span.end] for span in highlights("مشترك هاوبه\u200cش", text)]
    assert shown == ["مُشْتَرَكَ", "هاوبەش"]


def test_half_a_ligature_marks_the_whole() -> None:
    assert highlights("ل", "ﻻ") == (Span(0, 1),)


def test_nothing_sought_finds_everything_and_marks_nothing() -> None:
    assert matches(" - ", "text")
    assert highlights(" - ", "text") == ()
