"""Browsers that are signed in, for tests that are not about signing in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.test import Client

from tansiq.centre.accounts import invitations, sessions
from tansiq.centre.accounts.models import Account, Credential
from tansiq.centre.door.author import centre_author
from tansiq.centre.door.putting import put

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

HOST = "127.0.0.1"


def open_account(account: str, party: str, roles: Iterable[str]) -> None:
    """Open an account through the door, as somebody who joins with an invitation from the centre's machine does."""
    held = list(roles)
    code = invitations.invite(party, held)
    body: dict[str, Json] = {"act": "opened", "roles": list(held), "invitation": invitations.key_of(code)}
    put("account/1", body, centre_author(party), object=f"account-{account}")
    Credential.objects.get_or_create(username=account, defaults={"password": make_password(None)})


def sign_in(client: Client, account: str, party: str, roles: Iterable[str]) -> Client:
    """Sign ``client`` in as ``account``, opening it if it is not there; the second factor is taken as shown."""
    if not Account.objects.at(None).filter(key=account).exists():
        open_account(account, party, roles)
    credential = Credential.objects.get(pk=account)
    client.force_login(credential, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = HttpRequest()
    request.session = client.session
    sessions.begin(request, credential)
    return client


def signed_in(account: str, party: str, roles: Iterable[str]) -> Client:
    """Return a new browser signed in as ``account``."""
    return sign_in(Client(headers={"host": HOST}), account, party, roles)
