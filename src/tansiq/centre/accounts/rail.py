"""What of accounts stands on the rail, and what waits there for whom."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tansiq.centre.accounts.models import OPEN, WAITING, Account, Invitation
from tansiq.centre.accounts.roles import ADMINISTRATOR, SIGNATORY
from tansiq.centre.shell.activities import Waiting, activity, waiting_items
from tansiq.centre.shell.who import Officer
from tansiq.language import N_


def register() -> None:
    """Put the accounts of one's own party on the rail of those who administer or confirm them."""
    activity("accounts", N_("Accounts"), "accounts", "accounts", {ADMINISTRATOR, SIGNATORY}, count, order=80)
    waiting_items("accounts", items)


def count(officer: Officer, as_of: int | None) -> int:
    """Return how many invitations and roles wait for this officer's yes or no."""
    return sum(1 for _each in items(officer, as_of))


def items(officer: Officer, as_of: int | None) -> Iterator[Waiting]:
    """Yield the invitations and roles that wait for this officer's yes or no."""
    invitations = Invitation.objects.at(as_of).filter(party=officer.party, state=WAITING, lapses_at__gt=timezone.now())
    for each in invitations.exclude(asked_by=officer.account).exclude(account=officer.account):
        what = _("Confirm the renewal of %(account)s") if each.account else _("Confirm an invitation")
        yield Waiting(each.asked_at, what % {"account": each.account}, reverse("accounts"))
    asked = Account.objects.at(as_of).filter(party=officer.party, state=OPEN, asked_at__isnull=False)
    for each in asked.exclude(asked_by=officer.account).exclude(key=officer.account):
        yield Waiting(each.asked_at, _("Confirm roles for %(account)s") % {"account": each.key}, reverse("accounts"))
