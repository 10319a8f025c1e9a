"""Tags for partners: states of links and messages in words, faults and what to do."""

from typing import Any

from django import template
from django.utils import translation

from tansiq.centre.duty import words as duty_words
from tansiq.centre.duty.reading import best
from tansiq.centre.partners import words
from tansiq.domain.exchange_terms import PartnerCentre
from tansiq.journal.times import read_time
from tansiq.language import choose_language, translate

register = template.Library()
register.filter("best", best)


@register.filter
def contact_of(centre: PartnerCentre) -> str:
    """Return whom to phone, in the reader's language."""
    return centre.contact.best(choose_language(translation.get_language()))


@register.filter
def category_word(key: str) -> str:
    """Return what a category is called."""
    return duty_words.word(words.CATEGORIES, key)


@register.filter
def link_state_word(key: str) -> str:
    """Return how a link stands, in words."""
    return duty_words.word(words.LINK_STATES, key)


@register.filter
def method_word(key: str) -> str:
    """Return how a position is known, in words."""
    return duty_words.word(duty_words.METHODS, key)


@register.filter
def fault_name(key: str) -> str:
    """Return what a fault is called."""
    return str(words.FAULTS[key][0])


@register.filter
def fault_advice(key: str) -> str:
    """Return what to do about a fault."""
    return str(words.FAULTS[key][1])


@register.filter
def in_language(texts: dict[str, str]) -> str:
    """Return a sentence that was written down in three languages in the reader's."""
    return best(texts, choose_language(translation.get_language()))


@register.filter
def reason_words(reason: tuple[str, dict[str, Any]] | None) -> str:
    """Return in words why an entry was not accepted."""
    if not reason:
        return ""
    sentence, fields = reason
    return translate(sentence, choose_language(translation.get_language()), fields)


@register.filter
def as_moment(text: str) -> Any:  # noqa: ANN401 - a moment, for the tags of the shell
    """Return a record's time as a moment."""
    return read_time(text) if text else None


@register.filter
def kind_name(kind: str) -> str:
    """Return a kind without its version."""
    return kind.partition("/")[0]


@register.filter
def sorted_keys(keys: frozenset[str]) -> list[str]:
    """Return keys in an order that is the same on every page."""
    return sorted(keys)
