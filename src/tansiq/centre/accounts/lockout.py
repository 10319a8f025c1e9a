"""How often somebody may be wrong before having to wait, and how long.

django-axes counts. It is told neither what was typed as a name (people type passwords there) nor what browser asked:
only a keyed digest of the name, and the address, for as long as the wait lasts.
"""

from datetime import timedelta
from math import ceil
from typing import Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

FROM_ONE_ADDRESS: Final = 5
FROM_ANYWHERE: Final = 50
WAIT: Final = timedelta(minutes=15)
_SECONDS_PER_MINUTE: Final = 60


def name_digest(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return what axes files an attempt under: a digest of the name, which only this centre can make."""
    name = str((credentials or {}).get("username", ""))
    return salted_hmac("tansiq.accounts.lockout", name, algorithm="sha256").hexdigest()[:32]


class Handler(AxesDatabaseHandler):  # type: ignore[misc]  # axes ships no types
    """axes' table of attempts, without what the browser sent, and with a bound over all addresses."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Return whether attempts on this name wait: from this address, or from anywhere."""
        return bool(super().is_locked(request, credentials)) or failures(credentials) >= FROM_ANYWHERE

    def user_login_failed(
        self, sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **more: object
    ) -> None:
        """Count an attempt, keeping of the request only its address and time."""
        if request is None:
            super().user_login_failed(sender, credentials, request, **more)
            return
        bare = HttpRequest()
        for name, value in vars(request).items():
            if name.startswith("axes_"):
                setattr(bare, name, value)
        bare.axes_user_agent = bare.axes_http_accept = bare.axes_path_info = ""  # type: ignore[attr-defined]
        super().user_login_failed(sender, credentials, bare, **more)
        request.axes_locked_out = bare.axes_locked_out  # type: ignore[attr-defined]


def _attempts(credentials: dict[str, Any] | None) -> Any:  # noqa: ANN401 - a query of axes, which ships no types
    named = name_digest(HttpRequest(), credentials)
    return AccessAttempt.objects.filter(username=named, attempt_time__gte=timezone.now() - WAIT)


def failures(credentials: dict[str, Any] | None) -> int:
    """Return how often this name was tried in vain lately, from anywhere."""
    return _attempts(credentials).aggregate(all=Sum("failures_since_start"))["all"] or 0


def minutes_to_wait(request: HttpRequest, name: str) -> int:
    """Return how long ``name`` must wait at this address [min], rounded up; 0 if it need not."""
    credentials = {"username": name}
    if AxesProxyHandler.is_allowed(request, credentials):
        return 0
    last = _attempts(credentials).aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    return max(1, ceil((last + WAIT - timezone.now()).total_seconds() / _SECONDS_PER_MINUTE))


def count_failure(request: HttpRequest, name: str) -> None:
    """Count a wrong second factor as a failed sign-in, which it is."""
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)
