"""Whether a backup is whole and says the truth: everything is checked before anything is made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tansiq.centre.keeping.links import digest_of, is_blob, logs_among
from tansiq.centre.keeping.manifest import (
    JOURNAL,
    MANIFEST,
    MANIFEST_LIMITS,
    TABLES,
    FileDigest,
    Manifest,
    parse_manifest,
)
from tansiq.centre.keeping.received_lines import refused_places
from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.exchange.evidence import check_kept_log
from tansiq.exchange.naming import RECEIVED
from tansiq.journal.audit import audit_log
from tansiq.journal.audit.findings import Tell, silent
from tansiq.journal.keys import Roots
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.log.bundles import decode_bundle, most_bundle_bytes
from tansiq.journal.log.paths import CHECKPOINT, ROOTS, bundle_path
from tansiq.journal.note import VerifierKey, parse_note, verify_note
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was checked.

    Attributes
    ----------
    folder
        Where it lies.
    manifest
        What it says of itself.
    files
        The files its manifest names, as they were when they were checked; those named by their hash are left out.
    """

    folder: Path
    manifest: Manifest
    files: dict[str, bytes]

    @property
    def journal(self) -> Folder:
        """The journal's files."""
        return Folder(self.folder / JOURNAL)


def open_backup(
    folder: Path,
    trusted: Roots | None = None,
    *,
    earlier: bytes | None = None,
    tell: Tell = silent,
    progress: Callable[[float, str], None] = silent,
) -> Backup:
    """Check every byte of a backup.

    Parameters
    ----------
    folder
        Where it lies.
    trusted
        The roots the reader trusts; None takes the backup's word for them, and says so.
    earlier
        A head of the journal that was kept elsewhere: a backup that does not reach it is older.
    tell, progress
        As in :func:`~tansiq.journal.audit.audit_log`.

    Raises
    ------
    DoesNotVerifyError
        It is not whole, was altered, is not signed by its centre, or is older than ``earlier``.
    """
    note = parse_note(Folder(folder).read(MANIFEST, MANIFEST_LIMITS.note_bytes), MANIFEST_LIMITS)
    manifest = parse_manifest(note.text)
    files = {name: _file(folder, name, digest) for name, digest in manifest.files.items() if not is_blob(name)}
    if not {f"{JOURNAL}/{CHECKPOINT}", f"{JOURNAL}/{ROOTS}"} <= files.keys():
        raise BadBackupError(N_("The backup's manifest is not of a known form."))
    backup = Backup(folder, manifest, files)
    audited = audit_log(backup.journal, trusted, earlier=earlier, tell=tell, progress=progress)
    head = (audited.head.origin, audited.head.size, audited.head.root)
    if head != (manifest.origin, manifest.entries, manifest.root):
        raise BadBackupError(N_("The backup's manifest is about another journal than the one that lies in it."))
    own = [each.key for each in audited.signed if each.at_s is None]
    verify_note(note, own)  # whoever signed the head
    _check_links(backup, trusted, own, tell)
    return backup


def _check_links(backup: Backup, trusted: Roots | None, own: list[VerifierKey], tell: Tell) -> None:
    """Check every log of the exchange, and every file that is named by its hash.

    What was received is checked first: it shows the keys by which partners cosigned what was released.
    """
    known, refused = list(own), refused_places(backup.files.get(TABLES, b""))
    for name in logs_among(backup.files):
        kind, _, origin = name.partition("/")
        places = refused.get(origin, frozenset()) if kind == RECEIVED else frozenset()
        audited = check_kept_log(backup.folder / name, trusted, known=known, refused=places, tell=tell)
        known += [each.key for each in audited.signed if each.at_s is None]
    for name, digest in backup.manifest.files.items():
        if is_blob(name) and digest_of(backup.folder / name) != digest:
            raise BadBackupError(N_("%(file)s is not as it was when the backup was made."), file=name)


def _file(folder: Path, name: str, digest: FileDigest) -> bytes:
    data = Folder(folder).read(name, digest.size_bytes)
    if FileDigest.of(data) != digest:
        raise BadBackupError(N_("%(file)s is not as it was when the backup was made."), file=name)
    return data


def bundle_of(backup: Backup, number: int, width: int) -> list[bytes]:
    """Return one bundle of the journal's entries; an erased one is empty."""
    name = bundle_path(number, width)
    return decode_bundle(backup.journal.read(name, most_bundle_bytes(LIMITS)), name)
