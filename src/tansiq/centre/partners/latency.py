"""How long word takes between centres: from when it was entered, or released, to when the other side has it.

What came is timed from its entry there to its keeping here, by two clocks; what a partner's clock is known to run ahead
is added. What went out is timed from its release to the receipt, by our clock alone, the receipt's way back included.

What was released late on purpose says nothing about the link. What went out is timed from its release, so there it
does no harm. Of what came only the entry's time is known, so such records are left out and counted apart
(``set_apart``): those entered, by the partner's clock, before an entry that came earlier, or more than a second before
the partner signed the last head accepted before, in which they then should have been. Heads come every minute or so
even while nothing does: what was held for longer than that is found out; what was held for less counts as sent at once,
and as that much slower.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from tansiq.centre.partners.models import Receipt, Received, Released
from tansiq.centre.partners.projection.receiving import OF_THE_EXCHANGE

PERIOD: Final = timedelta(days=7)
LEAST: Final = 5  # samples; fewer say nothing
ORDER: Final = ("flash", "immediate", "priority", "routine", "")
URGENT: Final = frozenset({"flash", "immediate"})
_AT_MOST: Final = 20_000  # rows looked at for one partner and direction, the newest


@dataclass(frozen=True, slots=True)
class Timed:
    """One record's way.

    Attributes
    ----------
    precedence
        Empty if it has none.
    seconds
        How long it took [s].
    """

    precedence: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Times of a number of records.

    Attributes
    ----------
    count
        How many.
    median_s, p90_s
        Median and 90th percentile (nearest rank) [s].
    """

    count: int
    median_s: float
    p90_s: float

    @classmethod
    def of(cls, timed: Iterable[Timed]) -> "Figures | None":
        """Return the figures; None of nothing."""
        seconds = sorted(each.seconds for each in timed)
        if not seconds:
            return None
        return cls(len(seconds), rank(seconds, 0.5), rank(seconds, 0.9))


def rank(ordered: list[float], share: float) -> float:
    """Return the nearest-rank quantile: the smallest value that at least ``share`` [0..1] of all do not exceed."""
    return ordered[max(ceil(share * len(ordered)) - 1, 0)]


def incoming(origin: str, now: datetime, as_of: int | None = None, *, behind_s: float | None = None) -> Iterator[Timed]:
    """Yield how long what came from a partner within the period took; ``behind_s`` as in ``link_state.Link``."""
    rows = Received.objects.at(as_of).filter(origin=origin, kept_at__gte=now - PERIOD, late=False)
    rows = rows.exclude(state__in=("refused", "erased")).order_by("-index")
    ahead_s = max(0.0, -(behind_s or 0.0))
    listed = rows.values_list("kind", "precedence", "entered_at", "kept_at")[:_AT_MOST]
    for kind, precedence, entered_at, kept_at in listed:
        if _is_timed(kind) and entered_at is not None:
            yield Timed(precedence, max(0.0, (kept_at - entered_at).total_seconds() + ahead_s))


def set_apart(origin: str, now: datetime, as_of: int | None = None) -> int:
    """Return how many of what came within the period were released late on purpose, and are not timed."""
    rows = Received.objects.at(as_of).filter(origin=origin, kept_at__gte=now - PERIOD, late=True)
    kinds = rows.exclude(state__in=("refused", "erased")).values_list("kind", flat=True)
    return sum(1 for kind in kinds if _is_timed(kind))


def outgoing(recipient: str, now: datetime, as_of: int | None = None) -> Iterator[Timed]:
    """Yield how long what was released to a partner within the period took until its receipt was here."""
    receipts = list(Receipt.objects.history(recipient, as_of).values_list("size", "entered_at"))
    sizes = [size for size, _ in receipts]
    rows = Released.objects.at(as_of).filter(recipient=recipient, released_at__gte=now - PERIOD, stub=False)
    listed = rows.order_by("-index").values_list("index", "kind", "precedence", "released_at")[:_AT_MOST]
    for index, kind, precedence, released_at in listed:
        at = bisect_right(sizes, index)  # the first receipt that covers it
        if at < len(receipts) and _is_timed(kind):
            yield Timed(precedence, max(0.0, (receipts[at][1] - released_at).total_seconds()))


def _is_timed(kind: str) -> bool:
    return kind.partition("/")[0] not in OF_THE_EXCHANGE


def by_precedence(timed: Iterable[Timed]) -> dict[str, Figures]:
    """Return the figures of each precedence there is, most urgent first."""
    every = list(timed)
    found = {key: Figures.of(each for each in every if each.precedence == key) for key in ORDER}
    return {key: figures for key, figures in found.items() if figures is not None}
