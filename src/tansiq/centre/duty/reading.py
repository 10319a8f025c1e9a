"""Rows of the log as the rules of the field see them, and what is asked of them often."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tansiq.centre.door.versions import Known
from tansiq.centre.duty.models import Handover, LogItem, Report, Reservation
from tansiq.domain.duty import Item, Need, Precedence, State
from tansiq.domain.search_text import fold
from tansiq.journal.times import read_time

ITEM: Final = "item"
HANDOVER: Final = "handover"
REPORT: Final = "report"
RESERVATION: Final = "reservation"


def item_of(row: LogItem) -> Item:
    """Return the item a row shows."""
    return Item(
        key=row.key, number=row.number, party=row.party, precedence=Precedence(row.precedence), state=State(row.state),
        received_at=row.received_at, needs=needs_of(row.needs), nobody_further=row.nobody_further,
        texts=dict(row.summary),
    )  # fmt: skip


def needs_of(needs: Iterable[Mapping[str, Any]]) -> tuple[Need, ...]:
    """Return who needs to know, from a record's body."""
    return tuple(
        Need(need["whom"], read_time(need["told_at"]) if "told_at" in need else None, need.get("means", ""))
        for need in needs
    )


def open_items(as_of: int | None) -> list[LogItem]:
    """Return the items that are open, the oldest first."""
    return list(LogItem.objects.at(as_of).filter(state=State.OPEN).order_by("received_at", "number"))


def all_items(as_of: int | None) -> Known:
    """Return every item, the newest first."""
    return LogItem.objects.at(as_of).order_by("-first")


def best(texts: Mapping[str, str], language: str) -> str:
    """Return a text in ``language``, else in another it is there in."""
    return texts.get(language) or next(iter(texts.values()), "")


def found(rows: Known, query: str) -> Known:
    """Return those of ``rows`` in which every word of ``query`` occurs."""
    for word in fold(query).split():
        rows = rows.filter(folded__contains=word)
    return rows


def next_number(kind: str) -> int:
    """Return the number that the next item, handover, report or reservation gets; asked under the door's lock."""
    model = {ITEM: LogItem, HANDOVER: Handover, REPORT: Report, RESERVATION: Reservation}[kind]
    last = model.objects.at(None).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def standing_handover(as_of: int | None) -> Handover | None:
    """Return the last handover that all its parties have signed; None if there was none."""
    found_: Handover | None = Handover.objects.at(as_of).filter(complete=True).order_by("-number").first()
    return found_


def waiting_handover(as_of: int | None) -> Handover | None:
    """Return the newest handover if it still lacks a signature."""
    newest: Handover | None = Handover.objects.at(as_of).order_by("-number").first()
    return newest if newest and not newest.complete else None
