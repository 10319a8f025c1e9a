"""Who is at work: an account, the party it acts for, and the roles its records give it."""

from dataclasses import dataclass

from django.conf import settings

from tansiq.centre.accounts.models import OPEN, Account
from tansiq.centre.door.author import Author
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.language import N_


@dataclass(frozen=True, slots=True)
class Officer:
    """An account that is signed in.

    Attributes
    ----------
    account
        Its name: a function's, never a person's.
    party
        The party it acts for.
    roles
        What it may do now.
    joint
        Whether the centre is both parties'.
    """

    account: str
    party: str
    roles: frozenset[str]
    joint: bool

    def author(self, role: str) -> Author:
        """Return this officer as the author of a record in ``role``.

        Raises
        ------
        NotAllowedError
            The account does not hold the role.
        """
        if role not in self.roles:
            raise NotAllowedError(_NOT_HELD, account=self.account, role=role, party=self.party)
        return Author(self.account, self.party, role)


_NOT_HELD = N_("%(account)s does not hold the role %(role)s for %(party)s. Ask an administrator of your party for it.")


def of(name: str) -> Officer | None:
    """Return the officer an account is now; None if there is no such account, or it is closed."""
    account = Account.objects.at(None).filter(key=name, state=OPEN).first()
    if account is None or settings.CENTRE.identity is None:
        return None
    return Officer(account.key, account.party, frozenset(account.roles), settings.CENTRE.identity.joint)


def authorise(author: Author) -> None:
    """Refuse an author whose account does not hold, now, the role it writes in, for the party it writes for.

    Raises
    ------
    NotAllowedError
        So it is.
    """
    held = of(author.account)
    if held is None or held.party != author.party or author.role not in held.roles:
        raise NotAllowedError(_NOT_HELD, account=author.account, role=author.role, party=author.party)
