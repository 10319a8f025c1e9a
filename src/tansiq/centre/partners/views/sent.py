"""Messages of this centre: the list, one with its way, and correcting, releasing late, recalling."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tansiq.centre.duty.views.asking import answer_form, officer_of, place_of, reads
from tansiq.centre.duty.views.asking import one as found
from tansiq.centre.duty.writing import texts
from tansiq.centre.partners import writing
from tansiq.centre.partners.audience import audiences
from tansiq.centre.partners.forms import LateForm, MessageForm, ReasonForm, initial_of
from tansiq.centre.partners.models import Message, Released
from tansiq.centre.partners.standing_of import Sent, sent
from tansiq.centre.partners.views.asking import PER_PAGE, author_of, moment_of, writes, writes_here
from tansiq.centre.partners.views.composing import fields_of


@reads
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Show what has not arrived and must be phoned, then all messages, the newest first."""
    as_of, now = place_of(request), moment_of(request)
    rows = Message.objects.at(as_of).order_by("-first")
    pages = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed = sent(pages.object_list, now, as_of)
    late = [each for each in listed if each.overdue]
    context = {
        "pages": pages, "sent": listed, "late": sorted(late, key=lambda each: each.row.entered_at),
        "renew_at": min((each.due_at for each in listed if each.due_at), default=None),
        "writing": writes_here(request),
    }  # fmt: skip
    return render(request, "partners/sent.html", context)


@reads
@require_safe
def message(request: HttpRequest, key: str) -> HttpResponse:
    """Show a message, its way to each partner, and what it said before."""
    return render(request, "partners/message.html", _context(request, found(Message, key, place_of(request))))


def _context(request: HttpRequest, row: Message) -> dict[str, Any]:
    as_of = place_of(request)
    shown: Sent = sent([row], moment_of(request), as_of)[0]
    mine = writes_here(request) and row.party == officer_of(request).party
    return {
        "row": row, "shown": shown, "writing": writes_here(request), "renew_at": shown.due_at,
        "mine": mine, "may_recall": mine and row.recall is None and bool(shown.ways),
        "may_release": mine and row.recall is None and shown.held,
        "earlier": [each for each in Message.objects.history(row.key, as_of) if each.digest != row.digest],
    }  # fmt: skip


@writes
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """Correct a message: a new version of it, to at least everybody who has the old one."""
    row: Message = found(Message, key, None)
    author = author_of(request)
    form = MessageForm(
        request.POST or None, initial=initial_of(row), audiences=audiences(author.party, moment_of(request))
    )

    def save() -> str:
        to = sorted({*row.to, *form.cleaned_data["to"]})
        body = form.said() | ({"answers": row.body["answers"]} if "answers" in row.body else {})
        writing.correct(_as_read(request, row), body, to, author)
        return reverse("partners-message", args=[key])

    context = {"row": row, "digest_read": row.digest, **fields_of(form)}
    return answer_form(request, form, "partners/correct.html", context, save)


def _as_read(request: HttpRequest, row: Message) -> Message:
    """Return the row under the digest that the writer has read, so that a change meanwhile is found out by the door."""
    read = request.POST.get("read", row.digest)
    if read == row.digest:
        return row
    return Message.objects.history(row.key).filter(digest=read).first() or row


@writes
def recall(request: HttpRequest, key: str) -> HttpResponse:
    """Recall a message that was released."""
    row: Message = found(Message, key, None)
    form = ReasonForm(request.POST or None)

    def save() -> str:
        reason = form.cleaned_data["reason"]
        writing.recall(row.digest, texts(reason), reason.original, author_of(request))
        return reverse("partners-message", args=[key])

    readers = Released.objects.at(None).filter(digest=row.digest).values_list("recipient", flat=True)
    return answer_form(request, form, "partners/recall.html", {"row": row, "readers": sorted(readers)}, save)


@writes
def release(request: HttpRequest, key: str) -> HttpResponse:
    """Release a message now that was held."""
    row: Message = found(Message, key, None)
    author = author_of(request)
    form = LateForm(request.POST or None, audiences=audiences(author.party, moment_of(request)))

    def save() -> str:
        writing.release_late([row.digest], form.cleaned_data["to"], author)
        return reverse("partners-message", args=[key])

    return answer_form(request, form, "partners/release.html", {"row": row}, save)
