"""Accounts, invitations and accesses as their records tell them: the only place that writes these tables."""

from datetime import datetime
from typing import Any

from tansiq.centre.accounts import models
from tansiq.centre.accounts.models import Access, Account, Invitation, Reading
from tansiq.centre.door.author import CENTRE_ITSELF
from tansiq.centre.door.registry import Entered

ACCOUNT_OBJECT = "account-"
INVITATION_OBJECT = "invitation-"


def project_account(entered: Entered) -> None:
    """Show what a record changed about an account or an invitation."""
    act = str(entered.content.body["act"])
    about_invitation = entered.content.object.startswith(INVITATION_OBJECT)
    (_INVITATION_ACTS if about_invitation else _ACCOUNT_ACTS)[act](entered)


def project_access(entered: Entered) -> None:
    """Show an access, and what was read by it."""
    body: dict[str, Any] = dict(entered.content.body)
    account, records = body.get("account", ""), body.get("records", [])
    Access.write(
        entered, str(entered.place), party=entered.content.party, account=account, act=body["act"],
        by=body.get("by", []), page=body.get("page", ""), count=body["count"], at=entered.content.event_at,
        records=records,
    )  # fmt: skip
    read = {"record": "", "account": account, "party": entered.content.party, "at": entered.content.entered_at}
    Reading.write_many(entered, {f"{each} {account}": read | {"record": each} for each in records})


def account_name(content_object: str) -> str:
    """Return the account a record is about."""
    return content_object.removeprefix(ACCOUNT_OBJECT)


def _known(name: str) -> Account:
    """Return the account as it is now; the rules let nothing be said of one that is not there."""
    account = Account.present(name)
    if account is None:
        message = f"a record speaks of the account {name}, which no record opened"
        raise LookupError(message)
    return account


def _invited(entered: Entered) -> None:
    content, body = entered.content, entered.content.body
    from_centre = content.author_role == CENTRE_ITSELF
    Invitation.write(
        entered, content.object, party=content.party, account=body.get("account", ""), roles=body.get("roles", []),
        state=models.OPEN if from_centre else models.WAITING, code_digest=body["code_digest"],
        asked_by=content.author, asked_at=content.entered_at, lapses_at=datetime.fromisoformat(str(body["lapses_at"])),
    )  # fmt: skip


def _invitation_becomes(state: str) -> Any:  # noqa: ANN401 - a projection
    def project(entered: Entered) -> None:
        changes = {"confirmed_by": entered.content.author} if state == models.OPEN else {}
        Invitation.amend(entered, entered.content.object, state=state, **changes)

    return project


def _opened(entered: Entered) -> None:
    content, body = entered.content, entered.content.body
    name = account_name(content.object)
    Account.write(
        entered, name, party=content.party, state=models.OPEN, roles=body["roles"], opened_at=content.entered_at
    )
    Invitation.amend(entered, str(body["invitation"]), state=models.USED, used_by=name)


def _renewed(entered: Entered) -> None:
    name = account_name(entered.content.object)
    Invitation.amend(entered, str(entered.content.body["invitation"]), state=models.USED, used_by=name)


def _roles_asked(entered: Entered) -> None:
    content = entered.content
    asked = {"asked": content.body["roles"], "asked_by": content.author, "asked_at": content.entered_at}
    Account.amend(entered, account_name(content.object), **asked)


def _answered(*, yes: bool) -> Any:  # noqa: ANN401 - a projection
    def project(entered: Entered) -> None:
        name = account_name(entered.content.object)
        account = _known(name)
        gained = account.asked if yes else []
        roles = [*account.roles, *(role for role in gained if role not in account.roles)]
        Account.amend(entered, name, roles=roles, asked=[], asked_by="", asked_at=None)

    return project


def _roles_ended(entered: Entered) -> None:
    name, ended = account_name(entered.content.object), entered.content.body["roles"]
    account = _known(name)
    Account.amend(entered, name, roles=[role for role in account.roles if role not in ended])  # type: ignore[operator]  # a list, by its kind


def _closed(entered: Entered) -> None:
    name = account_name(entered.content.object)
    Account.amend(entered, name, state=models.CLOSED, roles=[], asked=[], asked_by="", asked_at=None)


_INVITATION_ACTS = {
    "invited": _invited,
    "confirmed": _invitation_becomes(models.OPEN),
    "refused": _invitation_becomes(models.REFUSED),
    "withdrawn": _invitation_becomes(models.WITHDRAWN),
}
_ACCOUNT_ACTS = {
    "opened": _opened,
    "renewed": _renewed,
    "roles_asked": _roles_asked,
    "confirmed": _answered(yes=True),
    "refused": _answered(yes=False),
    "roles_ended": _roles_ended,
    "closed": _closed,
}
