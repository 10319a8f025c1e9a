"""Figures with their units, and names, as parts of sentences in the reader's language.

Digits are Western. What stays left-to-right inside right-to-left text (ids, spans of kilometres) is isolated with
Unicode's own characters, since sentences travel as plain text.
"""

import math
import re
from typing import Final

from django.utils.translation import gettext, ngettext

from tansiq.domain.state import State
from tansiq.language import N_

LEFT_TO_RIGHT_ISOLATE: Final = "\u2066"
FIRST_STRONG_ISOLATE: Final = "\u2068"
END_ISOLATE: Final = "\u2069"
SHOWN_WITH_DECIMAL_BELOW: Final = 10.0
SMALLEST_DECIMAL: Final = 0.1
_REMARK: Final = re.compile(r"\s*\([^()]*\)\s*$")
STATE_MEANINGS: Final = {
    State.HELD: N_("One side sees it and arrives in time."),
    State.TOGETHER: N_("One side sees it and the other arrives in time once word has passed."),
    State.SLOW: N_("It is seen, but nobody arrives in time."),
    State.BLIND: N_("Somebody could arrive in time, but nobody sees it."),
    State.OPEN: N_("Nobody sees it and nobody arrives in time."),
    State.UNKNOWN: N_("It would be better only by trusting posts not confirmed lately. It never counts as held."),
}


def isolated(text: str) -> str:
    """Return ``text`` kept left-to-right whatever stands around it."""
    return f"{LEFT_TO_RIGHT_ISOLATE}{text}{END_ISOLATE}"


def name_isolated(name: str) -> str:
    """Return ``name`` with its own direction, whatever stands around it."""
    return f"{FIRST_STRONG_ISOLATE}{name}{END_ISOLATE}"


def without_remark(name: str) -> str:
    """Return ``name`` without a remark in brackets at its end, such as ``(fictional)``: the map says that once."""
    return _REMARK.sub("", name)


def figure(value: float) -> str:
    """Return a figure with at most one decimal below ten and none from there on; what is not zero never shows as 0."""
    if 0 < value < SMALLEST_DECIMAL:
        return f"{value:.1g}"
    if 0 < value < SHOWN_WITH_DECIMAL_BELOW:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:,.0f}"


def minutes_needed(minutes: float) -> str:
    """Return a time somebody needs, rounded up to whole minutes: never promised too early."""
    return minutes_phrase(math.ceil(minutes))


def minutes_allowed(minutes: float) -> str:
    """Return a time something may take, rounded down to whole minutes: never allowed too long."""
    return minutes_phrase(math.floor(minutes))


def minutes_phrase(count: int) -> str:
    """Return whole minutes."""
    return ngettext("%(count)d min", "%(count)d min", count) % {"count": count}


def hours_phrase(hours: float) -> str:
    """Return hours, whole where they are."""
    count = math.ceil(hours)
    return ngettext("%(hours)s h", "%(hours)s h", count) % {"hours": f"{hours:g}"}


def km(value: float) -> str:
    """Return kilometres."""
    return gettext("%(figure)s km") % {"figure": figure(value)}


def km2(value: float) -> str:
    """Return square kilometres."""
    return gettext("%(figure)s km²") % {"figure": figure(value)}


def residents(count: int | None) -> str:
    """Return how many people live there; unknown where no place says."""
    if count is None:
        return gettext("residents unknown")
    return ngettext("%(count)s resident", "%(count)s residents", count) % {"count": f"{count:,}"}


def km_span(from_km: float, to_km: float) -> str:
    """Return a stretch of the seam, such as ``km 120-134``."""
    return gettext("km %(span)s") % {"span": isolated(f"{_mark(from_km)}–{_mark(to_km)}")}


def _mark(at_km: float) -> str:
    return f"{at_km:.1f}".removesuffix(".0")
