"""What administrators and second keys do to accounts of their party; each is one record, and what follows from it."""

from collections.abc import Collection

from allauth.mfa.models import Authenticator

from tansiq.centre.accounts import sessions
from tansiq.centre.accounts.models import Credential
from tansiq.centre.accounts.officer import Officer
from tansiq.centre.accounts.projection import ACCOUNT_OBJECT
from tansiq.centre.accounts.roles import ADMINISTRATOR, SIGNATORY
from tansiq.centre.door.author import Author
from tansiq.centre.door.putting import put
from tansiq.journal.json_strict import Json


def second_key(officer: Officer) -> Author:
    """Return an officer as the author of a confirmation: as administrator, else as signatory; raises if neither."""
    return officer.author(ADMINISTRATOR if ADMINISTRATOR in officer.roles else SIGNATORY)


def answer(officer: Officer, about: str, *, yes: bool) -> None:
    """Confirm or refuse an invitation, or roles asked for an account; ``about`` is the record's object."""
    put("account/1", {"act": "confirmed" if yes else "refused"}, second_key(officer), object=about)


def withdraw(officer: Officer, invitation: str) -> None:
    """Make an invitation useless."""
    put("account/1", {"act": "withdrawn"}, officer.author(ADMINISTRATOR), object=invitation)


def ask_roles(officer: Officer, account: str, roles: Collection[str]) -> None:
    """Ask for more roles for an account; a second account must confirm."""
    _put(officer, account, {"act": "roles_asked", "roles": list(roles)})


def end_roles(officer: Officer, account: str, roles: Collection[str]) -> None:
    """Take roles from an account, at once."""
    _put(officer, account, {"act": "roles_ended", "roles": list(roles)})


def close(officer: Officer, account: str) -> None:
    """Close an account for good, and destroy its secrets."""
    _put(officer, account, {"act": "closed"})
    held = Credential.objects.filter(pk=account).first()
    if held is not None:
        sessions.end_all(held)
        Authenticator.objects.filter(user=held).delete()
        held.delete()


def _put(officer: Officer, account: str, body: dict[str, Json]) -> None:
    put("account/1", body, officer.author(ADMINISTRATOR), object=f"{ACCOUNT_OBJECT}{account}")
