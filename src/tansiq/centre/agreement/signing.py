"""Signing: an officer's key is unlocked by its passphrase for one signature, and forgotten with the request.

Wrong passphrases are counted in a file beside the key, for every process of the server alike, and each is recorded.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from django.utils import timezone

from tansiq.centre.accounts import recording
from tansiq.centre.agreement.officer_keys import Duty, NoKeyError, SomeOfficer, find_key, key_path, read_locked
from tansiq.centre.door.author import Author
from tansiq.centre.door.putting import put
from tansiq.centre.door.refusals import Refusal
from tansiq.centre.door.registry import Entered
from tansiq.domain.names import Names
from tansiq.domain.time import date_time_group
from tansiq.errors import UnwritableOutputError
from tansiq.journal.errors import WrongPassphraseError
from tansiq.journal.keys import unlock
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import Record
from tansiq.journal.record.decision import sign_decision
from tansiq.language import LANGUAGES, N_

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

TRIES: Final = 5
PAUSE: Final = timedelta(minutes=15)


class TooManyTriesError(Refusal):
    """Too many wrong passphrases; the key stays locked for a while."""


class PassphraseRefusedError(Refusal):
    """The passphrase does not open the key."""


def unlock_for(officer: SomeOfficer, passphrase: str, purpose: Duty) -> NoteSigner:
    """Return the officer's key, unlocked for one signature.

    Parameters
    ----------
    officer
        Whose key; no other can be asked for.
    passphrase
        As typed now.
    purpose
        ``signatory`` for joint decisions, ``watch`` for handovers and receipts.

    Raises
    ------
    NoKeyError
        There is no key, or the party's root has not certified it, or has revoked it.
    PassphraseRefusedError
        Wrong; how many tries are left.
    TooManyTriesError
        Wrong too often, until when.
    """
    found, locked = find_key(officer, purpose), read_locked(officer, purpose)
    if found is None or locked is None:
        raise NoKeyError(N_("You have no key for this yet. Make one under “My keys”."))
    if found.revoked:
        raise NoKeyError(N_("Your key was revoked. Make a new one under “My keys” and have it certified."))
    if not found.certified:
        raise NoKeyError(N_("Your party's root has not certified your key yet. Carry the request to whoever keeps it."))
    with _tries(officer, purpose) as tries:
        _refuse_too_many(tries)
        try:
            signer = unlock(locked, passphrase)
        except WrongPassphraseError as error:
            tries.append(timezone.now())
            left = TRIES - len(tries)
            wrong = error
        else:
            tries.clear()
            return signer
    recording.denied(officer.account, f"signature-{purpose}")
    template = N_("The passphrase does not open your key. Tries left before it stays shut for a while: %(left)s.")
    raise PassphraseRefusedError(template, left=left) from wrong


def put_signature(
    record: Record,
    act: str,
    author: Author,
    signer: NoteSigner,
    *,
    reservation: Names | None = None,
    reason: str = "",
) -> Entered:
    """Enter what a party does about a proposal or a handover, signed with the officer's key over its very bytes.

    Raises
    ------
    Refusal
        It would count for nothing, or the author may not.
    """
    body: dict[str, Json] = {"record": record.digest, "act": act, "signature": sign_decision(record, signer)}
    if reservation is not None and reservation != Names():
        body["reservation"] = {each: getattr(reservation, each) for each in LANGUAGES if getattr(reservation, each)}
    if reason:
        body["reason"] = reason
    return put("decision_signature/1", body, author, object=record.content.object, signer=signer)


def _refuse_too_many(tries: list[datetime]) -> None:
    if len(tries) >= TRIES:
        template = N_("The passphrase was wrong %(count)s times. Your key stays shut until %(time)s.")
        raise TooManyTriesError(template, count=len(tries), time=date_time_group(tries[0] + PAUSE))


@contextmanager
def _tries(officer: SomeOfficer, purpose: Duty) -> Iterator[list[datetime]]:
    """Give the wrong tries of the last while, oldest first, and keep what is left of the list; one at a time."""
    path = key_path(officer, purpose, "tries")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=path.name,
                                    why=error.strerror or error) from error  # fmt: skip
    with os.fdopen(handle, "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        since = timezone.now() - PAUSE
        tries = [moment for line in file.read().split() if (moment := datetime.fromisoformat(line)) > since]
        yield tries
        _keep(file, tries, path)


def _keep(file: TextIO, tries: list[datetime], path: Path) -> None:
    try:
        file.seek(0)
        file.truncate()
        file.write("".join(f"{moment.isoformat()}\n" for moment in tries))
        file.flush()
    except OSError as error:
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=path.name,
                                    why=error.strerror or error) from error  # fmt: skip
