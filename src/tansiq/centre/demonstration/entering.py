"""Entering a demonstration as one of its accounts, by one press: no password, no second factor."""

from dataclasses import dataclass
from typing import Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tansiq.centre.accounts import officer, sessions
from tansiq.centre.accounts.models import OPEN, Account
from tansiq.centre.accounts.roles import ROLES
from tansiq.centre.accounts.secrets import Credential
from tansiq.centre.configuration import LOOPBACK_HOSTS
from tansiq.centre.door import keys
from tansiq.centre.shell.who import in_turn, turn_of_day

_THIS_MACHINE: Final = frozenset({"127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Door:
    """An account that may be entered as."""

    account: str
    party: str
    roles: tuple[str, ...]


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as the account that was pressed. Anywhere but in a demonstration this page does not exist."""
    _only_in_a_demonstration(request)
    held = officer.of(request.POST.get("account", ""))
    if held is None:
        raise Http404
    if sessions.current(request) is not None:
        get_adapter().logout(request)
    get_adapter().login(request, get_object_or_404(Credential, pk=held.account))
    return redirect("home")


def _only_in_a_demonstration(request: HttpRequest) -> None:
    """Ask all of it again at the last moment: that it is one, an exercise, and asked for from this very machine."""
    identity = settings.CENTRE.identity
    host = request.get_host().rpartition(":")[0] or request.get_host()
    here = request.META.get("REMOTE_ADDR") in _THIS_MACHINE and host in LOOPBACK_HOSTS
    if identity is None or not (identity.demonstration and identity.fictional and here):
        raise Http404


def doors() -> list[tuple[str, list[Door]]]:
    """Return for each party, another one first each day, the accounts that may be entered as, in the roles' order."""
    order = list(ROLES)
    rows = [Door(row.key, row.party, tuple(row.roles)) for row in Account.objects.at(None).filter(state=OPEN)]
    rows.sort(key=lambda each: (min(order.index(role) for role in each.roles if role in order), each.account))
    parties = in_turn(keys.identity().party_ids, turn_of_day(timezone.now()))
    return [(party, [each for each in rows if each.party == party]) for party in parties]
