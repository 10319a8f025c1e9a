"""What the page shows where one enters a demonstration."""

from django import template

from tansiq.centre.demonstration.cast import PASSPHRASE
from tansiq.centre.demonstration.entering import Door, doors

register = template.Library()


@register.simple_tag
def demonstration_doors() -> list[tuple[str, list[Door]]]:
    """Return the accounts to enter as, by party."""
    return doors()


@register.simple_tag
def demonstration_passphrase() -> str:
    """Return what opens every officer's key here."""
    return PASSPHRASE
