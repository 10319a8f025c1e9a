"""Settling what a picture assumes, before anything is computed."""

import math
from dataclasses import replace
from datetime import datetime

from tansiq.domain.laydown import Laydown
from tansiq.domain.time import Window
from tansiq.errors import UsageError
from tansiq.gaps.model import Parameters
from tansiq.gaps.rules import cover_seam
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_


def settle(
    ground: Ground,
    laydown: Laydown,
    *,
    window: Window | str = Window.DAY,
    respond_within_min: float | None = None,
    share_within_min: float | None = None,
    stale_after_h: float | None = None,
    at: datetime | None = None,
) -> tuple[Parameters, tuple[Notice, ...]]:
    """Return the parameters of a picture, and what a reader must know about them.

    Parameters
    ----------
    ground, laydown
        What the picture is made from.
    window
        ``day`` or ``night``.
    respond_within_min, share_within_min, stale_after_h
        Figures that take the place of the laydown's terms; None keeps those. A response time given here holds in
        every sector, also where the agreement asks for another one.
    at
        The moment the picture is true for (aware). None takes the laydown's moment, else the latest confirmation of
        a post; never the clock, since the same inputs must give the same picture.

    Raises
    ------
    UsageError
        For an unknown window, a figure that is not a time span, or a moment without zone or that nothing gives.
    BadInputError
        For sectors that overlap.
    """
    moment, moment_notices = _moment(laydown, at)
    terms = laydown.terms
    if respond_within_min is not None:
        sectors = tuple(replace(sector, respond_within_min=None) for sector in terms.sectors)
        terms = replace(terms, respond_within_min=_span("respond within", respond_within_min), sectors=sectors)
    if share_within_min is not None:
        terms = replace(terms, share_within_min=_span("share within", share_within_min))
    if stale_after_h is not None:
        terms = replace(terms, stale_after_h=_span("stale after", stale_after_h))
    terms, sector_notices = cover_seam(terms, ground.seam)
    return Parameters(_window(window), moment, terms), (*moment_notices, *sector_notices)


def _window(window: Window | str) -> Window:
    if window not in tuple(Window):
        raise UsageError(N_("There is no window %(window)s. Ask for day or night."), window=window)
    return Window(window)


def _span(name: str, value: float) -> float:
    if not math.isfinite(value) or value < 0:
        raise UsageError(
            N_("%(name)s is %(value)s, which is not a span of time. Give a number of 0 or more."),
            name=name,
            value=value,
        )
    return float(value)


def _moment(laydown: Laydown, at: datetime | None) -> tuple[datetime, tuple[Notice, ...]]:
    moment = at or laydown.as_of
    if moment is None:
        moment = max((post.confirmed_at for post in laydown.posts if post.confirmed_at is not None), default=None)
        if moment is None:
            raise UsageError(N_("The laydown does not say which moment it describes. Give the moment of the picture."))
        text = N_("The laydown does not say which moment it describes; the latest confirmation, %(at)s, was taken.")
        return moment, (Notice("moment-from-confirmation", text, {"at": moment.isoformat()}),)
    if moment.utcoffset() is None:
        raise UsageError(N_("The moment %(at)s has no time zone. Add one, such as +03:00."), at=moment.isoformat())
    return moment, ()
