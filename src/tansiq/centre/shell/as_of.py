"""The state as of a past time: ``?as_of=2026-11-25T03:00+03:00``, or a date and a local time from the bar's form.

The moment asked for becomes a place in the journal (``request.as_of``, None for now), and every page reads its tables
as they stood there. Links on such a page stay in the past until the reader goes back; nothing can be entered there.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from tansiq.centre.shell.no_store import PUBLIC
from tansiq.centre.shell.refusals import refuse_page
from tansiq.centre.shell.who import identity
from tansiq.domain.time import LOCAL_ZONE
from tansiq.errors import TansiqError
from tansiq.language import N_

FIELD: Final = "as_of"
DATE_FIELD: Final = "as_of_date"
TIME_FIELD: Final = "as_of_time"
LONGEST: Final = 40
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# In an address a plus sign means a space, so a zone written by hand arrives with one.
_ZONE_AFTER_SPACE: Final = re.compile(r" (?=\d{2}:?\d{2}$)")
_LINK: Final = re.compile(rb'(<a\s(?![^>]*\bdata-now\b)[^>]*?\bhref=")([/?][^"#]*)(#[^"]*)?(")')
_SEARCH_FORM: Final = re.compile(rb'<form\b(?![^>]*\bdata-now\b)(?=[^>]*\bmethod="get")[^>]*>')


class BadMomentError(TansiqError):
    """The time asked for cannot be looked at."""


class InThePastError(TansiqError):
    """Something was to be entered on a page that shows a past state."""


def moment_asked(query: QueryDict, now: datetime) -> datetime | None:
    """Return the moment a request asks for; None for now.

    Raises
    ------
    BadMomentError
        If it is not a time, has no zone, or has not come yet.
    """
    date, time, text = (query.get(name, "").strip() for name in (DATE_FIELD, TIME_FIELD, FIELD))
    if date or time:
        text = f"{date}T{_with_colon(time)}+03:00"
    if not text:
        return None
    moment = _read(text)
    if moment > now:
        raise BadMomentError(N_("%(text)s has not come yet. Ask for a time that has passed."), text=text)
    return moment


def _with_colon(time: str) -> str:
    return f"{time[:2]}:{time[2:]}" if re.fullmatch(r"[0-9]{4}", time) else time


def _read(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_ZONE_AFTER_SPACE.sub("+", text)) if len(text) <= LONGEST else None
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _no_time(text) from error
    raise _no_time(text)


def _no_time(text: str) -> BadMomentError:
    return BadMomentError(
        N_("“%(text)s” is not a time with its zone. Write it as 2026-11-22T14:30+03:00, or use the form in the bar."),
        text=text[:LONGEST],
    )


class Place(int):
    """A place in the journal looked back to. It is true even where it is the first, 0, which pages ask ``if as_of``."""

    def __bool__(self) -> bool:
        return True


class AsOf:
    """Give every request ``as_of`` (a place, or None) and ``as_of_moment``; refuse to enter anything in the past."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as of the moment it asks for."""
        request.as_of = request.as_of_moment = None  # type: ignore[attr-defined]  # read by every view
        if identity() is None or request.path.startswith(PUBLIC):
            return self.get_response(request)
        try:
            moment = moment_asked(request.GET, timezone.now())
        except BadMomentError as error:
            return refuse_page(request, error, HTTPStatus.BAD_REQUEST)
        if moment is None:
            return self._answer_now(request)
        if request.method not in SAFE_METHODS:
            return refuse_page(request, InThePastError(_IN_THE_PAST), HTTPStatus.CONFLICT)
        return self._answer_then(request, moment)

    def _answer_now(self, request: HttpRequest) -> HttpResponse:
        # Known before any table is read, so that a live page misses nothing entered while it is made.
        request.journal_place = self.last_place() if request.method == "GET" else None  # type: ignore[attr-defined]
        return self.get_response(request)

    def _answer_then(self, request: HttpRequest, moment: datetime) -> HttpResponse:
        request.as_of = Place(self.place_at(moment))  # type: ignore[attr-defined]
        request.as_of_moment = moment  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            response.content = stay_in_the_past(response.content, moment)
        return response

    def place_at(self, moment: datetime) -> int:
        """Return the journal's last place at ``moment``."""
        from tansiq.centre.door import moments  # noqa: PLC0415 - the demonstration has no journal to load

        return moments.place_at(moment)

    def last_place(self) -> int:
        """Return the journal's last place now; -1 while it is empty."""
        from tansiq.centre.door import moments  # noqa: PLC0415 - as above

        return moments.size() - 1


_IN_THE_PAST: Final = N_(
    "This page shows what was known at a past time, and nothing can be entered there. Go back to now, then enter it."
)


def address_text(moment: datetime) -> str:
    """Return ``moment`` as it stands in addresses: local time with its zone, the plus sign written out."""
    whole = moment.second == 0 and moment.microsecond == 0
    return moment.astimezone(LOCAL_ZONE).isoformat(timespec="minutes" if whole else "auto").replace("+", "%2B")


def stay_in_the_past(page: bytes, moment: datetime) -> bytes:
    """Return ``page`` with the moment added to its links and search forms, but for those marked ``data-now``.

    Pages are written without thinking of the past, so it is added here, once, and no page can forget it.
    """
    value = address_text(moment).encode()

    def link(found: re.Match[bytes]) -> bytes:
        start, address, anchor, end = found.groups()
        if b"as_of=" in address or address.startswith(b"//"):
            return found[0]
        joint = b"&amp;" if b"?" in address else b"?"
        return start + address + joint + b"as_of=" + value + (anchor or b"") + end

    def form(found: re.Match[bytes]) -> bytes:
        return found[0] + b'<input type="hidden" name="as_of" value="' + value.replace(b"%2B", b"+") + b'">'

    return _SEARCH_FORM.sub(form, _LINK.sub(link, page))
