"""Titles in the reader's language, and how much a course of action changes."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tansiq.centre.picture import phrases
from tansiq.centre.planning.places import position_text
from tansiq.language import N_

register = template.Library()
ROLES: Final = {"post": N_("joint post"), "reaction": N_("joint reaction element"), "watch": N_("joint watch")}


@register.simple_tag
def best_of(title: Mapping[str, str], original: str) -> SafeString:
    """Show a title in the reader's language, else as it was written, in its own direction."""
    return format_html('<bdi dir="auto">{}</bdi>', plain_title(title, original))


@register.simple_tag
def plain_title(title: Mapping[str, str], original: str) -> str:
    """Return a title in the reader's language, else as it was written."""
    return title.get(translation.get_language() or "") or title.get(original, "")


@register.simple_tag
def sizes(body: Mapping[str, Sequence[Any]]) -> str:
    """Say how much a course changes: posts, areas, checkpoints."""
    posts = len(body["put"]) + len(body["silenced"]) + len(body["withdrawn"])
    said = [
        ngettext("%(count)d post", "%(count)d posts", posts) % {"count": posts},
        ngettext("%(count)d area", "%(count)d areas", len(body["areas"])) % {"count": len(body["areas"])},
        ngettext("%(count)d checkpoint", "%(count)d checkpoints", len(body["checkpoints"]))
        % {"count": len(body["checkpoints"])},
    ]
    return _(", ").join(said)


@register.simple_tag
def position(lon_deg: float, lat_deg: float) -> SafeString:
    """Show a position as MGRS."""
    return format_html('<bdi dir="ltr">{}</bdi>', position_text(lon_deg, lat_deg))


@register.simple_tag
def figure_in(value: float, unit: str) -> str:
    """Say a figure in the unit that siting weighs by."""
    if unit == "area":
        return phrases.km2(value)
    if unit == "seam":
        return phrases.km(value)
    if unit == "residents":
        return phrases.residents(round(value))
    return ngettext("%(count)s incident", "%(count)s incidents", round(value)) % {"count": phrases.figure(value)}


@register.simple_tag
def role_of(role: str) -> str:
    """Say what siting chose a place for."""
    return _(ROLES[role]) if role in ROLES else role


@register.simple_tag
def share(value: float) -> str:
    """Say a chance in a hundred, rounded up: never called safer than it is."""
    return _("%(share)s in 100") % {"share": _in_100(value)}


def _in_100(value: float) -> int:
    """Return a share in a hundred, rounded up but for what floating point adds."""
    return math.ceil(round(100 * value, 6))


@register.simple_tag
def hours(minutes: float) -> str:
    """Return minutes as hours with one decimal."""
    return phrases.figure(minutes / 60)


@register.simple_tag
def km2_of(value: float) -> str:
    """Return square kilometres as a figure of a column that says the unit."""
    return phrases.figure(value)


@register.simple_tag
def in_words(words: Mapping[str, str]) -> SafeString:
    """Show a sentence in the reader's language."""
    return format_html('<span dir="auto">{}</span>', words.get(translation.get_language() or "", words.get("en", "")))


@register.simple_tag
def span_of(from_km: float, to_km: float) -> str:
    """Say a stretch of the seam."""
    return phrases.km_span(from_km, to_km)


@register.simple_tag
def between(low: float, high: float) -> str:
    """Say an interval of shares in a hundred, widened to whole ones."""
    span = phrases.isolated(f"{math.floor(round(100 * low, 6))}\u2013{_in_100(high)}")
    return _("%(span)s in 100") % {"span": span}
