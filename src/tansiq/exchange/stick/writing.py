"""Writing an export onto a stick: beside the old one, flushed, the manifest last of all, then put in its place."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from tansiq.errors import BadInputError, UnwritableOutputError
from tansiq.exchange.errors import UnreadyError
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.naming import attachment_name, parse_origin
from tansiq.exchange.release import attachments
from tansiq.exchange.stick.layout import LOG, MANIFEST, RECEIPT, being_written, export_folder, is_bundle, log_names
from tansiq.exchange.stick.manifest import FileDigest, Manifest, parse_manifest
from tansiq.journal.errors import MissingFileError
from tansiq.journal.limits import LIMITS as JOURNAL_LIMITS
from tansiq.journal.log import TILE_WIDTH, Folder, decode_bundle
from tansiq.journal.log.bundles import most_bundle_bytes
from tansiq.journal.log.paths import CHECKPOINT, ROOTS
from tansiq.journal.note import Note, NoteSigner, parse_checkpoint, parse_note, sign_note
from tansiq.journal.record import read_record
from tansiq.language import N_

_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be written.

    Attributes
    ----------
    log
        Folder of the release log.
    recipient
        For whom, ``domain/name``.
    since
        Entries that the recipient has a receipt for: they are left out, as far as whole tiles go. 0 for everything.
    receipt
        The last head of the recipient's own log for this centre that this centre cosigned; empty if there is none.
    certificates
        Records that certify ``signer``.
    signer
        The centre's key.
    made_at
        By the centre's clock; aware.
    """

    log: Path
    recipient: str
    since: int
    receipt: bytes
    certificates: tuple[bytes, ...]
    signer: NoteSigner
    made_at: datetime


def write_export(stick: Path, outgoing: Outgoing) -> Manifest:
    """Write an export onto a stick and return what it says of itself. When it returns the stick may be taken out.

    The log may grow meanwhile. An export for the same recipient that lies there already is replaced when the new one is
    whole.

    Raises
    ------
    UnreadyError
        Nothing was signed for this recipient yet.
    BadInputError
        The log lies for another recipient.
    UnwritableOutputError
        The stick is full, or may not be written.
    MissingFileError, MalformedLogError
        The release log is damaged.
    """
    for again in range(_TRIES):
        try:
            return _write_once(stick, outgoing)
        except MissingFileError:  # tiles of a head that was superseded twice while it was being copied
            if again == _TRIES - 1:
                raise
    raise AssertionError  # the loop has returned or raised


def _write_once(stick: Path, outgoing: Outgoing) -> Manifest:
    source, target_name = Folder(outgoing.log), outgoing.recipient.rpartition("/")[2]
    checkpoint, sender, size = _head(source, outgoing.log, target_name)
    folder = export_folder(stick, sender.rpartition("/")[2], target_name)
    first = min(outgoing.since, size) // TILE_WIDTH * TILE_WIDTH
    beside = being_written(folder)
    _remove(beside)
    target, digests = Folder(beside), dict[str, FileDigest]()
    for name, data in _files(source, checkpoint, log_names(first, size), outgoing.receipt):
        target.write(name, data)
        digests[name] = FileDigest(sha256(data).hexdigest(), len(data))
    manifest = Manifest(sender, outgoing.recipient, outgoing.made_at, first, size, outgoing.certificates, digests)
    note = bytes(Note(manifest.text, (sign_note(manifest.text, outgoing.signer),)))
    parse_manifest(note)  # what could not be read is not written
    target.write(MANIFEST, note)
    _put_in_place(beside, folder)
    return manifest


def _head(source: Folder, folder: Path, recipient: str) -> tuple[bytes, str, int]:
    """Return the head's bytes, the id of the centre whose log it is, and how many entries it has."""
    try:
        data = source.read(CHECKPOINT, JOURNAL_LIMITS.note_bytes)
    except MissingFileError as error:
        template = N_("Nothing is signed for %(recipient)s yet. Run the exchange once: tansiq exchange run")
        raise UnreadyError(template, recipient=recipient) from error
    head = parse_checkpoint(parse_note(data).text)
    centre_id, made_for = parse_origin(head.origin) or ("", "")
    if made_for != recipient:
        raise BadInputError(N_("%(folder)s holds another log, %(origin)s."), folder=folder, origin=head.origin)
    return data, centre_id, head.size


def _files(source: Folder, checkpoint: bytes, names: Iterator[str], receipt: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file of an export, attachments after the entries that name them."""
    carried: dict[str, None] = {}
    for name in names:
        data = source.read(name, most_bundle_bytes())
        yield f"{LOG}/{name}", data
        if is_bundle(f"{LOG}/{name}"):
            carried |= dict.fromkeys(_attachments(name, data))
    for digest in carried:
        name = attachment_name(digest)
        if (source.path / name).is_file():  # one whose time was over is gone; the entry says what it was
            yield f"{LOG}/{name}", source.read(name, LIMITS.attachment_bytes)
    if receipt:
        yield RECEIPT, receipt
    yield f"{LOG}/{ROOTS}", source.read(ROOTS, JOURNAL_LIMITS.key_file_bytes)
    yield f"{LOG}/{CHECKPOINT}", checkpoint


def _attachments(name: str, bundle: bytes) -> Iterator[str]:
    for entry in decode_bundle(bundle, name):
        if entry:
            yield from attachments(read_record(entry).content)


def _put_in_place(beside: Path, folder: Path) -> None:
    """Give the whole export its name; until then the one before it still has it."""
    before = folder.with_name(f".{folder.name}.old")
    try:
        _remove(before)
        if folder.exists():
            folder.rename(before)
        beside.rename(folder)
        _flush(folder.parent)
        _remove(before)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _remove(folder: Path) -> None:
    """Remove what an attempt that broke off left."""
    try:
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(path: Path, error: OSError) -> UnwritableOutputError:
    why = error.strerror or type(error).__name__
    return UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=path, why=why)
