"""What one watch leaves to the next, and what stands against handing over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from tansiq.domain.duty.item import DutyError, Item, Precedence
from tansiq.language import N_

# A watch that was not relieved goes on; more than this is a mistake in the times.
LONGEST_WATCH: Final = timedelta(hours=36)
_BLOCKING: Final = frozenset({Precedence.FLASH, Precedence.IMMEDIATE})


@dataclass(frozen=True, slots=True)
class Handover:
    """What a handover carries, as far as the rules look at it.

    Attributes
    ----------
    from_at, to_at
        The watch that ends.
    open_items
        Keys of the items it hands on.
    override_reason
        Why it is handed over although something stands against it; empty if not said.
    """

    from_at: datetime
    to_at: datetime
    open_items: tuple[str, ...]
    override_reason: str = ""


class Problem(Enum):
    """Why an item stands against handing over."""

    UNTOLD = auto()
    UNASKED = auto()


def problems(items: Sequence[Item]) -> dict[str, Problem]:
    """Return which open items stand against a handover, by key: flash and immediate ones that were not answered."""
    return {
        item.key: Problem.UNTOLD if item.needs else Problem.UNASKED
        for item in items
        if item.is_open and not item.is_answered and item.precedence in _BLOCKING
    }


def orphans(items: Sequence[Item], carried: Collection[str]) -> tuple[Item, ...]:
    """Return the open items that a handover which carries ``carried`` would leave to nobody."""
    return tuple(item for item in items if item.is_open and item.key not in carried)


def check_handover(handover: Handover, items: Sequence[Item]) -> None:
    """Hold a handover against what is open as it is entered.

    Parameters
    ----------
    handover
        As it would be entered.
    items
        Every item that is open at that moment.

    Raises
    ------
    DutyError
        The watch ends before it begins or is too long; an open item would be left to nobody, or one that is not open is
        carried; or a flash or immediate item was not answered and no reason is given.
    """
    if not timedelta() < handover.to_at - handover.from_at <= LONGEST_WATCH:
        raise DutyError(
            N_("A watch lasts at most %(hours)s hours, and ends after it begins. Mend its times."),
            hours=int(LONGEST_WATCH.total_seconds() // 3600),
        )
    left = orphans(items, handover.open_items)
    if left:
        raise DutyError(
            N_("These items are open and would be left to nobody: %(items)s. Prepare the handover again."),
            items=_numbers(left),
        )
    closed = sorted(set(handover.open_items) - {item.key for item in items if item.is_open})
    if closed:
        raise DutyError(
            N_("These items are not open any more: %(items)s. Prepare the handover again."), items=", ".join(closed)
        )
    blocking = problems(items)
    if blocking and not handover.override_reason.strip():
        raise DutyError(
            N_(
                "These items are flash or immediate and nobody says that all who need to know were told: %(items)s."
                " Answer them, or give the reason why the watch is handed over all the same."
            ),
            items=_numbers([item for item in items if item.key in blocking]),
        )


def _numbers(items: Sequence[Item]) -> str:
    return ", ".join(str(item.number) for item in items)
