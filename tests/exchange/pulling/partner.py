"""A partner in memory that keeps a release log and can misbehave, and an inbox in memory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from tansiq.exchange.errors import LinkError, NotReleasedError, ReceiptRefusedError
from tansiq.exchange.heads import make_head
from tansiq.exchange.ports import Kept, Verified
from tansiq.exchange.pulling import Memory, Pulled, pull
from tansiq.journal.json_strict import Json
from tansiq.journal.log import MemoryFiles, append
from tansiq.journal.log.reading import TileHashes
from tansiq.journal.note import Checkpoint, Note, NoteSigner, sign_note
from tansiq.journal.record import Record, read_record
from tansiq.journal.tree import root
from tests.journal.writing import FEDERAL_ROOT, REGIONAL_ROOT, certificate, record, signer

HQ = signer("tansiq.example/federal-hq", 21)
NEXT_HQ = signer("tansiq.example/federal-hq", 22)
OTHER_HQ = signer("tansiq.example/federal-hq", 23)
BAR = signer("tansiq.example/bar", 3)
ORIGIN = "tansiq.example/federal-hq/to/bar"
ROOTS = {"federal": (FEDERAL_ROOT.key,)}
BOTH = {"federal": (FEDERAL_ROOT.key,), "regional": (REGIONAL_ROOT.key,)}
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECRET = bytes(32)
NO = "no"
BODY: dict[str, Json] = {
    "category": "information", "original_language": "en", "precedence": "routine", "translation": "none",
}  # fmt: skip
MARKING: Json = {"releasable_to": ["regional"]}
CERTIFICATE = certificate(HQ, FEDERAL_ROOT, "centre")


@cache
def plain(number: int) -> Record:
    """A message of the headquarters; made once for all tests."""
    return message(number, more={})


def message(number: int, by: NoteSigner = HQ, more: dict[str, Json] | None = None, **fields: Any) -> Record:  # noqa: ANN401 - any field
    """A message to partners; ``number`` makes it another one."""
    if more is None and by is HQ and not fields:
        return plain(number)
    body = BODY | {"text": {"en": f"Checkpoint {number} is open."}} | (more or {})
    return record("message/1", by, body=body, object=f"message-{number:08x}", marking=MARKING, **fields)


def revocation(of: NoteSigner, place: int = 3) -> Record:
    """What the root says of a key that was lost."""
    body: Json = {"key": of.key.label, "reason": "lost", "not_trusted_from": place}
    return record("key_revocation/1", FEDERAL_ROOT, body=body, object="key-hq")


class Clock:
    """A clock that is set."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float = 60.0) -> datetime:
        self.moment += timedelta(seconds=seconds)
        return self.moment


class LogKeeper:
    """Keeps a release log in memory and answers like a transport. What it gets wrong is set by each test."""

    def __init__(self, clock: Clock, signer_: NoteSigner = HQ, origin: str = ORIGIN) -> None:
        self.clock, self.signer, self.origin = clock, signer_, origin
        self.files, self.size = MemoryFiles(), 0
        self.all: list[bytes] = []
        self.attachments: dict[str, bytes] = {}
        self.receipts: list[bytes] = []
        self.refuses_receipts = self.down = False
        self.cut_after: int | None = None  # entries until the link breaks, once
        self.alter: Callable[[int, bytes], bytes] = lambda _index, entry: entry
        self.alter_tile: Callable[[str, bytes], bytes] = lambda _name, data: data
        self.asked: list[str] = []
        self.shown: bytes | None = None
        self.note = b""

    def add(self, *entries: bytes | Record) -> "LogKeeper":
        """Release entries, and sign the head."""
        made = [each.entry if isinstance(each, Record) else each for each in entries]
        self.all += made
        self.size = append(self.files, self.size, made)
        return self.sign()

    def sign(self, size: int | None = None) -> "LogKeeper":
        """Sign the head of so many entries, now."""
        size = self.size if size is None else size
        files = self.files
        if size != self.size:
            files = MemoryFiles()
            append(files, 0, self.all[:size])
        head_root = root(size, TileHashes(files, size))
        journal = Checkpoint("tansiq.example/federal-hq/journal", size, head_root)
        head = make_head(self.origin, size, head_root, journal=journal, secret=SECRET, signed_at=self.clock())
        text = head.checkpoint.text
        self.note = bytes(Note(text, (sign_note(text, self.signer),)))
        return self

    def head(self, beyond: int | None = None, wait_s: float = 0.0) -> bytes:
        self._ask(f"head {beyond}")
        del wait_s
        return self.note if self.shown is None else self.shown

    def tile(self, name: str, most_bytes: int) -> bytes:
        self._ask(name)
        if name not in self.files:
            raise NotReleasedError(NO)
        return self.alter_tile(name, self.files.read(name, most_bytes))

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        self._ask(f"entries {first} {end}")
        for index in range(first, min(end, self.size)):
            if self.cut_after == 0:
                self.cut_after = None
                raise LinkError(NO)
            if self.cut_after is not None:
                self.cut_after -= 1
            yield self.alter(index, self.all[index])

    def attachment(self, digest: str, most_bytes: int) -> Iterator[bytes]:
        self._ask(f"attachment {digest}")
        del most_bytes
        if digest not in self.attachments:
            raise NotReleasedError(NO)
        yield self.attachments[digest]

    def give_receipt(self, note: bytes) -> None:
        self._ask("receipt")
        if self.refuses_receipts:
            raise ReceiptRefusedError(NO)
        self.receipts.append(note)

    def our_receipt(self) -> bytes:
        return b""

    def _ask(self, what: str) -> None:
        if self.down:
            raise LinkError(NO)
        self.asked.append(what)


class MemoryInbox:
    """What came, in memory."""

    def __init__(self) -> None:
        self.items: list[Verified] = []
        self.under: list[bytes] = []
        self.head = b""
        self.attachments: dict[str, bytes] = {}
        self.batches: list[int] = []

    def kept(self) -> Kept:
        return Kept(len(self.items), self.head, self.under[-1] if self.under else b"")

    def leaves(self) -> Iterator[bytes]:
        return (each.leaf for each in self.items)

    def entry(self, index: int) -> bytes:
        return self.items[index].entry

    def about_keys(self) -> Iterator[tuple[int, bytes]]:
        for place, each in enumerate(self.items):
            if b'"kind":"key_' in each.entry:
                yield place, each.entry

    def holds(self, digests: Sequence[str]) -> Mapping[str, int]:
        kept = [(place, read_record(each.entry).digest) for place, each in enumerate(self.items) if not each.refused]
        return {digest: place for place, digest in reversed(kept) if digest in set(digests)}

    def keep(self, first: int, entries: Sequence[Verified], head: bytes) -> None:
        assert first == len(self.items)
        assert 0 < len(entries) <= 1024
        self.items += entries
        self.under.append(head)
        self.batches.append(len(entries))

    def keep_attachment(self, digest: str, parts: Iterator[bytes], most_bytes: int) -> None:
        data = b"".join(parts)
        assert len(data) <= most_bytes
        assert f"sha256:{sha256(data).hexdigest()}" == digest
        self.attachments[digest] = data

    def has_attachment(self, digest: str) -> bool:
        return digest in self.attachments

    def keep_head(self, note: bytes) -> None:
        self.head = note

    @property
    def entries(self) -> list[bytes]:
        return [each.entry for each in self.items]


class Link:
    """A partner, our inbox for it, and what a process remembers between rounds."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self.clock = Clock()
        self.partner = LogKeeper(self.clock, origin=origin)
        self.inbox, self.memory, self.roots = MemoryInbox(), Memory(), ROOTS
        self.origin = ORIGIN

    def pull(self, **given: object) -> Pulled:
        """One round."""
        named: dict[str, object] = {"origin": self.origin, "roots": self.roots, "cosigner": BAR, "now": self.clock}
        return pull(self.partner, self.inbox, memory=self.memory, **(named | given))  # type: ignore[arg-type]  # as pull says

    def restart(self) -> None:
        """Begin a new process."""
        self.memory = Memory()
