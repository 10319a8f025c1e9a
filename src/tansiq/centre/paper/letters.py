"""How a text becomes lines that can be set: direction, terms that stay left to right, letters that cannot be shown.

What a reader of the paper sees must be what was written. So letters that would reorder or hide others, or that the
typeface lacks, are printed by their names, ``U+202E``, in a small frame; isolates a writer left open are closed at
the end of their line; and a pile of combining marks, which would be drawn over other lines, is cut after a few.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, Literal

from tansiq.centre.paper.typeface import has
from tansiq.language import RIGHT_TO_LEFT, Language

Direction = Literal["ltr", "rtl"]
MARKS_A_LETTER: Final = 4
_OPENERS: Final = "\u2066\u2067\u2068"
_CLOSER: Final = "\u2069"
_SORANI: Final = frozenset("ەێۆڵڕڤ")
_DIRECTIONS: Final[dict[str, Direction]] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_JOINERS: Final = frozenset(" .,:;/+_@#=-\u00a0")
# A date-time group, or a grid reference with its figures in one or two groups: kept on one line.
_WHOLE: Final = re.compile(
    r"\b\d{2} \d{4}[A-Z] [A-Z]{3} \d{2}\b|\b\d{1,2}[C-X] ?[A-Z]{2} ?(?:\d{1,5} \d{1,5}|(?:\d\d){1,5})\b"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """Letters set as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """Latin letters and digits that read left to right whatever stands around them; ``whole`` if not to be broken."""

    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a letter that is not shown."""

    name: str


Part = Plain | Term | Named


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, before it is broken to the width there is."""

    direction: Direction
    language: Language
    parts: tuple[Part, ...]


def direction_of(language: Language) -> Direction:
    """Return the direction ``language`` is written in."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def lines_of(text: str, around: Language, language: Language | None = None) -> tuple[Line, ...]:
    """Return the lines of ``text``.

    Parameters
    ----------
    text
        What somebody wrote. Several empty lines in a row become one.
    around
        The language of the document, taken where ``text`` shows none of its own.
    language
        The language of ``text``, if it is known.
    """
    written = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ").strip("\n ")
    return tuple(
        _line(line.strip(" "), around, language) for line in re.sub(r"\n\s*\n\s*", "\n\n", written).split("\n")
    )


def whole(terms: Sequence[str], around: Language) -> tuple[Line, ...]:
    """Return a line of ``terms``, such as a date-time group, none of which is broken."""
    apart = [part for term in terms for part in (Plain(" "), Term(term, whole=True))]
    return (Line(direction_of(around), around, tuple(apart[1:])),)


def term(text: str, around: Language) -> Line:
    """Return ``text``, a number, key or address, as one line from left to right that may be broken."""
    parts = tuple(piece if isinstance(piece, Named) else Term(piece) for piece in _shown(text) if piece)
    return Line(direction_of(around), around, parts)


def _line(text: str, around: Language, language: Language | None) -> Line:
    spoken = language or _guessed(text, around)
    direction = direction_of(spoken) if language else own_direction(text) or direction_of(around)
    found = (part for piece in _shown(text) for part in ([piece] if isinstance(piece, Named) else _terms(piece)))
    mixed = direction == "ltr" and any(_first(letter) == "rtl" for letter in text)
    parts = tuple(_apart(part) if mixed else part for part in found)
    return Line(direction, spoken, parts)


def _apart(part: Part) -> Part:
    """Return a term within isolates: without them a digit joins a word from right to left that stands before it.

    In lines that run from right to left typst isolates terms itself, since they run otherwise than the line.
    """
    if isinstance(part, Term) and not part.whole:
        return Term(f"{_OPENERS[0]}{part.text}{_CLOSER}")
    return part


def own_direction(text: str) -> Direction | None:
    """Return the direction most words of ``text`` are written in; None if there are as many of either, or none.

    Not that of the first letter: reports begin with grid references, times and call signs in every language.
    """
    words = [found for word in _WHOLE.sub(" ", text).split() if (found := _first(word))]
    balance = words.count("rtl") - words.count("ltr")
    return None if not balance else "rtl" if balance > 0 else "ltr"


def _first(word: str) -> Direction | None:
    kinds = (_DIRECTIONS.get(unicodedata.bidirectional(letter)) for letter in word)
    return next((kind for kind in kinds if kind), None)


def _guessed(text: str, around: Language) -> Language:
    """Return which language ``text`` is in, as far as its letters tell; for readers aloud, not for what is shown."""
    found = own_direction(text)
    if found is None or found == direction_of(around):
        return around
    if found == "ltr":
        return "en"
    return "ckb" if _SORANI & set(text) else "ar"


def _shown(text: str) -> Iterator[str | Named]:
    """Yield ``text`` in runs of letters that can be shown, and the names of those that cannot."""
    for shown, run in groupby(_each(text), key=lambda found: isinstance(found, str)):
        if shown:
            yield "".join(str(found) for found in run)
        else:
            for found, same in groupby(run):
                times = len(list(same))
                yield Named(f"{_name(found)} ×{times}" if times > 1 else _name(found))


def _name(found: object) -> str:
    return found.name if isinstance(found, Named) else ""


def _each(text: str) -> Iterator[str | Named]:
    depth = marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me"} else 0
        if (letter == _CLOSER and not depth) or marks > MARKS_A_LETTER:
            yield Named(f"U+{ord(letter):04X}")
            continue
        depth += (letter in _OPENERS) - (letter == _CLOSER)
        yield _letter(letter)
    yield _CLOSER * depth


def _letter(letter: str) -> str | Named:
    """Return ``letter``, or its plain form if only that can be shown (presentation forms), or its name."""
    if has(letter):
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    return plain if all(map(has, plain)) else Named(f"U+{ord(letter):04X}")


def _terms(text: str) -> Iterator[Part]:
    """Yield ``text`` in plain parts and terms."""
    mixed = any(_DIRECTIONS.get(unicodedata.bidirectional(letter)) == "rtl" for letter in text)
    done = 0
    for start, end in _spans(text) if mixed else [match.span() for match in _WHOLE.finditer(text)]:
        if done < start:
            yield Plain(text[done:start])
        yield Term(text[start:end], whole=_WHOLE.fullmatch(text, start, end) is not None)
        done = end
    if done < len(text):
        yield Plain(text[done:])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where runs of Latin letters and digits stand that have a letter among them, whole ones by themselves."""
    whole = [match.span() for match in _WHOLE.finditer(text)]
    edges = [0, *(edge for span in whole for edge in span), len(text)]
    for start, end in pairwise(edges):
        if (start, end) in whole:
            yield start, end
        else:
            yield from _latin(text, start, end)


def _latin(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for kept, run in groupby(range(start, end), key=lambda at: _kind(text[at]) != ""):
        places = list(run)
        while kept and places and _kind(text[places[0]]) == "joiner":
            places.pop(0)
        while kept and places and _kind(text[places[-1]]) == "joiner":
            places.pop()
        if kept and any(_kind(text[at]) == "letter" for at in places):
            yield places[0], places[-1] + 1


def _kind(letter: str) -> Literal["letter", "digit", "joiner", ""]:
    if letter in _JOINERS:
        return "joiner"
    if letter.isascii() and letter.isdigit():
        return "digit"
    return "letter" if unicodedata.bidirectional(letter) == "L" else ""
