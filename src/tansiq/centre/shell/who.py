"""Who a page is for: the centre, its parties, the officer signed in. Only what the frame needs of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol, TypeVar

from django.conf import settings

from tansiq.centre.configuration import Configuration, Identity
from tansiq.domain.party import KNOWN, Party
from tansiq.domain.time import LOCAL_ZONE
from tansiq.language import N_

# In the order a person would list them; a role that is not here is shown by its own name.
ROLE_NAMES: Final = {
    "duty_officer": N_("duty officer"),
    "planner": N_("planner"),
    "information_officer": N_("information officer"),
    "signatory": N_("signatory"),
    "administrator": N_("administrator"),
    "viewer": N_("viewer"),
}
T = TypeVar("T")


class Officer(Protocol):
    """An account at work: what it is called, for which party, in which roles."""

    @property
    def account(self) -> str: ...  # noqa: D102 - said above
    @property
    def party(self) -> str: ...  # noqa: D102
    @property
    def roles(self) -> frozenset[str]: ...  # noqa: D102


def identity() -> Identity | None:
    """Return the centre's identity; None where the site only shows a picture (the demonstration)."""
    centre: Configuration = settings.CENTRE
    return centre.identity


def party_of(party: str) -> Party | None:
    """Return a party by its key, as the centre calls it or, if it is the partner's, as everybody does; else None."""
    centre = identity()
    own = next((each for each in centre.parties if each.id == party), None) if centre else None
    return own or KNOWN.get(party)


def in_turn(parties: Sequence[T], turn: int) -> tuple[T, ...]:
    """Return ``parties`` beginning with another one each turn, so that none is always named first."""
    first = turn % len(parties) if parties else 0
    return (*parties[first:], *parties[:first])


def turn_of_day(moment: datetime) -> int:
    """Return the turn of a day: it changes at local midnight."""
    return moment.astimezone(LOCAL_ZONE).toordinal()
