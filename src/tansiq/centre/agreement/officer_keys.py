"""Officers' private keys: made here, locked with a passphrase that only the officer knows, one file for each.

The server can hand out a locked key and nothing more; without the passphrase, typed for each signature, it cannot sign.
A file ``ACCOUNT.PURPOSE.key`` beside ``ACCOUNT.PURPOSE.tries``, which counts wrong passphrases; both 0600.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol, TypeAlias

from tansiq.centre.door import keys
from tansiq.centre.door.models import Key
from tansiq.centre.door.refusals import NotAllowedError, Refusal
from tansiq.errors import UnreadableInputError, UnwritableOutputError
from tansiq.journal.errors import MalformedKeyError
from tansiq.journal.keys import generate, lock
from tansiq.journal.keys.at_rest import Locking
from tansiq.journal.keys.request import KeyRequest
from tansiq.journal.limits import LIMITS
from tansiq.journal.note import VerifierKey, parse_verifier_key
from tansiq.language import N_

Duty: TypeAlias = Literal["signatory", "watch"]
# Which role needs a key, and for what.
PURPOSE_OF: Final[dict[str, Duty]] = {"signatory": "signatory", "duty_officer": "watch"}
_ACCOUNT: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class NoKeyError(Refusal):
    """The officer has no key for this, or none that the party's root has certified."""


class SomeOfficer(Protocol):
    """What is asked of an officer: :class:`tansiq.centre.accounts.officer.Officer` is one."""

    @property
    def account(self) -> str: ...  # noqa: D102 - as its type says

    @property
    def party(self) -> str: ...  # noqa: D102

    @property
    def roles(self) -> frozenset[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class OfficerKey:
    """An officer's key as the centre knows it.

    Attributes
    ----------
    purpose
        What it may sign.
    key
        Its public half.
    certified
        Whether the party's root has certified it for that, and not revoked it since.
    revoked
        Whether it was revoked; then a new one is needed.
    """

    purpose: Duty
    key: VerifierKey
    certified: bool
    revoked: bool


def purposes(officer: SomeOfficer) -> tuple[Duty, ...]:
    """Return what the officer needs keys for, by the roles held."""
    return tuple(purpose for role, purpose in PURPOSE_OF.items() if role in officer.roles)


def key_path(officer: SomeOfficer, purpose: Duty, ending: str = "key") -> Path:
    """Return where a key lies."""
    if not _ACCOUNT.fullmatch(officer.account):
        message = f"no account's name: {officer.account!r}"
        raise ValueError(message)
    return keys.identity().keys / "officers" / f"{officer.account}.{purpose}.{ending}"


def make_key(officer: SomeOfficer, purpose: Duty, passphrase: str, *, locking: Locking = lock) -> KeyRequest:
    """Make a key for ``officer``, locked with ``passphrase``, and return the request for its certificate.

    Raises
    ------
    NotAllowedError
        The officer's roles need no such key, or there is one that was not revoked.
    WeakPassphraseError
        The passphrase is too short.
    UnwritableOutputError
        It cannot be written.
    """
    if purpose not in purposes(officer):
        raise NotAllowedError(N_("Your roles need no such key."))
    path, present = key_path(officer, purpose), find_key(officer, purpose)
    if present is not None and not present.revoked:
        raise NotAllowedError(N_("You have a key for this already. It must be revoked before you can make another."))
    name = f"{officer.party}.{keys.identity().domain}/{officer.account}"
    locked = locking(generate(name), passphrase)
    _write_private(path, locked)
    key_path(officer, purpose, "tries").unlink(missing_ok=True)
    return request_for(officer, purpose)


def request_for(officer: SomeOfficer, purpose: Duty) -> KeyRequest:
    """Return the request that goes to whoever keeps the party's root.

    Raises
    ------
    NoKeyError
        There is no key yet.
    """
    found = find_key(officer, purpose)
    if found is None:
        raise NoKeyError(N_("You have no key for this yet. Make one first."))
    return KeyRequest(officer.party, keys.identity().name, purpose, found.key)


def find_key(officer: SomeOfficer, purpose: Duty) -> OfficerKey | None:
    """Return the officer's key for ``purpose``, None if none was made here."""
    data = read_locked(officer, purpose)
    if data is None:
        return None
    key = _public(data)
    rows = list(Key.objects.at(None).filter(party=officer.party, label=key.label, purpose=purpose))
    certified = any(not row.revoked and row.verifier_key == str(key) for row in rows)
    return OfficerKey(purpose, key, certified, any(row.revoked for row in rows))


def has_key(officer: SomeOfficer, purpose: Duty) -> bool:
    """Tell whether the officer has a key that may sign now."""
    found = find_key(officer, purpose)
    return found is not None and found.certified


def read_locked(officer: SomeOfficer, purpose: Duty) -> bytes | None:
    """Return the locked key, None if there is none.

    Raises
    ------
    UnreadableInputError
        It is there and cannot be read.
    """
    path = key_path(officer, purpose)
    try:
        with path.open("rb") as file:
            return file.read(LIMITS.key_file_bytes + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableInputError(N_("%(file)s cannot be read (%(why)s)."), file=path.name,
                                   why=error.strerror or error) from error  # fmt: skip


def _public(data: bytes) -> VerifierKey:
    lines = data.split(b"\n", 2)
    if len(lines) < 2 or lines[0] != b"tansiq-key/1":  # noqa: PLR2004 - first line and key
        raise MalformedKeyError(N_("This is not a locked key of a known form."))
    return parse_verifier_key(lines[1].decode("utf-8", errors="replace"))


def _write_private(path: Path, data: bytes) -> None:
    """Write whole or not at all, readable by the owner alone; a revoked key's file is replaced."""
    part = path.with_suffix(".new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=path.name,
                                    why=error.strerror or error) from error  # fmt: skip
