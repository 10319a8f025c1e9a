"""One row's cells as typed values. A cell that cannot be taken is recorded as a fault, and reading goes on."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeVar

from tansiq.domain.names import Names
from tansiq.domain.time import MannedHours
from tansiq.exchange.laydown_file.characters import bare, check_words, shown, western_digits
from tansiq.exchange.laydown_file.faults import Faults, RefusalError
from tansiq.exchange.laydown_file.limits import LIMITS
from tansiq.exchange.laydown_file.moments import parse_manned, parse_moment
from tansiq.exchange.laydown_file.raw import Row
from tansiq.language import N_

T = TypeVar("T")
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_YES: Final = frozenset({"yes", "true", "1", "نعم", "بەڵێ"})
_NO: Final = frozenset({"no", "false", "0", "لا", "نەخێر"})

_MISSING: Final = N_("is empty: fill it in.")
_NOT_TEXT: Final = N_("“%(value)s” is neither text nor a number: write one value.")
_COMMA: Final = N_("“%(value)s” has a decimal comma: write it with a point.")
_NOT_A_NUMBER: Final = N_("“%(value)s” is not a number: write figures alone, without a unit.")
_OUT_OF_BOUNDS: Final = N_("%(value)s is not between %(low)s and %(high)s: check the value and its unit.")
_NOT_A_CHOICE: Final = N_("“%(value)s” is not one of %(choices)s.")


def parse_words(cell: object) -> str:
    """Return a name or identifier. A number in a spreadsheet, such as 17, is the identifier ``17``.

    Raises
    ------
    RefusalError
        If it is not text, or holds what no name may hold.
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise RefusalError(_NOT_TEXT, value=shown(cell))
    return check_words(str(cell))


def parse_number(cell: object, bounds: tuple[float, float]) -> float:
    """Return a finite number within ``bounds`` (both included).

    Raises
    ------
    RefusalError
        If it is not a number, has a decimal comma, or lies outside.
    """
    text = bare(str(cell))
    if _DECIMAL_COMMA.fullmatch(text):
        raise RefusalError(_COMMA, value=shown(text))
    if isinstance(cell, bool) or not _NUMBER.fullmatch(text):
        raise RefusalError(_NOT_A_NUMBER, value=shown(text))
    value = float(text) + 0.0  # no negative zero
    if not (math.isfinite(value) and bounds[0] <= value <= bounds[1]):
        raise RefusalError(_OUT_OF_BOUNDS, value=shown(text), low=f"{bounds[0]:g}", high=f"{bounds[1]:g}")
    return value


def parse_choice(cell: object, choices: Mapping[str, T]) -> T:
    """Return what the word in ``cell`` stands for.

    Raises
    ------
    RefusalError
        If it is none of the words.
    """
    word = bare(str(cell)).lower()
    if word not in choices:
        raise RefusalError(_NOT_A_CHOICE, value=shown(word), choices=", ".join(choices))
    return choices[word]


def parse_flag(cell: object) -> bool:
    """Return yes or no, in any of the three languages.

    Raises
    ------
    RefusalError
        If it is neither.
    """
    word = bare(str(cell)).lower()
    if word not in _YES | _NO:
        raise RefusalError(_NOT_A_CHOICE, value=shown(word), choices="yes, no")
    return word in _YES


class Cells:
    """The cells of one row, taken by column."""

    def __init__(self, row: Row, faults: Faults) -> None:
        self.row = row
        self.faults = faults

    def fault(self, column: str | None, template: str, **fields: object) -> None:
        """Record a fault at ``column`` of this row."""
        self.faults.add(self.row.place_of(column) if column else self.row.place, template, **fields)

    def has(self, column: str) -> bool:
        """Tell whether the cell is filled."""
        return column in self.row.cells

    def take(self, column: str, parse: Callable[[object], T], default: T) -> T:
        """Return ``parse`` of the cell; ``default`` where it is empty, or where it was refused and recorded."""
        if column not in self.row.cells:
            return default
        cell = self.row.cells[column]
        try:
            if isinstance(cell, str) and len(cell) > LIMITS.text_chars:
                check_words(cell)
            return parse(cell)
        except RefusalError as refusal:
            self.fault(column, refusal.template, **refusal.fields)
            return default

    def need(self, column: str) -> bool:
        """Record a fault where the cell is empty."""
        if not self.has(column):
            self.fault(column, _MISSING)
        return self.has(column)

    def identifier(self, column: str = "id") -> str:
        """Return an identifier that must be there, with western digits."""
        self.need(column)
        return western_digits(self.take(column, parse_words, ""))

    def words(self, column: str) -> str:
        """Return text as written, empty where there is none."""
        return self.take(column, parse_words, "")

    def names(self, prefix: str = "name") -> Names:
        """Return the names in the three languages."""
        return Names(*(self.words(f"{prefix}_{language}") for language in ("en", "ar", "ckb")))

    def number(self, column: str, default: float, bounds: tuple[float, float]) -> float:
        """Return a number."""
        return self.take(column, lambda cell: parse_number(cell, bounds), default)

    def optional_number(self, column: str, bounds: tuple[float, float]) -> float | None:
        """Return a number, None where there is none."""
        return self.take(column, lambda cell: parse_number(cell, bounds), None)

    def choice(self, column: str, choices: Mapping[str, T]) -> T | None:
        """Return what the cell's word stands for, None where there is none."""
        return self.take(column, lambda cell: parse_choice(cell, choices), None)

    def flag(self, column: str, *, default: bool) -> bool:
        """Return yes or no."""
        return self.take(column, parse_flag, default)

    def moment(self, column: str) -> datetime | None:
        """Return an aware moment, None where there is none."""
        return self.take(column, parse_moment, None)

    def manned(self, column: str) -> MannedHours:
        """Return daily hours, always where there are none."""
        return self.take(column, parse_manned, MannedHours())
