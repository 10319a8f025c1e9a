"""Finding words as a person would who types on the wrong keyboard, in Arabic, Sorani and Latin script.

A text and what is looked for are both *folded* before they are compared: letters that one keyboard has and the other
lacks, marks that many leave out, and forms of one letter become the same. What is kept and shown is never the folded
text; :func:`highlights` finds the place in the text as it was written.

What folds together, and where that joins words a person keeps apart:

- Everything that Unicode's compatibility forms (NFKC) and case folding join; all combining marks (harakat, shadda,
  Latin accents: ``Şengal`` is ``sengal``); tatweel, joiners and direction marks.
- Digits of every script; dashes and punctuation become spaces, except ``. : , /`` between two digits (``06:30``).
- ي ی ى ې ێ ے: one letter. Joins Arabic على *on* with علي *Ali*, Sorani دێ with دی.
- ك ک ڪ گ: one letter, since the Arabic keyboard has no گ. Joins Sorani گوڵ *flower* with کوڵ *boiling*.
- ه ە ھ ہ ة: one letter. Joins Arabic لغة *language* with لغه *his language*.
- ا أ إ آ ٱ, and ئ that begins a word (as Sorani writes its vowels): one letter, written once even where it is doubled.
- Inside a word ئ counts as ي and ؤ as و, as typed without hamza; a hamza of its own is left out. Joins ماء *water*
  with ما *what*.
- و ؤ ۆ ۇ, ر ڕ, ل ڵ: one letter each. Joins Sorani کۆر *gathering* with کوڕ *son*.
- پ as ب, چ as ج, ژ as ز, ڤ as ف: not on the Arabic keyboard. Joins Sorani پار *last year* with بار *load*.

So a search finds too much rather than too little; the marked place shows which it was. Not joined, because nobody mixes
them up on a keyboard: س ص ث, ت ط, ذ ز ض ظ, ق ک, and doubled letters other than alef. The article ال is not taken off:
who looks for مركز also finds المركز, not the other way round.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

_ALEF: Final = "ا"
# Yeh with hamza, whole or (with the Persian yeh, which has no such form) in two parts.
_CARRIERS: Final = ("ئ", "ی\u0654", "ى\u0654")
_HAMZA_ABOVE: Final = "\u0654"
_JOINED: Final = {
    "ی": "يىېۍێےۑێ",
    "ک": "كڪګگڬڭڰڱڲڳڴ",
    "ه": "ەھہةۃۀۂۿ",
    "ا": "ٱٲٳٵ",
    "و": "ۆۇۈۊۋۅۉ",
    "ر": "ڕڔړڒ",
    "ل": "ڵڶڷڸ",
    "ب": "پ",
    "ج": "چ",
    "ز": "ژ",
    "ف": "ڤڥڨ",
    "i": "ı",
    ".": "٫۔",
    ",": "٬،",
}
_LETTER: Final = {ord(variant): letter for letter, variants in _JOINED.items() for variant in variants} | {
    ord(left_out): "" for left_out in "ءـٴ"
}
_BETWEEN_DIGITS: Final = frozenset(".:,/")


class Span(NamedTuple):
    """A stretch of a text, in characters: ``text[start:end]``."""

    start: int
    end: int


class _Folded(NamedTuple):
    text: str
    origins: tuple[int, ...]  # of each folded character, where it comes from


def fold(text: str) -> str:
    """Return ``text`` as it is compared: folded, words apart by one space. Folding twice changes nothing more."""
    # No rule reaches over white space, and a log says the same words again and again.
    return " ".join(filter(None, map(_fold_word, text.split())))


@lru_cache(maxsize=65_536)
def _fold_word(word: str) -> str:
    return _fold(word).text


def matches(query: str, text: str) -> bool:
    """Tell whether every word of ``query`` occurs somewhere in ``text``, in any order, also inside longer words."""
    folded = fold(text)
    return all(word in folded for word in fold(query).split())


def highlights(query: str, text: str) -> tuple[Span, ...]:
    """Return where the words of ``query`` stand in ``text``: in order, apart, each letter with its marks."""
    folded = _fold(text)
    found = sorted(
        Span(folded.origins[at], _past_marks(text, folded.origins[at + len(word) - 1] + 1))
        for word in set(fold(query).split())
        for at in _places(word, folded.text)
    )
    return tuple(_apart(found))


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _apart(spans: list[Span]) -> Iterator[Span]:
    """Yield the spans with those that touch or overlap made one."""
    merged: Span | None = None
    for span in spans:
        if merged and span.start <= merged.end:
            merged = Span(merged.start, max(merged.end, span.end))
            continue
        if merged:
            yield merged
        merged = span
    if merged:
        yield merged


def _past_marks(text: str, end: int) -> int:
    # Marks, joiners and tatweel belong to the letter before them: a highlight must not come between.
    while end < len(text) and not _fold_character(text[end]) and not text[end].isspace():
        end += 1
    return end


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """Return what ``character`` alone counts as: letters, a space, a mark between digits, or nothing."""
    before, now = "", character
    while before != now:
        before = now
        bare = "".join(c for c in unicodedata.normalize("NFKD", now) if not _is_left_out(c))
        now = bare.casefold().translate(_LETTER)
    return "".join(map(_plain, now))


def _is_left_out(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}


def _plain(character: str) -> str:
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    parts_words = unicodedata.category(character)[0] in "PZC" and character not in _BETWEEN_DIGITS
    return " " if parts_words or character.isspace() else character


def _fold(text: str) -> _Folded:
    letters: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        for letter in _begin(character, text, at, letters):
            if not _is_repeat(letter, letters):
                letters.append(letter)
                origins.append(at)
    return _only_between_digits(letters, origins)


def _begin(character: str, text: str, at: int, letters: list[str]) -> str:
    """Return what ``character`` counts as, with ئ at the beginning of a word being the vowel's carrier."""
    folded = _fold_character(character)
    begins = not letters or letters[-1] == " " or letters[-1] in _BETWEEN_DIGITS
    carrier = unicodedata.normalize("NFKC", text[at : at + 2] if text[at + 1 : at + 2] == _HAMZA_ABOVE else character)
    return _ALEF + folded[1:] if begins and carrier.startswith(_CARRIERS) and folded.startswith("ی") else folded


def _is_repeat(letter: str, letters: list[str]) -> bool:
    last = letters[-1] if letters else " "
    return letter == last and letter in {" ", _ALEF}


def _only_between_digits(letters: list[str], origins: list[int]) -> _Folded:
    """Make ``. : , /`` a space unless it stands between two digits, and take off the spaces this leaves."""
    kept: list[tuple[str, int]] = []
    for n, (letter, origin) in enumerate(zip(letters, origins, strict=True)):
        inside = 0 < n < len(letters) - 1 and letters[n - 1].isdigit() and letters[n + 1].isdigit()
        now = letter if letter not in _BETWEEN_DIGITS or inside else " "
        if now != " " or (kept and kept[-1][0] != " "):
            kept.append((now, origin))
    if kept and kept[-1][0] == " ":
        kept.pop()
    return _Folded("".join(letter for letter, _ in kept), tuple(origin for _, origin in kept))
