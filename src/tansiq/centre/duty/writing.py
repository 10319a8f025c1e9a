"""Records of the watch, as they are put through the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tansiq.centre.door.author import Author
from tansiq.centre.door.history import find
from tansiq.centre.door.keys import identity
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.duty.models import LogItem, Report
from tansiq.centre.duty.models import Reservation as ReservationRow
from tansiq.centre.duty.reading import HANDOVER, ITEM, REPORT, RESERVATION, next_number
from tansiq.centre.shell.fields import Spoken
from tansiq.domain.duty import State
from tansiq.domain.time import LOCAL_ZONE
from tansiq.journal.json_strict import Json
from tansiq.journal.times import write_time

_LOG: Final = "duty_log_entry/1"
Body = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Said:
    """A body and its times, ready to be put down."""

    body: Body
    event_at: datetime | None = None
    received_at: datetime | None = None


def new_item(said: Said, author: Author) -> Entered:
    """Put down a new item; its number is given in the order in which items come."""
    numbered: Body = {}

    def body() -> Body:
        numbered["item"] = next_number(ITEM)
        return {**said.body, **numbered}

    return put(
        _LOG, body, author, object=lambda: f"{ITEM}-{next_number(ITEM)}", event_at=said.event_at,
        received_at=said.received_at,
    )  # fmt: skip


def next_version(
    row: LogItem, changes: Mapping[str, Json], author: Author, event_at: datetime | None = None
) -> Entered:
    """Put down the next version of an item: what it said, with ``changes``; None takes a part away."""
    before = find(row.digest).content
    body = {name: value for name, value in {**before.body, **changes}.items() if value is not None}
    return put(
        _LOG, body, author, object=row.key, event_at=event_at or before.event_at, received_at=before.received_at,
        supersedes=row.digest,
    )  # fmt: skip


def tell(row: LogItem, whom: str, at: datetime, means: str, author: Author) -> Entered:
    """Put down that somebody who needs to know was told."""
    told: dict[str, Json] = {"whom": whom, "told_at": moment(at), "means": means}
    needs: list[Json] = [told if need["whom"] == whom else need for need in row.needs]
    if told not in needs:
        needs.append(told)
    return next_version(row, {"need_to_know": needs, "nobody_further": None}, author)


def close(row: LogItem, author: Author) -> Entered:
    """Put down that an item asks for nothing any more."""
    return next_version(row, {"state": State.CLOSED.value}, author)


def reopen(row: LogItem, author: Author) -> Entered:
    """Put down that an item asks for something again."""
    return next_version(row, {"state": State.OPEN.value}, author)


def new_handover(body: Body, author: Author) -> Entered:
    """Put down a handover, to be signed by every party."""
    whole: Body = {**body, "parties": list(identity().party_ids)}
    return put("watch_handover/1", whole, author, object=lambda: f"{HANDOVER}-{next_number(HANDOVER)}")


def new_report(body: Body, author: Author) -> Entered:
    """Put down the first version of a situation report."""

    def numbered() -> Body:
        return {**body, "number": next_number(REPORT), "version": 1, "parties": list(identity().party_ids)}

    return put("situation_report/1", numbered, author, object=lambda: f"{REPORT}-{next_number(REPORT)}")


def next_report(on: str, number: int, version: int, body: Body, author: Author) -> Entered:
    """Put down the version of a report that follows the one with digest ``on``."""
    whole: Body = {
        **body, "number": number, "version": version, "continues": on, "parties": list(identity().party_ids),
    }  # fmt: skip
    return put("situation_report/1", whole, author, object=f"{REPORT}-{number}")


def agree(row: Report, act: str, author: Author) -> Entered:
    """Put down that a party agrees to the newest version of a report, or takes that back."""
    return put("report_agreement/1", {"record": row.digest, "act": act}, author, object=row.key)


def reserve(record: str, text: Spoken, author: Author) -> Entered:
    """Put down a party's reservation about a report or a handover."""
    body: Body = {"record": record, "text": texts(text), "original_language": text.original, "state": "standing"}
    return put("reservation/1", body, author, object=lambda: f"{RESERVATION}-{next_number(RESERVATION)}")


def withdraw(row: ReservationRow, author: Author) -> Entered:
    """Put down that a party takes its reservation back."""
    body: Body = {**find(row.digest).content.body, "state": "withdrawn"}
    return put("reservation/1", body, author, object=row.key, supersedes=row.digest)


def texts(spoken: Spoken) -> dict[str, Json]:
    """Return a text as records hold it."""
    return {language: text for language, text in spoken.texts.items() if text}


def moment(at: datetime) -> str:
    """Return a moment as records hold it, in local time."""
    return write_time(at.replace(microsecond=at.microsecond // 1000 * 1000).astimezone(LOCAL_ZONE))


def as_typed(texts_: Mapping[str, Any], original: str) -> Spoken:
    """Return a record's text as a form shows it."""
    return Spoken(original, dict(texts_))  # type: ignore[arg-type]  # one of the three, by the kind's schema
