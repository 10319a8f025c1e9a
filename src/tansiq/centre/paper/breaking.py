"""Where a word that is wider than its place may be broken, so that nothing runs off the paper."""

import re
import unicodedata
from itertools import pairwise
from typing import Final

from tansiq.centre.paper.letters import Line, Named, Part, Plain, Term
from tansiq.centre.paper.typeface import UNSEEN_MARKS, Face

BREAK: Final = "\u200b"
JOINED_BREAK: Final = "\u200d\u200b\u200d"  # Arabic letters keep their joined forms on both sides
_WORDS: Final = re.compile(r"\S+")


def broken(line: Line, face: Face, size_pt: float, width_pt: float) -> Line:
    """Return ``line`` with places to break in every word that is wider than ``width_pt``."""
    return Line(line.direction, line.language, tuple(_part(part, face, size_pt, width_pt) for part in line.parts))


def widest_word_pt(line: Line, face: Face, size_pt: float) -> float:
    """Return the width of the widest thing in ``line`` that is better not broken [pt]."""
    return max((face.width_pt(word, size_pt) for part in line.parts for word in _unbroken(part)), default=0.0)


def line_pt(line: Line, face: Face, size_pt: float) -> float:
    """Return the width of ``line`` when it is not broken at all [pt]."""
    return sum(face.width_pt(_text(part), size_pt) for part in line.parts)


def _text(part: Part) -> str:
    return part.name if isinstance(part, Named) else part.text


def _unbroken(part: Part) -> list[str]:
    if isinstance(part, Named) or (isinstance(part, Term) and part.whole):
        return [_text(part)]
    return _WORDS.findall(part.text)


def _part(part: Part, face: Face, size_pt: float, width_pt: float) -> Part:
    if isinstance(part, Named):
        return part
    if isinstance(part, Term) and part.whole and face.width_pt(part.text, size_pt) <= width_pt:
        return part

    def word(found: re.Match[str]) -> str:
        text = found[0]
        return text if face.width_pt(text, size_pt) <= width_pt else breakable(text)

    text = _WORDS.sub(word, part.text)
    return Term(text) if isinstance(part, Term) else Plain(text)


def breakable(word: str) -> str:
    """Return ``word`` with a place to break between any two letters, none before a mark that belongs to a letter."""
    made = [word[:1]]
    for before, letter in pairwise(word):
        if not (unicodedata.category(letter)[0] == "M" or letter in UNSEEN_MARKS or before in UNSEEN_MARKS):
            joined = unicodedata.bidirectional(letter) == "AL" and unicodedata.bidirectional(before) in {"AL", "NSM"}
            made.append(JOINED_BREAK if joined else BREAK)
        made.append(letter)
    return "".join(made)
