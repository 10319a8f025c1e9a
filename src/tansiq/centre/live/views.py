"""The address that gives a stream."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tansiq.centre.accounts.access import everybody
from tansiq.centre.live.asgi import SLOT, Slot
from tansiq.centre.live.errors import BadPlaceError, NoStreamsHereError, NotSignedInError, StreamRefusedError
from tansiq.centre.live.event import NOTHING_YET
from tansiq.centre.live.stream import Listener
from tansiq.centre.shell.refusals import refuse

LONGEST_PLACE: Final = 16  # digits; more than any journal has entries
HEADERS: Final = {
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",  # a proxy that collects words before it passes them on would make them late
}


@everybody
@require_GET
def stream(request: HttpRequest) -> HttpResponse:
    """Grant a stream of what is entered from now on, or after ``Last-Event-ID`` or ``?after=``."""
    try:
        _slot(request).grant(_listener(request), _after(request))
    except StreamRefusedError as error:
        return refuse(error, error.status)
    return HttpResponse(content_type="text/event-stream", status=HTTPStatus.OK, headers=HEADERS)


def _slot(request: HttpRequest) -> Slot:
    slot = getattr(request, "scope", {}).get(SLOT)
    if not isinstance(slot, Slot):
        raise NoStreamsHereError
    return slot


def _listener(request: HttpRequest) -> Listener:
    officer, opened = getattr(request, "officer", None), getattr(request, "opened", None)
    if officer is None or opened is None:
        raise NotSignedInError
    return Listener(account=officer.account, session=opened.key, officer=officer)


def _after(request: HttpRequest) -> int | None:
    """Return where to go on from; what a browser sends when it comes back outweighs what its page once said."""
    given = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    if not given:
        return None
    if given == str(NOTHING_YET):  # a page made when the journal was empty
        return NOTHING_YET
    if not (given.isascii() and given.isdecimal() and len(given) <= LONGEST_PLACE):
        raise BadPlaceError(given)
    return int(given)
