"""What is exported, and the formats as the page offers them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.domain.course import Course
from tansiq.gaps.corridors import Corridors
from tansiq.gaps.model import Picture
from tansiq.language import N_, Language

MARKING: Final = N_(
    "Shows positions of posts. For those who may open this plan at this centre; give it to nobody else."
)
"""Stands in every file: posts are positions."""

NO_LEGAL_MEANING: Final = N_("Lines on this map carry no legal meaning.")
FICTIONAL: Final = N_("Exercise: fictional forces")


@dataclass(frozen=True)
class Plan:
    """A course of action with what it does, ready to be taken away.

    Attributes
    ----------
    course
        The changes, areas and checkpoints.
    before, after
        The picture without and with it, of one window and moment. A ledger is written if ``after`` has one.
    made_at
        When it is exported (aware); the only time that stands in the files.
    centre
        Name of the centre in the language of the export.
    by
        Label of the account that asked; never a person's name.
    corridors
        Least exposed crossings of ``after``; None if they were not looked for.
    robust
        Ids of gaps of ``after`` that stay gaps whatever is assumed; empty if that was not looked for.
    """

    course: Course
    before: Picture
    after: Picture
    made_at: datetime
    centre: str
    by: str
    corridors: Corridors | None = None
    robust: frozenset[str] = frozenset()

    @property
    def fictional(self) -> bool:
        """Whether the forces are an exercise's."""
        return self.after.laydown.fictional


@dataclass(frozen=True)
class Format:
    """One kind of file.

    Attributes
    ----------
    name
        Key in ``FORMATS`` and in addresses.
    label
        What people call it, marked with ``N_``.
    media_type, suffix
        Of the file; the suffix without a dot.
    make
        Gives the bytes of a plan's file, with names in one language.
    """

    name: str
    label: str
    media_type: str
    suffix: str
    make: Callable[[Plan, Language], bytes]


def by_name(*formats: Format) -> Mapping[str, Format]:
    """Return formats by their names, in order."""
    return {each.name: each for each in formats}
