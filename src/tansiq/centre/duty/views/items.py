"""One item: its page with its whole story, and what can be done about it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tansiq.centre.duty import writing
from tansiq.centre.duty.forms import CorrectionForm, ItemForm, TellForm, initial_for_new, initial_of
from tansiq.centre.duty.further import offers
from tansiq.centre.duty.models import LogItem, Referral
from tansiq.centre.duty.reading import all_items
from tansiq.centre.duty.views.asking import (
    act,
    answer_form,
    author_of,
    may_write,
    officer_of,
    one,
    place_of,
    reads,
    writes,
)
from tansiq.centre.duty.views.log import shown
from tansiq.centre.duty.words import MEANS, word
from tansiq.centre.shell.asking import AskingForm

REFERRING = 200  # shown; nobody reads more


@reads
def item(request: HttpRequest, number: int) -> HttpResponse:
    """Show an item: what is known, who was told, and its story."""
    as_of = place_of(request)
    row: LogItem = one(LogItem, f"item-{number}", as_of)
    context = {
        "shown": shown([row], request)[0],
        "row": row,
        "steps": list(story(row, as_of)),
        "refers_to": all_items(as_of).filter(key__in=row.refers.split()).order_by("number"),
        "referred_by": all_items(as_of).filter(key__in=_referring(row.key, as_of)).order_by("number"),
        "tell_form": TellForm() if may_write(request, row.party) else None,
        "writing": may_write(request),
        "offers": list(offers(row, officer_of(request))) if may_write(request, row.party) else [],
    }
    return render(request, "duty/item.html", context)


def _referring(key: str, as_of: int | None) -> list[str]:
    return list(Referral.objects.at(as_of).filter(about=key).values_list("item", flat=True)[:REFERRING])


def story(row: LogItem, as_of: int | None) -> Iterator[dict[str, Any]]:
    """Yield the steps of an item's story, the newest first, as the timeline shows them."""
    versions = list(LogItem.objects.history(row.key, as_of))
    befores = [None, *versions[:-1]]
    for before, after in reversed(list(zip(befores, versions, strict=True))):
        yield {
            "moment": after.entered_at, "title": what_changed(before, after), "party": after.party,
            "account": after.account, "role": "duty_officer", "place": after.since, "digest": after.digest,
            "current": after.since == row.since, "text": _first_words(before, after),
        }  # fmt: skip


def what_changed(before: LogItem | None, after: LogItem) -> str:
    """Return in words what a version of an item changed."""
    if before is None:
        return _("Entered")
    if before.state != after.state:
        return _("Closed") if after.state == "closed" else _("Opened again")
    told = [need for need in after.needs if "told_at" in need and need not in before.needs]
    if told and before.summary == after.summary:
        named = ", ".join(need["whom"] for need in told)
        return _("Told: %(whom)s (%(means)s)") % {"whom": named, "means": word(MEANS, told[0].get("means", ""))}
    return _("Corrected")


def _first_words(before: LogItem | None, after: LogItem) -> str:
    """Return what an earlier version said, where the next one says something else."""
    if before is not None and before.summary == after.summary:
        return ""
    return str(after.summary.get(after.original_language, ""))


@writes
def new(request: HttpRequest) -> HttpResponse:
    """Log an item; it may refer to another, as one party's answer to the other's does."""
    refers = request.GET.get("refers", "")
    initial = initial_for_new(timezone.now(), _("duty officer"), refers if refers.startswith("item-") else "")
    form = ItemForm(request.POST or None, initial=initial)

    def save() -> str:
        entered = writing.new_item(form.said(), author_of(request))
        return reverse("duty-log") + f"#{entered.content.object}"

    return answer_form(
        request, form, "duty/new.html", {"first": _fields(form, "FIRST"), "more": _fields(form, "MORE")}, save
    )


@writes
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct an item: a new version of it, by its own party."""
    row: LogItem = one(LogItem, f"item-{number}", None)
    form = CorrectionForm(request.POST or None, initial=initial_of(row))

    def save() -> str:
        said = form.said(row)
        writing.next_version(_as_read(request, row), said.body, author_of(request), said.event_at)
        return _address(row)

    context = {"row": row, "first": _fields(form, "FIRST"), "more": _fields(form, "MORE"), "digest_read": row.digest}
    return answer_form(request, form, "duty/correct.html", context, save)


def _fields(form: AskingForm, group: str) -> list[Any]:
    return [form[name] for name in getattr(form, group)]


def _as_read(request: HttpRequest, row: LogItem) -> LogItem:
    """Return the row under the digest that the writer has read, so that a change meanwhile is found out by the door."""
    read = request.POST.get("read", row.digest)
    if read != row.digest:
        earlier = LogItem.objects.history(row.key).filter(digest=read).first()
        return earlier or row
    return row


@writes
@require_POST
def tell(request: HttpRequest, number: int) -> HttpResponse:
    """Note that somebody was told: with one tap now, or with a form for another time and means."""
    row: LogItem = one(LogItem, f"item-{number}", None)
    form = TellForm(request.POST)

    def save() -> str:
        values = form.cleaned_data
        writing.tell(row, values["whom"], values["told_at"] or timezone.now(), values["means"], author_of(request))
        return reverse("duty-log") + f"#{row.key}" if "from_log" in request.POST else _address(row)

    return answer_form(request, form, "duty/tell.html", {"row": row}, save)


@writes
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close an item that asks for nothing more."""
    row: LogItem = one(LogItem, f"item-{number}", None)

    def save() -> str:
        writing.close(row, author_of(request))
        return reverse("duty-log") if "from_log" in request.POST else _address(row)

    return act(request, save, _address(row))


@writes
@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Open an item again."""
    row: LogItem = one(LogItem, f"item-{number}", None)

    def save() -> str:
        writing.reopen(row, author_of(request))
        return _address(row)

    return act(request, save, _address(row))


def _address(row: LogItem) -> str:
    return reverse("duty-item", args=[row.number])
