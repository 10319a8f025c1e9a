"""The form of a situation report: what was drafted, line by line, to be kept, changed or left out; and the assessment.

A line that is kept stays as it is in all its languages. One that is changed is then in the language of whoever changed
it alone, and says so. What a page drafted travels with it, signed, so that nobody can pass off a line as drafted.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tansiq.centre.duty.typed import TypedField
from tansiq.centre.duty.words import SECTION_STATES, SECTIONS, word
from tansiq.centre.duty.writing import moment, texts
from tansiq.centre.shell.asking import AskingForm
from tansiq.centre.shell.fields import LocalMomentField, SpokenField
from tansiq.domain.duty import Section, SectionState
from tansiq.domain.duty.report import LINES_A_SECTION
from tansiq.journal.json_strict import Json
from tansiq.language import Language

LINE_CHARS: Final = 1000
_SALT: Final = "tansiq.duty.report"
Facts = list[dict[str, Any]]


class PeriodForm(forms.Form):
    """The period of a report."""

    from_at = LocalMomentField(label=_("From"))
    to_at = LocalMomentField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        """Hold the two times against each other."""
        values = super().clean() or self.cleaned_data
        if values.get("from_at") and values.get("to_at") and values["from_at"] >= values["to_at"]:
            raise ValidationError(_("The period ends before it begins. Mend its times."))
        return values


def facts_of(sections: Sequence[Section]) -> Facts:
    """Return drafted sections as a record holds them."""
    return [
        {"section": each.section, "state": each.state.value,
         "lines": [{"text": dict(line.texts), "origin": line.origin.value, "sources": list(line.sources)}
                   for line in each.lines]}
        for each in sections
    ]  # fmt: skip


def pack(facts: Facts) -> str:
    """Return drafted facts as they travel with the page."""
    return signing.dumps(facts, salt=_SALT, compress=True)


def unpack(packed: str) -> Facts | None:
    """Return what a page drafted; None if it did not draft this."""
    try:
        facts: Facts = signing.loads(packed, salt=_SALT)
    except signing.BadSignature:
        return None
    return facts


class ReportForm(AskingForm):
    """A version of a report."""

    assessment = SpokenField(
        label=_("Assessment"), required=False, longest=4000,
        help_text=_("What you make of it. It is printed apart from the facts."),
    )  # fmt: skip

    def __init__(self, *args: Any, facts: Facts, language: Language, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.facts, self.language = facts, language
        for section in facts:
            self._add_fields(section)

    def _add_fields(self, section: Mapping[str, Any]) -> None:
        key = section["section"]
        self.fields[f"state_{key}"] = forms.ChoiceField(
            label=_("State"), choices=SECTION_STATES, initial=section["state"]
        )
        for number, line in enumerate(section.get("lines", ())):
            shown = in_language(line["text"], self.language)
            self.fields[f"line_{key}_{number}"] = TypedField(
                label=_("Line %(number)s; empty it to leave it out") % {"number": number + 1}, required=False,
                limit_chars=LINE_CHARS, initial=shown, widget=forms.Textarea({"rows": 2, "dir": "auto"}),
            )  # fmt: skip
        self.fields[f"add_{key}"] = TypedField(
            label=_("Add lines"), required=False, limit_chars=4000,
            widget=forms.Textarea({"rows": 1, "dir": "auto"}),
        )  # fmt: skip

    def sections(self) -> Iterator[dict[str, Any]]:
        """Yield the sections as the page shows them."""
        for section in self.facts:
            key = section["section"]
            count = len(section.get("lines", ()))
            yield {
                "key": key, "name": word(SECTIONS, key), "state": self[f"state_{key}"], "add": self[f"add_{key}"],
                "lines": [(self[f"line_{key}_{number}"], section["lines"][number]) for number in range(count)],
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a section that says something and calls itself silent."""
        values = super().clean()
        for section in self.facts:
            key = section["section"]
            lines = self._lines(section)
            silent = values.get(f"state_{key}") != SectionState.REPORTED
            if lines and silent:
                self.add_error(f"state_{key}", _("This section has lines: mark it as reported, or leave them out."))
            elif not lines and not silent:
                self.add_error(f"state_{key}", _("This section has no lines: say “nothing to report” or “unknown”."))
            if len(lines) > LINES_A_SECTION:
                self.add_error(f"add_{key}", _("At most 60 lines in a section."))
        return values

    def texts(self) -> list[str]:
        """Return what was typed here: changed and added lines, and the assessment."""
        spoken = self.cleaned_data.get("assessment")
        typed = [line["text"][self.language] for each in self.facts for line in self._lines(each) if line.get("typed")]
        return [*typed, *(spoken.texts.values() if spoken else ())]

    def _lines(self, section: Mapping[str, Any]) -> list[dict[str, Any]]:
        key, values, found = section["section"], self.cleaned_data, []
        for number, line in enumerate(section.get("lines", ())):
            text = values.get(f"line_{key}_{number}", "")
            if text == in_language(line["text"], self.language).strip():
                found.append(dict(line))
            elif text:
                found.append({**line, "text": {self.language: text}, "origin": "edited", "typed": True})
        added = [each.strip() for each in values.get(f"add_{key}", "").splitlines() if each.strip()]
        return [*found, *({"text": {self.language: each}, "origin": "added", "typed": True} for each in added)]

    def body(self, from_at: datetime, to_at: datetime) -> dict[str, Json]:
        """Return what the record says."""
        facts: list[Json] = [self._section(section) for section in self.facts]
        spoken = self.cleaned_data.get("assessment")
        body: dict[str, Json] = {
            "from_at": moment(from_at), "to_at": moment(to_at), "facts": facts,
            "original_language": spoken.original if spoken else self.language,
        }  # fmt: skip
        return body | ({"assessment": texts(spoken)} if spoken else {})

    def _section(self, section: Mapping[str, Any]) -> dict[str, Json]:
        lines = [{name: part for name, part in line.items() if name != "typed"} for line in self._lines(section)]
        key = section["section"]
        said: dict[str, Json] = {"section": key, "state": self.cleaned_data[f"state_{key}"]}
        if lines:
            said["lines"] = list(lines)
        return said


def in_language(said: Mapping[str, str], language: Language) -> str:
    """Return a line in ``language``, else in another it is there in."""
    return said.get(language) or next(iter(said.values()), "")
