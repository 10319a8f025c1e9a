"""Writing a message: on its own, from a duty log item, or in answer to something that came."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tansiq.centre.duty import writing as duty_writing
from tansiq.centre.duty.models import LogItem
from tansiq.centre.duty.views.asking import DUTY_OFFICER, answer_form, may_write, officer_of
from tansiq.centre.partners import writing
from tansiq.centre.partners.audience import audiences
from tansiq.centre.partners.forms import MessageForm, initial_from_item
from tansiq.centre.partners.models import Received, Released
from tansiq.centre.partners.views.asking import author_of, moment_of, writes
from tansiq.centre.partners.views.reading import logged, note_read


def fields_of(form: MessageForm) -> dict[str, Any]:
    """Return a form's fields in two groups: what every message has, and what some have."""
    more = [form[name] for name in MessageForm.MORE]
    return {
        "first": [form[name] for name in MessageForm.FIRST], "more": more,
        "more_open": any(field.errors or form.initial.get(field.name) for field in more if field.name != "method"),
    }  # fmt: skip


@writes
@logged
def new(request: HttpRequest) -> HttpResponse:
    """Write a message to partners."""
    item, answered = _item(request), _answered(request)
    note_read(request, [answered] if answered else [])
    author = author_of(request)
    initial = _initial(item, answered)
    form = MessageForm(
        request.POST or None, initial=initial, audiences=audiences(author.party, moment_of(request))
    )  # fmt: skip

    def save() -> str:
        body = form.said()
        if answered is not None:
            body["answers"] = answered.digest
        entered = writing.send(body, form.cleaned_data["to"], author)
        if item is not None:
            _note_told(request, item.key, entered.record.digest)
        return reverse("partners-message", args=[entered.content.object])

    return answer_form(
        request, form, "partners/new.html", {"item": item, "answered": answered, **fields_of(form)}, save
    )


def _initial(item: LogItem | None, answered: Received | None) -> dict[str, Any]:
    if item is not None:
        return initial_from_item(item)
    return {"category": "reply", "to": [answered.party]} if answered is not None else {}


def _item(request: HttpRequest) -> LogItem | None:
    """Return the duty log item whose words are passed on; its own party's duty officers do that."""
    number = request.GET.get("item", "")
    if not number.isascii() or not number.isdigit():
        return None
    row: LogItem | None = LogItem.objects.at(None).filter(key=f"item-{int(number[:9])}").first()
    if row is None or not may_write(request, row.party):
        raise Http404
    return row


def _answered(request: HttpRequest) -> Received | None:
    """Return what came from a partner and is answered."""
    origin, found, index = request.GET.get("answers", "").partition(" ")
    if not found or not index.isascii() or not index.isdigit():
        return None
    row: Received | None = Received.objects.at(None).filter(origin=origin, index=int(index[:15])).first()
    return row


def _note_told(request: HttpRequest, key: str, digest: str) -> None:
    """Note in the item's own log that each partner was told; the message itself says nothing of the item."""
    author = officer_of(request).author(DUTY_OFFICER)
    recipients = Released.objects.at(None).filter(digest=digest).values_list("recipient", flat=True)
    for recipient in sorted(recipients):
        row = LogItem.objects.at(None).get(key=key)
        whom = _("partner centre %(partner)s") % {"partner": recipient}
        duty_writing.tell(row, whom, timezone.now(), "system", author)
