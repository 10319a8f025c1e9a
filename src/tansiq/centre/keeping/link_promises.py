"""What a centre's folder promises of the exchange: what it released and received, attachments, evidence, secrets."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tansiq.centre.door.keys import identity
from tansiq.centre.door.store import in_words
from tansiq.centre.keeping.laying_out import RESTORED
from tansiq.centre.keeping.links import digest_of
from tansiq.centre.keeping.locked_secrets import waiting
from tansiq.centre.keeping.refusals import BrokenPromiseError
from tansiq.centre.partners.guarding import own_keys
from tansiq.centre.partners.models import Alarm, Incoming, ReceivedEntry
from tansiq.centre.partners.released_rows import ReleasedRows
from tansiq.centre.partners.storage import leaves_of
from tansiq.exchange.evidence import check_kept_log
from tansiq.exchange.naming import ATTACHMENTS, EVIDENCE, RECEIVED, RELEASES
from tansiq.exchange.release_log import Peaks
from tansiq.journal.audit import AuditedLog
from tansiq.journal.audit.findings import Finding
from tansiq.journal.keys import Roots
from tansiq.journal.log.paths import CHECKPOINT
from tansiq.journal.note import VerifierKey
from tansiq.journal.tree import leaf_hash
from tansiq.language import N_

_AT_ONCE: Final = 2000
_HASH_DIGITS: Final = 64


def exchange(trusted: Roots | None) -> Iterator[Finding]:
    """Check every log of the exchange by itself and against the tables.

    What was received comes first: it shows the keys by which partners confirmed what was released to them.

    Raises
    ------
    DoesNotVerifyError
        A log, or what lies beside it, does not hold; or it is not what the tables say.
    """
    known = list(own_keys())
    for folder in _logs(RECEIVED):
        audited, findings = _checked(folder, trusted, known, _refused(folder.name))
        yield from findings
        yield _received_agrees(folder.name, audited)
        known += [each.key for each in audited.signed if each.at_s is None]
    for folder in _logs(RELEASES):
        audited, findings = _checked(folder, trusted, known)
        yield from findings
        yield _released_agrees(folder.name, audited)


def _logs(kind: str) -> list[Path]:
    return sorted(each for each in (identity().folder / kind).glob("*") if (each / CHECKPOINT).is_file())


def _checked(
    folder: Path, trusted: Roots | None, known: list[VerifierKey], refused: frozenset[int] = frozenset()
) -> tuple[AuditedLog, list[Finding]]:
    findings: list[Finding] = []
    return check_kept_log(folder, trusted, known=known, refused=refused, tell=findings.append), findings


def _refused(origin: str) -> frozenset[int]:
    with in_words():
        rows = ReceivedEntry.objects.filter(origin=origin, refused__isnull=False)
        return frozenset(rows.values_list("index", flat=True))


def _received_agrees(origin: str, audited: AuditedLog) -> Finding:
    head = audited.head
    with in_words():
        root, count = _root(leaves_of(origin, head.size))
        incoming = Incoming.present(origin)
        known = incoming.size if incoming else 0
    if count != head.size or root != head.root or known < head.size:
        template = N_("The table of what came from %(origin)s is not what its log holds. Restore the newest backup.")
        raise BrokenPromiseError(template, origin=origin)
    _check_bytes(origin, known)
    return Finding(N_("The table of what came from %(origin)s holds the log's %(size)s entries, byte for byte."),
                   {"origin": origin, "size": head.size})  # fmt: skip


def _check_bytes(origin: str, size: int) -> None:
    """Hold the bytes of each entry against its hash; those that its origin erased have none."""
    with in_words():
        rows = ReceivedEntry.objects.filter(origin=origin, index__lt=size).order_by("index")
        for index, entry, leaf in rows.values_list("index", "entry", "leaf").iterator(chunk_size=_AT_ONCE):
            if entry and leaf_hash(bytes(entry)) != bytes(leaf):
                template = N_("Entry %(index)s from %(origin)s is in the database with other bytes than came.")
                raise BrokenPromiseError(template, index=index, origin=origin)


def _released_agrees(recipient: str, audited: AuditedLog) -> Finding:
    head, rows = audited.head, ReleasedRows(recipient)
    with in_words():
        known = len(rows)
        firsts = range(0, min(head.size, known), _AT_ONCE)
        parts = (rows[first : min(first + _AT_ONCE, head.size)] for first in firsts)
        root, count = _root(leaf_hash(entry) for part in parts for entry in part)
    if count != head.size or root != head.root:
        template = N_(
            "What the tables say was released to %(recipient)s is not what its log's signed head commits to. Restore "
            "the newest backup; nothing is released until then."
        )
        raise BrokenPromiseError(template, recipient=recipient)
    template = N_(
        "The log for %(recipient)s holds what the tables say was released: %(size)s entries, %(more)s to follow."
    )
    return Finding(template, {"recipient": recipient, "size": head.size, "more": known - head.size})


def _root(leaves: Iterable[bytes]) -> tuple[bytes, int]:
    peaks = Peaks()
    for leaf in leaves:
        peaks.append(leaf)
    return peaks.root(), peaks.size


def named_files() -> Iterator[Finding]:
    """Check that attachments and evidence have the bytes that their names say, and that no alarm lacks its evidence.

    Raises
    ------
    BrokenPromiseError
        One has other bytes, or is missing.
    """
    folder, count = identity().folder, 0
    for name in (ATTACHMENTS, EVIDENCE):
        for path in sorted((folder / name).glob("*")):
            if len(path.name) == _HASH_DIGITS and digest_of(path).sha256 != path.name:
                raise BrokenPromiseError(
                    N_("%(file)s was altered: its bytes are not those that its name says."), file=path
                )
            count += len(path.name) == _HASH_DIGITS
    with in_words():
        named = set(Alarm.objects.at(None).exclude(evidence="").values_list("evidence", flat=True))
    missing = sorted(each for each in named if not (folder / EVIDENCE / each.removeprefix("sha256:")).is_file())
    if missing:
        raise BrokenPromiseError(N_("The evidence of an alarm is missing: %(digest)s."), digest=missing[0])
    yield Finding(N_("Each of %(count)s attachments and files of evidence has the bytes that its name says."),
                  {"count": count})  # fmt: skip


def after_restoring() -> Iterator[Finding]:
    """Tell what still has to be done in a centre that was made again from a backup."""
    who = identity()
    if copies := waiting(who.keys):
        template = N_("%(files)s are still locked as they were copied. Open them: tansiq centre unlock %(folder)s")
        yield Finding(template, {"files": ", ".join(map(str, copies)), "folder": who.folder}, doubt=True)
    if (who.folder / RESTORED).exists():
        template = N_(
            "This centre was restored. Nothing is released to a partner before it has said what it holds of this "
            "centre's log, online or by stick."
        )
        yield Finding(template, doubt=True)
