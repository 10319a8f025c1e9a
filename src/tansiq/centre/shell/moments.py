"""Moments and ages as a person reads them: date-time group, plain local form, how long ago."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tansiq.domain.time import LOCAL_ZONE, date_time_group
from tansiq.language import N_

# The names used in Iraq, which Django's own Arabic does not have.
MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
A_MINUTE: Final = timedelta(minutes=1)
HOURS_UNTIL_DAYS: Final = 48
MINUTES_AN_HOUR: Final = 60
HOURS_A_DAY: Final = 24


def marked(template: str, **fields: object) -> SafeString:
    """Return a translated sentence with its placeholders filled; fields are escaped unless they are markup already."""
    return SafeString(conditional_escape(template) % {name: _escaped(each) for name, each in fields.items()})


def _escaped(value: object) -> str:
    return value if isinstance(value, SafeString) else conditional_escape(str(value))


def plain_local(moment: datetime) -> str:
    """Return ``moment`` in plain words, local time, such as ``25 November 2026, 23:15 (UTC+3)``."""
    local = moment.astimezone(LOCAL_ZONE)
    # Translators: day, month and year, then the local time
    return _("%(day)s %(month)s %(year)s, %(time)s (UTC+3)") % {
        "day": local.day,
        "month": _(MONTHS[local.month - 1]),
        "year": local.year,
        "time": f"{local:%H:%M}",
    }


def moment_mark(moment: datetime | None) -> SafeString:
    """Return ``moment`` as a date-time group that keeps its direction, the plain form on hover and on paper."""
    if moment is None:
        return format_html('<span class="unknown">{}</span>', _("unknown"))
    return format_html(
        '<time class="dtg" datetime="{}" title="{}" data-plain="{}"><bdi dir="ltr">{}</bdi></time>',
        moment.isoformat(), plain_local(moment), plain_local(moment), date_time_group(moment),
    )  # fmt: skip


def age_words(age: timedelta) -> str:
    """Return how long something has lasted; a time to come (a clock that is off) counts as just now."""
    minutes = max(0, age // A_MINUTE)
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    if hours == 0:
        return ngettext("%(count)s min", "%(count)s min", minutes) % {"count": minutes}
    if hours < HOURS_UNTIL_DAYS:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    days = hours // HOURS_A_DAY
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def age_mark(since: datetime | None, now: datetime) -> SafeString:
    """Return how long ago ``since`` was; a script keeps it going, and it is right without one."""
    if since is None:
        return format_html('<span class="unknown">{}</span>', _("unknown"))
    return format_html(
        '<time class="age" datetime="{}" title="{}">{}</time>', since.isoformat(), plain_local(since),
        age_words(now - since),
    )  # fmt: skip
