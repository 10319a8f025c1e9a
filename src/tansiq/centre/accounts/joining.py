"""Joining by invitation: name and password, then the second factor. Nothing is kept until both are there."""

import time
from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tansiq.centre.accounts import invitations, names, sessions
from tansiq.centre.accounts.enrolment import picture_of, spoken_secret
from tansiq.centre.accounts.forms import FirstAppForm, FirstPasskeyForm, InvitationForm, JoinForm, RenewForm, in_words
from tansiq.centre.accounts.models import Account, Credential, Invitation
from tansiq.centre.door.author import centre_author
from tansiq.centre.door.putting import put
from tansiq.errors import TansiqError

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

_BEGUN: Final = "joining"  # what a session keeps between the two pages
_LASTS_S: Final = 30 * 60


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Take the code of an invitation from somebody who has it on paper."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("join", code=form.cleaned_data["code"])
    return render(request, "accounts/start.html", {"form": form})


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the invitation is for, and take name and password."""
    found = invitations.usable(code)
    if found is None:
        return render(request, "accounts/no_invitation.html", {"found": invitations.find(code)}, status=404)
    form = _first_form(request, found)
    if form.is_valid():
        request.session[_BEGUN] = {
            "invitation": found.key, "name": found.account or form.cleaned_data["name"], "at": time.time(),
            "password": make_password(form.cleaned_data["password"]), "secret": encrypt(generate_totp_secret()),
        }  # fmt: skip
        return redirect("join-second", code=code)
    return render(request, "accounts/join.html", {"form": form, "invitation": found})


def _first_form(request: HttpRequest, found: Invitation) -> BaseForm:
    data = request.POST if request.method == "POST" else None
    if found.account:
        return RenewForm(data)
    taken = frozenset(Account.objects.at(None).values_list("key", flat=True))
    proposed = {"name": names.propose(found.party, list(found.roles), taken)}
    return JoinForm(data, party=found.party, taken=taken, initial=proposed)


@require_http_methods(["GET", "POST"])
def join_second(request: HttpRequest, code: str) -> HttpResponse:
    """Show the secret of the second factor, take the first code or passkey, and open the account."""
    found, begun = invitations.usable(code), request.session.get(_BEGUN)
    if not found or not begun or begun["invitation"] != found.key or time.time() - begun["at"] > _LASTS_S:
        return redirect("join", code=code)
    by_passkey, secret = "passkey" in request.GET, decrypt(begun["secret"])
    credential = Credential(username=begun["name"], password=begun["password"])
    form = _second_form(request, credential, secret, by_passkey=by_passkey)
    if form.is_valid():
        try:
            return _enter(request, found, credential, secret, form.cleaned_data.get("credential"))
        except TansiqError as error:
            form.add_error(None, in_words(error))
    context: dict[str, Any] = {"form": form, "by_passkey": by_passkey, "account": begun["name"], "code": code}
    if by_passkey:
        context["options"] = webauthn.begin_registration(credential, passwordless=True)
    else:
        context |= {"picture": picture_of(credential, secret), "secret": spoken_secret(secret)}
    return render(request, "accounts/join_second.html", context)


def _second_form(request: HttpRequest, credential: Credential, secret: str, *, by_passkey: bool) -> BaseForm:
    data = request.POST if request.method == "POST" else None
    return FirstPasskeyForm(data, user=credential) if by_passkey else FirstAppForm(data, secret=secret)


def _enter(
    request: HttpRequest, found: Invitation, credential: Credential, secret: str, passkey: dict[str, Any] | None
) -> HttpResponse:
    """Open or renew the account, keep the secrets, and sign in.

    The record comes first: it is refused if the name was taken or the invitation used or withdrawn meanwhile, and then
    no account's secrets may be touched. If the machine stops in between, the account must be renewed.
    """
    act: dict[str, Json] = {"act": "renewed"} if found.account else {"act": "opened", "roles": found.roles}
    put(
        "account/1",
        act | {"invitation": found.key},
        centre_author(found.party),
        object=f"account-{credential.username}",
    )
    _keep_secrets(credential, secret, passkey)
    del request.session[_BEGUN]
    record_authentication(request, credential, "password")
    record_authentication(request, credential, "mfa", type="webauthn" if passkey else "totp", reauthenticated=True)
    get_adapter().login(request, credential)
    return redirect("mfa_view_recovery_codes")


@transaction.atomic
def _keep_secrets(credential: Credential, secret: str, passkey: dict[str, Any] | None) -> None:
    held = Credential.objects.filter(pk=credential.pk).first()
    if held is not None:
        sessions.end_all(held)
    Authenticator.objects.filter(user_id=credential.pk).delete()
    credential.save()
    if passkey:
        webauthn.WebAuthn.add(credential, gettext("Passkey"), passkey)
    else:
        TOTP.activate(credential, secret)
    RecoveryCodes.activate(credential)
