"""Refusing what does not show: control characters, overrides, unclosed isolates, invisible letters, towers of marks."""

import re
import unicodedata
from typing import Final

from tansiq.errors import BadInputError
from tansiq.language import N_

# Embeddings and overrides (U+202A to U+202E) reorder what comes after them; isolates (U+2066 to U+2069) do so only up
# to their end. The other ranges are Default_Ignorable_Code_Point of Unicode, less what our scripts need: the joiners
# U+200C and U+200D, the direction marks U+200E, U+200F and U+061C, and the emoji selectors U+FE0E and U+FE0F.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e"
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff"
    "\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_OPENS: Final = frozenset("\u2066\u2067\u2068")
_CLOSES: Final = "\u2069"
# Arabic needs up to four (shadda, vowel, small alef, hamza); text stacked higher hides the lines around it.
MARKS_ON_A_LETTER: Final = 6


class FreeTextError(BadInputError):
    """A text cannot be taken as it is, with the place and what to do."""


def hidden_character(text: str) -> str | None:
    """Return the name of the first character of ``text`` that does not show or reorders others, ``U+202E`` for one."""
    found = _HIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def clean(text: str, *, limit_chars: int) -> str:
    """Return ``text`` as it is kept: NFC, lines ended by a newline alone, no space at its ends.

    Parameters
    ----------
    text
        As typed or pasted.
    limit_chars
        How long it may be [character], after that.

    Raises
    ------
    FreeTextError
        Too long, or holding what a reader would not see, or would see in another order.
    """
    if len(text) > 4 * limit_chars:  # before any work is done on it
        raise _too_long(len(text), limit_chars)
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(kept) > limit_chars:
        raise _too_long(len(kept), limit_chars)
    if code := hidden_character(kept):
        raise FreeTextError(
            N_(
                "Line %(line)s holds the character %(code)s, which a reader cannot see or which reorders what follows:"
                " type that place again by hand."
            ),
            line=kept.count("\n", 0, _HIDDEN.search(kept).start()) + 1,  # type: ignore[union-attr]  # found just above
            code=code,
        )
    _check_isolates(kept)
    _check_marks(kept)
    return kept


def _too_long(chars: int, limit_chars: int) -> FreeTextError:
    template = N_(
        "%(chars)s characters are more than the %(limit)s allowed: shorten the text, or make two entries of it."
    )
    return FreeTextError(template, chars=chars, limit=limit_chars)


def _check_isolates(text: str) -> None:
    """Refuse isolates that are not closed in their line: what is shown after the text would stand inside them."""
    for number, line in enumerate(text.split("\n"), start=1):
        depth = 0
        for character in line:
            depth += (character in _OPENS) - (character == _CLOSES)
            if depth < 0:
                break
        if depth:
            raise FreeTextError(
                N_("Line %(line)s begins or ends a stretch of other direction only halfway: type that line again."),
                line=number,
            )


def _check_marks(text: str) -> None:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks > MARKS_ON_A_LETTER:
            raise FreeTextError(
                N_(
                    "More than %(limit)s marks stand on one letter, and would cover the lines around it: type it again."
                ),
                limit=MARKS_ON_A_LETTER,
            )
