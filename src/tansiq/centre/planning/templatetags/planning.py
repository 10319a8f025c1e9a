"""Titles in the reader's language, and how much a course of action changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.simple_tag
def best_of(title: Mapping[str, str], original: str) -> SafeString:
    """Show a title in the reader's language, else as it was written, in its own direction."""
    said = title.get(translation.get_language() or "") or title.get(original, "")
    return format_html('<bdi dir="auto">{}</bdi>', said)


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
