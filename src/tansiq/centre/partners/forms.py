"""Forms of messages to partners."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from tansiq.centre.duty.models import LogItem
from tansiq.centre.duty.typed import GridField, TypedField
from tansiq.centre.duty.words import METHODS, PRECEDENCES
from tansiq.centre.duty.writing import as_typed, moment, texts
from tansiq.centre.partners.audience import Audience
from tansiq.centre.partners.models import Message
from tansiq.centre.partners.words import CATEGORIES
from tansiq.centre.shell.asking import AskingForm
from tansiq.centre.shell.fields import LocalMomentField, Spoken, SpokenField
from tansiq.journal.json_strict import Json
from tansiq.journal.times import read_time

TEXT_CHARS: Final = 4000
_TIMES: Final = ("starts_at", "ends_at", "acknowledge_by")


class MessageForm(AskingForm):
    """A message, or the correction of one."""

    category = forms.ChoiceField(label=_("What it is"), choices=CATEGORIES, initial="information")
    precedence = forms.ChoiceField(
        label=_("Precedence"), choices=PRECEDENCES, widget=forms.RadioSelect, initial="routine"
    )
    text = SpokenField(
        label=_("Text"), longest=TEXT_CHARS,
        help_text=_("Places, times, numbers of people and vehicles; no names of persons."),
    )  # fmt: skip
    to = forms.MultipleChoiceField(
        label=_("Release to"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("If none is chosen, it is held here and can be released later."),
    )  # fmt: skip
    place = TypedField(label=_("Place"), required=False)
    grid = GridField(label=_("Grid (MGRS)"), required=False, widget=forms.TextInput({"dir": "ltr"}))
    accuracy_m = forms.IntegerField(
        label=_("Accuracy in metres"), required=False, min_value=0, max_value=100_000, localize=False,
        help_text=_("How far off the position may be. 1,000 if it is not said."),
    )  # fmt: skip
    method = forms.ChoiceField(
        label=_("How the position is known"), choices=METHODS, initial="reported", required=False
    )
    starts_at = LocalMomentField(label=_("Begins"), required=False)
    ends_at = LocalMomentField(label=_("Ends"), required=False)
    acknowledge_by = LocalMomentField(label=_("To be acknowledged by"), required=False)

    FIRST: ClassVar[tuple[str, ...]] = ("category", "precedence", "text", "to")
    MORE: ClassVar[tuple[str, ...]] = (
        "place",
        "grid",
        "accuracy_m",
        "method",
        "starts_at",
        "ends_at",
        "acknowledge_by",
    )

    def __init__(self, *args: Any, audiences: Sequence[Audience], **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.fields["to"].choices = [(each.party, _reads(each)) for each in audiences]  # type: ignore[attr-defined]  # a choice field

    def said(self) -> dict[str, Json]:
        """Return the body to be put down."""
        values = self.cleaned_data
        text: Spoken = values["text"]
        body: dict[str, Json] = {
            "category": values["category"], "precedence": values["precedence"], "text": texts(text),
            "original_language": text.original, "translation": "checked" if len(text.texts) > 1 else "none",
        }  # fmt: skip
        place = _location(values, text.original)
        times = {name: moment(values[name]) for name in _TIMES if values[name]}
        return body | ({"place": place} if place else {}) | times


def _whole(name: str) -> str:
    """Return a name read left to right, not to be broken at its hyphens."""
    return "\u2066" + name.replace("-", "-\u2060") + "\u2069"


def _reads(each: Audience) -> str:
    return _("%(party)s; read at: %(centres)s") % {
        "party": each.name, "centres": str(_(", ")).join(_whole(centre.name) for centre in each.centres),
    }  # fmt: skip


def _location(values: Mapping[str, Any], language: str) -> Json:
    if not values["grid"] and not values["place"]:
        return None
    accuracy = values["accuracy_m"]
    location: dict[str, Json] = {
        "method": values["method"] or "reported", "accuracy_m": 1000 if accuracy is None else accuracy,
    }  # fmt: skip
    return (
        location
        | ({"mgrs": values["grid"]} if values["grid"] else {})
        | ({"name": {language: values["place"]}} if values["place"] else {})
    )


def initial_from_item(row: LogItem) -> dict[str, Any]:
    """Return what a message that passes on a duty log item starts with: words and place, and nothing that names it."""
    urgent = row.precedence in {"flash", "immediate"}
    return {
        "category": "flash_report" if urgent else "information", "precedence": row.precedence,
        "text": as_typed(row.summary, row.original_language), **_place_of(row.location or {}),
    }  # fmt: skip


def initial_of(row: Message) -> dict[str, Any]:
    """Return what the correction of a message starts with."""
    body = row.body
    times = {name: read_time(body[name]) for name in _TIMES if name in body}
    return {
        "category": row.category, "precedence": row.precedence, "to": row.to,
        "text": as_typed(body["text"], body["original_language"]), **_place_of(body.get("place", {})), **times,
    }  # fmt: skip


def _place_of(location: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "grid": location.get("mgrs", ""), "place": next(iter(location.get("name", {}).values()), ""),
        "accuracy_m": location.get("accuracy_m"), "method": location.get("method", "reported"),
    }  # fmt: skip


class ReasonForm(AskingForm):
    """Why a message is recalled."""

    reason = SpokenField(label=_("Why"), longest=1000)


class LateForm(AskingForm):
    """To whom a held message is released now."""

    to = forms.MultipleChoiceField(label=_("Release to"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, audiences: Sequence[Audience], **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.fields["to"].choices = [(each.party, _reads(each)) for each in audiences]  # type: ignore[attr-defined]  # as above


class HandledForm(AskingForm):
    """What was done about an alarm."""

    remark = SpokenField(label=_("What was done"), longest=1000)
