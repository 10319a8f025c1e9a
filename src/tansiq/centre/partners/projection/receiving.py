"""What came from a partner, as tables: many entries under one record."""

from datetime import datetime, timedelta
from typing import Any, Final

from tansiq.centre.door.keys import identity
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners.frontier import extended
from tansiq.centre.partners.models import Answer, Incoming, Received, ReceivedEntry
from tansiq.centre.partners.storage import rows_of
from tansiq.errors import TansiqError
from tansiq.exchange.naming import log_origin, parse_origin
from tansiq.journal.record import Record, read_record
from tansiq.journal.record.again import read_again
from tansiq.journal.times import read_time

# What serves the exchange itself; nobody has to acknowledge it.
OF_THE_EXCHANGE: Final = frozenset(
    {"acknowledgement", "key_certificate", "key_revocation", "recall", "release", "withheld"}
)
# From when a record says it was entered until a head can hold it: its transaction.
_ENTERING: Final = timedelta(seconds=1)
Fields = dict[str, Any]


def project_received(entered: Entered) -> None:
    """Show the entries that a record covers, and what they say about earlier ones."""
    body: Fields = dict(entered.content.body)
    origin = origin_name(body["log"])
    stored = rows_of(origin, body["first"], body["end"])
    before = Incoming.present(origin)
    batch = _Batch(entered, origin, _all_here_until(before, body))
    for row in stored:
        batch.take(row)
    Received.write_many(entered, batch.rows)
    Answer.write_many(entered, batch.answers)
    edge = [bytes.fromhex(each) for each in before.frontier] if before else []
    edge = extended(edge, body["first"], (bytes(row.leaf) for row in stored))
    Incoming.write(
        entered, origin, log=body["log"], size=body["end"], frontier=[each.hex() for each in edge], head=body["head"],
        latest_at=batch.latest_at, kept_at=entered.content.entered_at,
    )  # fmt: skip


def _all_here_until(before: Incoming | None, body: Fields) -> datetime | None:
    """Return up to when everything that was released as it was entered had come before; None if nothing is known.

    By the partner's own clock alone: its last entry's time, and that of its last head accepted before, a quiet one too.
    """
    known = [before.latest_at] if before and before.latest_at else []
    if "after_at" in body:
        known.append(read_time(body["after_at"]) - _ENTERING)
    return max(known, default=None)


def origin_name(log: str) -> str:
    """Return the name of the centre whose log has this origin line; empty if it is no release log's."""
    centre_id, _ = parse_origin(log) or ("", "")
    return centre_id.rpartition("/")[2]


class _Batch:
    """The rows that one record writes."""

    def __init__(self, entered: Entered, origin: str, latest_at: datetime | None) -> None:
        self.kept_at = entered.content.entered_at
        self.origin = origin
        self.latest_at = latest_at
        self.ours = log_origin(f"{identity().domain}/{identity().name}", origin)
        self.rows: dict[str, Fields] = {}
        self.answers: dict[str, Fields] = {}
        self._keys: dict[str, str] = {}

    def take(self, stored: ReceivedEntry) -> None:
        """Add an entry's row, and change those it speaks of."""
        record = _read(stored)  # None also where its origin erased it
        key, fields = f"{self.origin} {stored.index}", self._fields(stored, record)
        self.rows[key] = fields
        if record is None:
            return
        self._keys.setdefault(record.digest, key)
        if stored.refused is None:
            self._timed(fields, record)
            self._apply(record)

    def _fields(self, stored: ReceivedEntry, record: Record | None) -> Fields:
        fields: Fields = {
            "origin": self.origin, "index": stored.index, "kept_at": self.kept_at, "reason": stored.refused,
            "digest": "", "kind": "", "object": "", "party": "", "author": "", "author_role": "", "state": "refused",
        }  # fmt: skip
        if record is None:
            return fields if stored.entry else fields | {"state": "erased"}
        content = record.content
        name = content.kind.partition("/")[0]
        state = "refused" if stored.refused else ("kept" if name in OF_THE_EXCHANGE else "new")
        precedence = content.body.get("precedence")
        return fields | {
            "digest": record.digest, "kind": content.kind, "object": content.object, "party": content.party,
            "author": content.author or "", "author_role": content.author_role, "body": dict(content.body),
            "precedence": precedence if isinstance(precedence, str) else "", "supersedes": content.supersedes or "",
            "event_at": content.event_at, "entered_at": content.entered_at, "state": state,
        }  # fmt: skip

    def _timed(self, fields: Fields, record: Record) -> None:
        """Note whether the entry is older than what came before it: then it was released late, on purpose."""
        at = record.content.entered_at
        by_another_clock = record.content.author_role == "root"
        fields["late"] = by_another_clock or (self.latest_at is not None and at < self.latest_at)
        if not fields["late"]:
            self.latest_at = at

    def _apply(self, record: Record) -> None:
        content = record.content
        if content.supersedes:
            self._change(content.supersedes, content.party, superseded_by=record.digest)
        name, body = content.kind.partition("/")[0], content.body
        if name == "recall":
            self._change(
                str(body["record"]), content.party, state="recalled", recalled_by=record.digest,
                recall_reason={"text": body["reason"], "original_language": body["original_language"]},
                recalled_at=content.entered_at,
            )  # fmt: skip
        elif name == "acknowledgement" and body["log"] == self.ours:
            self._answered(record)

    def _change(self, digest: str, party: str, **changes: Any) -> None:  # noqa: ANN401 - any field
        """Change what is known of an earlier entry of the same party; one that is not here changes nothing."""
        key = self._keys.get(digest) or self._load(digest)
        if key is not None and self.rows[key]["party"] == party:
            self.rows[key] |= changes

    def _load(self, digest: str) -> str | None:
        row = Received.objects.at(None).filter(digest=digest, origin=self.origin).order_by("index").first()
        if row is None:
            return None
        own = {"row", "key", "since", "until"}
        names = [each.attname for each in Received._meta.concrete_fields if each.attname not in own]  # noqa: SLF001 - Django's documented way
        self.rows[row.key] = {name: getattr(row, name) for name in names}
        self._keys[digest] = row.key
        return str(row.key)

    def _answered(self, record: Record) -> None:
        content, body = record.content, record.content.body
        self.answers[f"{body['record']} {self.origin} {body['act']}"] = {
            "record": body["record"], "origin": self.origin, "act": body["act"], "party": content.party,
            "remark": body.get("remark"), "entered_at": content.entered_at, "kept_at": self.kept_at,
        }  # fmt: skip


def _read(stored: ReceivedEntry) -> Record | None:
    """Return an entry as a record; None if it is none, which is why it was refused."""
    entry = bytes(stored.entry)
    if not entry:
        return None
    if stored.refused is None:
        return read_again(entry)  # checked when it came
    try:
        return read_record(entry)
    except TansiqError:
        return None  # its row says "refused", and why
