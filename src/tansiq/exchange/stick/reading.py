"""Whether an export on a stick is whole, genuine and for this centre: told apart before anything is taken from it."""

import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import Final

from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.errors import TansiqError
from tansiq.exchange.errors import (
    AlteredStickError,
    ForeignLogError,
    HalfStickError,
    StrangerError,
    WrongRecipientError,
)
from tansiq.exchange.heads import read_head
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.naming import log_origin, parse_origin
from tansiq.exchange.stick.layout import LOG, MANIFEST, Found
from tansiq.exchange.stick.manifest import FileDigest, Manifest, parse_manifest
from tansiq.exchange.stick.transport import StickTransport
from tansiq.journal.errors import BadSignatureError, MissingFileError, UnknownSignerError
from tansiq.journal.keys import Keyring, Roots
from tansiq.journal.log import Folder
from tansiq.journal.log.paths import CHECKPOINT
from tansiq.journal.note import Note, VerifierKey, check_checkpoint, parse_note, verify_note
from tansiq.journal.record import check_body, read_record
from tansiq.language import N_

_PART: Final = 2**20
_HEAD: Final = f"{LOG}/{CHECKPOINT}"


def open_export(found: Found, partner: PartnerCentre, us: str, trusted: Roots) -> StickTransport:
    """Check an export, and return the way to its bytes.

    Parameters
    ----------
    found
        Where it lies.
    partner
        The centre that it is said to be from, as the agreement names it.
    us
        This centre, ``domain/name``.
    trusted
        The parties' roots.

    Raises
    ------
    HalfStickError
        Files are missing or short.
    AlteredStickError
        A file, or the manifest, is not as it was written; which one.
    StrangerError
        Nobody whose key a trusted root has certified wrote it.
    WrongRecipientError
        It is for another centre; for which.
    ForeignLogError
        It is another centre's than its folder says.
    TooLargeError
        It is larger than any export.
    """
    manifest, note = _manifest(found)
    keys = _keys(manifest, found, trusted)
    _check_signature(note, keys, found)
    if manifest.sender != partner.id:
        template = N_("The stick says that it is from %(partner)s, but was written by %(sender)s.")
        raise ForeignLogError(template, partner=partner.id, sender=manifest.sender)
    if manifest.recipient != us:
        template = N_("The stick from %(sender)s is for %(recipient)s, and not for this centre.")
        raise WrongRecipientError(template, sender=manifest.sender, recipient=manifest.recipient)
    for name, digest in manifest.files.items():
        _check_file(found.folder, name, digest)
    transport = StickTransport(found.folder, manifest, keys)
    _check_head(transport, log_origin(partner.id, us.rpartition("/")[2]))
    return transport


def _manifest(found: Found) -> tuple[Manifest, Note]:
    try:
        data = Folder(found.folder).read(MANIFEST, LIMITS.stick_manifest_bytes)
    except MissingFileError as error:
        raise _half(MANIFEST) from error
    try:
        return parse_manifest(data)
    except AlteredStickError:
        raise
    except TansiqError as error:
        raise _altered(MANIFEST) from error


def _keys(manifest: Manifest, found: Found, trusted: Roots) -> tuple[VerifierKey, ...]:
    """Return the keys of the sender that the manifest's certificates show to the reader's roots."""
    ring = Keyring(trusted, whole=False)
    try:
        for place, entry in enumerate(manifest.certificates):
            record = read_record(entry)
            check_body(record.content)
            ring.admit(place, record)
    except UnknownSignerError as error:
        raise _stranger(found) from error
    except TansiqError as error:
        raise _altered(MANIFEST) from error
    keys = ring.log_keys(len(manifest.certificates))
    return tuple(key for key in keys if key.name == manifest.sender)


def _check_signature(note: Note, keys: tuple[VerifierKey, ...], found: Found) -> None:
    try:
        verify_note(note, keys)
    except UnknownSignerError as error:
        raise _stranger(found) from error
    except BadSignatureError as error:
        raise _altered(MANIFEST) from error


def _check_file(folder: Path, name: str, digest: FileDigest) -> None:
    """Hold a file against the manifest; nothing but a plain file reached without links is looked into.

    Raises
    ------
    HalfStickError
        It is not there, or short.
    AlteredStickError
        It is another.
    """
    path = folder
    try:
        for part in name.split("/"):
            path = path / part
            if path.is_symlink():
                raise _altered(name)
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > digest.size_bytes:
                raise _altered(name)
            hashed, left = sha256(), digest.size_bytes
            while left and (part_read := file.read(min(left, _PART))):
                hashed.update(part_read)
                left -= len(part_read)
    except OSError as error:
        raise _half(name) from error
    if left:
        raise _half(name)
    if hashed.hexdigest() != digest.sha256:
        raise _altered(name)


def _check_head(transport: StickTransport, expected: str) -> None:
    """Check that the log on the stick is the one its manifest and folder speak of, signed by its centre."""
    data, manifest = transport.head(), transport.manifest
    note = parse_note(data)
    head = read_head(note.text)
    if head.origin != expected:
        raise _other_log(head.origin, expected, data)
    check_checkpoint(note, transport.keys)
    if head.size != manifest.size:
        raise _altered(_HEAD)


def _other_log(origin: str, expected: str, head: bytes) -> ForeignLogError | WrongRecipientError:
    made, wanted = parse_origin(origin), parse_origin(expected)
    exhibits = (("head-shown", head),)
    if made is not None and wanted is not None and made[0] == wanted[0]:
        template = N_("The log on the stick was made for %(recipient)s, and not for this centre.")
        return WrongRecipientError(template, recipient=made[1], exhibits=exhibits)
    template = N_("The log on the stick is another than it should be: %(origin)s.")
    return ForeignLogError(template, origin=origin, exhibits=exhibits)


def _stranger(found: Found) -> StrangerError:
    template = N_("The stick from %(sender)s was written with a key that no trusted root has certified.")
    return StrangerError(template, sender=found.sender)


def _half(name: str) -> HalfStickError:
    template = N_(
        "The stick is not whole: %(file)s is missing or broken off. It was taken out too early, or has lost files "
        "since. Have it written again, and wait until the command says that it may be taken out."
    )
    return HalfStickError(template, file=name)


def _altered(name: str) -> AlteredStickError:
    template = N_("%(file)s on the stick is not as it was written. Take nothing from it, keep it, and ask its sender.")
    return AlteredStickError(template, file=name)
