"""Words in which letters of several scripts stand together, and letters that none of the three languages uses.

Which pairs of letters can be mistaken for each other is listed by Unicode (UTS 39, ``confusables.txt``); the pairs that
matter here are between Latin and scripts that our three languages do not use (Cyrillic, Greek, Armenian, Cherokee, ...)
and within Latin's phonetic letters. So no list is needed: any letter outside Latin and Arabic is asked about, more
strongly where it stands in one word with Latin ones. Latin beside Arabic letters is not: ``الـGPS`` is how people
write, and no letter of the one can be mistaken for one of the other.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u064b-\u0655\u0670\u200c\u200d]+[^\W_]*)*")
_PHONETIC: Final = range(0x0250, 0x0300)
_OURS: Final = frozenset({"LATIN", "ARABIC"})
# First words of the names of letters that belong to no script, or to Latin under another name.
_NO_SCRIPT: Final = frozenset(
    {"MODIFIER", "FEMININE", "MASCULINE", "MICRO", "SUPERSCRIPT", "FULLWIDTH", "DOUBLE-STRUCK"}
)


class Kind(Enum):
    """What is odd about a word."""

    MIXED = auto()
    FOREIGN = auto()
    DIGITS = auto()


class OddWord(NamedTuple):
    """A word to ask about: where it stands, what is odd, and the first letter that is."""

    start: int
    end: int
    kind: Kind
    letter: str


def odd_words(text: str) -> Iterator[OddWord]:
    """Yield the words of ``text`` that mix scripts, are in a script of none of the three languages, or mix digits."""
    if text.isascii():
        return
    for word in _WORD.finditer(text):
        kind, letter = _odd(word[0])
        if kind:
            yield OddWord(word.start(), word.end(), kind, letter)


def _odd(word: str) -> tuple[Kind | None, str]:
    scripts = {letter: _script(letter) for letter in word if letter.isalpha()}
    strange = [letter for letter, script in scripts.items() if script and script not in _OURS]
    if strange:
        return (Kind.MIXED if "LATIN" in scripts.values() else Kind.FOREIGN), strange[0]
    zeros = {ord(digit) - int(digit): digit for digit in word if digit.isdecimal()}
    return (Kind.DIGITS, max(zeros.values())) if len(zeros) > 1 else (None, "")


def _script(letter: str) -> str:
    """Return the script of ``letter`` as the first word of its Unicode name says it; empty if it has none."""
    if ord(letter) in _PHONETIC:
        return "PHONETIC"
    first = unicodedata.name(letter, "UNNAMED").split(" ")[0].split("-")[0]
    return "" if first in _NO_SCRIPT else first
