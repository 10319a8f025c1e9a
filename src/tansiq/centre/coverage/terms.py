"""What the agreement in force says about coverage, and the secret that posts are moved by."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tansiq.centre.configuration import Identity
from tansiq.centre.partners.running.place import kept_secret
from tansiq.centre.partners.terms import adopted, terms_in_force

SECRET: Final = "coverage.secret"  # noqa: S105 - where it is, not what
KIND: Final = "coverage/1"


@dataclass(frozen=True, slots=True)
class Agreed:
    """Under what coverage is released.

    Attributes
    ----------
    agreement
        Its id: part of what the movement of posts is drawn from.
    cell_m
        The smallest cell that may be released [m].
    """

    agreement: str
    cell_m: int


def agreed(moment: datetime) -> Agreed | None:
    """Return what is in force at ``moment``; None if nothing is."""
    terms = terms_in_force(moment)
    if terms is None:
        return None
    body = next(each for each in reversed(adopted()) if each["text"] == terms.text)
    return Agreed(str(body["agreement"]), terms.coverage_cell_m)


def moving_secret(identity: Identity) -> bytes:
    """Return what posts are moved within their cells by [32 bytes]; made by lot the first time, kept for good.

    Raises
    ------
    BadInputError
        The file holds something else.
    """
    return kept_secret(identity.keys / SECRET)
