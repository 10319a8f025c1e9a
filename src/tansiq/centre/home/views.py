"""The first page after signing in: what waits for me, how the centre stands, the way to the picture."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tansiq.centre.accounts.access import everybody
from tansiq.centre.picture import service
from tansiq.centre.shell.activities import standings, waiting_for
from tansiq.centre.shell.who import Officer, identity

SHOWN_AT_FIRST = 40


def has_picture() -> bool:
    """Tell whether this centre has ground and a laydown to show."""
    return service.current() is not None


@everybody
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits, the oldest first, then how the centre stands."""
    officer: Officer | None = getattr(request, "officer", None)
    if identity() is None or officer is None:
        raise Http404(_("There is no centre here, or nobody is signed in."))
    as_of: int | None = getattr(request, "as_of", None)
    waiting = waiting_for(officer, as_of)
    context = {
        "waiting": waiting[:SHOWN_AT_FIRST],
        "more": len(waiting) - SHOWN_AT_FIRST,
        "alarms": sum(one.alarm for one in waiting),
        "standings": list(standings(officer, as_of)),
        "renew_at": min((one.alarm_at for one in waiting if one.alarm_at and not one.alarm), default=None),
    }
    return render(request, "home/home.html", context)
