"""Files of connections' keys and certificates: read bounded, keys written for their owner's eyes only."""

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tansiq.cli.keys_files import read_file, refuse_any
from tansiq.errors import UnwritableOutputError, UsageError
from tansiq.exchange.authority import certificate_pem, key_bytes, make_key
from tansiq.exchange.authority import read_key as read_key_bytes
from tansiq.exchange.authority.certificates import FILE_BYTES
from tansiq.journal.log import Folder
from tansiq.language import N_

KEY: Final = "exchange.key"
NEXT_KEY: Final = "exchange.key.next"
CERTIFICATE: Final = "exchange.crt"
_OWNER_ONLY: Final = 0o600
_PARTY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_GROUP: Final = 8


def party(name: str) -> str:
    """Return ``name`` if a party may be called that.

    Raises
    ------
    UsageError
        It may not.
    """
    if not _PARTY.fullmatch(name):
        raise UsageError(N_("%(name)s is no party: lower-case letters, digits and hyphens."), name=name)
    return name


def read(path: Path) -> bytes:
    """Return a small file's bytes.

    Raises
    ------
    MissingFileError, TooLargeError
        It is not there, cannot be read, or is longer than such a file may be.
    """
    return read_file(path, FILE_BYTES)


def read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """Return the key in a file.

    Raises
    ------
    MissingFileError, BadInputError
        It is not there, or none.
    """
    return read_key_bytes(read(path))


def der(certificate: x509.Certificate) -> bytes:
    """Return a certificate as the agreement pins it, and as a handshake shows it."""
    return certificate.public_bytes(Encoding.DER)


def digits(of: x509.Certificate | x509.CertificateSigningRequest | ec.EllipticCurvePrivateKey) -> str:
    """Return the SHA-256 of a certificate, or of a key that is to be certified, in groups of digits."""
    if isinstance(of, x509.Certificate):
        data = der(of)
    else:
        data = of.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    whole = sha256(data).hexdigest()
    return " ".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def write_secret(path: Path, data: bytes) -> None:
    """Write a new file that nobody but its owner may read; never over another.

    Raises
    ------
    UnwritableOutputError
        There is something of that name, or it cannot be written.
    """
    refuse_any((path,))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=path, why=why) from error


def key_to_certify(keys: Path, *, new: bool) -> ec.EllipticCurvePrivateKey:
    """Return the key of a centre's connections, made now if there is none; ``new``: one to take its place later.

    Raises
    ------
    UnwritableOutputError
        It cannot be written.
    BadInputError
        What is there is no key.
    """
    path = keys / (NEXT_KEY if new and (keys / KEY).exists() else KEY)
    if not path.exists():
        write_secret(path, key_bytes(make_key()))
    return read_key(path)


def key_of(keys: Path, certificate: x509.Certificate) -> Path | None:
    """Return which of a centre's keys a certificate is of; None if of neither."""
    there = (path for path in (keys / KEY, keys / NEXT_KEY) if path.exists())
    return next((path for path in there if read_key(path).public_key() == certificate.public_key()), None)


def put_in_place(keys: Path, key: Path, certificate: x509.Certificate) -> None:
    """Make ``certificate`` and its key those of the centre's connections.

    A server that looks between the two finds a pair that does not fit, keeps what it has, and looks again.

    Raises
    ------
    UnwritableOutputError
        One of them cannot be written.
    """
    try:
        if key.name != KEY:
            key.replace(keys / KEY)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=keys / KEY, why=why) from error
    Folder(keys).write(CERTIFICATE, certificate_pem(certificate))
