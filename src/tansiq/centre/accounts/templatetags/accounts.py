"""Filters for the pages of accounts."""

import json

from django import template
from django.utils.translation import gettext

from tansiq.centre.accounts.roles import MEANINGS, ROLES

register = template.Library()


@register.filter
def as_json(value: object) -> str:
    """Return ``value`` as JSON for a data attribute; the template escapes it."""
    return json.dumps(value)


@register.filter
def role_name(role: str) -> str:
    """Return what a role is called."""
    return gettext(ROLES[role]) if role in ROLES else role


@register.filter
def role_names(roles: list[str]) -> str:
    """Return what roles are called, in the order in which forms offer them."""
    return gettext(", ").join(role_name(role) for role in ROLES if role in roles)


@register.filter
def role_meaning(role: str) -> str:
    """Return what a role may do."""
    return gettext(MEANINGS[role])
