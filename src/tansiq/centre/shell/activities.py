"""What can be done here, and what waits for whom: each part of the centre registers its own, the frame shows them.

Registered in a part's ``AppConfig.ready``::

    activity("duty-log", N_("Duty log"), "duty-log", "log", {"duty_officer", "viewer"}, count_open, order=20)
    waiting_items("duty-log", open_items)
    standing(open_decisions)
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from tansiq.centre.shell.who import Officer

Count = Callable[[Officer, int | None], int]


@dataclass(frozen=True, slots=True)
class Activity:
    """One entry of the rail.

    Attributes
    ----------
    name
        Key, unique in the centre.
    label
        English, marked for translation; one or two short words.
    url_name
        The page it opens.
    icon
        Name of a drawing in ``templates/shell/icons``.
    roles
        Who may open it; None for everybody who is signed in.
    waiting
        Counts what waits for an officer, as of a place in the journal (None: now); None if nothing ever does.
    order
        Its place in the rail, lowest first.
    offered
        Tells whether this centre has it at all; None if every centre does.
    """

    name: str
    label: str
    url_name: str
    icon: str
    roles: frozenset[str] | None
    waiting: Count | None
    order: int
    offered: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for an officer.

    Attributes
    ----------
    since
        From when on the clock runs.
    what
        A short sentence in the reader's language.
    address
        The page where it can be dealt with.
    precedence
        ``flash``, ``immediate``, ``priority`` or ``routine``; empty if it has none.
    party
        Whose it is; empty if it is of both.
    alarm
        Whether it has waited longer than it may.
    alarm_at
        From when it will have; None if that is not a matter of time.
    """

    since: datetime
    what: str
    address: str
    precedence: str = ""
    party: str = ""
    alarm: bool = False
    alarm_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One line about how the centre stands: what, how much, and where to read more."""

    label: str
    value: str
    address: str = ""
    troubled: bool = False


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of the top bar that belongs to another part of the centre.

    Attributes
    ----------
    template
        Sets ``part``.
    content
        Returns what that is for an officer; None where there is nothing to show.
    """

    template: str
    content: Callable[[Officer], object | None]


WaitingItems = Callable[[Officer, int | None], Iterable[Waiting]]
Standings = Callable[[Officer, int | None], Iterable[Standing]]
_activities: Final[dict[str, Activity]] = {}
_waiting_items: Final[dict[str, WaitingItems]] = {}
_standings: Final[dict[str, Standings]] = {}
_bar_parts: Final[dict[str, BarPart]] = {}


def activity(
    name: str, label: str, url_name: str, icon: str, roles: Iterable[str] | None, waiting: Count | None = None,
    *, order: int = 50, offered: Callable[[], bool] | None = None,
) -> None:  # fmt: skip
    """Put an activity on the rail; see :class:`Activity`."""
    allowed = frozenset(roles) if roles is not None else None
    _activities[name] = Activity(name, label, url_name, icon, allowed, waiting, order, offered)


def waiting_items(name: str, items: WaitingItems) -> None:
    """Register what of activity ``name`` waits for an officer, for the first page."""
    _waiting_items[name] = items


def standing(name: str, lines: Standings) -> None:
    """Register lines about how the centre stands, for the first page."""
    _standings[name] = lines


def bar_part(name: str, part: BarPart) -> None:
    """Register a part of the top bar, shown to those who may open activity ``name``; never on a page of the past."""
    _bar_parts[name] = part


def bar_parts(officer: Officer) -> Iterator[tuple[str, object]]:
    """Yield template and content of each part of the bar that ``officer`` sees."""
    for name, part in _bar_parts.items():
        content = part.content(officer) if _may_open(officer, name) else None
        if content is not None:
            yield part.template, content


@dataclass(frozen=True, slots=True)
class RailEntry:
    """An activity as one officer sees it."""

    name: str
    label: str
    icon: str
    address: str
    count: int
    current: bool


def rail(officer: Officer, as_of: int | None, path: str) -> list[RailEntry]:
    """Return what ``officer`` may open, in order, with what waits; the entry that ``path`` belongs to is current."""
    open_to = [entry for entry in _activities.values() if _may_open(officer, entry.name)]
    found = [(entry, reverse(entry.url_name)) for entry in sorted(open_to, key=lambda entry: (entry.order, entry.name))]
    here = max((address for _, address in found if _lies_under(path, address)), key=len, default="")
    return [
        RailEntry(entry.name, entry.label, entry.icon, address, _count(entry, officer, as_of), address == here)
        for entry, address in found
    ]


def waiting_for(officer: Officer, as_of: int | None) -> list[Waiting]:
    """Return everything that waits for ``officer``, the oldest first."""
    open_to = [items for name, items in _waiting_items.items() if _may_open(officer, name)]
    return sorted((one for items in open_to for one in items(officer, as_of)), key=lambda one: one.since)


def standings(officer: Officer, as_of: int | None) -> Iterator[Standing]:
    """Yield how the centre stands, as far as ``officer`` may know."""
    for name, lines in _standings.items():
        if name not in _activities or _may_open(officer, name):
            yield from lines(officer, as_of)


def _may_open(officer: Officer, name: str) -> bool:
    """Tell whether an activity is open to ``officer``; what belongs to no activity on the rail is closed."""
    entry = _activities.get(name)
    if entry is None or (entry.offered is not None and not entry.offered()):
        return False
    return entry.roles is None or bool(entry.roles & officer.roles)


def _lies_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))


def _count(entry: Activity, officer: Officer, as_of: int | None) -> int:
    return entry.waiting(officer, as_of) if entry.waiting else 0
