"""What may be put down about the watch, and when. Asked under the door's lock, before anything is signed."""

from typing import Any

from tansiq.centre.door import keys
from tansiq.centre.door.history import find
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.centre.door.registry import Asked
from tansiq.centre.duty.models import Handover, HandoverSignature, LogItem, Report, Reservation
from tansiq.centre.duty.reading import HANDOVER, ITEM, REPORT, RESERVATION, item_of, needs_of, next_number, open_items
from tansiq.centre.duty.refusals import DutyRefusal, as_refusal
from tansiq.domain import duty
from tansiq.domain.duty import Item, Precedence, State, check_handover, check_item, check_version
from tansiq.journal.record import Record
from tansiq.journal.times import read_time
from tansiq.language import N_

REPORTED_KINDS = frozenset({"situation_report", "watch_handover"})


@as_refusal
def check_entry(asked: Asked) -> None:
    """Refuse an item that skips a number, answers an older version, or would be closed unanswered."""
    body: Any = asked.content.body
    earlier = LogItem.objects.at(None).filter(key=asked.content.object).first()
    _check_object(asked, ITEM, body["item"])
    if asked.content.supersedes is None:
        if body["item"] != next_number(ITEM):
            raise DutyRefusal(N_("The next item of the log is number %(next)s."), next=next_number(ITEM))
    else:
        _check_next_version(asked, earlier)
    if body["original_language"] not in body["summary"]:
        raise DutyRefusal(N_("The summary lacks its text in the language it was said in."))
    check_item(_item(asked, body), asked.content.entered_at)


def _check_next_version(asked: Asked, earlier: LogItem | None) -> None:
    if earlier is not None and earlier.party != asked.content.party:
        raise NotAllowedError(
            N_("Item %(number)s is the other party's. Log an item of your own that refers to it."),
            number=earlier.number,
        )
    if earlier is None or asked.content.supersedes != earlier.digest:
        raise DutyRefusal(N_("This item was changed meanwhile. Read it again, then make your change."))
    if asked.content.received_at != earlier.received_at:
        raise DutyRefusal(
            N_("When the centre was told stays as it was first entered: the item's clock runs from there.")
        )


def _item(asked: Asked, body: Any) -> Item:  # noqa: ANN401 - JSON, of its kind's form
    return Item(
        key=asked.content.object, number=body["item"], party=asked.content.party,
        precedence=Precedence(body["precedence"]), state=State(body["state"]), received_at=asked.content.received_at,
        needs=needs_of(body["need_to_know"]), nobody_further=bool(body.get("nobody_further")),
    )  # fmt: skip


def _check_object(asked: Asked, kind: str, number: int) -> None:
    if asked.content.object != f"{kind}-{number}":
        raise DutyRefusal(N_("The record's number and what it is about do not agree."))


@as_refusal
def check_watch_handover(asked: Asked) -> None:
    """Refuse a handover that leaves an open item to nobody, or unanswered urgent ones without a reason."""
    body: Any = asked.content.body
    _check_parties(body["parties"])
    earlier = Handover.objects.at(None).filter(key=asked.content.object).first()
    if earlier is None:
        _check_object(asked, HANDOVER, next_number(HANDOVER))
    elif earlier.complete:
        raise DutyRefusal(N_("This handover is signed and stays as it is. Prepare the next one."))
    elif asked.content.supersedes != earlier.digest:
        raise DutyRefusal(N_("Prepare a handover of your own, or correct your own last version of this one."))
    handover = duty.Handover(
        read_time(body["watch_from_at"]), read_time(body["watch_to_at"]), tuple(body["open_items"]),
        body.get("override_reason", ""),
    )  # fmt: skip
    check_handover(handover, [item_of(row) for row in open_items(None)])


def _check_parties(parties: list[str]) -> None:
    if sorted(parties) != sorted(keys.identity().party_ids):
        raise NotAllowedError(N_("It must name every party of this centre, and no other."))


@as_refusal
def check_handover_signature(asked: Asked, signed: Record) -> None:
    """Refuse a signature under a handover that is not the newest, is signed already, or leaves urgent items behind."""
    row = Handover.objects.at(None).order_by("-number").first()
    if asked.author.role != "duty_officer" or asked.content.body["act"] != "sign":
        raise NotAllowedError(N_("A handover is signed, and by duty officers only."))
    if row is None or row.digest != signed.digest:
        raise DutyRefusal(N_("There is a newer handover, or a newer version of this one. Sign that."))
    if HandoverSignature.objects.at(None).filter(record=signed.digest, party=asked.content.party).exists():
        raise DutyRefusal(N_("Your party has signed this handover already."))
    late = duty.orphans([item_of(each) for each in open_items(None)], row.body["open_items"])
    urgent = duty.problems(late)
    if urgent and not row.body.get("override_reason"):
        raise DutyRefusal(
            N_(
                "Since this handover was prepared, urgent items have come that nobody has answered: %(items)s."
                " Answer them or prepare the handover again."
            ),
            items=", ".join(sorted(urgent)),
        )


@as_refusal
def check_report(asked: Asked) -> None:
    """Refuse a version of a report that is not written on top of the last one, or of one that is agreed."""
    body: Any = asked.content.body
    _check_parties(body["parties"])
    _check_object(asked, REPORT, body["number"])
    last = Report.objects.at(None).filter(key=asked.content.object).first()
    if asked.content.supersedes is not None:
        raise DutyRefusal(N_("A report is continued by its next version, not corrected."))
    if last is None and body["number"] != next_number(REPORT):
        raise DutyRefusal(N_("The next report is number %(next)s."), next=next_number(REPORT))
    if last is not None and last.agreed:
        raise DutyRefusal(N_("Both parties have agreed to this report. It stays as it is: write a new one."))
    from_at, to_at = read_time(body["from_at"]), read_time(body["to_at"])
    check_version(body["version"], last.number_of_version if last else 0, from_at, to_at)
    if body.get("continues") != (last.digest if last else None):
        raise DutyRefusal(N_("The version does not say which one it was written on."))


def check_agreement(asked: Asked) -> None:
    """Refuse agreement to anything but the newest version, or twice."""
    last = Report.objects.at(None).filter(key=asked.content.object).first()
    if last is None or last.digest != asked.content.body["record"]:
        raise DutyRefusal(N_("There is a newer version of this report. Read it, then agree to that."))
    if last.agreed:
        raise DutyRefusal(N_("Both parties have agreed to this report. It stays as it is: write a new one."))
    if (asked.content.party in last.agreed_by) == (asked.content.body["act"] == "agree"):
        raise DutyRefusal(N_("Your party has said so already."))


def check_reservation(asked: Asked) -> None:
    """Refuse a reservation about anything but a report or a handover, or out of turn."""
    body: Any = asked.content.body
    about = find(body["record"]).content
    if about.kind.partition("/")[0] not in REPORTED_KINDS:
        raise DutyRefusal(N_("Reservations are attached to situation reports and handovers."))
    if body["original_language"] not in body["text"]:
        raise DutyRefusal(N_("The text lacks the language it was written in."))
    earlier = Reservation.objects.at(None).filter(key=asked.content.object).first()
    if earlier is None:
        if asked.content.object != f"{RESERVATION}-{next_number(RESERVATION)}" or body["state"] != "standing":
            raise DutyRefusal(N_("The record's number and what it is about do not agree."))
    elif asked.content.supersedes != earlier.digest or earlier.record != body["record"]:
        raise DutyRefusal(N_("Only your own last version of a reservation can be changed."))
