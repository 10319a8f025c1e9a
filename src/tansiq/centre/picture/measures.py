"""What each measure of the remedy ledger is, in the reader's words."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext

from tansiq.centre.picture import phrases
from tansiq.centre.picture.sentences import Setting
from tansiq.domain.time import Window
from tansiq.gaps.model import Measure, MeasureKind, Picture
from tansiq.language import N_

LABELS: Final[dict[MeasureKind, str]] = {
    "word": N_("Pass word within %(minutes)s"),
    "partner": N_("Let the partner respond in sector %(sector)s"),
    "confirm": N_("Confirm post %(post)s"),
    "reaction": N_("Add a reaction element at post %(post)s"),
    "joint_post": N_("Set up a joint post at %(place)s"),
}
WATCH_LABELS: Final = {
    Window.DAY: N_("Man post %(post)s through the whole day"),
    Window.NIGHT: N_("Man post %(post)s through the whole night"),
}


def measure_words(measure: Measure, picture: Picture, setting: Setting) -> str:
    """Return the label of ``measure`` in the active language."""
    watches = measure.kind == "watch"
    label = WATCH_LABELS[picture.parameters.window] if watches else LABELS[measure.kind]
    return gettext(label) % _FIELDS[measure.kind](measure, picture, setting)


def _minutes(measure: Measure, _picture: Picture, _setting: Setting) -> dict[str, str]:
    return {"minutes": phrases.minutes_allowed(float(measure.subject))}


def _sector(measure: Measure, _picture: Picture, setting: Setting) -> dict[str, str]:
    sector = next((s for s in setting.terms.sectors if s.id == measure.subject), None)
    return {"sector": (sector and sector.names.best(setting.language)) or phrases.isolated(measure.subject)}


def _post(measure: Measure, _picture: Picture, _setting: Setting) -> dict[str, str]:
    return {"post": phrases.isolated(measure.subject)}


def _gap(measure: Measure, picture: Picture, _setting: Setting) -> dict[str, str]:
    gap = next((gap for gap in picture.gaps if gap.id == measure.subject), None)
    return {"place": phrases.km_span(gap.from_km, gap.to_km) if gap else phrases.isolated(measure.subject)}


_FIELDS: Final[dict[MeasureKind, Callable[[Measure, Picture, Setting], dict[str, str]]]] = {
    "word": _minutes,
    "partner": _sector,
    "confirm": _post,
    "watch": _post,
    "reaction": _post,
    "joint_post": _gap,
}
