"""What came from partners: the list, and one record with what can be done about it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre.duty.views.asking import act, officer_of, place_of, reads
from tansiq.centre.partners import writing
from tansiq.centre.partners.models import Received
from tansiq.centre.partners.projection.receiving import OF_THE_EXCHANGE
from tansiq.centre.partners.views.asking import PER_PAGE, author_of, writes, writes_here
from tansiq.centre.partners.views.reading import logged, note_read, readers, with_text
from tansiq.centre.partners.waiting import may_answer, open_to

_OF_THE_EXCHANGE = [f"{kind}/1" for kind in sorted(OF_THE_EXCHANGE)]


@reads
@require_safe
@logged
def received(request: HttpRequest) -> HttpResponse:
    """Show what waits for an acknowledgement, the oldest first, then everything, the newest first."""
    as_of = place_of(request)
    rows = Received.objects.at(as_of).order_by("-kept_at", "-index")
    rows = rows.exclude(kind__in=_OF_THE_EXCHANGE) if "all" not in request.GET else rows
    waiting, pages = open_to(officer_of(request), as_of), Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    note_read(request, with_text([*waiting, *pages]))
    context = {
        "open": waiting,
        "pages": pages,
        "all": "all" in request.GET,
        "writing": writes_here(request),
    }
    return render(request, "partners/received.html", context)


@reads
@require_safe
@logged
def one(request: HttpRequest, origin: str, index: int) -> HttpResponse:
    """Show one record that came: what it says, where it came from, what has become of it."""
    as_of = place_of(request)
    row = _row(origin, index, as_of)
    note_read(request, [row])
    answers = writes_here(request) and may_answer(officer_of(request), row)
    context: dict[str, Any] = {
        "row": row,
        "correction": _named(row.superseded_by, origin, as_of),
        "corrected": _named(row.supersedes, origin, as_of),
        "may_acknowledge": answers and row.state == "new" and not row.superseded_by,
        "may_confirm": answers and row.state == "recalled" and not row.confirmed,
        "writing": writes_here(request),
        "readers": readers(request, row),
    }
    return render(request, "partners/received_one.html", context)


def _row(origin: str, index: int, as_of: int | None) -> Received:
    row: Received | None = Received.objects.at(as_of).filter(origin=origin, index=index).first()
    if row is None:
        raise Http404
    return row


def _named(digest: str, origin: str, as_of: int | None) -> Received | None:
    if not digest:
        return None
    found: Received | None = Received.objects.at(as_of).filter(origin=origin, digest=digest).first()
    return found


@writes
@require_POST
def acknowledge(request: HttpRequest, origin: str, index: int) -> HttpResponse:
    """Put down that the record was seen here."""
    return _answer(request, origin, index, "acknowledged")


@writes
@require_POST
def confirm(request: HttpRequest, origin: str, index: int) -> HttpResponse:
    """Put down that a recalled record is used no longer."""
    return _answer(request, origin, index, "recall_confirmed")


def _answer(request: HttpRequest, origin: str, index: int, said: str) -> HttpResponse:
    row, back = _row(origin, index, None), reverse("partners-received-one", args=[origin, index])

    def save() -> str:
        writing.acknowledge(row, said, author_of(request))
        return reverse("partners-received") if "from_list" in request.POST else back

    return act(request, save, back)
