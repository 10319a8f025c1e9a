"""The accounts of one's own party: who is there, who is invited, what waits for a second key."""

import re
from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from tansiq.centre.accounts import administering, invitations
from tansiq.centre.accounts.access import needs
from tansiq.centre.accounts.forms import RolesForm
from tansiq.centre.accounts.models import OPEN, WAITING, Account, Invitation
from tansiq.centre.accounts.officer import Officer
from tansiq.centre.accounts.roles import ADMINISTRATOR, SIGNATORY
from tansiq.errors import TansiqError
from tansiq.language import choose_language

_OBJECT: Final = re.compile(r"(account|invitation)-[a-z0-9-]{1,64}")


def _officer(request: HttpRequest) -> Officer:
    return request.officer  # type: ignore[attr-defined,no-any-return]  # set by the gate


@needs(ADMINISTRATOR, SIGNATORY)
def page(request: HttpRequest, refused: TansiqError | None = None) -> HttpResponse:
    """Show what waits for a second key, the party's accounts, and its invitations."""
    officer, as_of = _officer(request), request.as_of  # type: ignore[attr-defined]  # set by the shell
    moment = getattr(request, "as_of_moment", None) or timezone.now()
    accounts = list(Account.objects.at(as_of).filter(party=officer.party).order_by("key"))
    invited = Invitation.objects.at(as_of).filter(party=officer.party, state__in=(WAITING, OPEN), lapses_at__gt=moment)
    return render(
        request,
        "accounts/party.html",
        {
            "asked": sorted((each for each in accounts if each.asked_at), key=lambda each: each.asked_at),
            "waiting": invited.filter(state=WAITING).order_by("asked_at"),
            "invited": invited.filter(state=OPEN).order_by("lapses_at"),
            "accounts": [each for each in accounts if each.state == OPEN],
            "closed": [each for each in accounts if each.state != OPEN],
            "administers": ADMINISTRATOR in officer.roles,
            "refused": refused and refused.message(choose_language(get_language())),
        },
        status=409 if refused else 200,
    )


@needs(ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Make an invitation to a new account; its code is shown this once."""
    form, officer = RolesForm(request.POST if request.method == "POST" else None), _officer(request)
    if not form.is_valid():
        return render(request, "accounts/invite.html", {"form": form})
    roles = form.cleaned_data["roles"]
    return _invited(request, lambda: invitations.invite(officer.party, roles, officer.author(ADMINISTRATOR)))


def _invited(request: HttpRequest, invite_now: Callable[[], str]) -> HttpResponse:
    """Make an invitation, and show its code: this once, since nothing keeps it."""
    try:
        code = invite_now()
    except TansiqError as error:
        return page(request, error)
    return render(request, "accounts/invited.html", {"code": code, "invitation": invitations.find(code)})


@needs(ADMINISTRATOR, SIGNATORY)
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, name: str) -> HttpResponse:
    """Show one account with its history, and what may be done to it."""
    found = _find(request, name)
    form = RolesForm(request.POST if request.method == "POST" else None, held=frozenset(found.roles))
    if request.method == "POST" and ADMINISTRATOR in _officer(request).roles and form.is_valid():
        return _done(request, lambda officer: administering.ask_roles(officer, name, form.cleaned_data["roles"]))
    context: dict[str, Any] = {
        "account": found, "form": form, "administers": ADMINISTRATOR in _officer(request).roles,
        "history": Account.objects.history(name, request.as_of),  # type: ignore[attr-defined]  # set by the shell
    }  # fmt: skip
    return render(request, "accounts/account.html", context)


def _find(request: HttpRequest, name: str) -> Account:
    rows = Account.objects.at(request.as_of)  # type: ignore[attr-defined]  # set by the shell
    found: Account | None = rows.filter(key=name, party=_officer(request).party).first()
    if found is None:  # the other party's accounts are not there either
        raise Http404
    return found


def _done(request: HttpRequest, act: Callable[[Officer], None]) -> HttpResponse:
    try:
        act(_officer(request))
    except TansiqError as error:
        return page(request, error)
    return redirect("accounts")


def _named(request: HttpRequest, field: str) -> str:
    """Return the invitation or account that a button of ours names; nothing else can be meant."""
    found = _OBJECT.fullmatch(request.POST.get(field, ""))
    if found is None:
        raise Http404
    return found[0]


@needs(ADMINISTRATOR, SIGNATORY)
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Confirm or refuse what another account asked for."""
    about, yes = _named(request, "about"), request.POST.get("answer") == "yes"
    return _done(request, lambda officer: administering.answer(officer, about, yes=yes))


@needs(ADMINISTRATOR)
@require_POST
def act(request: HttpRequest, name: str) -> HttpResponse:
    """Renew an account, take its roles, or close it."""
    _find(request, name)
    wanted = request.POST.get("act", "")
    if wanted == "renew":
        who = _officer(request)
        return _invited(request, lambda: invitations.invite(who.party, (), who.author(ADMINISTRATOR), account=name))
    if wanted not in _ACTS:
        raise Http404
    return _done(request, lambda officer: _ACTS[wanted](officer, name, request))


@needs(ADMINISTRATOR)
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Make an invitation useless."""
    invitation = _named(request, "invitation")
    return _done(request, lambda officer: administering.withdraw(officer, invitation))


_ACTS: Final[dict[str, Callable[[Officer, str, HttpRequest], None]]] = {
    "end": lambda officer, name, request: administering.end_roles(officer, name, request.POST.getlist("roles")),
    "close": lambda officer, name, _request: administering.close(officer, name),
}
