"""A release log of federal-hq for bar as files, and bar's inbox in memory."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.exchange.errors import AlteredEntryError
from tansiq.exchange.ports import Kept, Verified
from tansiq.exchange.stick import Outgoing
from tansiq.journal.keys import write_roots
from tansiq.journal.log import Folder, append
from tansiq.journal.note import NoteSigner, cosign_checkpoint, parse_checkpoint, parse_note
from tansiq.journal.record import read_record
from tansiq.journal.tree import leaf_hash
from tests.exchange.evidence import cases
from tests.journal.writing import BAR, FEDERAL_ROOT, record

PARTNER: Final = PartnerCentre("federal-hq", "tansiq.example", frozenset({"federal"}), "federal")
US: Final = "tansiq.example/bar"
FILE: Final = b"a sketch of the crossing" * 100
DIGEST: Final = f"sha256:{sha256(FILE).hexdigest()}"


def carrying(number: int) -> bytes:
    """A message of federal-hq that carries a file along."""
    body: dict[str, Any] = {
        "category": "information", "precedence": "routine", "text": {"en": "See the sketch."},
        "original_language": "en", "translation": "none",
        "attachments": [{"digest": DIGEST, "bytes": len(FILE), "media_type": "image/png"}],
    }  # fmt: skip
    made = record("message/1", cases.HQ, object=f"msg-{number}", body=body, centre="federal-hq")
    return made.entry


def entries(count: int) -> list[bytes]:
    """The first entries of the log; the last one carries a file."""
    first = [cases.HQ_CERTIFICATE.entry, *(cases.written(number).entry for number in range(count - 2))]
    return [*first, carrying(count)][:count]


LONG: Final = entries(700)


def release(
    folder: Path, logged: Sequence[bytes], minute: int = 0, by: NoteSigner = cases.HQ, origin: str = cases.ORIGIN
) -> Path:
    """Write a release log of these entries."""
    files = Folder(folder)
    files.write("roots", write_roots({"federal": (FEDERAL_ROOT.key,)}))
    append(files, 0, logged)
    files.write("checkpoint", cases.head(logged, minute, by, origin))
    files.write(f"attachment/{DIGEST.removeprefix('sha256:')}", FILE)
    return folder


def outgoing(log: Path, *, since: int = 0, recipient: str = US, receipt: bytes = b"", minute: int = 1) -> Outgoing:
    """What federal-hq writes onto a stick for bar."""
    return Outgoing(
        log, recipient, since, receipt, (cases.HQ_CERTIFICATE.entry,), cases.HQ, cases.AT + timedelta(minutes=minute)
    )


def cosigned(head: bytes, by: NoteSigner = BAR) -> bytes:
    """A head with a cosignature under it."""
    return head + cosign_checkpoint(parse_checkpoint(parse_note(head).text), by, 1_795_000_000).line.encode()


class MemoryInbox:
    """What bar keeps of federal-hq's log."""

    def __init__(self, kept: Sequence[bytes] = (), head: bytes = b"") -> None:
        self.entries = list(kept)
        self.head = head
        self.attachments: dict[str, bytes] = {}

    def kept(self) -> Kept:
        return Kept(len(self.entries), self.head)

    def leaves(self) -> Iterator[bytes]:
        return map(leaf_hash, self.entries)

    def entry(self, index: int) -> bytes:
        return self.entries[index]

    def about_keys(self) -> Iterator[tuple[int, bytes]]:
        for index, entry in enumerate(self.entries):
            if read_record(entry).content.kind in {"key_certificate/1", "key_revocation/1"}:
                yield index, entry

    def holds(self, digests: Sequence[str]) -> Mapping[str, int]:
        kept = {read_record(entry).digest: place for place, entry in enumerate(self.entries)}
        return {digest: kept[digest] for digest in kept.keys() & set(digests)}

    def keep(self, first: int, entries: Sequence[Verified], head: bytes) -> None:  # noqa: ARG002 - the port's signature
        self.entries[first:] = [each.entry for each in entries]

    def keep_attachment(self, digest: str, parts: Iterator[bytes], most_bytes: int) -> None:  # noqa: ARG002 - as above
        data = b"".join(parts)
        if f"sha256:{sha256(data).hexdigest()}" != digest:
            raise AlteredEntryError(digest)
        self.attachments[digest] = data

    def has_attachment(self, digest: str) -> bool:
        return digest in self.attachments

    def keep_head(self, note: bytes) -> None:
        self.head = note
