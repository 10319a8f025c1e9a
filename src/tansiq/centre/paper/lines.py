"""Texts as lines the template sets, broken to their place, in the language of the page."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from tansiq.centre.paper.breaking import broken, line_pt
from tansiq.centre.paper.document import Words
from tansiq.centre.paper.letters import (
    Direction,
    Line,
    Named,
    Part,
    Plain,
    Term,
    direction_of,
    lines_of,
    term,
    whole,
)
from tansiq.centre.paper.typeface import faces
from tansiq.domain.time import LOCAL_ZONE, date_time_group
from tansiq.language import Language, translate

PAGE_WIDTH_PT: Final = 174 / 25.4 * 72  # A4 less margins of 18 mm
Settled = list[dict[str, Any]]
Side = Literal["start", "end", "own", "label"]
"""Where lines stand: at the side where the page begins, at the other, each where its own direction begins, or, for
short texts in columns, where the page begins as long as they take one row, else where their own direction begins."""
_JOINING: Final = frozenset("\u200c\u200d")
_LEFT_TO_RIGHT, _AS_FOUND, _CLOSE = "\u2066", "\u2068", "\u2069"


def moment(when: datetime) -> tuple[str, str]:
    """Return ``when`` as date-time group and, for who is not used to them, as plain local date and time."""
    return date_time_group(when), f"({when.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M})"


@dataclass(frozen=True, slots=True)
class Setter:
    """Turns texts into lines for a page in one language."""

    language: Language
    _read: dict[tuple[Words, Language | None], tuple[Line, ...]] = field(default_factory=dict, init=False, repr=False)

    @property
    def direction(self) -> Direction:
        """Return the direction of the page."""
        return direction_of(self.language)

    def lines(self, text: Words, language: Language | None = None) -> tuple[Line, ...]:
        """Return the lines of ``text``, not yet broken to a width."""
        known = self._read.get((text, language))  # columns are measured before they are set: each text comes thrice
        if known is None:
            known = self._read[text, language] = self._lines(text, language)
        return known

    def _lines(self, text: Words, language: Language | None) -> tuple[Line, ...]:
        if isinstance(text, datetime):
            return whole(moment(text), self.language)
        return lines_of(text, self.language, language)

    def words(
        self,
        text: Words,
        width_pt: float,
        size_pt: float,
        *,
        bold: bool = False,
        side: Side = "label",
        language: Language | None = None,
    ) -> Settled:
        """Return ``text`` as lines that fit ``width_pt`` when set in ``size_pt``."""
        return self._fitted(self.lines(text, language), width_pt, size_pt, bold=bold, side=side)

    def rows(self, text: Words, width_pt: float, size_pt: float) -> int:
        """Return about how many rows ``text`` takes in ``width_pt``."""
        return sum(1 + int(line_pt(line, faces()[0], size_pt) / max(width_pt, size_pt)) for line in self.lines(text))

    def term(self, text: str, width_pt: float, size_pt: float) -> Settled:
        """Return ``text``, a number or key, left to right whatever the page."""
        return self._fitted((term(text, self.language),), width_pt, size_pt) if text else []

    def say(self, template: str, width_pt: float, size_pt: float, **fields: Words) -> Settled:
        """Return one of our own sentences in the language of the page."""
        return self.words(self.filled(template, **fields), width_pt, size_pt, language=self.language)

    def filled(self, template: str, **fields: Words) -> str:
        """Return one of our own sentences, what is filled in set apart so that it cannot reorder the rest."""
        return translate(template, self.language, {name: _apart(word) for name, word in fields.items()})

    def _fitted(
        self, lines: tuple[Line, ...], width_pt: float, size_pt: float, *, bold: bool = False, side: Side = "label"
    ) -> Settled:
        face = faces()[bold]
        fits = side == "label" and all(line_pt(line, face, size_pt) <= width_pt for line in lines)
        return [
            {
                "dir": line.direction,
                "lang": line.language,
                "align": self._align("start" if fits else side, line.direction),
                "parts": [_part(part) for part in broken(line, face, size_pt, width_pt).parts],
            }
            for line in lines
        ]

    def _align(self, side: Side, own: Direction) -> Literal["left", "right"]:
        direction = self.direction if side in {"start", "end"} else own
        return "left" if (direction == "ltr") == (side != "end") else "right"


def unmarked(text: str) -> str:
    """Return ``text`` as programs list it: in one line, without marks of direction and letters that do not show."""
    flat = " ".join(text.split())
    return "".join(letter for letter in flat if letter in _JOINING or unicodedata.category(letter)[0] != "C")


def _apart(word: Words) -> str:
    if isinstance(word, datetime):
        return f"{_LEFT_TO_RIGHT}{' '.join(moment(word))}{_CLOSE}"
    return f"{_AS_FOUND}{' '.join(word.split())}{_CLOSE}"


def _part(part: Part) -> str | dict[str, Any]:
    match part:
        case Plain(text):
            return text
        case Term(text, unbroken):
            return {"term": text, "whole": unbroken}
        case Named(name):
            return {"code": name}
