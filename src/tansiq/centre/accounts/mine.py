"""My account: second factors, recovery codes, password, and where I am signed in."""

from typing import Any, Final

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tansiq.centre.accounts import recording, sessions
from tansiq.centre.accounts.access import everybody
from tansiq.centre.accounts.enrolment import picture_of, spoken_secret
from tansiq.centre.accounts.forms import FirstAppForm
from tansiq.centre.accounts.models import Credential, OpenSession
from tansiq.centre.door.models import Key
from tansiq.centre.shell.refusals import refuse_page
from tansiq.errors import TansiqError
from tansiq.language import N_


class LastFactorError(TansiqError):
    """Without this second factor nobody could sign in to the account."""


_SECRET: Final = "new_app_secret"  # noqa: S105 - where it is, not what


@everybody
def page(request: HttpRequest) -> HttpResponse:
    """Show the account's factors, sessions and keys."""
    credential = _credential(request)
    factors = list(Authenticator.objects.filter(user=credential).order_by("pk"))
    codes = next((each.wrap() for each in factors if each.type == Authenticator.Type.RECOVERY_CODES), None)
    return render(
        request,
        "accounts/mine.html",
        {
            "app": next((each for each in factors if each.type == Authenticator.Type.TOTP), None),
            "passkeys": [each for each in factors if each.type == Authenticator.Type.WEBAUTHN],
            "codes_left": len(codes.get_unused_codes()) if codes else 0,
            "sessions": credential.sessions.order_by("-seen_at"),
            "here": request.opened,  # type: ignore[attr-defined]  # set by the gate
            "keys": _keys(request),
        },
    )


def _credential(request: HttpRequest) -> Credential:
    return Credential.objects.get(pk=request.user.pk)


def _keys(request: HttpRequest) -> list[Any]:
    """Return the party's certified keys whose name ends with the account's."""
    officer = request.officer  # type: ignore[attr-defined]  # set by the gate
    certified = Key.objects.at(None).filter(party=officer.party, purpose__in=("signatory", "watch"))
    return [key for key in certified if key.label.partition("+")[0].endswith(f"/{officer.account}")]


@everybody
@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]  # allauth ships no types
def new_app(request: HttpRequest) -> HttpResponse:
    """Put another authenticator app in the place of the one there is, if any."""
    credential = _credential(request)
    if request.method == "GET" or _SECRET not in request.session:
        request.session[_SECRET] = encrypt(generate_totp_secret())
    secret: str = decrypt(request.session[_SECRET])
    form = FirstAppForm(request.POST if request.method == "POST" else None, secret=secret)
    if form.is_valid():
        _replace_app(credential, secret)
        del request.session[_SECRET]
        recording.secret_changed(credential.username, "factor_added")
        return redirect("my-account")
    context = {"form": form, "picture": picture_of(credential, secret), "secret": spoken_secret(secret)}
    return render(request, "accounts/new_app.html", context)


@transaction.atomic
def _replace_app(credential: Credential, secret: str) -> None:
    Authenticator.objects.filter(user=credential, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(credential, secret)


@everybody
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of the account's other sessions, or all of them."""
    credential, here = _credential(request), request.opened  # type: ignore[attr-defined]  # set by the gate
    others = credential.sessions.exclude(key=here.key)
    chosen = request.POST.get("session", "")
    for session in others:
        if chosen not in ("all", short_key(session)):
            continue
        sessions.end(session)
        recording.session_ended(credential.username)
    return redirect("my-account")


def short_key(session: OpenSession) -> str:
    """Return enough of a session's key to name it to its owner, and too little to use it."""
    return session.key[:8]


@everybody
@require_POST
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]  # allauth ships no types
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a passkey, unless it is the last second factor."""
    passkey = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not get_adapter().can_delete_authenticator(passkey):
        return refuse_page(
            request, LastFactorError(N_("An account keeps a second factor. Add another one first.")), 409
        )
    passkey.delete()
    recording.secret_changed(str(request.user.pk), "factor_removed")
    return redirect("my-account")
