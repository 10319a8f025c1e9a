"""Tags for items: marked search words, who was told, words for values."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from tansiq.centre.duty import reading, words
from tansiq.centre.duty.models import LogItem
from tansiq.domain.search_text import highlights
from tansiq.journal.times import read_time

register = template.Library()
register.filter("best", reading.best)


@register.simple_tag
def marked(text: str, query: str) -> SafeString:
    """Show ``text`` with the words of ``query`` marked: ``{% marked text query %}``."""
    parts, at = [], 0
    for span in highlights(query, text) if query else ():
        parts += [escape(text[at : span.start]), format_html("<mark>{}</mark>", text[span.start : span.end])]
        at = span.end
    return SafeString("".join([*parts, escape(text[at:])]))


@register.filter
def language_shown(texts: Mapping[str, str], language: str) -> str:
    """Return the language of the text that ``best`` gives."""
    return language if texts.get(language) else next(iter(texts), language)


@register.simple_tag
def text_found(texts: Mapping[str, str], query: str, language: str) -> tuple[str, str]:
    """Return language and text of what to show of ``texts``: where the words sought stand, else the reader's."""
    order = [language, *texts] if texts.get(language) else list(texts)
    found = [each for each in order if query and highlights(query, texts[each])]
    chosen = next(iter([*found, *order]), language)
    return chosen, texts.get(chosen, "")


@register.filter
def told(row: LogItem) -> list[dict[str, Any]]:
    """Return who needs to know, each with the moment it was told, if it was."""
    return [{**need, "at": read_time(need["told_at"]) if "told_at" in need else None} for need in row.needs]


@register.filter
def means_word(key: str) -> str:
    """Return what a means is called."""
    return words.word(words.MEANS, key)


@register.filter
def direction_word(key: str) -> str:
    """Return what a direction is called."""
    return words.word(words.DIRECTIONS, key)


@register.filter
def method_word(key: str) -> str:
    """Return how a position is known, in words."""
    return words.word(words.METHODS, key)


@register.filter
def link_word(key: str) -> str:
    """Return the state of a means of communication, in words."""
    return words.word(words.LINK_STATES, key)


@register.filter
def section_word(key: str) -> str:
    """Return what a section of the report is called."""
    return words.word(words.SECTIONS, key)


@register.filter
def section_state_word(key: str) -> str:
    """Return whether a section says something, in words."""
    return words.word(words.SECTION_STATES, key)


@register.filter
def keys(text: str) -> list[str]:
    """Return the keys in a row's ``refers``."""
    return text.split()
