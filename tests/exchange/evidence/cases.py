"""One case of each fault: a partner's log, what it did wrong, and what its recipient wrote down of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from tansiq.exchange.errors import (
    AlteredEntryError,
    ExpiredAgreementError,
    ForeignLogError,
    ForkError,
    GapError,
    PartnerFaultError,
    ReplayError,
    RevokedPartnerKeyError,
    StaleLogError,
    WrongRecipientError,
)
from tansiq.exchange.evidence import (
    again_exhibits,
    entry_after_exhibits,
    entry_exhibits,
    fork_exhibits,
    make_evidence,
    revocation_exhibits,
)
from tansiq.exchange.heads import make_head
from tansiq.journal.note import Checkpoint, Note, NoteSigner, sign_note
from tansiq.journal.record import Record
from tansiq.journal.tree import MemoryHashes, leaf_hash, root
from tests.journal.writing import BAR, CERTIFICATES, FEDERAL_ROOT, certificate, record, signer

ORIGIN: Final = "tansiq.example/federal-hq/to/bar"
SEEN_BY: Final = "tansiq.example/bar"
HQ: Final = signer("tansiq.example/federal-hq", 21)
STRANGER: Final = signer("tansiq.example/federal-hq", 22)
HQ_CERTIFICATE: Final = certificate(HQ, FEDERAL_ROOT, "centre")
KNOWN: Final = [each.entry for each in (HQ_CERTIFICATE, *CERTIFICATES)]
AT: Final = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
JOURNAL: Final = Checkpoint("tansiq.example/federal-hq/journal", 7, b"j" * 32)


def tree(entries: Sequence[bytes]) -> MemoryHashes:
    """The hashes of a log of these entries."""
    hashes = MemoryHashes()
    for entry in entries:
        hashes.append(leaf_hash(entry))
    return hashes


def head(entries: Sequence[bytes], minute: int = 0, by: NoteSigner = HQ, origin: str = ORIGIN) -> bytes:
    """A signed head of a log of these entries, signed some minutes after the story begins."""
    made = make_head(
        origin, len(entries), root(len(entries), tree(entries)), journal=JOURNAL, secret=b"s" * 32,
        signed_at=AT + timedelta(minutes=minute),
    )  # fmt: skip
    text = made.checkpoint.text
    return bytes(Note(text, (sign_note(text, by),)))


def written(number: int, by: NoteSigner = HQ, minute: int = 0) -> Record:
    """A record of federal-hq."""
    at = AT + timedelta(minutes=minute)
    return record(by=by, object=f"item-{number}", centre="federal-hq", event_at=at, received_at=at, entered_at=at)


LOG: Final = [HQ_CERTIFICATE.entry, *(written(number).entry for number in range(20))]
SKETCH: Final = b"sha256:" + b"ab" * 32
OTHER: Final = [*LOG[:5], written(99).entry, *LOG[6:]]


def revocation(of: NoteSigner, by: NoteSigner = FEDERAL_ROOT, minute: int = 5) -> Record:
    """The record that revokes a key."""
    at = AT + timedelta(minutes=minute)
    body = {"key": of.key.label, "reason": "lost", "not_trusted_from": 0}
    return record("key_revocation/1", by, object="key", body=body, event_at=at, received_at=at, entered_at=at)


def fork(entries: Sequence[bytes] = OTHER, kept: int = 13) -> PartnerFaultError:
    return ForkError("", exhibits=fork_exhibits(head(LOG[:kept]), head(entries, 1), tree(entries)))


def same_size_fork() -> PartnerFaultError:
    return ForkError("", exhibits=fork_exhibits(head(LOG), head(OTHER, 1), MemoryHashes()))


def shown_shorter_fork() -> PartnerFaultError:
    return ForkError("", exhibits=fork_exhibits(head(LOG), head(OTHER[:11], 1), tree(LOG)))


def stale_restore() -> PartnerFaultError:
    return StaleLogError("", exhibits=(("head-kept", head(LOG)), ("head-shown", head(LOG[:9], 3))))


def older_and_shorter() -> PartnerFaultError:
    return StaleLogError("", exhibits=(("head-kept", head(LOG, 3)), ("head-shown", head(LOG[:9]))))


def gap() -> PartnerFaultError:
    return GapError("", exhibits=(("head-shown", head(LOG)), ("entry-index", b"17")))


def altered_entry() -> PartnerFaultError:
    return AlteredEntryError("", exhibits=entry_exhibits(head(LOG), 6, written(66).entry, tree(LOG)))


def no_record(bad: bytes = b"nonsense") -> PartnerFaultError:
    entries = [*LOG, bad]
    return AlteredEntryError("", exhibits=entry_exhibits(head(entries), len(LOG), bad, tree(entries)))


def signed_wrongly() -> PartnerFaultError:
    good = written(50).entry
    return no_record(good.replace(b"item-50", b"item-51"))


def signed_by_a_stranger() -> PartnerFaultError:
    return no_record(written(50, STRANGER).entry)


def record_twice() -> PartnerFaultError:
    entries = [*LOG, LOG[4]]
    exhibits = again_exhibits(head(entries), (4, LOG[4]), (len(LOG), LOG[4]), tree(entries))
    return ReplayError("", exhibits=exhibits)


def old_head() -> PartnerFaultError:
    return ReplayError("", exhibits=(("head-kept", head(LOG, 2)), ("head-shown", head(LOG[:9]))))


def wrong_recipient() -> PartnerFaultError:
    shown = head(LOG, origin="tansiq.example/federal-hq/to/other")
    return WrongRecipientError("", exhibits=(("head-shown", shown),))


def foreign_log(by: NoteSigner = BAR) -> PartnerFaultError:
    shown = head(LOG, by=by, origin=f"{by.name}/to/bar")
    return ForeignLogError("", exhibits=(("head-shown", shown),))


def foreign_stranger() -> PartnerFaultError:
    return foreign_log(signer("elsewhere.example/hq", 30))


def head_holds_revocation() -> PartnerFaultError:
    entries = [*LOG, revocation(HQ).entry]
    exhibits = revocation_exhibits(head(entries), len(LOG), entries[-1], tree(entries))
    return RevokedPartnerKeyError("", exhibits=exhibits)


def head_after_revocation() -> PartnerFaultError:
    return RevokedPartnerKeyError("", exhibits=(("revocation", revocation(HQ).entry), ("head-shown", head(LOG, 6))))


def entry_after_revocation() -> PartnerFaultError:
    exhibits = (("revocation", revocation(HQ, HQ).entry), ("entry", written(3, minute=9).entry))
    return RevokedPartnerKeyError("", exhibits=exhibits)


def entry_behind_revocation() -> PartnerFaultError:
    entries = [*LOG, revocation(HQ).entry, written(50).entry]
    behind, before = (len(LOG) + 1, entries[-1]), (len(LOG), entries[-2])
    return RevokedPartnerKeyError("", exhibits=entry_after_exhibits(head(entries), behind, before, tree(entries)))


def uncertified_head() -> PartnerFaultError:
    return RevokedPartnerKeyError("", exhibits=(("head-shown", head(LOG, by=STRANGER)),))


def expired_agreement() -> PartnerFaultError:
    ends_at = b"2026-11-26T16:30:00.000Z"
    return ExpiredAgreementError("", exhibits=(("head-shown", head(LOG, 31)), ("agreement-ends-at", ends_at)))


def missing_attachment() -> PartnerFaultError:
    return GapError("", exhibits=(("attachment", SKETCH),))


def naming(number: int = 50) -> Record:
    """A record that names an attachment."""
    named = {"digest": SKETCH.decode(), "bytes": 6, "media_type": "image/png"}
    body = {
        "category": "information", "original_language": "en", "precedence": "routine", "translation": "none",
        "text": {"en": "See the sketch."}, "attachments": [named],
    }  # fmt: skip
    return record("message/1", HQ, body=body, object=f"message-{number}", centre="federal-hq")


def altered_attachment(came: bytes = b"sha256:" + b"cd" * 32) -> PartnerFaultError:
    exhibits = (("attachment", SKETCH), ("attachment-came", came), ("entry", naming().entry))
    return AlteredEntryError("", exhibits=exhibits)


def too_long_attachment() -> PartnerFaultError:
    return altered_attachment(b"")


def no_head() -> PartnerFaultError:
    return PartnerFaultError("", exhibits=(("head-shown", b"404 not found"),))


def older_with_more() -> PartnerFaultError:
    return PartnerFaultError("", exhibits=(("head-kept", head(LOG[:9], 3)), ("head-shown", head(LOG))))


# Each case, and whether the file proves the fault by itself.
CASES: Final[Mapping[str, tuple[Callable[[], PartnerFaultError], bool]]] = {
    "fork": (fork, True),
    "same_size_fork": (same_size_fork, True),
    "shown_shorter_fork": (shown_shorter_fork, True),
    "stale_restore": (stale_restore, True),
    "older_and_shorter": (older_and_shorter, False),
    "gap": (gap, False),
    "altered_entry": (altered_entry, False),
    "no_record": (no_record, True),
    "signed_wrongly": (signed_wrongly, True),
    "signed_by_a_stranger": (signed_by_a_stranger, False),
    "record_twice": (record_twice, True),
    "old_head": (old_head, False),
    "wrong_recipient": (wrong_recipient, False),
    "foreign_log": (foreign_log, False),
    "foreign_stranger": (foreign_stranger, False),
    "head_holds_revocation": (head_holds_revocation, True),
    "head_after_revocation": (head_after_revocation, True),
    "entry_after_revocation": (entry_after_revocation, True),
    "entry_behind_revocation": (entry_behind_revocation, True),
    "uncertified_head": (uncertified_head, False),
    "expired_agreement": (expired_agreement, False),
    "missing_attachment": (missing_attachment, False),
    "altered_attachment": (altered_attachment, False),
    "too_long_attachment": (too_long_attachment, False),
    "no_head": (no_head, False),
    "older_with_more": (older_with_more, True),
}


def evidence(
    error: PartnerFaultError, changed: Mapping[str, bytes | None] | None = None, by: NoteSigner = BAR, *,
    certificates: Sequence[bytes] = (),
) -> bytes:  # fmt: skip
    """What bar writes down of a fault; ``changed`` exhibits take the place of the error's, None leaves one out."""
    exhibits: dict[str, bytes | None] = {**dict(error.exhibits), **(changed or {})}
    told = type(error)("", exhibits=tuple((name, data) for name, data in exhibits.items() if data is not None))
    return make_evidence(told, log=ORIGIN, seen_by=SEEN_BY, seen_at=AT, certificates=certificates or KNOWN, signer=by)
