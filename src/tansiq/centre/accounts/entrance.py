"""Signing in with a passkey alone: options for the browser, bounded, since each asking keeps a challenge."""

from allauth.core.internal import ratelimit
from allauth.mfa.webauthn.views import login_webauthn
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tansiq.centre.accounts import recording
from tansiq.centre.shell.refusals import refuse
from tansiq.errors import TansiqError
from tansiq.language import N_


class TooManyError(TansiqError):
    """More was asked in a short time than people ask."""


def passkey_options(request: HttpRequest) -> HttpResponse:
    """Return the options for a passkey, or sign in with the passkey that is sent."""
    if not ratelimit.consume(request, app="allauth.account", action="login", limit_get=True):
        return refuse(TooManyError(N_("Too many requests in a short time. Wait a minute, then try again.")), 429)
    response: HttpResponse = login_webauthn(request)
    if request.method == "POST" and not request.user.is_authenticated:
        recording.failed(None)
        return redirect(f"{reverse('account_login')}?passkey=wrong")
    return response
