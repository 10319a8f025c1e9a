"""The first minutes of a centre, and every start after: tables, certificates, invitations."""

from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from tansiq.centre.accounts.invitations import invite
from tansiq.centre.accounts.roles import ADMINISTRATOR, SIGNATORY
from tansiq.centre.configuration import Identity
from tansiq.centre.door.author import centre_author
from tansiq.centre.door.keys import centre_signer
from tansiq.centre.door.publishing import check_continues, publish
from tansiq.centre.door.putting import admit
from tansiq.centre.door.registry import Entered
from tansiq.centre.founding.first_records import certify_centre, enter_certificates, make_tables
from tansiq.centre.founding.folder import MadeRoot, write_private
from tansiq.journal.keys.request import KeyRequest
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import Folder
from tansiq.journal.record import read_record

__all__ = ["Begun", "Invitation", "RequestFile", "admit_file", "begin", "make_ready", "publish"]


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A request for a certificate, to be carried to a party's root."""

    party: str
    file: Path


@dataclass(frozen=True, slots=True)
class Invitation:
    """What somebody joins with: party, first role, code."""

    party: str
    role: str
    code: str


@dataclass(frozen=True, slots=True)
class Begun:
    """What the people who make a centre must carry on with."""

    requests: tuple[RequestFile, ...]
    invitations: tuple[Invitation, ...]


def begin(identity: Identity, roots: tuple[MadeRoot, ...]) -> Begun:
    """Make the tables; certify the centre's key with the roots at hand, or write requests; invite the first people."""
    make_tables()
    key, at = centre_signer().key, timezone.now().replace(microsecond=0)
    enter_certificates((each.party, certify_centre(identity, each.party, each.signer, key, at)) for each in roots)
    return Begun((), _first_invitations(identity)) if roots else Begun(_requests(identity), ())


def _first_invitations(identity: Identity) -> tuple[Invitation, ...]:
    """Invite an administrator and a signatory of each party: from then on two keys turn every lock of theirs."""
    return tuple(
        Invitation(party, role, invite(party, (role,)))
        for party in identity.party_ids
        for role in (ADMINISTRATOR, SIGNATORY)
    )


def admit_file(path: Path) -> Entered:
    """Enter a record that a party's root has signed; raises as :func:`tansiq.centre.door.putting.admit`."""
    entry = Folder(path.parent).read(path.name, LIMITS.record_bytes)
    return admit(entry, centre_author(read_record(entry).content.party))


def make_ready() -> None:
    """Bring tables up to this version, and the journal's files up to the table.

    Raises
    ------
    StoreError
        The database does not continue the journal's signed head.
    """
    check_continues()
    make_tables()
    publish()


def _requests(identity: Identity) -> tuple[RequestFile, ...]:
    folder = identity.folder / "requests"
    folder.mkdir(mode=0o700)
    made = []
    for party in identity.party_ids:
        file = folder / f"{party}-centre.request"
        write_private(file, bytes(KeyRequest(party, identity.name, "centre", centre_signer().key)))
        made.append(RequestFile(party, file))
    return tuple(made)
