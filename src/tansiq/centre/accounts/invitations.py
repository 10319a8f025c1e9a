"""Invitations: the only way to an account. A code is shown once; the journal keeps its digest."""

import hashlib
import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from tansiq.centre.accounts.models import OPEN, Invitation
from tansiq.centre.accounts.projection import INVITATION_OBJECT
from tansiq.centre.accounts.roles import ROLES, check_roles
from tansiq.centre.accounts.rules import LASTS
from tansiq.centre.door.author import Author, centre_author
from tansiq.centre.door.putting import put
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.domain.time import LOCAL_ZONE
from tansiq.language import N_

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
_GROUPS: Final = 6
_GROUP_LETTERS: Final = 4


def invite(party: str, roles: Collection[str], by: Author | None = None, *, account: str = "") -> str:
    """Make an invitation, and return its code, which is kept nowhere.

    Parameters
    ----------
    party
        Whose account it will be.
    roles
        What the account may do; none if ``account`` is given.
    by
        The administrator who makes it: the code works when a second account has confirmed it. None for whoever runs
        the centre's machine: it works at once, and the journal says so.
    account
        The account it renews, with a new password and second factor; empty for a new account.

    Raises
    ------
    tansiq.centre.door.refusals.Refusal, tansiq.centre.accounts.roles.RolesRefusedError
        It may not be made.
    """
    if by is not None and by.party != party:
        raise NotAllowedError(N_("Accounts of the other party are administered by that party alone."))
    if not account:
        check_roles(roles)
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LETTERS)) for _ in range(_GROUPS))
    code = "-".join(groups)
    digest = _digest(code)
    lapses_at = (timezone.now() + LASTS).astimezone(LOCAL_ZONE).isoformat(timespec="seconds")
    body: dict[str, Json] = {"act": "invited", "code_digest": f"sha256:{digest}", "lapses_at": lapses_at}
    body |= {"account": account} if account else {"roles": [role for role in ROLES if role in roles]}
    put("account/1", body, by or centre_author(party), object=key_of(code))
    return code


def key_of(code: str) -> str:
    """Return what an invitation is called in the journal: a part of its code's digest."""
    return f"{INVITATION_OBJECT}{_digest(code)[:16]}"


def usable(code: str) -> Invitation | None:
    """Return the invitation that ``code`` opens now; None if none does."""
    found: Invitation | None = (
        Invitation.objects.at(None).filter(key=key_of(code), state=OPEN, lapses_at__gt=timezone.now()).first()
    )
    return found if found and secrets.compare_digest(found.code_digest, f"sha256:{_digest(code)}") else None


def find(code: str) -> Invitation | None:
    """Return the invitation of that code, whatever became of it; None if there never was one."""
    found: Invitation | None = Invitation.objects.at(None).filter(key=key_of(code)).first()
    return found


def _digest(code: str) -> str:
    return hashlib.sha256(b"tansiq.invitation:" + code.strip().lower().encode()).hexdigest()
