"""On whose behalf something is put down."""

from dataclasses import dataclass

from tansiq.centre.door.refusals import NotAllowedError
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class Author:
    """Who puts a record down.

    Attributes
    ----------
    account
        An account of the centre: a function's name, never a person's. ``centre`` for the centre itself.
    party
        The party it acts for.
    role
        In what role; one of :data:`tansiq.journal.record.AUTHOR_ROLES`.
    """

    account: str
    party: str
    role: str


CENTRE_ITSELF = "centre"


def centre_author(party: str) -> Author:
    """Return the centre itself, writing for ``party``: what nobody typed, such as a sign-in."""
    return Author(CENTRE_ITSELF, party, CENTRE_ITSELF)


def refuse_stranger(author: Author, parties: tuple[str, ...]) -> None:
    """Refuse an author of a party that is not one of the centre's.

    Raises
    ------
    NotAllowedError
        So it is.
    """
    if author.party not in parties:
        raise NotAllowedError(N_("%(party)s is no party of this centre."), party=author.party)
