"""Other ways to a picture than from the laydown's posts, if a part of the site above this one knows any."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tansiq.centre.picture.engine import Engine
from tansiq.domain.time import Window

FROM_POSTS: Final = "posts"


@dataclass(frozen=True, slots=True)
class Source:
    """One way to a picture.

    Attributes
    ----------
    name
        Part of the page's address.
    label
        What it is called, in the reader's language.
    engine
        What computes from it; None if it cannot be had now.
    says
        What every picture from it must say of itself, in the reader's language, and why it cannot be had.
    windows
        For which parts of the day it can be had.
    """

    name: str
    label: str
    engine: Engine | None
    says: tuple[str, ...]
    windows: frozenset[Window]


_offering: Final[list[Callable[[], Source | None]]] = []
_finding: Final[list[Callable[[str], Engine | None]]] = []


def offer_by(offered: Callable[[], Source | None], find: Callable[[str], Engine | None]) -> None:
    """Have ``offered`` asked for a way to a picture (None: not in this centre), and ``find`` for engines by their keys.

    ``find`` also gives engines of earlier offers, as long as pages may still ask them.
    """
    if offered not in _offering:
        _offering.append(offered)
        _finding.append(find)


def sources() -> list[Source]:
    """Return the ways there are beside the laydown's posts."""
    return [found for offered in _offering if (found := offered()) is not None]


def engine_called(key: str) -> Engine | None:
    """Return the engine of that key; None if no source has one."""
    return next((found for find in _finding if (found := find(key)) is not None), None)
