"""A copy of a centre, made while it runs: whole and signed, or not there at all."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from django.utils import timezone

from tansiq.centre.configuration import Identity
from tansiq.centre.door.keys import centre_signer, identity, opening_passphrase
from tansiq.centre.door.models import Entry
from tansiq.centre.door.publishing import publish
from tansiq.centre.keeping.links import PLACE, copy_blobs, copy_logs, head_size, logs_among
from tansiq.centre.keeping.locked_secrets import CONNECTION_KEY, locked_copies
from tansiq.centre.keeping.manifest import CONFIGURATION, JOURNAL, KEYS, MANIFEST, TABLES, FileDigest, Manifest
from tansiq.centre.keeping.new_folder import new_folder
from tansiq.centre.keeping.other_tables import copied
from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.centre.keeping.snapshot import snapshot
from tansiq.domain.time import LOCAL_ZONE
from tansiq.exchange.naming import ATTACHMENTS, EVIDENCE, RECEIVED
from tansiq.journal.audit import audit_log
from tansiq.journal.keys import public_key_of
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.log.bundles import most_bundle_bytes
from tansiq.journal.log.paths import CHECKPOINT, ROOTS, log_paths
from tansiq.journal.note import Checkpoint, Note, parse_checkpoint, parse_note, sign_note
from tansiq.journal.tree import root
from tansiq.journal.tree.nodes import MemoryHashes
from tansiq.language import N_

_KIND: Final = ".key"


def make_backup(out: Path, progress: Callable[[float, str], None], *, with_keys: bool) -> Manifest:
    """Copy the centre that is loaded to the new folder ``out``, and return what the copy says of itself.

    Parameters
    ----------
    out
        Where to; must not be there.
    progress
        Told the share done [0..1] and what is being done.
    with_keys
        Whether the keys go along, each locked; what opens the centre's key never does.

    Raises
    ------
    UnwritableOutputError
        There is something at ``out``, or it cannot be written. Nothing is left.
    BadBackupError
        The journal has no signed head yet, or tables and head do not belong together.
    DoesNotVerifyError
        The journal's files are damaged: a copy of them would be worth nothing.
    """
    who = identity()
    with new_folder(out) as made:
        progress(0.0, N_("Copying what was released and received"))
        digests = copy_logs(who.folder, made)
        progress(0.0, N_("Copying the journal"))
        head = _copy_journal(who, Folder(made / JOURNAL))
        for folder in (ATTACHMENTS, EVIDENCE):
            digests |= copy_blobs(who.folder, made, folder)
        files = _small_files(who, made, head, digests, with_keys=with_keys)
        for name, data in files.items():
            Folder(made).write(name, data)
        audit_log(Folder(made / JOURNAL), progress=progress)
        manifest = Manifest(
            centre=who.name, origin=who.origin, made_at=timezone.now().astimezone(LOCAL_ZONE).replace(microsecond=0),
            entries=head.size, root=head.root, with_keys=with_keys,
            files=digests | {name: FileDigest.of(data) for name, data in files.items()},
        )  # fmt: skip
        note = Note(manifest.text, (sign_note(manifest.text, centre_signer()),))
        Folder(made).write(MANIFEST, bytes(note))
    return manifest


def _small_files(
    who: Identity, made: Path, head: Checkpoint, logs: Iterable[str], *, with_keys: bool
) -> dict[str, bytes]:
    """Return the tables, the configuration, the keys if wanted, and the journal's head and roots."""
    with snapshot():
        _check_table(head)
        files = {TABLES: copied(head.size, _received(made, logs))}
    for name in (CONFIGURATION, PLACE):
        if name == CONFIGURATION or (who.folder / name).is_file():
            files[name] = Folder(who.folder).read(name, LIMITS.note_bytes)
    files |= _locked_keys(who) if with_keys else {}
    for name in (CHECKPOINT, ROOTS):
        files[f"{JOURNAL}/{name}"] = (made / JOURNAL / name).read_bytes()
    return files


def _received(made: Path, names: Iterable[str]) -> dict[str, int]:
    """Return how many entries of each partner's log lie in the copy as files."""
    logs = (name.partition("/") for name in logs_among(names))
    return {origin: head_size((made / kind / origin / CHECKPOINT).read_bytes()) for kind, _, origin in logs
            if kind == RECEIVED}  # fmt: skip


def _copy_journal(who: Identity, to: Folder) -> Checkpoint:
    """Copy the files of the head that is signed now; later entries, and tiles they supersede, do not matter."""
    if publish() is None:
        template = N_("The journal has no signed head yet: the centre's key still lacks a party's certificate.")
        raise BadBackupError(template)
    files = Folder(who.journal)
    data = files.read(CHECKPOINT, LIMITS.note_bytes)
    head = parse_checkpoint(parse_note(data).text)
    to.write(ROOTS, files.read(ROOTS, LIMITS.key_file_bytes))
    for name in log_paths(head.size):
        to.write(name, files.read(name, most_bundle_bytes(LIMITS)))
    to.write(CHECKPOINT, data)
    return head


def _check_table(head: Checkpoint) -> None:
    tree = MemoryHashes()
    for leaf in Entry.objects.filter(place__lt=head.size).order_by("place").values_list("leaf", flat=True):
        tree.append(bytes(leaf))
    if tree.size != head.size or root(head.size, tree) != head.root:
        template = N_("The database is not what the journal's signed head says. Nothing was copied; run: tansiq centre "
                      "check")  # fmt: skip
        raise BadBackupError(template)


def _locked_keys(who: Identity) -> dict[str, bytes]:
    found = {}
    for path in sorted(who.keys.glob(f"*{_KIND}")):
        if path.name != CONNECTION_KEY:
            data = Folder(who.keys).read(path.name, LIMITS.key_file_bytes)
            public_key_of(data)  # refuses what is not locked
            found[f"{KEYS}/{path.name}"] = data
    secrets = locked_copies(who.keys, f"{who.domain}/{who.name}", opening_passphrase())
    return found | {f"{KEYS}/{name}": data for name, data in secrets.items()}
