"""The form of a handover: what the records cannot know, beside what they do."""

import re
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tansiq.centre.duty.forms import item_keys
from tansiq.centre.duty.typed import TypedField
from tansiq.centre.duty.words import LINK_STATES, MEANS, word
from tansiq.centre.duty.writing import moment, texts
from tansiq.centre.shell.asking import AskingForm
from tansiq.centre.shell.fields import LocalMomentField, SpokenField, western_digits
from tansiq.domain.duty import Watch
from tansiq.domain.time import LOCAL_ZONE
from tansiq.journal.json_strict import Json

LINKS: Final = ("radio", "phone", "system", "runner")
UNITS: Final = 50
_DUE: Final = re.compile(r"^(.*?)[;؛]\s*([0-9]{1,2}):?([0-9]{2})\s*$")


class HandoverForm(AskingForm):
    """What one watch leaves to the next, beside its open items."""

    from_at = LocalMomentField(label=_("The watch began"))
    to_at = LocalMomentField(label=_("The watch ends"))
    hazards = TypedField(
        label=_("Hazards: items that tell of them"), required=False, help_text=_("Numbers of items in the log: 12, 15")
    )
    notices = TypedField(
        label=_("Notices that nobody acknowledged: items about them"), required=False,
        help_text=_("Numbers of items in the log: 12, 15"),
    )  # fmt: skip
    remarks = SpokenField(label=_("Remarks for the next watch"), required=False, longest=4000)
    override_reason = TypedField(
        label=_("Reason for handing over all the same"), required=False, limit_chars=2000,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("Only where a flash or immediate item is not answered. Both parties sign this reason."),
    )  # fmt: skip

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.parties = parties
        for party, name in parties:
            self.fields[f"units_{party}"] = TypedField(
                label=_("Units out: %(party)s") % {"party": name}, required=False, limit_chars=4000,
                widget=forms.Textarea({"rows": 2, "dir": "auto"}),
                help_text=_("One on each line; when it is due back behind a semicolon: Patrol 3; 2130"),
            )  # fmt: skip
        for link in LINKS:
            self.fields[f"link_{link}"] = forms.ChoiceField(
                label=_("Communications: %(means)s") % {"means": word(MEANS, link)}, choices=LINK_STATES,
                initial="untested",
            )  # fmt: skip

    def units(self) -> list[forms.BoundField]:
        """Return the fields of units out, one for each party."""
        return [self[f"units_{party}"] for party, _name in self.parties]

    def links(self) -> list[forms.BoundField]:
        """Return the fields of communications."""
        return [self[f"link_{link}"] for link in LINKS]

    def clean_hazards(self) -> list[str]:
        """Return the keys of the items."""
        return item_keys(self.cleaned_data["hazards"])

    def clean_notices(self) -> list[str]:
        """Return the keys of the items."""
        return item_keys(self.cleaned_data["notices"])

    def clean(self) -> dict[str, Any]:
        """Read the units, each with the time it is due back."""
        values = super().clean()
        for party, _name in self.parties:
            name = f"units_{party}"
            try:
                values[name] = units_in(values.get(name) or "", party, values.get("to_at"))
            except ValidationError as error:
                self.add_error(name, error)
        return values

    def texts(self) -> list[str]:
        """Return what was typed, the units among it."""
        typed = [str(unit["unit"]) for party, _name in self.parties for unit in self.cleaned_data[f"units_{party}"]]
        return [*super().texts(), *typed]

    def body(self, open_items: list[str]) -> dict[str, Json]:
        """Return what the record says."""
        values = self.cleaned_data
        body: dict[str, Json] = {
            "watch_from_at": moment(values["from_at"]), "watch_to_at": moment(values["to_at"]),
            "open_items": list(open_items), "unacknowledged_notices": values["notices"], "hazards": values["hazards"],
            "units_out": [unit for party, _name in self.parties for unit in values[f"units_{party}"]],
            "communications": [{"means": link, "state": values[f"link_{link}"]} for link in LINKS],
        }  # fmt: skip
        if values["remarks"]:
            body["remarks"] = texts(values["remarks"])
        if values["override_reason"]:
            body["override_reason"] = values["override_reason"]
        return body


def units_in(text: str, party: str, after: datetime | None) -> list[dict[str, Json]]:
    """Return units from lines such as ``Patrol 3; 2130``: due back at the next such time after ``after``.

    Raises
    ------
    ValidationError
        A time is none, or there are too many lines.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > UNITS or any(len(line) > 200 for line in lines):  # noqa: PLR2004 - as the kind's schema
        raise ValidationError(_("At most 50 lines of at most 200 letters each."))
    return [_unit(line, party, after) for line in lines]


def _unit(line: str, party: str, after: datetime | None) -> dict[str, Json]:
    due = _DUE.match(western_digits(line))
    if due is None:
        if ";" in line or "؛" in line:
            raise ValidationError(_("“%(line)s” does not end in a time such as 2130."), params={"line": line[:60]})
        return {"unit": line, "party": party}
    return {"unit": line[: due.end(1)].strip(), "party": party, "due_back_at": moment(_next(due, line, after))}


def _next(due: re.Match[str], line: str, after: datetime | None) -> datetime:
    hour, minute = int(due[2]), int(due[3])
    if hour > 23 or minute > 59 or after is None or not due[1].strip():  # noqa: PLR2004 - a clock's face
        raise ValidationError(_("“%(line)s” does not end in a time such as 2130."), params={"line": line[:60]})
    local = after.astimezone(LOCAL_ZONE)
    at = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    # A unit may be overdue already: a time up to twelve hours before the watch ends is that one, not the next day's.
    return at if at > local - timedelta(hours=12) else at + timedelta(days=1)


def initial_for(watch: Watch) -> dict[str, Any]:
    """Return what the form starts with."""
    return {"from_at": watch.from_at, "to_at": watch.to_at}


class SignForm(forms.Form):
    """The passphrase of an officer's own key, for one signature."""

    passphrase = forms.CharField(
        label=_("Passphrase of your key"), strip=False, max_length=1000,
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )  # fmt: skip


class ReservationForm(AskingForm):
    """A party's reservation."""

    text = SpokenField(label=_("Your party's reservation"), longest=4000)
