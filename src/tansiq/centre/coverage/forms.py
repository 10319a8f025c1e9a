"""For which part of the day, and for whom."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tansiq.centre.partners.audience import Audience
from tansiq.centre.shell.asking import AskingForm
from tansiq.domain.time import Window

WINDOWS = [(Window.DAY.value, _("Day")), (Window.NIGHT.value, _("Night"))]


class WindowForm(forms.Form):
    """For which part of the day."""

    window = forms.ChoiceField(choices=WINDOWS)


class ReleaseForm(AskingForm):
    """To whom a coverage is released."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    window = forms.ChoiceField(choices=WINDOWS, widget=forms.HiddenInput)
    to = forms.MultipleChoiceField(label=_("Release to"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, audiences: Sequence[Audience], **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.fields["to"].choices = [(each.party, _reads(each)) for each in audiences]  # type: ignore[attr-defined]  # a choice field

    def texts(self) -> list[str]:
        """Nothing is typed."""
        return []


def _reads(each: Audience) -> str:
    centres = ", ".join(f"\u2066{centre.name}\u2069" for centre in each.centres)
    return str(_("%(party)s; read at: %(centres)s")) % {"party": each.name, "centres": centres}
