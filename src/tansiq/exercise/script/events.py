"""The events of the script, read and held against its rules."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import mgrs

from tansiq.domain.names import Names
from tansiq.exercise.sketch.facts import towns

KINDS: Final = ("message", "correct", "recall", "release", "acknowledge", "confirm_recall", "duty")
_FILE: Final = Path(__file__).parent / "fortnight.toml"
_KILOMETRES: Final = 2  # digits of easting and of northing: a place is told to a kilometre
ACCURACY_M: Final = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the sketch: its names, and its grid square of a kilometre."""

    names: Names
    mgrs: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody writes down.

    Attributes
    ----------
    id
        What other events call it by.
    after
        When, since the first midnight of the fortnight.
    centre, party, role
        Where and by whom it is written.
    kind
        One of :data:`KINDS`.
    about
        The event it answers, corrects, recalls, releases or acknowledges; empty if none.
    category, precedence
        Of a message; the precedence also of a duty item.
    to
        Parties it is released to; empty: held.
    text
        In all three languages; empty for an acknowledgement.
    place
        Where; None if nowhere in particular.
    starts_h, ends_h, acknowledge_h
        Hours from its time: what it announces, and by when it is to be acknowledged; None if not said.
    whom, told
        Who needs to know of a duty item, and whether they were told at once.
    """

    id: str
    after: timedelta
    centre: str
    party: str
    role: str
    kind: str
    about: str = ""
    category: str = ""
    precedence: str = ""
    to: tuple[str, ...] = ()
    text: Names = field(default_factory=Names)
    place: Place | None = None
    starts_h: float | None = None
    ends_h: float | None = None
    acknowledge_h: float | None = None
    whom: tuple[str, ...] = ()
    told: bool = False


@cache
def fortnight() -> tuple[Event, ...]:
    """Return the whole script, in order of time."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(_event(each) for each in table["events"])


def due(events: Sequence[Event], upto: timedelta, centre: str = "") -> tuple[Event, ...]:
    """Return what has happened ``upto`` a time since the first midnight, at ``centre`` or, if empty, anywhere."""
    return tuple(each for each in events if each.after <= upto and centre in ("", each.centre))


def _event(given: Mapping[str, Any]) -> Event:
    table = dict(given)
    day, at = table.pop("day"), table.pop("at")
    table["after"] = timedelta(days=day - 1, hours=at.hour, minutes=at.minute)
    table["text"] = Names(**table.get("text", {}))
    if "place" in table:
        table["place"] = _places()[table["place"]]
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    return Event(**fields)


@cache
def _places() -> Mapping[str, Place]:
    grid = mgrs.MGRS()
    return {
        town.names.en: Place(town.names, grid.toMGRS(town.lat_deg, town.lon_deg, MGRSPrecision=_KILOMETRES))
        for town in towns()
    }  # fmt: skip
