"""What the page shows where one enters a demonstration."""

from django import template
from django.utils import translation

from tansiq.centre.demonstration.cast import PASSPHRASE, cast_of
from tansiq.centre.demonstration.entering import Door, doors
from tansiq.language import choose_language

register = template.Library()


@register.simple_tag
def demonstration_doors() -> list[tuple[str, list[Door]]]:
    """Return the accounts to enter as, by party."""
    return doors()


@register.simple_tag
def demonstration_centre(name: str) -> str:
    """Return what the exercise calls the centre, in the reader's language."""
    return cast_of(name).called.best(choose_language(translation.get_language()))


@register.simple_tag
def demonstration_passphrase() -> str:
    """Return what opens every officer's key here."""
    return PASSPHRASE
