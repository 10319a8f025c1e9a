"""The roles an account may hold for its party, and which of them exclude each other."""

from collections.abc import Collection, Mapping
from typing import Final

from tansiq.errors import TansiqError
from tansiq.language import N_

ADMINISTRATOR: Final = "administrator"
SIGNATORY: Final = "signatory"

# What a role is called, in the order in which forms offer them.
ROLES: Final[Mapping[str, str]] = {
    "viewer": N_("Viewer"),
    "duty_officer": N_("Duty officer"),
    "planner": N_("Planner"),
    "information_officer": N_("Information officer"),
    "signatory": N_("Signatory"),
    "administrator": N_("Administrator"),
}
MEANINGS: Final[Mapping[str, str]] = {
    "viewer": N_("Reads. Writes nothing."),
    "duty_officer": N_("Keeps the duty log and hands over the watch."),
    "planner": N_("Prepares movements, sweeps and texts of the agreement."),
    "information_officer": N_("Grades and releases information."),
    "signatory": N_("Signs joint decisions with a key of its own."),
    "administrator": N_(
        "Administers the accounts of its party. Reads neither duty log nor information, signs nothing."
    ),
}


class RolesRefusedError(TansiqError):
    """These roles cannot be held by one account."""


def check_roles(roles: Collection[str]) -> None:
    """Refuse roles that are unknown, none at all, or that one account may not hold together.

    Raises
    ------
    RolesRefusedError
        With what does not fit.
    """
    if unknown := sorted(set(roles) - ROLES.keys()):
        raise RolesRefusedError(N_("There is no role %(role)s."), role=unknown[0])
    if not roles:
        raise RolesRefusedError(N_("Choose at least one role."))
    if ADMINISTRATOR in roles and len(set(roles)) > 1:
        raise RolesRefusedError(N_("An administrator holds no other role. Make a second account for the other work."))
