"""Records to and about partners, as they are put through the door."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tansiq.centre.door.author import Author
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners.lot import drawn
from tansiq.centre.partners.models import Incoming, Message, Received
from tansiq.journal.json_strict import Json

_MESSAGE = "message/1"
Body = Mapping[str, Json]


def send(body: Body, to: Sequence[str], author: Author, *, event_at: datetime | None = None) -> Entered:
    """Put down a message that may be released to the parties ``to``; to nobody, and it is held."""
    return put(_MESSAGE, body, author, object=drawn("msg"), event_at=event_at, marking=marking(to))


def correct(
    row: Message, body: Body, to: Sequence[str], author: Author, *, event_at: datetime | None = None
) -> Entered:
    """Put down a correction of a message; it goes at least to whom the message was released."""
    return put(
        _MESSAGE, body, author, object=row.key, event_at=event_at, marking=marking(to), supersedes=row.digest
    )  # fmt: skip


def release_late(records: Sequence[str], to: Sequence[str], author: Author, reason: Body | None = None) -> Entered:
    """Release records written earlier, named by their digests."""
    body: dict[str, Json] = {"records": list(records), "to": list(to)}
    return put("release/1", body | ({"reason": dict(reason)} if reason else {}), author, object=drawn("release"))


def recall(record: str, reason: Body, original_language: str, author: Author) -> Entered:
    """Recall a released record: it marks, it cannot make anybody unread."""
    body: dict[str, Json] = {"record": record, "reason": dict(reason), "original_language": original_language}
    return put("recall/1", body, author, object=drawn("recall"))


def acknowledge(row: Received, act: str, author: Author, remark: Body | None = None) -> Entered:
    """Put down that somebody here has seen a partner's record, or uses a recalled one no longer."""
    incoming = Incoming.present(row.origin)
    body: dict[str, Json] = {"log": incoming.log if incoming else "", "record": row.digest, "act": act}
    return put("acknowledgement/1", body | ({"remark": dict(remark)} if remark else {}), author, object=drawn("ack"))


def marking(to: Sequence[str]) -> Json:
    """Return the marking that releases a record to these parties; None if to nobody."""
    parties: list[Json] = [*sorted(to)]
    return {"releasable_to": parties} if parties else None
