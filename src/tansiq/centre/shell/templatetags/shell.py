"""Tags for moments, marks, parties, digests and addresses. Everything a person typed stays escaped."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tansiq.centre.shell.marks import PRECEDENCES, digest_groups, shape_of
from tansiq.centre.shell.moments import age_mark, moment_mark, plain_local
from tansiq.centre.shell.who import ROLE_NAMES, identity, in_turn, party_of, turn_of_day
from tansiq.domain.party import KNOWN, Party
from tansiq.domain.time import LOCAL_ZONE, date_time_group
from tansiq.language import RIGHT_TO_LEFT, choose_language

register = template.Library()


@register.simple_tag
def dtg(moment: datetime | None) -> SafeString:
    """Show a moment as a date-time group: ``{% dtg record.entered_at %}``."""
    return moment_mark(moment)


@register.filter
def plain(moment: datetime) -> str:
    """Show a moment in plain local words: ``{{ moment|plain }}``."""
    return plain_local(moment)


@register.filter
def dtg_text(moment: datetime) -> str:
    """Return a moment as a date-time group alone, for a place that keeps its direction itself."""
    return date_time_group(moment)


@register.filter
def local_time(moment: datetime) -> str:
    """Return a moment's local time with its offset, as a clock on the wall beside the date-time group."""
    return _("%(time)s local") % {"time": local_hours(moment)}


@register.filter
def local_hours(moment: datetime) -> str:
    """Return a moment's local time as a form takes it."""
    return f"{moment.astimezone(LOCAL_ZONE):%H:%M}"


@register.filter
def local_date(moment: datetime) -> str:
    """Return a moment's local date as a form takes it."""
    return moment.astimezone(LOCAL_ZONE).date().isoformat()


@register.simple_tag(takes_context=True)
def age(context: Context, since: datetime | None) -> SafeString:
    """Show how long something has lasted: ``{% age item.since %}``; in the past, until the moment looked at."""
    return age_mark(since, context.get("now") or timezone.now())


@register.simple_tag
def ltr(text: object) -> SafeString:
    """Keep MGRS, call signs and keys left to right in any text: ``{% ltr item.grid %}``."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


@register.simple_tag
def digest(text: str) -> SafeString:
    """Show a digest in groups; copied, it is whole: ``{% digest record.digest %}``."""
    groups = format_html_join("", "<span>{}</span><wbr>", ((group,) for group in digest_groups(text)))
    return format_html('<bdi dir="ltr" class="digest">{}</bdi>', groups)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw ``templates/shell/icons/NAME.svg``; it says nothing, so words must stand beside it."""
    return _drawing(name)


@cache
def _drawing(name: str) -> SafeString:
    return SafeString(render_to_string(f"shell/icons/{name}.svg").strip())


@register.simple_tag
def status(state: str, label: str) -> SafeString:
    """Show a state by shape and word: ``{% status "in_effect" words %}``; ``state`` may be a shape's name."""
    return format_html('<span class="tag" data-shape="{}">{}</span>', shape_of(state), label)


@register.simple_tag
def precedence(key: str) -> SafeString:
    """Show a precedence by shape and word: ``{% precedence item.precedence %}``."""
    word, shape = PRECEDENCES[key]
    return format_html(
        '<span class="tag precedence" data-precedence="{}" data-shape="{}">{}</span>', key, shape, _(word)
    )


@register.simple_tag
def party_name(party: str | Party) -> str:
    """Return what a party is called in the reader's language; its key if nobody knows it."""
    found = party if isinstance(party, Party) else party_of(party)
    return found.names.best(choose_language(translation.get_language())) if found else str(party)


@register.simple_tag
def party(key: str | Party) -> SafeString:
    """Show a party's mark and name: ``{% party record.party %}``."""
    return format_html('<span class="party" data-party="{}">{}</span>', _hue(key), party_name(key))


def _hue(key: str | Party) -> str:
    """Return which of the two hues a party has: by the order of the keys, which ranks nobody.

    A party has the same one in its own centre as in a joint one, and in its partner's.
    """
    centre, name = identity(), key.id if isinstance(key, Party) else key
    own = {each.id for each in centre.parties} if centre else set()
    keys = sorted(KNOWN) if name in KNOWN and own <= KNOWN.keys() else sorted(own)
    return str(keys.index(name) + 1) if name in keys else "0"


@register.simple_tag
def party_hue(key: str | Party) -> str:
    """Return which of the two hues marks a party, for ``data-party``."""
    return _hue(key)


@register.simple_tag
def parties(turn: int | datetime | None = None) -> tuple[Party, ...]:
    """Return the centre's parties, another one first each turn: ``{% parties place as both %}``.

    ``turn`` is a record's place, or a moment (the order then changes daily); without one, today's.
    """
    centre = identity()
    if not isinstance(turn, int):
        turn = turn_of_day(turn or timezone.now())
    return in_turn(centre.parties, turn) if centre else ()


@register.filter
def role(key: str) -> str:
    """Return what a role is called: ``{{ key|role }}``."""
    return _(ROLE_NAMES[key]) if key in ROLE_NAMES else key


@register.filter
def roles(keys: Iterable[str]) -> str:
    """Return what roles are called, in their usual order: ``{{ officer.roles|roles }}``."""
    held = set(keys)
    known = [key for key in ROLE_NAMES if key in held]
    return _(", ").join(role(key) for key in [*known, *sorted(held - set(known))])


@register.simple_tag
def spoken_order(texts: Mapping[str, str], original: str, reader: str) -> dict[str, Any]:
    """Return which of a text's languages to show at once (the reader's, else the original) and which folded."""
    names: dict[str, str] = dict(settings.LANGUAGES)
    all_of_it = [
        {"language": key, "name": names.get(key, key), "text": text, "direction": _direction(key)}
        for key, text in texts.items()
    ]
    first = reader if reader in texts else original
    return {
        "shown": [one for one in all_of_it if one["language"] == first],
        "others": [one for one in all_of_it if one["language"] != first],
        "original_name": names.get(original, original),
    }


def _direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@register.simple_tag(takes_context=True)
def here(context: Context, **changes: Any) -> str:  # noqa: ANN401 - whatever an address can say
    """Return this page's address with parts of its query changed: ``{% here page=3 %}``; None takes a part away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    text: str = query.urlencode()
    return f"?{text}" if text else "?"
