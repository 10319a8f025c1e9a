"""Founding one centre of the demonstration, in a process of its own: folder, keys, accounts, certificates.

Every record goes through the door. What a ceremony would take days for is done here with both parties' roots at hand.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tansiq.centre.configuration import Identity
from tansiq.centre.demonstration import roots
from tansiq.centre.demonstration.cast import DOMAIN, PASSPHRASE, Cast, Seat
from tansiq.centre.founding import folder
from tansiq.centre.founding.parties import KNOWN
from tansiq.exchange import authority
from tansiq.journal.record import Content, sign_record

if TYPE_CHECKING:
    from tansiq.centre.accounts.officer import Officer
    from tansiq.centre.agreement.officer_keys import Duty
    from tansiq.journal.json_strict import Json

_CERTIFICATE_DAYS: Final = 800


def make_folder(home: Path, cast: Cast) -> Identity:
    """Make the folder of a centre in ``home``, with its keys and the roots it rests on. Needs no Django."""
    path = home / cast.name
    identity = Identity(
        path.resolve(), cast.name, DOMAIN, tuple(KNOWN[party] for party in cast.parties),
        (path / "keys" / "centre.passphrase").resolve(), fictional=True, demonstration=True,
    )  # fmt: skip
    folder.make_folder(identity, locking=roots.CHEAPLY)
    folder.keep_roots(identity, roots.public_roots(home, cast.parties))
    _certify_connections(home, identity, cast.parties[0])
    return identity


def _certify_connections(home: Path, identity: Identity, party: str) -> None:
    host, key, now = f"{identity.name}.{identity.domain}", authority.make_key(), datetime.now(UTC)
    request = authority.make_request(key, host)
    certificate = authority.certify(roots.authority_of(home, party), request, host, _CERTIFICATE_DAYS, now)
    folder.write_private(identity.keys / "exchange.key", authority.key_bytes(key))
    folder.write_private(identity.keys / "exchange.crt", authority.certificate_pem(certificate))


def found(home: Path, identity: Identity, cast: Cast) -> None:
    """Make the tables, certify the centre's key, open its accounts, make and certify officers' keys."""
    from tansiq.centre.door.keys import centre_signer  # noqa: PLC0415 - Django must be loaded first
    from tansiq.centre.founding import first_records  # noqa: PLC0415

    first_records.make_tables()
    key, at = centre_signer().key, datetime.now(UTC).replace(microsecond=0)
    first_records.enter_certificates(
        (party, first_records.certify_centre(identity, party, roots.root_of(home, party), key, at))
        for party in cast.parties
    )
    for seat in cast.seats:
        _open_account(seat)
        _give_keys(home, seat)


def _open_account(seat: Seat) -> None:
    """Open an account as somebody does who joins with an invitation made on the centre's machine."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - as above

    from tansiq.centre.accounts import invitations  # noqa: PLC0415
    from tansiq.centre.accounts.secrets import Credential  # noqa: PLC0415
    from tansiq.centre.door.author import centre_author  # noqa: PLC0415
    from tansiq.centre.door.putting import put  # noqa: PLC0415

    code = invitations.invite(seat.party, seat.roles)
    body: dict[str, Json] = {
        "act": "opened", "roles": list(seat.roles), "invitation": invitations.key_of(code),
    }  # fmt: skip
    put("account/1", body, centre_author(seat.party), object=f"account-{seat.account}")
    Credential.objects.create(username=seat.account, password=make_password(None))  # no password opens it


def officer_of(seat: Seat) -> "Officer":
    """Return the officer who sits there."""
    from tansiq.centre.accounts import officer  # noqa: PLC0415 - as above

    found = officer.of(seat.account)
    if found is None:
        message = f"no account {seat.account}"
        raise LookupError(message)
    return found


def _give_keys(home: Path, seat: Seat) -> None:
    from tansiq.centre.agreement import officer_keys  # noqa: PLC0415 - as above
    from tansiq.centre.door.author import centre_author  # noqa: PLC0415
    from tansiq.centre.door.putting import admit  # noqa: PLC0415

    held = officer_of(seat)
    for purpose in officer_keys.purposes(held):
        request = officer_keys.make_key(held, purpose, PASSPHRASE, locking=roots.CHEAPLY)
        admit(_certificate(home, seat, str(request.key), request.centre, purpose), centre_author(seat.party))


def _certificate(home: Path, seat: Seat, key: str, centre: str, purpose: "Duty") -> bytes:
    at = datetime.now(UTC).replace(microsecond=0)
    content = Content(
        kind="key_certificate/1", object=f"key-{seat.account}-{purpose}", author_role="root", party=seat.party,
        body={"key": key, "purpose": purpose}, centre=centre, event_at=at, received_at=at, entered_at=at,
    )  # fmt: skip
    return sign_record(content, roots.root_of(home, seat.party)).entry
