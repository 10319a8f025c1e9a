"""How far a message has come: with whom, since when, and who must be phoned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tansiq.centre.partners.latency import URGENT
from tansiq.centre.partners.models import Answer, Message, Receipt, Released
from tansiq.centre.partners.terms import latest_terms, partners_of
from tansiq.domain.exchange_terms import PartnerCentre


@dataclass(frozen=True, slots=True)
class Way:
    """A message's way to one partner.

    Attributes
    ----------
    centre
        The partner; None if the agreement names it no more.
    name
        What it is called.
    released_at, received_at, acknowledged_at
        When it was released, confirmed to be there, and read by somebody; None: not yet.
    confirmed_at
        When its recall was confirmed; None: not yet, or not recalled.
    unreadable
        Whether somebody there could not read it.
    due_at
        When it must be phoned if no receipt came; None if it is not urgent.
    now
        The moment looked at.
    """

    centre: PartnerCentre | None
    name: str
    released_at: datetime
    received_at: datetime | None
    acknowledged_at: datetime | None
    confirmed_at: datetime | None
    unreadable: bool
    due_at: datetime | None
    now: datetime

    @property
    def overdue(self) -> bool:
        """Whether it has not arrived and must be told by telephone."""
        return self.received_at is None and self.due_at is not None and self.now >= self.due_at

    @property
    def state(self) -> str:
        """``acknowledged``, ``received``, ``overdue`` or ``released``."""
        if self.acknowledged_at:
            return "acknowledged"
        if self.received_at:
            return "received"
        return "overdue" if self.overdue else "released"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as the pages show it."""

    row: Message
    ways: tuple[Way, ...]

    @property
    def held(self) -> bool:
        """Whether it was released to nobody."""
        return not self.ways

    @property
    def overdue(self) -> bool:
        """Whether somebody must be phoned about it."""
        return any(way.overdue for way in self.ways)

    @property
    def due_at(self) -> datetime | None:
        """When somebody must be phoned next, unless a receipt comes before."""
        due = (way.due_at for way in self.ways if way.due_at and not way.received_at and not way.overdue)
        return min(due, default=None)


def sent(rows: Iterable[Message], now: datetime, as_of: int | None) -> list[Sent]:
    """Return messages with their ways."""
    listed = list(rows)
    released: dict[str, list[Released]] = {}
    digests = [row.digest for row in listed]
    for each in Released.objects.at(as_of).filter(digest__in=digests).order_by("recipient"):
        released.setdefault(each.digest, []).append(each)
    look = _Look(now, as_of, digests + [row.recall["digest"] for row in listed if row.recall])
    return [Sent(row, tuple(look.way(each, row) for each in released.get(row.digest, ()))) for row in listed]


class _Look:
    """What is asked once for many messages."""

    def __init__(self, now: datetime, as_of: int | None, records: list[str]) -> None:
        self.now, self.as_of = now, as_of
        self.terms = latest_terms(now, as_of)
        self.centres = {each.name: each for each in partners_of(self.terms)}
        self.receipts = {
            name: list(Receipt.objects.history(name, as_of).values_list("size", "entered_at")) for name in self.centres
        }
        found = Answer.objects.at(as_of).filter(record__in=records)
        self.answers = {(each.record, each.origin, each.act): each for each in found}

    def way(self, each: Released, row: Message) -> Way:
        """Return a message's way to the recipient of one of its entries."""
        receipts = self.receipts.get(each.recipient, ())
        urgent = row.precedence in URGENT and self.terms is not None
        within = timedelta(seconds=self.terms.urgent_within_s if self.terms else 0)
        return Way(
            centre=self.centres.get(each.recipient), name=each.recipient, released_at=each.released_at,
            received_at=next((at for size, at in receipts if size > each.index), None),
            acknowledged_at=self._said(row.digest, each.recipient, "acknowledged"),
            confirmed_at=self._said(row.recall["record"], each.recipient, "recall_confirmed") if row.recall else None,
            unreadable=(row.digest, each.recipient, "could_not_read") in self.answers,
            due_at=each.released_at + within if urgent else None, now=self.now,
        )  # fmt: skip

    def _said(self, record: str, origin: str, act: str) -> datetime | None:
        found = self.answers.get((record, origin, act))
        return found.kept_at if found else None
