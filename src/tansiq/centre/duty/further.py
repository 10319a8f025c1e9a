"""What other parts of the centre offer to do with an item of the log."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tansiq.centre.duty.models import LogItem
from tansiq.centre.shell.who import Officer


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to do with an item: what the button says, in the reader's language, and where it leads."""

    label: str
    address: str


Offering = Callable[[LogItem, Officer], Offer | None]
_offerings: Final[list[Offering]] = []


def item_action(offering: Offering) -> None:
    """Have ``offering`` asked what it offers for an item, to an officer who may write about it."""
    if offering not in _offerings:
        _offerings.append(offering)


def offers(row: LogItem, officer: Officer) -> Iterator[Offer]:
    """Yield what is offered."""
    for offering in _offerings:
        offer = offering(row, officer)
        if offer is not None:
            yield offer
