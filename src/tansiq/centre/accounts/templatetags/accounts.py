"""Filters for the pages of accounts."""

import json

from django import template

register = template.Library()


@register.filter
def as_json(value: object) -> str:
    """Return ``value`` as JSON for a data attribute; the template escapes it."""
    return json.dumps(value)
