"""What the hub asks the database: the journal, and which sign-ins still stand."""

from collections.abc import Collection, Sequence

from django.utils import timezone

from tansiq.centre.accounts import sessions
from tansiq.centre.accounts.models import OPEN, Account, OpenSession
from tansiq.centre.door.models import Entry
from tansiq.centre.live.event import NOTHING_YET, Event
from tansiq.centre.live.reading import event_of
from tansiq.centre.live.stream import Listener


class Journal:
    """The table of entries as a :class:`~tansiq.centre.live.hub.Source`."""

    def latest(self) -> int:
        """Return the place of the last entry, -1 if there is none."""
        place = Entry.objects.order_by("-place").values_list("place", flat=True).first()
        return NOTHING_YET if place is None else place

    def since(self, place: int, limit: int) -> Sequence[Event]:
        """Return the next entries after ``place``, at most ``limit``, in order."""
        rows = Entry.objects.filter(place__gt=place).order_by("place")
        return [event_of(*row) for row in rows.values_list("place", "kind", "object", "party")[:limit]]


def standing(listeners: Collection[Listener]) -> Collection[Listener]:
    """Return the listeners who are still signed in, to an account that is open and has the roles it had."""
    open_keys, held = _open_sessions(listeners), _held_roles(listeners)
    return [
        listener
        for listener in listeners
        if listener.session in open_keys
        and held.get(listener.account) == (listener.officer.party, listener.officer.roles)
    ]


def _open_sessions(listeners: Collection[Listener]) -> set[str]:
    now = timezone.now()
    found = OpenSession.objects.filter(key__in={listener.session for listener in listeners})
    return {each.key for each in found if not each.over(now, idle=sessions.IDLE, longest=sessions.LONGEST)}


def _held_roles(listeners: Collection[Listener]) -> dict[str, tuple[str, frozenset[str]]]:
    found = Account.objects.at(None).filter(key__in={listener.account for listener in listeners}, state=OPEN)
    return {account.key: (account.party, frozenset(account.roles)) for account in found}
