"""What each measure of the remedy ledger is, in the reader's words."""

from typing import Final

from django.utils.translation import gettext

from tansiq.centre.picture import phrases
from tansiq.centre.picture.sentences import Setting
from tansiq.gaps.model import Measure, MeasureKind, Picture
from tansiq.language import N_

LABELS: Final[dict[MeasureKind, str]] = {
    "word": N_("Pass word within %(minutes)s"),
    "partner": N_("Let the partner respond in sector %(subject)s"),
    "confirm": N_("Confirm post %(subject)s"),
    "watch": N_("Add a watch at %(place)s"),
    "reaction": N_("Put a reaction element at %(place)s"),
    "joint_post": N_("Set up a joint post at %(place)s"),
}


def measure_words(measure: Measure, picture: Picture, setting: Setting) -> str:
    """Return the label of ``measure`` in the active language."""
    fields = {"subject": phrases.isolated(measure.subject), "place": _place(measure, picture)}
    if measure.kind == "word":
        fields["minutes"] = phrases.minutes_allowed(float(measure.subject))
    if measure.kind == "confirm":
        fields["subject"] = _post(measure.subject, picture, setting)
    return gettext(LABELS[measure.kind]) % fields


def _place(measure: Measure, picture: Picture) -> str:
    """Return the gap a measure serves, by its kilometres."""
    gap = next((gap for gap in picture.gaps if gap.id in (measure.subject, *measure.gaps)), None)
    return phrases.km_span(gap.from_km, gap.to_km) if gap else phrases.isolated(measure.subject)


def _post(key: str, picture: Picture, setting: Setting) -> str:
    post = next((post for post in picture.laydown.posts if post.id == key), None)
    name = post.names.best(setting.language) if post else ""
    return f"{name} ({phrases.isolated(key)})" if name and name != key else phrases.isolated(key)
