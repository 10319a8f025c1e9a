"""What every template may use: language, direction, addresses with versions; and, in a centre, the frame's content."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from tansiq import __version__
from tansiq.centre.shell.activities import bar_parts, rail
from tansiq.centre.shell.as_of import DATE_FIELD, FIELD, TIME_FIELD
from tansiq.centre.shell.who import identity, in_turn, turn_of_day
from tansiq.centre.versions import software_digest
from tansiq.language import choose_language

FRAGMENT_HEADER: Final = "X-Fragment"
NOT_KEPT: Final = frozenset({FIELD, DATE_FIELD, TIME_FIELD, "language", "page"})  # by the form that looks back


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the shell's template variables."""
    language = choose_language(translation.get_language())
    return {
        "request": request,
        "language": language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "languages": settings.LANGUAGES,
        "words_version": software_digest(),
        "software_version": __version__,
    } | _frame(request)


def address_if_any(url_name: str) -> str:
    """Return the address of a page that a centre may lack; empty if it does."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of a centre shows; ``now`` is the past moment looked at, if one is."""
    centre = identity()
    if centre is None or getattr(request, "frameless", False):
        return {"identity": None}
    real_now = timezone.now()
    moment = getattr(request, "as_of_moment", None)
    officer = getattr(request, "officer", None)
    as_of = getattr(request, "as_of", None)
    return {
        "identity": centre,
        "centre_parties": in_turn(centre.parties, turn_of_day(real_now)),
        "officer": officer,
        "as_of": as_of,
        "as_of_moment": moment,
        "now": moment or real_now,
        "real_now": real_now,
        "kept_query": [pair for pair in request.GET.items() if pair[0] not in NOT_KEPT],
        "journal_place": getattr(request, "journal_place", -1),
        "sign_out_address": address_if_any("sign-out"),
        "account_address": address_if_any("my-account"),
        # A page that fetches a part of itself again shows no other rail: its counts ask every part of the centre.
        "rail": rail(officer, as_of, request.path) if officer and FRAGMENT_HEADER not in request.headers else [],
        "bar_parts": list(bar_parts(officer)) if officer and _shows_bar_parts(request) else [],
    }


def _shows_bar_parts(request: HttpRequest) -> bool:
    """Tell whether the bar shows how things stand now: not in the past, and not in a part fetched again."""
    return getattr(request, "as_of", None) is None and FRAGMENT_HEADER not in request.headers
