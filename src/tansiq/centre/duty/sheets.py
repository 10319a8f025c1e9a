"""Handovers and situation reports as printed sheets."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext

from tansiq.centre.door.keys import identity
from tansiq.centre.duty.models import Handover, HandoverSignature, LogItem, Report, Reservation
from tansiq.centre.duty.reading import item_of
from tansiq.centre.duty.words import LINK_STATES, MEANS, PRECEDENCES, word
from tansiq.centre.paper import Signature, render
from tansiq.centre.paper.sheets import (
    FactLine,
    Frame,
    HandoverSheet,
    Hazard,
    OpenItem,
    Reported,
    SituationReport,
    Unacknowledged,
    UnitOut,
    handover_sheet,
    situation_report,
)
from tansiq.centre.paper.sheets import Reservation as PaperReservation
from tansiq.centre.shell.who import in_turn, party_of
from tansiq.journal.note.text import parse_signature_line
from tansiq.journal.times import read_time
from tansiq.language import N_, Language, translate

DUTY_OFFICER = N_("duty officer")
WHO = N_("Who needs to know?")


def handover_pdf(
    row: Handover, items: Mapping[str, LogItem], signed: Mapping[str, HandoverSignature],
    reservations: Sequence[Reservation], language: Language, address: str,
) -> bytes:  # fmt: skip
    """Return a handover as a PDF in ``language``; unsigned, it leaves room for ink.

    ``items`` are those it speaks of, by key, as they stood when it was prepared.
    """
    body = row.body
    sheet = HandoverSheet(
        frame(row.key), row.from_at, row.to_at, [_open_item(items[key]) for key in body["open_items"] if key in items],
        [Unacknowledged(_number(key, items), None, _summary(key, items, language))
         for key in body["unacknowledged_notices"]],
        [UnitOut(name(each["party"], language), each["unit"], _moment(each.get("due_back_at")))
         for each in body["units_out"]],
        [Hazard(_number(key, items), _summary(key, items, language)) for key in body["hazards"]],
        [(word(MEANS, each["means"]), word(LINK_STATES, each["state"])) for each in body["communications"]],
        [signature(party, signed.get(party), language) for party in in_turn(body["parties"], row.number)],
        paper_reservations(reservations, language), body.get("remarks"), body.get("override_reason", ""), row.digest,
        address,
    )  # fmt: skip
    return render(handover_sheet(sheet, language), language)


def _number(key: str, items: Mapping[str, LogItem]) -> str:
    return str(items[key].number) if key in items else key


def _summary(key: str, items: Mapping[str, LogItem], language: Language) -> str:
    texts = items[key].summary if key in items else {}
    return texts.get(language) or next(iter(texts.values()), "")


def _open_item(row: LogItem) -> OpenItem:
    item = item_of(row)
    # An item that does not say who needs to know was not told to anybody, which is not "all told".
    not_told = [need.whom for need in item.untold] if item.is_answered or item.needs else [gettext(WHO)]
    return OpenItem(
        str(row.number), word(PRECEDENCES, row.precedence), row.received_at, cast("Any", row.summary),
        cast("Language", row.original_language), not_told,
    )  # fmt: skip


def report_pdf(row: Report, reservations: Sequence[Reservation], language: Language, address: str) -> bytes:
    """Return a situation report as a PDF in ``language``; a draft says that it is one."""
    body = row.body
    sheet = SituationReport(
        frame(row.key), row.number, row.number_of_version, row.from_at, row.to_at,
        [Reported(each["section"], each["state"], [_fact(line) for line in each.get("lines", ())])
         for each in body["facts"]],
        cast("Language", body["original_language"]), row.agreed, body.get("assessment"),
        paper_reservations(reservations, language), digest=row.digest, address=address,
    )  # fmt: skip
    return render(situation_report(sheet, language), language)


def _fact(line: Mapping[str, Any]) -> FactLine:
    return FactLine(line["text"], line.get("sources", ()), line["origin"])


def frame(serial: str) -> Frame:
    """Return what stands around a sheet of this centre."""
    centre = identity()
    return Frame(serial, centre.name, timezone.now(), fictional=centre.fictional)


def name(party: str, language: Language) -> str:
    """Return what a party is called."""
    found = party_of(party)
    return found.names.best(language) if found else party


def signature(party: str, signed: HandoverSignature | None, language: Language) -> Signature:
    """Return a party's signature as printed, or room for one in ink."""
    function = translate(DUTY_OFFICER, language)
    if signed is None:
        return Signature(name(party, language), function)
    line = parse_signature_line(signed.line)
    return Signature(
        name(party, language), function, f"{line.name}+{line.key_id.hex()}", signed.entered_at, signed.line
    )


def paper_reservations(rows: Sequence[Reservation], language: Language) -> list[PaperReservation]:
    """Return reservations as printed."""
    return [PaperReservation(name(row.party, language), cast("Any", row.text), row.clause) for row in rows]


def _moment(text: str | None) -> Any:  # noqa: ANN401 - a datetime or None
    return read_time(text) if text else None
