"""What a choice must keep to: figures the parties agreed on, with what is assumed where they did not."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from tansiq.errors import BadInputError, UnreadableInputError
from tansiq.language import N_

MAX_BYTES: Final = 1 << 20
MOST_COMPANIES: Final = 60


@dataclass(frozen=True, slots=True)
class People:
    """How many people each kind of place needs."""

    post: int = 30
    reaction: int = 20
    watch: int = 10


@dataclass(frozen=True, slots=True)
class Company:
    """A company of a joint brigade: how many are present. A place is manned from one company."""

    brigade: str
    name: str
    present: int


@dataclass(frozen=True, slots=True)
class Share:
    """A sector's share of all places asked for, 0..1, as the parties agreed."""

    sector: str
    at_least: float = 0.0
    at_most: float = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on where places may be, and on how many.

    Attributes
    ----------
    support_min
        People must come to each new post and watch within this, by vehicle, from a post that stands already or from
        another post or element that is chosen; time to leave included [min].
    max_slope
        Steepest ground to build on, rise over run.
    road_m
        Farthest from a road [m]; not asked for on ground without roads.
    standoff_m
        Nearest to a protected site [m].
    supply_min
        By vehicle from some post of each of the parties [min].
    ready_min
        From alarm until an element leaves [min].
    people
        What each place needs.
    companies
        Who is there to man them; empty if nobody said, and then strength limits nothing.
    shares
        Of sectors; a sector not named has none.
    """

    support_min: float = 30.0
    max_slope: float = 0.25
    road_m: float = 1_000.0
    standoff_m: float = 500.0
    supply_min: float = 120.0
    ready_min: float = 5.0
    people: People = People()
    companies: tuple[Company, ...] = ()
    shares: tuple[Share, ...] = ()


_FIGURES: Final = ("support_min", "max_slope", "road_m", "standoff_m", "supply_min", "ready_min")


def read_limits(path: Path) -> Limits:
    """Read limits from a TOML file; what it does not say keeps its default. ``docs/siting.md`` describes the format.

    Raises
    ------
    UnreadableInputError
        If the file is missing, larger than 1 MB, or not TOML.
    BadInputError
        If it says something that is unknown here or cannot be.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            template = N_("%(file)s has more than 1 MB. Is it a file of limits?")
            raise UnreadableInputError(template, file=path)
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnreadableInputError(
            N_("%(file)s cannot be read as TOML (%(reason)s)."), file=path, reason=reason
        ) from error
    return _limits(path, said)


def _limits(path: Path, said: Mapping[str, Any]) -> Limits:
    _known(path, said, {*_FIGURES, "people", "company", "share"})
    figures = {name: _number(path, name, said[name]) for name in _FIGURES if name in said}
    people = _table(path, "people", said.get("people", {}))
    _known(path, people, {field.name for field in fields(People)})
    return Limits(
        **figures,
        people=People(**{name: _count(path, f"people.{name}", value) for name, value in people.items()}),
        companies=_companies(path, said.get("company", [])),
        shares=_shares(path, said.get("share", [])),
    )


def _companies(path: Path, rows: object) -> tuple[Company, ...]:
    made = []
    for row in _rows(path, "company", rows):
        _known(path, row, {"brigade", "name", "present"})
        present = _count(path, "company.present", row.get("present"))
        made.append(Company(str(row.get("brigade", "")), str(row.get("name", "")), present))
    if len(made) > MOST_COMPANIES:
        raise BadInputError(N_("%(file)s names more than %(most)s companies."), file=path, most=MOST_COMPANIES)
    return tuple(made)


def _shares(path: Path, rows: object) -> tuple[Share, ...]:
    made = []
    for row in _rows(path, "share", rows):
        _known(path, row, {"sector", "at_least", "at_most"})
        least = _number(path, "share.at_least", row.get("at_least", 0.0))
        most = _number(path, "share.at_most", row.get("at_most", 1.0))
        if not least <= most <= 1:
            template = N_("%(file)s: the share of sector %(sector)s must lie between 0 and 1, at_least before at_most.")
            raise BadInputError(template, file=path, sector=row.get("sector"))
        made.append(Share(str(row.get("sector", "")), least, most))
    return tuple(made)


def _rows(path: Path, name: str, rows: object) -> list[Mapping[str, Any]]:
    if not isinstance(rows, list):
        raise BadInputError(N_("%(file)s: write each %(name)s under a heading [[%(name)s]]."), file=path, name=name)
    return [_table(path, name, row) for row in rows]


def _table(path: Path, name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadInputError(N_("%(file)s: write %(name)s as a table, under a heading."), file=path, name=name)
    return value


def _known(path: Path, said: Mapping[str, Any], names: set[str]) -> None:
    for name in said:
        if name not in names:
            template = N_("%(file)s says %(name)s, which is not known here. Known: %(known)s.")
            raise BadInputError(template, file=path, name=name, known=", ".join(sorted(names)))


def _number(path: Path, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not (math.isfinite(value) and value >= 0):
        template = N_("%(file)s: %(name)s is %(value)s; give a number of 0 or more.")
        raise BadInputError(template, file=path, name=name, value=value)
    return float(value)


def _count(path: Path, name: str, value: object) -> int:
    number = _number(path, name, value)
    if number != int(number):
        template = N_("%(file)s: %(name)s is %(value)s; give a whole number of people.")
        raise BadInputError(template, file=path, name=name, value=value)
    return int(number)
