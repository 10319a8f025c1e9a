"""How records of the watch become tables."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from tansiq.centre.door.history import find
from tansiq.centre.door.registry import Entered
from tansiq.centre.door.versions import KEY_LENGTH
from tansiq.centre.duty.models import Handover, HandoverSignature, LogItem, Referral, Report, Reservation
from tansiq.domain.duty import Precedence
from tansiq.domain.search_text import fold
from tansiq.journal.json_strict import Json
from tansiq.journal.record import Record
from tansiq.journal.times import read_time

_SIGN: Final = "sign"
_AGREE: Final = "agree"


def project_entry(entered: Entered) -> None:
    """Show an item of the log, or its next version."""
    body: Mapping[str, Any] = entered.content.body
    key, precedence = entered.content.object, Precedence(body["precedence"])
    earlier = LogItem.present(key)
    needs, nobody = body["need_to_know"], bool(body.get("nobody_further"))
    LogItem.write(
        entered, key, **_common(entered), number=body["item"], precedence=precedence.value, rank=precedence.rank,
        first=earlier.first if earlier else entered.place, versions=earlier.versions + 1 if earlier else 1,
        state=body["state"], nobody_further=nobody,
        answered=all("told_at" in need for need in needs) if needs else nobody,
        direction=body["direction"], means=body["means"], sender=body["from"], receiver=body["to"],
        summary=body["summary"], action=body.get("action"), original_language=body["original_language"],
        translation=body["translation"], needs=needs, location=body.get("place"),
        refers="".join(f" {each} " for each in body.get("references", ())), initials=body.get("initials", ""),
        event_at=entered.content.event_at, received_at=entered.content.received_at, folded=_words(key, body),
    )  # fmt: skip

    known = set(earlier.refers.split()) if earlier else set()
    _project_referrals(entered, key, known, set(body.get("references", ())))


def _project_referrals(entered: Entered, key: str, known: set[str], about: set[str]) -> None:
    for each in sorted(known - about):
        Referral.end(entered, f"{key} {each}"[:KEY_LENGTH])
    for each in sorted(about - known):
        Referral.write(entered, f"{key} {each}"[:KEY_LENGTH], item=key, about=each)


def _common(entered: Entered) -> dict[str, Any]:
    return {
        "digest": entered.record.digest,
        "party": entered.content.party,
        "account": entered.content.author or "",
        "entered_at": entered.content.entered_at,
    }


def _words(key: str, body: Mapping[str, Any]) -> str:
    """Return everything that may be searched for in an item, folded; parts stand on lines of their own."""
    place = body.get("place", {})
    texts = [*body["summary"].values(), *body.get("action", {}).values(), *place.get("name", {}).values()]
    needs = [need["whom"] for need in body["need_to_know"]]
    parts = [key, *texts, body["from"], body["to"], place.get("mgrs", ""), body.get("initials", ""), *needs]
    return "\n".join(fold(part) for part in parts if part)


def project_handover(entered: Entered) -> None:
    """Show a handover, not yet signed."""
    body: Mapping[str, Any] = entered.content.body
    Handover.write(
        entered, entered.content.object, **_common(entered), number=number_in(entered.content.object),
        from_at=_moment(body["watch_from_at"]), to_at=_moment(body["watch_to_at"]), body=dict(body), signed=0,
        complete=False,
    )  # fmt: skip


def project_handover_signature(entered: Entered, signed: Record) -> None:
    """Show a party's signature under a handover, and whether all have signed."""
    if entered.content.body["act"] != _SIGN:
        return
    content = entered.content
    HandoverSignature.write(
        entered, f"{signed.digest} {content.party}", handover=signed.content.object, record=signed.digest,
        line=str(content.body["signature"]), **_common(entered),
    )  # fmt: skip
    count = HandoverSignature.objects.at(None).filter(record=signed.digest).count()
    asked = len(signed.content.body["parties"])  # type: ignore[arg-type]  # an array, by its schema
    if Handover.objects.at(None).filter(key=signed.content.object, digest=signed.digest).exists():
        Handover.amend(entered, signed.content.object, signed=count, complete=count >= asked)


def project_report(entered: Entered) -> None:
    """Show a version of a report; nobody has agreed to it yet."""
    body: Mapping[str, Any] = entered.content.body
    Report.write(
        entered, entered.content.object, **_common(entered), number=body["number"], number_of_version=body["version"],
        from_at=_moment(body["from_at"]), to_at=_moment(body["to_at"]), body=dict(body), agreed_by=[], agreed=False,
    )  # fmt: skip


def project_agreement(entered: Entered) -> None:
    """Show that a party agrees to a version, or no longer does."""
    key, digest, party = entered.content.object, entered.content.body["record"], entered.content.party
    report = Report.present(key)
    if report is None or report.digest != digest:
        return
    others = [each for each in report.agreed_by if each != party]
    agreed_by = [*others, party] if entered.content.body["act"] == _AGREE else others
    Report.amend(entered, key, agreed_by=agreed_by, agreed=set(agreed_by) >= set(report.body["parties"]))


def project_reservation(entered: Entered) -> None:
    """Show a party's reservation, or that it was withdrawn."""
    body: Mapping[str, Any] = entered.content.body
    Reservation.write(
        entered, entered.content.object, **_common(entered), number=number_in(entered.content.object),
        about=find(body["record"]).content.object, record=body["record"], text=body["text"],
        original_language=body["original_language"], clause=body.get("clause", ""),
        standing=body["state"] == "standing",
    )  # fmt: skip


def number_in(key: str) -> int:
    """Return the number in ``handover-3``."""
    return int(key.rpartition("-")[2])


def _moment(text: Json) -> datetime:
    return read_time(str(text))
