"""Digits of three scripts, and characters that have no place in a laydown."""

import unicodedata
from typing import Final

from tansiq.exchange.laydown_file.faults import RefusalError
from tansiq.exchange.laydown_file.limits import LIMITS
from tansiq.language import N_

# Arabic-Indic, Extended Arabic-Indic, and the Arabic decimal separator.
_PLAIN: Final = {first + n: str(n) for first in (0x0660, 0x06F0) for n in range(10)} | {0x066B: "."}
_REORDERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN_CATEGORIES: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_NOT_CHARACTERS: Final = frozenset("\ufffe\uffff")
_FORMULA_STARTS: Final = ("=", "+", "-", "@")


def western_digits(text: str) -> str:
    """Return ``text`` with Arabic-Indic and Eastern Arabic-Indic digits as 0-9."""
    return text.translate(_PLAIN)


def bare(text: str) -> str:
    """Return ``text`` for strict parsing: western digits, no invisible formatting marks, no space at its ends.

    Direction marks come along when a figure is pasted from a right-to-left document; whatever is left must
    still match a strict pattern, so that nothing hidden gets through.
    """
    if text.isascii():
        return text.strip()
    return "".join(c for c in western_digits(text) if unicodedata.category(c) != "Cf").strip()


def check_words(text: str) -> str:
    """Return ``text``, a name or identifier, stripped of space at its ends.

    Raises
    ------
    RefusalError
        For characters that cannot be seen or turn the reading order, for text that a spreadsheet would run as a
        formula, and for text past the limit.
    """
    text = text.strip()
    if len(text) > LIMITS.text_chars:
        raise RefusalError(
            N_("%(chars)s characters are more than the %(limit)s allowed: shorten it."),
            chars=len(text),
            limit=LIMITS.text_chars,
        )
    for character in text:
        if _unseen(character):
            raise RefusalError(
                N_("holds the hidden character %(code)s, which a reader cannot see: type it again by hand."),
                code=f"U+{ord(character):04X}",
            )
    if text.startswith(_FORMULA_STARTS):
        raise RefusalError(
            N_(
                "“%(value)s” begins with %(sign)s, which a spreadsheet runs as a formula: begin with a letter or digit."
            ),
            value=text,
            sign=text[0],
        )
    return text


def _unseen(character: str) -> bool:
    return (
        character in _REORDERING
        or character in _NOT_CHARACTERS
        or unicodedata.category(character) in _UNSEEN_CATEGORIES
    )


def shown(value: object) -> str:
    """Return ``value`` as it can be quoted in a sentence: short, and without hidden characters."""
    text = "".join("\ufffd" if _unseen(c) else c for c in str(value)[: LIMITS.text_chars])
    return text if len(text) <= _QUOTED_CHARS else text[:_QUOTED_CHARS] + "…"


_QUOTED_CHARS: Final = 60
