"""Numbers that single out a person: telephones, identity documents, vehicles' plates, in the digits of any script.

The forms are Iraq's as they are publicly described: mobile numbers ``07`` and nine further digits, or ``+964 7`` and
nine; the national card's number of 12 digits and its access number of two letters and seven digits; passports of a
letter and eight digits; plates of a governorate's code (11 to 29), a letter and four or five digits, issued since 2022,
and older ones known by the words around them. Grids, date-time groups and post numbers are looked for first and left
alone: a warning at every grid would soon be answered without being read.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple


class Looks(Enum):
    """What a number looks like."""

    TELEPHONE = auto()
    DOCUMENT = auto()
    VEHICLE = auto()


class Found(NamedTuple):
    """A number and where it stands, in characters of the text."""

    start: int
    end: int
    looks: Looks


_GAP: Final = r"[ .\-/()\u00a0\u202f]{0,2}"  # between the groups of a number
_ALONE: Final = (r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])")
_GRID_DIGITS: Final = "|".join(f"[0-9]{{{n}}} ?[0-9]{{{n}}}" for n in (5, 4, 3, 2))
_DATE_TIME_GROUP: Final = r"[0-9]{2} ?[0-9]{4}[A-Z] [A-Z]{3} [0-9]{2,4}"
_HARMLESS: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?:(?:[0-9]{{1,2}}[C-HJ-NP-X] ?)?[A-HJ-NP-Z]{{2}} ?(?:{_GRID_DIGITS})|{_DATE_TIME_GROUP})"
    r"(?![0-9A-Za-z])"
)
_TELEPHONE_WORDS: Final = (
    r"tel|phone|telephone|mobile|whatsapp"
    r"|هاتف|الهاتف|تلفون|موبايل|الموبايل|جوال|واتساب|نقال"
    r"|تەلەفۆن|تەلەفون|مۆبایل|مۆبایلی|تەلەفۆنی"
)
_DOCUMENT_WORDS: Final = (
    r"identity|id card|id no|national id|passport"
    r"|هوية|الهوية|هويه|بطاقة|البطاقة|جواز|الجواز|جنسية"
    r"|ناسنامە|ناسنامەی|پاسپۆرت|پاسپۆرتی"
)
_VEHICLE_WORDS: Final = (
    r"plate|plates|number plate|registration"
    r"|لوحة|اللوحة|لوحه|رقم السيارة|رقم العجلة"
    r"|تابلۆ|تابلۆی|ژمارەی ئۆتۆمبێل|ژمارەی ئۆتۆمبێلی"
)
_PLATE_CLASSES: Final = r"خصوصي|أجرة|اجرة|حمل|تایبەت|کرێ|بار"


def _after(words: str, number: str) -> re.Pattern[str]:
    """Return a pattern for ``number`` after one of ``words`` and at most three further words."""
    return re.compile(
        rf"(?<!\w)(?:{words})(?!\w)(?:[^\w\n]{{1,3}}[^\W0-9]{{1,20}}){{0,3}}[^\w\n]{{0,4}}({number})(?![0-9])",
        re.IGNORECASE,
    )


def _alone(number: str) -> re.Pattern[str]:
    return re.compile(f"{_ALONE[0]}({number}){_ALONE[1]}")


_PATTERNS: Final = (
    (Looks.TELEPHONE, _alone(rf"(?:(?:\+|00){_GAP}964{_GAP}0?|0){_GAP}7(?:{_GAP}[0-9]){{9}}")),
    (Looks.TELEPHONE, _alone(rf"\+{_GAP}[1-9](?:{_GAP}[0-9]){{8,13}}")),
    (Looks.TELEPHONE, _alone(r"7[3-9][0-9]{8}")),
    (Looks.TELEPHONE, _after(_TELEPHONE_WORDS, rf"[0-9](?:{_GAP}[0-9]){{5,13}}")),
    (Looks.DOCUMENT, _alone(rf"[0-9]{{12}}|[0-9]{{4}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}")),
    (Looks.DOCUMENT, _alone(r"[A-Z]{2} ?[0-9]{7}|[A-Z] ?[0-9]{8}")),
    (Looks.DOCUMENT, _after(_DOCUMENT_WORDS, r"[A-Z]{0,2} ?[0-9]{6,14}")),
    (Looks.VEHICLE, _alone(rf"(?:1[1-9]|2[0-9]){_GAP}[A-Z]{_GAP}[0-9]{{4,5}}")),
    (Looks.VEHICLE, _after(_VEHICLE_WORDS, rf"(?:[0-9]{{1,2}}{_GAP}[A-Z]{_GAP})?[0-9]{{3,7}}")),
    (
        Looks.VEHICLE,
        re.compile(
            rf"(?<![0-9])([0-9]{{4,7}}(?:[^\w\n]{{1,3}}[^\W0-9]{{1,20}}){{0,2}}[^\w\n]{{1,3}}(?:{_PLATE_CLASSES}))(?!\w)"
        ),
    ),
)


def likely(text: str) -> Iterator[Found]:
    """Yield the numbers of ``text`` that are likely one of these, none inside another."""
    plain = _HARMLESS.sub(lambda match: "\N{FULL BLOCK}" * len(match[0]), _western(text))
    taken: list[Found] = []
    for looks, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            found = Found(match.start(1), match.end(1), looks)
            if not any(found.start < other.end and other.start < found.end for other in taken):
                taken.append(found)
    yield from sorted(taken)


def _western(text: str) -> str:
    """Return ``text``, character for character, with every decimal digit as 0-9."""
    return text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)
