"""An item of the duty log: what is known, who needs to know it, have they been told.

The third question decides: an item that does not answer it stays open, and cannot be closed. "Nobody further needs to
know" is an answer; an empty list is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tansiq.errors import TansiqError
from tansiq.language import N_


class DutyError(TansiqError):
    """Something that the duty log's rules do not allow."""

    exit_code = 4


class Precedence(StrEnum):
    """How soon word must pass; declared from the most urgent to the least."""

    FLASH = "flash"
    IMMEDIATE = "immediate"
    PRIORITY = "priority"
    ROUTINE = "routine"

    @property
    def rank(self) -> int:
        """0 for flash, 3 for routine."""
        return list(Precedence).index(self)


class State(StrEnum):
    """Whether an item still asks for something."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Need:
    """Somebody (a function, never a person's name) who needs to know.

    Attributes
    ----------
    whom
        Such as ``regional duty officer``.
    told_at
        When they were told; None if they were not yet.
    means
        By what, such as ``radio``; empty if not told yet or not said.
    """

    whom: str
    told_at: datetime | None = None
    means: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it stands.

    Attributes
    ----------
    key
        What its records are about, ``item-12``.
    number
        Its number in the centre's log.
    party
        Whose item it is: only this party writes its next version.
    precedence, state
        As the party says.
    received_at
        When the centre was told: the clock runs from here.
    needs
        Who needs to know.
    nobody_further
        Said so: nobody beyond the watch needs to know.
    texts
        What happened, by language.
    """

    key: str
    number: int
    party: str
    precedence: Precedence
    state: State
    received_at: datetime
    needs: tuple[Need, ...] = ()
    nobody_further: bool = False
    texts: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def untold(self) -> tuple[Need, ...]:
        """Those who need to know and were not told."""
        return tuple(need for need in self.needs if need.told_at is None)

    @property
    def is_answered(self) -> bool:
        """Whether the third question has an answer: everybody who needs to know was told, or nobody needs to."""
        return not self.untold if self.needs else self.nobody_further

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something."""
        return self.state is State.OPEN


def check_item(item: Item, entered_at: datetime) -> None:
    """Hold an item, as it is about to be entered, against the log's rules.

    Raises
    ------
    DutyError
        It would be closed with its third question unanswered, says that nobody needs to know beside naming somebody,
        names somebody twice, or says that somebody was told at a time that has not come.
    """
    if item.nobody_further and item.needs:
        raise DutyError(
            N_("Either somebody needs to know or nobody does: take off the names, or the mark “nobody further”.")
        )
    _check_names([need.whom for need in item.needs])
    late = next((need for need in item.needs if need.told_at and need.told_at > entered_at), None)
    if late:
        raise DutyError(N_("%(whom)s cannot have been told at a time that has not come yet."), whom=late.whom)
    if item.state is State.CLOSED and not item.is_answered:
        raise DutyError(_UNANSWERED if item.needs else _UNASKED, whom=", ".join(need.whom for need in item.untold))


_UNANSWERED = N_("This item stays open until everybody who needs to know was told. Not told yet: %(whom)s.")
_UNASKED = N_("This item stays open until it says who needs to know, or that nobody further does.")


def _check_names(names: Sequence[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise DutyError(N_("%(whom)s is named twice among those who need to know. Name each once."), whom=twice)
