"""What is refused does not show; what is taken stays as it was typed, and the journal takes it too."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.free_text import FreeTextError, clean
from tansiq.journal.record.content import check_letters

ANY = st.text(max_size=60)
ODD = st.text(
    st.sampled_from("ab پەڕ\n\t\r\u0301\u202e\u2066\u2067\u2068\u2069\u200e\u200c\u200b\ufeff\x00\x1b\u064e\u0651")
)


@given(st.one_of(ANY, ODD))
def test_what_is_taken_is_taken_again_unchanged_and_by_the_journal_too(text: str) -> None:
    try:
        kept = clean(text, limit_chars=100)
    except FreeTextError:
        return
    assert clean(kept, limit_chars=100) == kept
    assert kept == unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    check_letters(kept)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u3164\uffa0\u115f\u1160\u2800")))
def test_letters_digits_and_signs_are_never_refused(text: str) -> None:
    assert clean(text, limit_chars=1000) == unicodedata.normalize("NFC", text).strip()


@given(st.text(st.characters(categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\n\t\r"), min_size=1))
def test_control_characters_half_surrogates_and_separators_are_always_refused(text: str) -> None:
    with pytest.raises(FreeTextError, match="U\\+"):
        clean(f"a{text}b", limit_chars=1000)


# Default_Ignorable_Code_Point of Unicode 14, DerivedCoreProperties.txt.
IGNORABLE = (
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010)),
    *(*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0),
    *(*range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
)
NEEDED = {0x61C, 0x200C, 0x200D, 0x200E, 0x200F, 0xFE0E, 0xFE0F}


def test_of_all_that_unicode_does_not_show_only_what_the_scripts_need_is_taken() -> None:
    isolates = set(range(0x2066, 0x206A))
    for code in IGNORABLE:
        if code in NEEDED:
            assert clean(f"a{chr(code)}b", limit_chars=10) == f"a{chr(code)}b"
        elif code not in isolates:
            with pytest.raises(FreeTextError, match=f"U\\+{code:04X}"):
                clean(f"a{chr(code)}b", limit_chars=10)


@pytest.mark.parametrize("text", ["\u2066abc", "abc\u2069", "\u2067a\nb\u2069", "\u2066\u2067a\u2069", "\u2069\u2066"])
def test_a_stretch_of_other_direction_must_end_in_its_line(text: str) -> None:
    with pytest.raises(FreeTextError, match="halfway"):
        clean(text, limit_chars=100)


def test_a_closed_stretch_of_other_direction_stays() -> None:
    assert clean("في \u206638SLE1234\u2069 الآن", limit_chars=100) == "في \u206638SLE1234\u2069 الآن"


def test_marks_piled_on_a_letter_are_refused_and_those_of_vowelled_arabic_are_not() -> None:
    assert clean("اللّٰهُمَّ ٱلرَّحِيمِ", limit_chars=100)
    with pytest.raises(FreeTextError, match="marks"):
        clean("a" + "\u0301" * 10_000, limit_chars=20_000)


@pytest.mark.parametrize("chars", [101, 1_000_000])
def test_a_text_past_the_limit_is_refused_with_both_figures(chars: int) -> None:
    with pytest.raises(FreeTextError, match=f"{chars} characters .* 100 "):
        clean("x" * chars, limit_chars=100)


def test_the_refusal_names_the_line() -> None:
    with pytest.raises(FreeTextError, match=r"Line 3 .* U\+202E"):
        clean("a\r\nb\r\nc\u202ed", limit_chars=100)
