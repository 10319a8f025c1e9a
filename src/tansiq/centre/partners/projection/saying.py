"""What this centre itself says: messages, recalls, acknowledgements, adopted agreements, receipts, alarms."""

from typing import Any

from tansiq.centre.door.history import find
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners.models import Alarm, Message, Receipt, Received, Terms
from tansiq.centre.partners.terms import TERMS
from tansiq.exchange.naming import parse_origin
from tansiq.journal.record import releasable_to
from tansiq.journal.times import write_time

MESSAGE = "message"


def project_adoption(entered: Entered) -> None:
    """Show by what the centre exchanges from here on."""
    present = Terms.present(TERMS)
    one = {**entered.content.body, "digest": entered.record.digest, "place": entered.place}
    Terms.write(entered, TERMS, adoptions=[*(present.adoptions if present else ()), one])


def project_message(entered: Entered) -> None:
    """Show a message, or its correction."""
    content, key = entered.content, entered.content.object
    body: dict[str, Any] = dict(content.body)
    earlier = Message.present(key)
    Message.write(
        entered, key, digest=entered.record.digest, first=earlier.first if earlier else entered.place,
        versions=earlier.versions + 1 if earlier else 1, party=content.party, account=content.author or "",
        role=content.author_role, category=body["category"], precedence=body["precedence"], body=body,
        to=sorted(releasable_to(content.marking)), event_at=content.event_at, entered_at=content.entered_at,
        recall=earlier.recall if earlier else None,
    )  # fmt: skip


def project_recall(entered: Entered) -> None:
    """Show that a record of ours was recalled."""
    body: dict[str, Any] = dict(entered.content.body)
    recalled = find(body["record"]).content
    if recalled.kind.partition("/")[0] == MESSAGE:
        said = {
            "digest": entered.record.digest, "record": body["record"], "reason": body["reason"],
            "original_language": body["original_language"], "at": write_time(entered.content.entered_at),
            "account": entered.content.author or "",
        }  # fmt: skip
        Message.amend(entered, recalled.object, recall=said)


def project_acknowledgement(entered: Entered) -> None:
    """Show that somebody here has seen a partner's record, or uses a recalled one no longer."""
    content = entered.content
    for row in Received.objects.at(None).filter(digest=content.body["record"]):
        changes: dict[str, Any] = {"acknowledged_at": content.entered_at, "acknowledged_by": content.author or ""}
        if content.body["act"] == "recall_confirmed":
            changes["confirmed"] = True
        elif row.state == "new":
            changes["state"] = "acknowledged"
        Received.amend(entered, row.key, **changes)


def project_receipt(entered: Entered) -> None:
    """Show how much of our log a partner has."""
    body: dict[str, Any] = dict(entered.content.body)
    _, recipient = parse_origin(body["log"]) or ("", "")
    Receipt.write(
        entered, recipient, size=body["size"], head=body["head"], digest=entered.record.digest,
        entered_at=entered.content.entered_at,
    )  # fmt: skip


def project_alarm(entered: Entered) -> None:
    """Show an alarm, or that somebody has dealt with it."""
    content, key = entered.content, entered.content.object
    body: dict[str, Any] = dict(content.body)
    earlier, handled = Alarm.present(key), body["state"] == "handled"
    Alarm.write(
        entered, key, partner=body["partner"], fault=body["fault"], says=body["says"],
        evidence=body.get("evidence", ""), state=body["state"], remark=body.get("remark"),
        digest=entered.record.digest, raised_at=earlier.raised_at if earlier else content.entered_at,
        handled_at=content.entered_at if handled else None, handled_by=(content.author or "") if handled else "",
    )  # fmt: skip
