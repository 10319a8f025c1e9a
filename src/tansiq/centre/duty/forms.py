"""Forms of the duty log."""

import re
from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tansiq.centre.duty.models import LogItem
from tansiq.centre.duty.typed import GridField, TypedField
from tansiq.centre.duty.words import DIRECTIONS, MEANS, METHODS, PRECEDENCES
from tansiq.centre.duty.writing import Said, as_typed, texts
from tansiq.centre.shell.asking import AskingForm
from tansiq.centre.shell.fields import LocalMomentField, Spoken, SpokenField, western_digits
from tansiq.journal.json_strict import Json

SUMMARY_CHARS: Final = 4000
NEEDS: Final = 50
_ITEM_NUMBERS: Final = re.compile(r"[\s,،;؛#]+")


class ItemForm(AskingForm):
    """A new item, or a correction of one."""

    precedence = forms.ChoiceField(
        label=_("Precedence"), choices=PRECEDENCES, widget=forms.RadioSelect, initial="routine"
    )
    summary = SpokenField(label=_("What happened"), longest=SUMMARY_CHARS)
    sender = TypedField(label=_("From"), help_text=_("A post, unit or function; not a person's name."))
    receiver = TypedField(label=_("To"))
    means = forms.ChoiceField(label=_("By"), choices=MEANS, initial="radio")
    direction = forms.ChoiceField(label=_("Direction"), choices=DIRECTIONS, initial="in")
    needs = TypedField(
        label=_("Who needs to know"), required=False, limit_chars=4000,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("One on each line: posts, units, functions. When each was told is noted afterwards, with one tap."),
    )  # fmt: skip
    nobody_further = forms.BooleanField(label=_("Nobody beyond this watch needs to know"), required=False)
    event_at = LocalMomentField(label=_("When it happened"))
    received_at = LocalMomentField(label=_("When the centre was told"))
    grid = GridField(label=_("Grid (MGRS)"), required=False, widget=forms.TextInput({"dir": "ltr"}))
    place = TypedField(label=_("Place"), required=False)
    accuracy_m = forms.IntegerField(
        label=_("Accuracy in metres"), required=False, min_value=0, max_value=100_000, localize=False,
        help_text=_("How far off the position may be. 1,000 if it is not said."),
    )  # fmt: skip
    method = forms.ChoiceField(
        label=_("How the position is known"), choices=METHODS, initial="reported", required=False
    )
    action = SpokenField(label=_("Action taken"), longest=SUMMARY_CHARS, required=False)
    references = TypedField(label=_("Refers to items"), required=False, help_text=_("Their numbers: 12, 15"))
    initials = TypedField(label=_("Initials"), required=False, limit_chars=6)

    FIRST: ClassVar[tuple[str, ...]] = ("precedence", "summary", "sender", "needs", "nobody_further")
    MORE: ClassVar[tuple[str, ...]] = (
        "receiver", "means", "direction", "event_at", "received_at", "place", "grid", "accuracy_m", "method", "action",
        "references", "initials",
    )  # fmt: skip

    def clean_needs(self) -> list[str]:
        """Return who needs to know, one by one."""
        names = [line.strip() for line in self.cleaned_data["needs"].splitlines() if line.strip()]
        if len(names) > NEEDS or any(len(name) > 200 for name in names):  # noqa: PLR2004 - as the kind's schema
            raise ValidationError(_("At most 50 lines of at most 200 letters each."))
        return list(dict.fromkeys(names))

    def clean_references(self) -> list[str]:
        """Return the keys of the items referred to."""
        return item_keys(self.cleaned_data["references"])

    def clean(self) -> dict[str, Any]:
        """Hold the parts against each other."""
        values = super().clean()
        if values.get("needs") and values.get("nobody_further"):
            self.add_error("nobody_further", _("Either name who needs to know, or mark that nobody does; not both."))
        for name in ("event_at", "received_at"):
            if (values.get(name) or timezone.now()) > timezone.now():
                self.add_error(name, _("This time has not come yet."))
        return values

    def said(self, before: LogItem | None = None) -> Said:
        """Return what is to be put down; ``before`` is the item as it stood, if this corrects one."""
        values = self.cleaned_data
        summary: Spoken = values["summary"]
        body: dict[str, Json] = {
            "direction": values["direction"], "from": values["sender"], "to": values["receiver"],
            "means": values["means"], "precedence": values["precedence"], "summary": texts(summary),
            "original_language": summary.original, "translation": "checked" if len(summary.texts) > 1 else "none",
            "need_to_know": _with_told(values["needs"], before), "state": before.state if before else "open",
        }  # fmt: skip
        optional: dict[str, Json] = {
            "action": texts(values["action"]) if values.get("action") else None,
            "nobody_further": True if values["nobody_further"] else None,
            "place": _location(values, summary.original),
            "references": values["references"] or None,
            "initials": values["initials"] or None,
        }
        body |= optional if before else {name: value for name, value in optional.items() if value is not None}
        return Said(body, values["event_at"], before.received_at if before else values["received_at"])


class CorrectionForm(ItemForm):
    """A correction: the item's clock runs from when the centre was told, so that time stays."""

    received_at = None  # type: ignore[assignment]  # Django's way to leave a field out
    MORE = tuple(name for name in ItemForm.MORE if name != "received_at")


def _with_told(names: list[str], before: LogItem | None) -> list[Json]:
    told = {need["whom"]: need for need in before.needs} if before else {}
    return [told.get(name, {"whom": name}) for name in names]


def _location(values: dict[str, Any], language: str) -> Json:
    if not values["grid"] and not values["place"]:
        return None
    accuracy = values["accuracy_m"]
    location: dict[str, Json] = {
        "method": values["method"] or "reported", "accuracy_m": 1000 if accuracy is None else accuracy,
    }  # fmt: skip
    if values["grid"]:
        location["mgrs"] = values["grid"]
    if values["place"]:
        location["name"] = {language: values["place"]}
    return location


def item_keys(text: str) -> list[str]:
    """Return keys of items from their numbers, as people list them.

    Raises
    ------
    ValidationError
        Something is not the number of an item of this log.
    """
    words = [western_digits(word).removeprefix("item-") for word in _ITEM_NUMBERS.split(text) if word]
    numbers = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 8]  # noqa: PLR2004 - 9,999,999
    known = set(LogItem.objects.at(None).filter(number__in=numbers).values_list("number", flat=True))
    if len(numbers) < len(words) or set(numbers) - known:
        wrong = [word for word in words if not (word.isascii() and word.isdigit() and int(word[:7]) in known)]
        raise ValidationError(_("There is no item %(items)s in this log."), params={"items": ", ".join(wrong)[:80]})
    return [f"item-{number}" for number in dict.fromkeys(numbers)]


def initial_for_new(now: datetime, duty_officer: str, refers: str = "") -> dict[str, Any]:
    """Return what a new item's form starts with."""
    return {"event_at": now, "received_at": now, "receiver": duty_officer, "references": refers.removeprefix("item-")}


def initial_of(row: LogItem) -> dict[str, Any]:
    """Return what the form for a correction starts with."""
    location = row.location or {}
    return {
        "precedence": row.precedence, "summary": as_typed(row.summary, row.original_language), "sender": row.sender,
        "receiver": row.receiver, "means": row.means, "direction": row.direction,
        "needs": "\n".join(need["whom"] for need in row.needs), "nobody_further": row.nobody_further,
        "event_at": row.event_at, "grid": location.get("mgrs", ""),
        "place": next(iter(location.get("name", {}).values()), ""), "accuracy_m": location.get("accuracy_m"),
        "method": location.get("method", "reported"),
        "action": as_typed(row.action, row.original_language) if row.action else None,
        "references": ", ".join(key.removeprefix("item-") for key in row.refers.split()), "initials": row.initials,
    }  # fmt: skip


class TellForm(AskingForm):
    """Somebody was told: who, when, by what."""

    whom = TypedField(label=_("Who was told"))
    means = forms.ChoiceField(label=_("By"), choices=MEANS, initial="radio")
    told_at = LocalMomentField(label=_("When"), required=False, help_text=_("Now, if nothing is given."))


class SearchForm(forms.Form):
    """What to look for in the log."""

    q = TypedField(label=_("Words"), required=False, widget=forms.TextInput({"type": "search", "dir": "auto"}))
    from_at = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput({"type": "date"}))
    to_at = forms.DateField(label=_("Until day"), required=False, widget=forms.DateInput({"type": "date"}))
    precedence = forms.ChoiceField(label=_("Precedence"), required=False, choices=[("", _("any")), *PRECEDENCES])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), ("open", _("still open")), ("closed", _("closed"))]
    )
    party = forms.ChoiceField(label=_("Party"), required=False)

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.fields["party"].choices = [("", _("both")), *parties]  # type: ignore[attr-defined]  # a choice field
