"""What is shown of partners' records is logged: who read which, once for each account and record.

The pages that call this are asked for by GET, and enter something. That is what an audit trail is for: what it notes is
the asking itself. It is safe nevertheless. Asking again enters nothing; nobody gains or loses a right by it; it says
only what is true of who asked, so a link that somebody else made one follow enters no falsehood and needs no token
against forged requests. A HEAD shows nothing and enters nothing, nor does a look at the past: what stood there was read
then, or is read on the page of now.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tansiq.centre.accounts.models import Reading
from tansiq.centre.accounts.recording import read_released
from tansiq.centre.duty.views.asking import language_of_reader, officer_of, place_of
from tansiq.centre.partners.models import Received
from tansiq.centre.shell.refusals import refuse_page
from tansiq.errors import TansiqError
from tansiq.language import N_

_NOT_LOGGED: Final = N_(
    "What partners released is shown only when it can be logged who reads it, and it cannot: %(why)s"
)
View = Callable[..., HttpResponse]


class NotLoggedError(TansiqError):
    """It could not be entered who reads, so nothing is shown."""


def logged(view: View) -> View:
    """Answer with the reason, and with nothing else, where reading could not be logged."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - as the view
        try:
            return view(request, *args, **kwargs)
        except NotLoggedError as error:
            return refuse_page(request, error, HTTPStatus.SERVICE_UNAVAILABLE)

    return shown


def note_read(request: HttpRequest, rows: Iterable[Received]) -> None:
    """Enter that the reader reads these records now, as far as they say anything and the reader never did before.

    Raises
    ------
    NotLoggedError
        It cannot be entered.
    """
    if request.method != "GET" or place_of(request) is not None:
        return
    try:
        read_released(officer_of(request).account, [row.digest for row in rows if row.digest])
    except TansiqError as error:
        raise NotLoggedError(_NOT_LOGGED, why=error.message(language_of_reader())) from error


def with_text(rows: Iterable[Received]) -> list[Received]:
    """Return those whose whole text a list shows."""
    return [row for row in rows if (row.body or {}).get("text")]


def readers(request: HttpRequest, row: Received) -> list[Reading]:
    """Return who of the reader's own party read a record here, in order: accesses are each party's own affair."""
    if not row.digest:
        return []
    rows = Reading.objects.at(place_of(request)).filter(record=row.digest, party=officer_of(request).party)
    return list(rows.order_by("at", "account"))
