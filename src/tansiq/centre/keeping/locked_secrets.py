"""Secrets that lie open in a running centre, locked for a backup with what opens the centre's key, and opened again.

A centre must start with nobody there, so the key of its connections and the secret behind its commitments are not
locked in its folder; nor is the secret by which coverage is moved. Copies are: ``exchange.key.locked`` (PKCS#8 under
the passphrase), ``blinding.secret.locked`` and ``coverage.secret.locked`` (32 bytes each, as a key file of
``tansiq.journal.keys``, named after the centre).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization as form

from tansiq.centre.keeping.refusals import BadBackupError
from tansiq.exchange.authority.files import key_bytes, read_key
from tansiq.exchange.heads import SECRET_BYTES
from tansiq.journal.ed25519 import Ed25519PrivateKey
from tansiq.journal.errors import WrongPassphraseError
from tansiq.journal.keys import lock, unlock
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.note import NoteSigner
from tansiq.language import N_

CONNECTION_KEY: Final = "exchange.key"
CERTIFICATE: Final = "exchange.crt"
BLINDING: Final = "blinding.secret"
MOVING: Final = "coverage.secret"  # without it the next coverage shows other places, which nobody should compare
LOCKED: Final = ".locked"
_PRIVATE: Final = 0o600


def locked_copies(keys: Path, name: str, passphrase: str) -> dict[str, bytes]:
    """Return the secrets in a folder of keys, locked, by the names of their copies; and the certificate as it is.

    Parameters
    ----------
    keys
        The centre's folder of keys.
    name
        The centre's id, ``domain/name``.
    passphrase
        What opens the centre's key.

    Raises
    ------
    BadInputError, WeakPassphraseError
        A file holds something else; the passphrase is too short.
    """
    found: dict[str, bytes] = {}
    if (keys / CERTIFICATE).is_file():
        found[CERTIFICATE] = _read(keys, CERTIFICATE)
    if (keys / CONNECTION_KEY).is_file():
        found[CONNECTION_KEY + LOCKED] = _lock_key(_read(keys, CONNECTION_KEY), passphrase)
    if (keys / BLINDING).is_file():
        found[BLINDING + LOCKED] = _lock_secret(_read(keys, BLINDING), f"{name}/blinding", passphrase)
    if (keys / MOVING).is_file():
        found[MOVING + LOCKED] = _lock_secret(_read(keys, MOVING), f"{name}/coverage", passphrase)
    return found


def waiting(keys: Path) -> list[Path]:
    """Return the locked copies in a folder of keys that were not opened yet."""
    return sorted(keys.glob(f"*{LOCKED}"))


def open_copies(keys: Path, passphrase: str) -> list[str]:
    """Open the locked copies in a folder of keys, put the secrets in their places, and return their names.

    Raises
    ------
    WrongPassphraseError
        It opens something else.
    BadBackupError
        A secret lies there already, or a copy is of no known name.
    """
    opened: dict[str, bytes] = {}
    for path in waiting(keys):
        name = path.name.removesuffix(LOCKED)
        if name not in _OPENING:
            raise BadBackupError(N_("%(file)s is no locked copy of a known name."), file=path)
        if (keys / name).exists():
            raise BadBackupError(N_("%(file)s is there already. Take it or its locked copy away."), file=keys / name)
        opened[name] = _OPENING[name](_read(keys, path.name), passphrase)
    for name, data in opened.items():
        Folder(keys).write(name, data)
        (keys / name).chmod(_PRIVATE)
        (keys / f"{name}{LOCKED}").unlink()
    return sorted(opened)


def _lock_key(data: bytes, passphrase: str) -> bytes:
    locking = form.BestAvailableEncryption(passphrase.encode())
    return read_key(data).private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, locking)


def _open_key(data: bytes, passphrase: str) -> bytes:
    try:
        key = form.load_pem_private_key(data, passphrase.encode())
    except (ValueError, TypeError) as error:
        raise WrongPassphraseError(
            N_("The passphrase does not open the copy of %(file)s, or it was altered."), file=CONNECTION_KEY
        ) from error
    return key_bytes(read_key(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())))


def _lock_secret(data: bytes, name: str, passphrase: str) -> bytes:
    if len(data) != SECRET_BYTES:
        raise BadBackupError(N_("%(file)s does not hold %(count)s bytes."), file=BLINDING, count=SECRET_BYTES)
    return lock(NoteSigner(name, Ed25519PrivateKey.from_private_bytes(data)), passphrase)


def _open_secret(data: bytes, passphrase: str) -> bytes:
    return unlock(data, passphrase).private.private_bytes_raw()


_OPENING: Final[Mapping[str, Callable[[bytes, str], bytes]]] = {
    CONNECTION_KEY: _open_key,
    BLINDING: _open_secret,
    MOVING: _open_secret,
}


def _read(keys: Path, name: str) -> bytes:
    return Folder(keys).read(name, LIMITS.record_bytes)
