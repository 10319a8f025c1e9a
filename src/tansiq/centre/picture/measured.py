"""How long word takes as measured, if a part of the site above this one measures it."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Final


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured time for word.

    Attributes
    ----------
    share_within_min
        In so many minutes nine in ten records were with the other side [min].
    records
        How many records were measured.
    urgent
        Whether only flash and immediate ones were.
    """

    share_within_min: float
    records: int
    urgent: bool = False

    @property
    def whole_min(self) -> int:
        """The same as pictures take it: rounded up, at least one [min]."""
        return max(1, ceil(self.share_within_min))


_providers: Final[list[Callable[[], Measured | None]]] = []


def measure_by(provider: Callable[[], Measured | None]) -> None:
    """Have ``provider`` asked how long word takes."""
    _providers[:] = [provider]


def measured() -> Measured | None:
    """Return how long word takes as measured; None if nobody measures, or too little was."""
    return _providers[0]() if _providers else None
