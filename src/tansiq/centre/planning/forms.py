"""Forms of the planning page. The map fills them in; without it they are filled in by hand."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tansiq.centre.planning.changes import JOINT, MOST_CORNERS
from tansiq.centre.planning.places import LONGEST_CHARS, parse_position
from tansiq.centre.shell.asking import AskingForm
from tansiq.centre.shell.fields import SpokenField

TITLE_CHARS: Final = 80
Choices = Sequence[tuple[str, Any]]
ELEMENTS: Final[Choices] = (
    ("none", _("watches only")),
    ("vehicle", _("a reaction element in vehicles too")),
    ("foot", _("a reaction element on foot too")),
)
STATUSES: Final[Choices] = (
    ("silenced", _("Take it to be silent")),
    ("withdrawn", _("Withdraw it")),
    ("restored", _("Have it as the laydown has it")),
)
WEIGHTS: Final[Choices] = (
    ("area", _("ground, km²")),
    ("residents", _("residents")),
    ("incidents", _("incidents")),
    ("seam", _("seam, km")),
)
WINDOWS: Final[Choices] = (("day", _("Day")), ("night", _("Night")))
MOST_PLACES: Final = 12
MOST_CHECKPOINTS_ASKED: Final = 8


class PositionField(forms.CharField):
    """A position in MGRS or degrees; cleaned, longitude and latitude [deg]."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        widget = forms.TextInput({"dir": "ltr", "autocomplete": "off", "data-position": ""})
        super().__init__(
            widget=widget, max_length=LONGEST_CHARS, label=_("Position"),
            help_text=_("MGRS or degrees, latitude first: 38S LE 1234 5678, or 35.4700, 44.3900."), **options,
        )  # fmt: skip

    def clean(self, value: Any) -> tuple[float, float]:  # noqa: ANN401 - as it came
        """Return longitude and latitude [deg]."""
        return parse_position(super().clean(value))


class NewCourseForm(AskingForm):
    """What a new course of action is called."""

    title = SpokenField(
        label=_("What it is called"), area=False, longest=TITLE_CHARS,
        help_text=_("In a few words what it tries: “Two joint posts in the east”. Both parties read it."),
    )  # fmt: skip


class CoursePostForm(forms.Form):
    """A form about one of the posts there are."""

    post = forms.ChoiceField(label=_("Post"))

    def __init__(self, *args: Any, posts: Choices, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.fields["post"].choices = posts  # type: ignore[attr-defined]  # a choice field


class MoveForm(CoursePostForm):
    """Where a post is to stand."""

    position = PositionField()


class StatusForm(CoursePostForm):
    """Whether a post speaks, or stands at all."""

    status = forms.ChoiceField(label=_("What becomes of it"), choices=STATUSES, widget=forms.RadioSelect)


class AddForm(forms.Form):
    """A new post."""

    party = forms.ChoiceField(label=_("Whose"), widget=forms.RadioSelect)
    element = forms.ChoiceField(label=_("What it does"), choices=ELEMENTS, initial="vehicle")
    position = PositionField()

    def __init__(self, *args: Any, parties: Choices, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.fields["party"].choices = [(JOINT, _("both parties', a joint post")), *parties]  # type: ignore[attr-defined]  # a choice field


class AreaForm(forms.Form):
    """A company's area."""

    brigade = forms.ChoiceField(label=_("Brigade"))
    company = forms.IntegerField(label=_("Company"), min_value=1, max_value=99, localize=False)
    corners = forms.CharField(
        label=_("Corners"), max_length=MOST_CORNERS * (LONGEST_CHARS + 2),
        widget=forms.Textarea({"rows": 4, "dir": "ltr", "data-corners": ""}),
        help_text=_("One position on each line, in the order somebody would walk them; three at least."),
    )  # fmt: skip

    def __init__(self, *args: Any, brigades: Choices, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.fields["brigade"].choices = brigades  # type: ignore[attr-defined]  # a choice field

    def clean_corners(self) -> list[tuple[float, float]]:
        """Return the corners, longitude and latitude [deg]."""
        lines = [line for line in self.cleaned_data["corners"].splitlines() if line.strip()]
        if len(lines) > MOST_CORNERS:
            raise ValidationError(_("At most %(most)s corners."), params={"most": MOST_CORNERS})
        return [parse_position(line) for line in lines]


class CheckpointForm(forms.Form):
    """A joint checkpoint."""

    position = PositionField()


class WindowForm(forms.Form):
    """For which part of the day."""

    window = forms.ChoiceField(label=_("Part of the day"), choices=WINDOWS, initial="day")


class SitingForm(WindowForm):
    """How many places siting is asked for, and what they are to hold."""

    joint_posts = forms.IntegerField(
        label=_("Joint posts"), min_value=0, max_value=MOST_PLACES, initial=1, localize=False
    )
    reaction = forms.IntegerField(
        label=_("Reaction elements"), min_value=0, max_value=MOST_PLACES, initial=0, localize=False
    )
    watch = forms.IntegerField(label=_("Watches"), min_value=0, max_value=MOST_PLACES, initial=0, localize=False)
    weighing = forms.ChoiceField(label=_("To hold most"), choices=WEIGHTS, initial="area")

    def clean(self) -> dict[str, Any]:
        """Refuse to be asked for nothing."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not sum(values[name] for name in ("joint_posts", "reaction", "watch")):
            raise ValidationError(_("Ask for one place at least."))
        return values


class CheckpointsForm(forms.Form):
    """How many checkpoints are asked for."""

    count = forms.IntegerField(
        label=_("Joint checkpoints"), min_value=1, max_value=MOST_CHECKPOINTS_ASKED, initial=2, localize=False
    )


def first_fault(form: forms.Form) -> str:
    """Return the first thing that is wrong with a form, with its field's label, as one sentence."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        return f"{label}: {errors[0]}" if label else str(errors[0])
    return ""
