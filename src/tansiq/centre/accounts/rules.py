"""When a record about an account may be put down. Two keys turn every lock: nobody alone makes or widens an account."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from tansiq.centre.accounts import models
from tansiq.centre.accounts.models import Account, Invitation
from tansiq.centre.accounts.names import check_name
from tansiq.centre.accounts.projection import ACCOUNT_OBJECT, INVITATION_OBJECT, account_name
from tansiq.centre.accounts.roles import ADMINISTRATOR, SIGNATORY, check_roles
from tansiq.centre.door.author import CENTRE_ITSELF
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.centre.door.registry import Asked
from tansiq.language import N_

LASTS: Final = timedelta(days=7)
_WRITERS: Final[Mapping[str, frozenset[str]]] = {
    "invited": frozenset({ADMINISTRATOR, CENTRE_ITSELF}),
    "opened": frozenset({CENTRE_ITSELF}),
    "renewed": frozenset({CENTRE_ITSELF}),
    "confirmed": frozenset({ADMINISTRATOR, SIGNATORY}),
    "refused": frozenset({ADMINISTRATOR, SIGNATORY}),
    "withdrawn": frozenset({ADMINISTRATOR}),
    "roles_asked": frozenset({ADMINISTRATOR}),
    "roles_ended": frozenset({ADMINISTRATOR}),
    "closed": frozenset({ADMINISTRATOR}),
}


def check_account(asked: Asked) -> None:
    """Refuse a record about an account or an invitation that may not be put down.

    Raises
    ------
    tansiq.centre.door.refusals.NotAllowedError
        By this author, or in this state of the account.
    tansiq.centre.accounts.roles.RolesRefusedError, tansiq.centre.accounts.names.NameRefusedError
        Roles that one account may not hold; a name that is no function's.
    """
    act = str(asked.content.body["act"])
    if asked.author.role not in _WRITERS[act]:
        raise NotAllowedError(N_("The role %(role)s may not do this to an account."), role=asked.author.role)
    about_invitation = asked.content.object.startswith(INVITATION_OBJECT)
    checks = _OF_INVITATIONS if about_invitation else _OF_ACCOUNTS
    if act not in checks or not asked.content.object.startswith((INVITATION_OBJECT, ACCOUNT_OBJECT)):
        raise NotAllowedError(N_("This cannot be said of an account or an invitation."))
    checks[act](asked)


def check_access(asked: Asked) -> None:
    """Refuse an access of an account of another party than the record's, and a reading that does not say of what."""
    body = asked.content.body
    name, records = body.get("account"), body.get("records")
    if (body["act"] == "read_released") != (records is not None) or (records is not None and not name):
        raise NotAllowedError(N_("What was read is named, and by which account; of nothing else."))
    if name and _account(str(name)).party != asked.content.party:
        raise _other_party()


def _account(name: str) -> Account:
    found = Account.objects.at(None).filter(key=name).first()
    if found is None:
        raise NotAllowedError(N_("There is no account %(account)s."), account=name)
    return found  # type: ignore[no-any-return]  # what at() returns has no type of its own


def _open_account(asked: Asked, name: str) -> Account:
    account = _account(name)
    if account.party != asked.content.party:
        raise _other_party()
    if account.state != models.OPEN:
        raise NotAllowedError(N_("The account %(account)s is closed."), account=name)
    return account


def _other_party() -> NotAllowedError:
    return NotAllowedError(N_("Accounts of the other party are administered by that party alone."))


def _invitation(asked: Asked, key: str, *states: str) -> Invitation:
    found: Invitation | None = Invitation.objects.at(None).filter(key=key).first()
    if found is None or found.party != asked.content.party:
        raise NotAllowedError(N_("There is no such invitation of your party."))
    if found.state not in states:
        raise NotAllowedError(N_("This invitation was answered, used or withdrawn meanwhile."))
    if asked.content.entered_at > found.lapses_at:
        raise NotAllowedError(N_("This invitation has lapsed. Ask an administrator of your party for a new one."))
    return found


def _invited(asked: Asked) -> None:
    body = asked.content.body
    if not {"code_digest", "lapses_at"} <= body.keys() or ("account" in body) == ("roles" in body):
        raise NotAllowedError(N_("An invitation gives roles to a new account, or renews one that is there."))
    if datetime.fromisoformat(str(body["lapses_at"])) > asked.content.entered_at + LASTS:
        raise NotAllowedError(N_("An invitation lasts seven days at most."))
    if Invitation.objects.history(asked.content.object).exists():
        raise NotAllowedError(N_("This invitation was answered, used or withdrawn meanwhile."))
    if "account" in body:
        _open_account(asked, str(body["account"]))
    else:
        check_roles(_roles(asked))


def _roles(asked: Asked) -> list[str]:
    return [str(role) for role in asked.content.body.get("roles", [])]  # type: ignore[union-attr]  # a list, by its kind


def _invitation_answered(asked: Asked) -> None:
    found = _invitation(asked, asked.content.object, models.WAITING)
    _second_key(asked, found.asked_by, found.account)


def _second_key(asked: Asked, asked_by: str, beneficiary: str) -> None:
    if asked.author.account in {asked_by, beneficiary}:
        raise NotAllowedError(
            N_("A second account must confirm this: an administrator or a signatory of your party who did not ask.")
        )


def _invitation_withdrawn(asked: Asked) -> None:
    _invitation(asked, asked.content.object, models.WAITING, models.OPEN)


def _opened(asked: Asked) -> None:
    name, found = account_name(asked.content.object), _used(asked)
    check_name(name, asked.content.party)
    if Account.objects.history(name).exists():
        raise NotAllowedError(
            N_("The account %(account)s exists already, or did. Choose another number."), account=name
        )
    if found.account or sorted(found.roles) != sorted(_roles(asked)):
        raise NotAllowedError(N_("The account does not get the roles it was invited with."))


def _renewed(asked: Asked) -> None:
    name = account_name(asked.content.object)
    if _used(asked).account != name:
        raise NotAllowedError(N_("There is no such invitation of your party."))
    _open_account(asked, name)


def _used(asked: Asked) -> Invitation:
    return _invitation(asked, str(asked.content.body.get("invitation", "")), models.OPEN)


def _roles_asked(asked: Asked) -> None:
    account = _open_account(asked, account_name(asked.content.object))
    if account.asked:
        raise NotAllowedError(N_("Roles asked for this account earlier still wait for an answer."))
    check_roles({*account.roles, *_roles(asked)})


def _roles_answered(asked: Asked) -> None:
    account = _open_account(asked, account_name(asked.content.object))
    if not account.asked:
        raise NotAllowedError(N_("No roles wait for an answer here: they were answered meanwhile."))
    _second_key(asked, account.asked_by, account.key)


def _roles_ended(asked: Asked) -> None:
    account = _open_account(asked, account_name(asked.content.object))
    ended = _roles(asked)
    if not ended or not set(ended) <= set(account.roles):
        raise NotAllowedError(N_("The account does not hold these roles."))
    if ADMINISTRATOR in ended:
        _keep_one_administrator(account)


def _closed(asked: Asked) -> None:
    account = _open_account(asked, account_name(asked.content.object))
    if account.key == asked.author.account:
        raise NotAllowedError(N_("Nobody closes the account they are signed in with. Ask another administrator."))
    _keep_one_administrator(account)


def _keep_one_administrator(account: Account) -> None:
    others = Account.objects.at(None).filter(party=account.party, state=models.OPEN).exclude(key=account.key)
    if ADMINISTRATOR in list(account.roles) and not any(ADMINISTRATOR in other.roles for other in others):
        raise NotAllowedError(N_("A party keeps at least one administrator. Make another one first."))


Check = Callable[[Asked], None]
_OF_INVITATIONS: Final[Mapping[str, Check]] = {
    "invited": _invited,
    "confirmed": _invitation_answered,
    "refused": _invitation_answered,
    "withdrawn": _invitation_withdrawn,
}
_OF_ACCOUNTS: Final[Mapping[str, Check]] = {
    "opened": _opened,
    "renewed": _renewed,
    "roles_asked": _roles_asked,
    "confirmed": _roles_answered,
    "refused": _roles_answered,
    "roles_ended": _roles_ended,
    "closed": _closed,
}
