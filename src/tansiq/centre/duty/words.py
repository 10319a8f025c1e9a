"""What people read for the values that records hold."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[str, str | Promise]]
PRECEDENCES: Final[Choices] = [
    ("flash", _("Flash")),
    ("immediate", _("Immediate")),
    ("priority", _("Priority")),
    ("routine", _("Routine")),
]
MEANS: Final[Choices] = [
    ("radio", _("radio")),
    ("phone", _("phone")),
    ("in_presence", _("in presence")),
    ("system", _("computer system")),
    ("runner", _("runner")),
    ("letter", _("letter")),
]
DIRECTIONS: Final[Choices] = [
    ("in", _("came in")),
    ("out", _("went out")),
    ("within", _("within the centre")),
]
METHODS: Final[Choices] = [
    ("reported", _("as reported")),
    ("map", _("read from a map")),
    ("receiver", _("satellite receiver")),
    ("estimated", _("estimated")),
]
LINK_STATES: Final[Choices] = [
    ("good", _("good")),
    ("weak", _("weak")),
    ("out", _("not working")),
    ("untested", _("not tested")),
]
SECTIONS: Final[Choices] = [
    ("log", _("Duty log")),
    ("incidents", _("Incidents")),
    ("posts", _("Posts held, observed, lost or vacated")),
    ("movements", _("Movements done and planned")),
    ("sweeps", _("Sweeps")),
    ("checkpoints", _("Checkpoints")),
    ("hazards", _("Hazards")),
    ("strength", _("Strength")),
    ("communications", _("Communications")),
    ("supply", _("Supply")),
    ("next_24_hours", _("Next 24 hours")),
]
SECTION_STATES: Final[Choices] = [
    ("reported", _("reported")),
    ("nothing_to_report", _("nothing to report")),
    ("unknown", _("unknown")),
]


def word(choices: Choices, key: str) -> str:
    """Return what people read for ``key``; the key itself if it is not among the choices."""
    return str(dict(choices).get(key, key))
