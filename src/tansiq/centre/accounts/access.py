"""Who may open which page: everybody signs in first, and every page says which roles it is for.

A page that says nothing is open to the roles that do the centre's work, and closed to administrators.
"""

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Final, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from tansiq.centre.accounts import officer, recording, sessions
from tansiq.centre.accounts.roles import ADMINISTRATOR, ROLES
from tansiq.centre.configuration import LOOPBACK_HOSTS
from tansiq.centre.shell.context import FRAGMENT_HEADER
from tansiq.centre.shell.no_store import PUBLIC
from tansiq.centre.shell.refusals import refuse, refuse_page
from tansiq.errors import TansiqError
from tansiq.language import N_

if TYPE_CHECKING:
    from tansiq.centre.accounts.officer import Officer

EVERYBODY: Final = frozenset(ROLES)
WORKING: Final = EVERYBODY - {ADMINISTRATOR}
ENTRANCES: Final = frozenset(
    {"account_login", "mfa_authenticate", "mfa_login_webauthn", "join-start", "join", "join-second"}
    | {"enter-demonstration"}  # outside a demonstration no address has that name
)
# Where everybody begins; what it shows depends on the roles.
FIRST_PAGES: Final = frozenset({"home"})
View = TypeVar("View", bound=Callable[..., Any])


class SignInFirstError(TansiqError):
    """Nobody is signed in, or the session is over."""


class RoleNeededError(TansiqError):
    """The account does not hold a role that the page is for."""


class UnencryptedError(TansiqError):
    """A password was about to cross a network in the clear."""


def needs(*roles: str) -> Callable[[View], View]:
    """Open a view to officers who hold any of ``roles``; others are refused in words, and that is recorded."""
    allowed = frozenset(roles)
    if unknown := allowed - EVERYBODY:
        message = f"no such role: {sorted(unknown)}"
        raise ValueError(message)

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the view
            return refusal(request, allowed) or view(request, *args, **kwargs)

        @wraps(view)
        async def checked_later(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the view
            return await sync_to_async(refusal)(request, allowed) or await view(request, *args, **kwargs)

        chosen: Any = checked_later if iscoroutinefunction(view) else checked
        chosen.needs = allowed
        return chosen  # type: ignore[no-any-return]  # the same shape as the view

    return decorate


def everybody(view: View) -> View:
    """Open a view to every account that is signed in."""
    return needs(*EVERYBODY)(view)


def refusal(request: HttpRequest, allowed: frozenset[str]) -> HttpResponse | None:
    """Return the answer to somebody who may not open a page; None to somebody who may."""
    if settings.CENTRE.identity is None:
        raise Http404  # a demonstration has no such pages
    who: Officer | None = getattr(request, "officer", None)
    if who is None:
        return ask_to_sign_in(request)
    if allowed & who.roles:
        return None
    match = request.resolver_match
    recording.denied(who.account, (match and match.url_name) or "page")
    if not _for_reading(request):
        return refuse(RoleNeededError(N_("Your account does not hold a role for this.")), 403)
    names = [role for role in ROLES if role in allowed]
    return render(request, "accounts/denied.html", {"needed": names}, status=403)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody who is not signed in to where they can; say so to a script, and to who has just sent a form."""
    if not _for_reading(request):
        return refuse(SignInFirstError(N_("Your session is over. Sign in again.")), 401)
    address = reverse("account_login")
    if request.method not in ("GET", "HEAD"):
        return render(request, "accounts/session_over.html", {"address": address}, status=401)
    wanted = request.get_full_path()
    return HttpResponseRedirect(address if wanted == "/" else f"{address}?{urlencode({'next': wanted})}")


def _for_reading(request: HttpRequest) -> bool:
    return FRAGMENT_HEADER not in request.headers and request.accepts("text/html")


class Gate:
    """Give every request ``officer``, and let nobody past who is not signed in or whose roles do not open the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; who asks is found out when it is known what for."""
        request.officer = None  # type: ignore[attr-defined]  # read by every view
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Refuse who may not open the page."""
        page = (request.resolver_match and request.resolver_match.url_name) or ""
        if settings.CENTRE.identity is None or request.path.startswith(PUBLIC):
            return None
        if page in ENTRANCES:
            return _entrance(request)
        _find_officer(request)
        if getattr(request, "officer", None) is None:
            return ask_to_sign_in(request)
        return None if hasattr(view, "needs") or page in FIRST_PAGES else refusal(request, WORKING)


def _entrance(request: HttpRequest) -> HttpResponse | None:
    _find_officer(request)
    if request.user.is_authenticated and request.officer is None:  # type: ignore[attr-defined]  # set by the gate
        logout(request)  # else the entrance sends them home, and home to the entrance
    request.officer = None  # type: ignore[attr-defined]  # an entrance is the same for everybody
    host = request.get_host().rpartition(":")[0] or request.get_host()
    if request.is_secure() or host in LOOPBACK_HOSTS or request.get_host() in LOOPBACK_HOSTS:
        return None
    error = UnencryptedError(
        N_(
            "This address is not encrypted, so a password sent to it could be read on the way. Reach the centre by "
            "https, or on its own machine."
        )
    )
    return refuse_page(request, error, 403)


def _find_officer(request: HttpRequest) -> None:
    session = sessions.current(request)
    if session is None or request.user.pk != session.credential_id:
        return
    request.officer = officer.of(session.credential_id)  # type: ignore[attr-defined]  # read by every view
    request.opened = session  # type: ignore[attr-defined]  # which of the account's sessions this is
    if FRAGMENT_HEADER not in request.headers and request.accepts("text/html"):
        sessions.seen(session)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from a page of this site, or whose page is older than the session."""
    del reason  # Django's, in English, for who runs the site
    return render(request, "accounts/session_over.html", {"address": reverse("account_login")}, status=403)
