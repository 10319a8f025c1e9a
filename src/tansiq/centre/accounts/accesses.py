"""The record of accesses: who of one's own party signed in, failed to, was denied, or read what partners released."""

from typing import Final

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tansiq.centre.accounts import recording
from tansiq.centre.accounts.access import needs
from tansiq.centre.accounts.models import Access
from tansiq.centre.accounts.roles import ADMINISTRATOR, SIGNATORY
from tansiq.language import N_

ON_A_PAGE: Final = 50
ACTS: Final = {
    "signed_in": N_("Signed in"),
    "signed_out": N_("Signed out"),
    "sign_in_failed": N_("Failed to sign in"),
    "locked": N_("Locked out"),
    "denied": N_("Denied a page"),
    "session_ended": N_("Session ended"),
    "factor_added": N_("Second factor added"),
    "factor_removed": N_("Second factor removed"),
    "password_changed": N_("Password changed"),
    "codes_renewed": N_("Recovery codes renewed"),
    "read_released": N_("Read what a partner released"),
}
MEANS: Final = {
    "password": N_("password"),
    "app": N_("authenticator app"),
    "passkey": N_("passkey"),
    "recovery_code": N_("recovery code"),
}
TROUBLE: Final = ("sign_in_failed", "locked", "denied")


@needs(ADMINISTRATOR, SIGNATORY)
def page(request: HttpRequest) -> HttpResponse:
    """Show accesses, the latest first; those of no account belong to both parties."""
    as_of, party = request.as_of, request.officer.party  # type: ignore[attr-defined]  # set by shell and gate
    if as_of is None:
        recording.flush()
    rows = Access.objects.at(as_of).filter(Q(party=party) | Q(account="")).order_by("-since")
    only_trouble = request.GET.get("only") == "trouble"
    pages = Paginator(rows.filter(act__in=TROUBLE) if only_trouble else rows, ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    for row in shown:
        row.what = gettext(ACTS[row.act])
        row.means = gettext(", ").join(gettext(MEANS[each]) for each in row.by)
        row.trouble = row.act in TROUBLE
    context = {"pages": shown, "only_trouble": only_trouble, "joint": settings.CENTRE.identity.joint}  # type: ignore[union-attr]  # only a centre has this page
    return render(request, "accounts/accesses.html", context)
