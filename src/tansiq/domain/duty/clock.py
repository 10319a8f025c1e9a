"""How long an item may wait until everybody who needs to know was told.

Nothing public says how long these centres give themselves, so the spans are assumptions, written down here and nowhere
else: 5 minutes for flash, as the alarm for an incident that nobody owns; then roughly four times as long each step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from tansiq.domain.duty.item import Item, Precedence

TELL_WITHIN: Final[Mapping[Precedence, timedelta]] = {
    Precedence.FLASH: timedelta(minutes=5),
    Precedence.IMMEDIATE: timedelta(minutes=20),
    Precedence.PRIORITY: timedelta(hours=1),
    Precedence.ROUTINE: timedelta(hours=4),
}
# The first half of the span is calm, the second asks for attention.
_SOON_AFTER: Final = 0.5


@dataclass(frozen=True, slots=True)
class Spans:
    """How long telling may take, by precedence."""

    tell_within: Mapping[Precedence, timedelta]


ASSUMED: Final = Spans(TELL_WITHIN)


class Urgency(StrEnum):
    """What an item's clock says.

    NONE: closed, or everybody was told. CALM and SOON: within the span. LATE: past it.
    """

    NONE = "none"
    CALM = "calm"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Clock:
    """An item's clock at one moment.

    Attributes
    ----------
    age
        Since the centre was told; none of it is negative, whatever the clocks say.
    due_at
        By when everybody should have been told.
    urgency
        See :class:`Urgency`.
    """

    age: timedelta
    due_at: datetime
    urgency: Urgency


def clock_of(item: Item, now: datetime, spans: Spans = ASSUMED) -> Clock:
    """Return the clock of ``item`` at ``now``."""
    span = spans.tell_within[item.precedence]
    age = max(now - item.received_at, timedelta())
    return Clock(age, item.received_at + span, _urgency(item, age, span))


def _urgency(item: Item, age: timedelta, span: timedelta) -> Urgency:
    if not item.is_open or item.is_answered:
        return Urgency.NONE
    if age >= span:
        return Urgency.LATE
    return Urgency.SOON if age >= span * _SOON_AFTER else Urgency.CALM
