"""What is asked about before saving: numbers that single out a person, and letters that look like others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.domain.free_text import cautions
from tansiq.domain.free_text.numbers import Looks, likely
from tansiq.domain.free_text.scripts import Kind, odd_words

ARABIC_DIGITS, PERSIAN_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"), str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

PERSONAL = {
    # Iraq's numbering plan: mobile numbers 07[3-9], seven to nine further digits grouped as people do.
    **dict.fromkeys(
        ("07501234567", "0750 123 4567", "0750-123-45-67", "+9647701234567", "00964 770 123 4567",
         "+964 (0)780 123 4567", "7901234567", "+1 202 555 0123",
         "هاتف رقم 066 123 4567", "phone of the shop: 2221234", "تەلەفۆنی 2534567"),
        Looks.TELEPHONE,
    ),
    # The national card: 12 digits, access number of two letters and seven digits; passports.
    **dict.fromkeys(
        ("199012345678", "1990 1234 5678", "AA1234567", "A12345678", "رقم الهوية 00123456", "ناسنامەی ژمارە 12345678",
         "passport G1234567"),
        Looks.DOCUMENT,
    ),
    # Plates since 2022: governorate 11 to 29, a letter, digits; and older ones with the words around them.
    **dict.fromkeys(
        ("22 A 12345", "11-B-1234", "25M12345", "plate no. 4321", "لوحة رقم 12345", "رقم السيارة 77123",
         "ژمارەی ئۆتۆمبێل 12345", "12345 اربيل خصوصي", "81234 بغداد أجرة"),
        Looks.VEHICLE,
    ),
}  # fmt: skip
HARMLESS = (
    "38SLE1234567890", "38S LE 12345 67890", "LE 1234 5678", "22 1430C NOV 26", "221430C NOV 26", "post 14 and post 15",
    "35.46812, 44.39221", "1,200,000 dinars", "watch 06:30-18:30", "item 1234567", "12 men, 3 vehicles", "grid 123456",
    "radio 46.550 MHz", "phone out since 0630", "الهاتف معطل منذ الساعة 0630", "37S 1234", "2026-11-22T11:30:00+03:00",
    "battalion 2 of brigade 16", "sha256:b1056a8bfb2f6a3f",
)  # fmt: skip


@pytest.mark.parametrize(("text", "looks"), PERSONAL.items())
@pytest.mark.parametrize("digits", [{}, ARABIC_DIGITS, PERSIAN_DIGITS], ids=["western", "arabic", "persian"])
def test_numbers_of_persons_are_seen_in_the_digits_of_any_script(
    text: str, looks: Looks, digits: dict[int, int]
) -> None:
    inside = f"وصل {text.translate(digits)}، ثم"
    assert [found.looks for found in likely(inside)] == [looks]


@pytest.mark.parametrize("text", HARMLESS)
@pytest.mark.parametrize("digits", [{}, ARABIC_DIGITS], ids=["western", "arabic"])
def test_grids_times_and_counts_are_left_alone(text: str, digits: dict[int, int]) -> None:
    assert list(likely(text.translate(digits))) == []


@given(st.from_regex(r"(\+964|00964|0)7[3-9][0-9]{8}", fullmatch=True), st.sampled_from([" ", "\n", "، ", ". ", ""]))
def test_every_mobile_number_of_the_plan_is_seen(number: str, around: str) -> None:
    assert [found.looks for found in likely(around + number + around)] == [Looks.TELEPHONE]


@given(st.from_regex(r"3[78]S[A-HJ-NP-Z][A-HJ-NP-V]([0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})", fullmatch=True))
def test_no_grid_of_the_area_is_taken_for_a_number_of_a_person(grid: str) -> None:
    assert list(likely(grid)) == []


# Rows of Unicode's confusables.txt (UTS 39): each shows as the Latin letter beside it.
CONFUSABLE = {"а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "ѕ": "s", "і": "i", "ј": "j",
              "ԁ": "d", "ο": "o", "α": "a", "ν": "v", "ρ": "p", "օ": "o", "ս": "u", "Ꭺ": "A",
              "ɑ": "a", "ɡ": "g"}  # fmt: skip


@pytest.mark.parametrize("letter", CONFUSABLE)
def test_a_letter_that_passes_for_a_latin_one_is_asked_about(letter: str) -> None:
    kinds = [odd.kind for odd in odd_words(f"the p{letter}trol of {letter}{letter}")]
    assert kinds == [Kind.MIXED, Kind.FOREIGN]


@pytest.mark.parametrize(
    "text",
    ["patrol of post 14", "الـGPS معطل", "دەورییەی هاوبەش لە خاڵی ۱۲", "بالـMGRS ٣٨", "Şengal, café, naïve",
     "خَفَرٌ مُشْتَرَك", "هاوبه\u200cش", "ﻻ ﷲ", "10 µg", "km² 5ª", "⚠️ stop"],
)  # fmt: skip
def test_words_of_the_three_languages_are_not(text: str) -> None:
    assert list(odd_words(text)) == []


def test_digits_of_two_scripts_in_one_number_are_asked_about() -> None:
    assert [(odd.kind, odd.start, odd.end) for odd in odd_words("at 1٢3 or ٤۵")] == [
        (Kind.DIGITS, 3, 6),
        (Kind.DIGITS, 10, 12),
    ]


@given(st.text(max_size=200))
def test_cautions_stand_in_order_inside_the_text(text: str) -> None:
    found = cautions(text)
    assert [caution.start for caution in found] == sorted(caution.start for caution in found)
    assert all(0 <= caution.start < caution.end <= len(text) for caution in found)
    assert all(caution.message() for caution in found)


def test_a_caution_says_what_was_seen_and_what_to_do() -> None:
    (caution,) = cautions("call 0750 123 4567")
    assert caution.message().startswith("“0750 123 4567” looks like a telephone number.")
    assert "remove it" in caution.message()


def test_long_hostile_text_is_read_once() -> None:
    assert cautions("phone " * 2000 + "plate - " * 2000 + "1" * 4000 + "0 " * 4000) == ()
