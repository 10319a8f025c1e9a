"""The printed handover of a watch: what one watch leaves to the next, signed by both parties."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.centre.paper.document import (
    Block,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Proof,
    Signature,
    Signatures,
    Table,
    Words,
)
from tansiq.centre.paper.sheets.frame import Frame, Reservation, Texts, framed, reservations, say, told
from tansiq.language import N_, Language


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item of the duty log that is still open.

    Attributes
    ----------
    item
        Its number or object.
    precedence
        In words.
    received_at
        When the centre received it.
    summary, original
        What it says, and the language it was written in.
    not_told
        Who needs to know and has not been told.
    """

    item: str
    precedence: str
    received_at: datetime
    summary: Texts
    original: Language | None = None
    not_told: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Unacknowledged:
    """A notice that somebody has not acknowledged: its number, when it was sent, what it says, who is waited for."""

    notice: str
    sent_at: datetime | None
    summary: str
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class UnitOut:
    """A unit outside: whose, which, and when it is due back; None if nobody knows."""

    party: str
    unit: str
    due_back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hazard:
    """A hazard the next watch must know: its object or number, what it is, where."""

    hazard: str
    summary: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """A watch handover. Names and words are in the language of the page.

    Attributes
    ----------
    frame
        What stands around it; its serial is the handover's object.
    watch_from_at, watch_to_at
        The watch that ends.
    open_items, unacknowledged, units_out, hazards
        What the next watch takes over; an empty one is printed as none.
    communications
        Means and its state, both in words.
    signatures
        One per party, in the order in which the parties stand on this sheet; unsigned ones leave room for ink.
    reservations
        Of a party.
    remarks
        For the next watch.
    override_reason
        Why it was handed over although something urgent was unanswered; empty if nothing was.
    digest, address
        Of the handover's record, and where it is found; an empty digest prints no code.
    """

    frame: Frame
    watch_from_at: datetime
    watch_to_at: datetime
    open_items: Sequence[OpenItem]
    unacknowledged: Sequence[Unacknowledged]
    units_out: Sequence[UnitOut]
    hazards: Sequence[Hazard]
    communications: Sequence[tuple[str, str]]
    signatures: Sequence[Signature]
    reservations: Sequence[Reservation] = ()
    remarks: Texts | None = None
    override_reason: str = ""
    digest: str = ""
    address: str = ""


TITLE: Final = N_("Watch handover")
FROM: Final = N_("Watch from")
TO: Final = N_("Watch to")
LEFT: Final = N_("Left to the next watch")
COUNTS: Final = N_("open items %(items)s, unacknowledged notices %(notices)s, units out %(units)s, hazards %(hazards)s")
DESPITE: Final = N_("Handed over although something urgent was unanswered")
OPEN_ITEMS: Final = N_("Open items")
NOTICES: Final = N_("Unacknowledged notices")
UNITS: Final = N_("Units out and due back")
HAZARDS: Final = N_("Hazards")
COMMUNICATIONS: Final = N_("Communications")
REMARKS: Final = N_("Remarks")
SIGNED: Final = N_("Signatures")
ITEM: Final = N_("Item")
PRECEDENCE: Final = N_("Precedence")
RECEIVED: Final = N_("Received")
SUMMARY: Final = N_("Summary")
NOT_TOLD: Final = N_("Not yet told")
ALL_TOLD: Final = N_("All told")
NOTICE: Final = N_("Notice")
SENT: Final = N_("Sent")
WAITS_FOR: Final = N_("Waits for")
PARTY: Final = N_("Party")
UNIT: Final = N_("Unit")
DUE_BACK: Final = N_("Due back")
UNKNOWN: Final = N_("Unknown")
HAZARD: Final = N_("Hazard")
WHERE: Final = N_("Where")
MEANS: Final = N_("Means")
STATE: Final = N_("State")
NO_ITEMS: Final = N_("No item is open.")
NO_NOTICES: Final = N_("Every notice is acknowledged.")
NO_UNITS: Final = N_("No unit is out.")
NO_HAZARDS: Final = N_("No hazard is recorded.")
NO_MEANS: Final = N_("No means was tested.")
RECORD: Final = N_("Digest of the handover's record: the centre's page of this handover must show the same.")


def handover_sheet(sheet: HandoverSheet, language: Language) -> Document:
    """Return ``sheet`` as a document: first what is open, oldest first."""
    return framed(sheet.frame, say(TITLE, language), tuple(_blocks(sheet, language)))


def _blocks(sheet: HandoverSheet, language: Language) -> Iterator[Block]:
    yield Facts(tuple(_facts(sheet, language)))
    if sheet.override_reason:
        yield Notice(sheet.override_reason, say(DESPITE, language))
    yield _open_items(sheet, language)
    yield _notices(sheet, language)
    yield _units(sheet, language)
    yield _hazards(sheet, language)
    headers = _say_all((MEANS, STATE), language)
    yield Table(headers, sheet.communications, say(COMMUNICATIONS, language), empty=say(NO_MEANS, language))
    if sheet.remarks:
        yield Heading(say(REMARKS, language))
        yield Paragraph(told(sheet.remarks, language))
    yield from reservations(sheet.reservations, language)
    yield Heading(say(SIGNED, language))
    yield Signatures(sheet.signatures)
    if sheet.digest:
        yield Proof(sheet.digest, say(RECORD, language), sheet.address)


def _facts(sheet: HandoverSheet, language: Language) -> Iterator[tuple[str, Words]]:
    yield say(FROM, language), sheet.watch_from_at
    yield say(TO, language), sheet.watch_to_at
    yield (
        say(LEFT, language),
        say(
            COUNTS,
            language,
            items=str(len(sheet.open_items)),
            notices=str(len(sheet.unacknowledged)),
            units=str(len(sheet.units_out)),
            hazards=str(len(sheet.hazards)),
        ),
    )


def _say_all(templates: Sequence[str], language: Language) -> tuple[str, ...]:
    return tuple(say(template, language) for template in templates)


def _open_items(sheet: HandoverSheet, language: Language) -> Table:
    rows = [
        (
            each.item,
            each.precedence,
            each.received_at,
            told(each.summary, language, each.original),
            "\n".join(each.not_told) or say(ALL_TOLD, language),
        )
        for each in sorted(sheet.open_items, key=lambda each: each.received_at)
    ]
    headers = _say_all((ITEM, PRECEDENCE, RECEIVED, SUMMARY, NOT_TOLD), language)
    return Table(headers, rows, say(OPEN_ITEMS, language), empty=say(NO_ITEMS, language))


def _notices(sheet: HandoverSheet, language: Language) -> Table:
    rows = [(each.notice, each.sent_at, each.summary, each.waits_for) for each in sheet.unacknowledged]
    return _recorded(NOTICES, (NOTICE, SENT, SUMMARY, WAITS_FOR), rows, NO_NOTICES, language)


def _recorded(
    caption: str, headers: Sequence[str], rows: Sequence[Sequence[Words | None]], empty: str, language: Language
) -> Table:
    """Return a table without the columns that no row says anything in; a single gap is printed as unknown."""
    kept = [n for n in range(len(headers)) if not n or not rows or any(row[n] for row in rows)]
    cells = [tuple(row[n] or say(UNKNOWN, language) for n in kept) for row in rows]
    return Table(
        _say_all([headers[n] for n in kept], language), cells, say(caption, language), empty=say(empty, language)
    )


def _units(sheet: HandoverSheet, language: Language) -> Table:
    rows = [(each.unit, each.party, each.due_back_at or say(UNKNOWN, language)) for each in sheet.units_out]
    headers = _say_all((UNIT, PARTY, DUE_BACK), language)
    return Table(headers, rows, say(UNITS, language), empty=say(NO_UNITS, language))


def _hazards(sheet: HandoverSheet, language: Language) -> Table:
    rows = [(each.hazard, each.summary, each.where) for each in sheet.hazards]
    return _recorded(HAZARDS, (HAZARD, SUMMARY, WHERE), rows, NO_HAZARDS, language)
