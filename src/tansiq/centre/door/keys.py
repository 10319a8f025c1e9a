"""The centre's own key, and which keys may sign what at the end of the journal."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from tansiq.centre.configuration import Configuration, Identity
from tansiq.centre.door.models import Entry
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.errors import UnreadableInputError
from tansiq.journal.keys import Keyring, parse_roots, unlock
from tansiq.journal.limits import LIMITS
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import read_record
from tansiq.language import N_

KEY_FILE: Final = "centre.key"
PASSPHRASE_FILE: Final = "centre.passphrase"  # noqa: S105 - where it is, not what
_KEY_KINDS: Final = ("key_certificate/1", "key_revocation/1")


def identity() -> Identity:
    """Return who this centre is.

    Raises
    ------
    NotAllowedError
        It keeps no records: a demonstration.
    """
    configuration: Configuration = settings.CENTRE
    if configuration.identity is None:
        raise NotAllowedError(N_("This site keeps no records. Make a centre: tansiq centre init"))
    return configuration.identity


def centre_signer() -> NoteSigner:
    """Return the key that signs this centre's records and heads.

    Raises
    ------
    UnreadableInputError
        Its files are not there.
    tansiq.journal.errors.WrongPassphraseError, MalformedKeyError
        They do not fit each other.
    """
    who = identity()
    return _unlocked(_read(who.keys / KEY_FILE), opening_passphrase())


def opening_passphrase() -> str:
    """Return what opens this centre's key.

    Raises
    ------
    UnreadableInputError
        Its file is not there.
    """
    return _read(identity().passphrase_file).decode("utf-8", errors="replace").strip()


@lru_cache(maxsize=4)
def _unlocked(key: bytes, passphrase: str) -> NoteSigner:
    return unlock(key, passphrase)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LIMITS.key_file_bytes + 1)
    except OSError as error:
        template = N_("%(file)s cannot be read (%(why)s). Without it the centre can sign nothing.")
        raise UnreadableInputError(template, file=path, why=error.strerror or error) from error


class RunningKeyring:
    """The keyring as of the journal's end, kept from record to record.

    Only one holder of the lock uses it at a time. After anything went wrong it is made anew, since a keyring learns
    from records that may then not have been kept.
    """

    def __init__(self, folder: Path) -> None:
        self.ring = Keyring(parse_roots(_read(folder / "roots")))
        self.next = 0

    def catch_up(self, place: int) -> Keyring:
        """Return the keyring for a record at ``place``: everything before it has been looked at."""
        if self.next < place:
            rows = Entry.objects.filter(kind__in=_KEY_KINDS, place__gte=self.next, place__lt=place).order_by("place")
            for at, entry in rows.values_list("place", "entry"):
                self.ring.admit(at, read_record(bytes(entry)))
            self.next = place
        return self.ring


_RUNNING: Final[dict[Path, RunningKeyring]] = {}


def keyring_at(place: int) -> Keyring:
    """Return the keyring that judges a record at ``place``, the journal's end."""
    folder = identity().journal
    running = _RUNNING.get(folder)
    if running is None or running.next > place:
        running = _RUNNING[folder] = RunningKeyring(folder)
    return running.catch_up(place)


def note_admitted(place: int) -> None:
    """Remember that the keyring has learnt from the record at ``place``."""
    _RUNNING[identity().journal].next = place + 1


def forget_keyring() -> None:
    """Make the keyring anew next time."""
    _RUNNING.pop(identity().journal, None)
