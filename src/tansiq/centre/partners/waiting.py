"""What of the exchange stands on the rail, in the bar and on the first page, and what waits there for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tansiq.centre.duty.reading import best
from tansiq.centre.duty.waiting import READERS
from tansiq.centre.duty.words import PRECEDENCES, word
from tansiq.centre.partners.latency import URGENT
from tansiq.centre.partners.models import Received
from tansiq.centre.partners.overview import Partner, partners
from tansiq.centre.partners.rules import AUTHORS
from tansiq.centre.partners.words import CATEGORIES, FAULTS
from tansiq.centre.shell.activities import BarPart, Standing, Waiting, activity, bar_part, standing, waiting_items
from tansiq.centre.shell.once import once
from tansiq.centre.shell.who import Officer, identity
from tansiq.language import N_, choose_language

NAME: Final = "partners"
RENEW_S: Final = 30.0
_SHOWN: Final = 200
_CHARS: Final = 90


def register() -> None:
    """Put the partners on the rail and in the bar."""
    activity(NAME, N_("Partners"), "partners", "partners", READERS, count, order=35)
    waiting_items(NAME, items)
    standing(NAME, lines)
    bar_part(NAME, BarPart("partners/parts/bar.html", bar))


def count(officer: Officer, as_of: int | None) -> int:
    """Return how many things wait for an officer."""
    return sum(1 for _each in items(officer, as_of))


def items(officer: Officer, as_of: int | None) -> Iterator[Waiting]:
    """Yield what somebody must phone, read, confirm or deal with."""
    if not officer.roles & AUTHORS:
        return
    every = partners(timezone.now(), as_of)
    for partner in every:
        yield from _silent(partner)
        yield from _not_arrived(partner)
        yield from _alarms(partner)
    urgent_within_s = every[0].terms.urgent_within_s if every else 0
    yield from _received(officer, as_of, urgent_within_s)


def _silent(partner: Partner) -> Iterator[Waiting]:
    if partner.state == "overdue" and partner.last_word is not None:
        what = _("%(partner)s has not been heard: phone %(contact)s")
        yield Waiting(partner.last_word, what % _fields(partner), reverse("partners"), alarm=True)


def _not_arrived(partner: Partner) -> Iterator[Waiting]:
    for each in partner.urgent_unconfirmed:
        what = _("%(precedence)s message has not arrived at %(partner)s: phone %(contact)s")
        fields = {**_fields(partner), "precedence": word(PRECEDENCES, each.row.precedence)}
        yield Waiting(
            each.row.released_at, what % fields, _message_address(each.row.object, each.row.kind), each.row.precedence,
            each.row.party, alarm=each.overdue, alarm_at=each.due_at,
        )  # fmt: skip


def _message_address(key: str, kind: str) -> str:
    return reverse("partners-message", args=[key]) if kind.startswith("message/") else reverse("partners")


def _alarms(partner: Partner) -> Iterator[Waiting]:
    for each in partner.alarms:
        what = _("%(fault)s: %(partner)s") % {**_fields(partner), "fault": FAULTS[each.fault][0]}
        yield Waiting(each.raised_at, what, reverse("partners-alarm", args=[each.key]), alarm=True)


def _fields(partner: Partner) -> dict[str, str]:
    contact = partner.centre.contact.best(choose_language(translation.get_language()))
    return {
        "partner": f"\u2066{partner.name}\u2069",
        "contact": f"\u2068{contact or _('whom to phone is not said')}\u2069",
    }


def _received(officer: Officer, as_of: int | None, urgent_within_s: int) -> Iterator[Waiting]:
    now = timezone.now()
    for row in open_to(officer, as_of):
        urgent = row.precedence in URGENT
        due_at = row.kept_at + timedelta(seconds=urgent_within_s) if urgent else None
        yield Waiting(
            row.kept_at, _what(row), reverse("partners-received-one", args=[row.origin, row.index]), row.precedence,
            row.party, alarm=due_at is not None and now >= due_at, alarm_at=due_at,
        )  # fmt: skip


def open_to(officer: Officer, as_of: int | None) -> list[Received]:
    """Return what an officer's party has to acknowledge, or to confirm the recall of; the oldest first."""
    return [row for row in once(("partners", "open", as_of), lambda: _open(as_of)) if may_answer(officer, row)]


def _open(as_of: int | None) -> list[Received]:
    rows = Received.objects.at(as_of).filter(superseded_by="")
    fresh = rows.filter(state="new").order_by("kept_at", "index")[:_SHOWN]
    recalled = rows.filter(state="recalled", confirmed=False).order_by("kept_at", "index")[:_SHOWN]
    return [*fresh, *recalled]


def may_answer(officer: Officer, row: Received) -> bool:
    """Tell whether it is the officer's party that a record was released to, rather than its own."""
    centre = identity()
    return bool(officer.roles & AUTHORS) and (row.party != officer.party or (centre is not None and not centre.joint))


def _what(row: Received) -> str:
    body = row.body or {}
    begun = " ".join(best(body.get("text", {}), choose_language(translation.get_language())).split())
    fields = {
        "partner": f"\u2066{row.origin}\u2069", "text": f"\u2068{Truncator(begun).chars(_CHARS)}\u2069",
        "category": word(CATEGORIES, body.get("category", "")) or row.kind.partition("/")[0],
    }  # fmt: skip
    if row.state == "recalled":
        return _("Recalled by %(partner)s, confirm: %(text)s") % fields
    return _("%(category)s of %(partner)s: %(text)s") % fields


def lines(officer: Officer, as_of: int | None) -> Iterator[Standing]:
    """Yield a line for each partner."""
    del officer  # everybody who may open the page sees the same
    for partner in partners(timezone.now(), as_of):
        fields = {"confirmed": partner.confirmed, "released": partner.released,
                  "kept": partner.kept.size if partner.kept else 0}  # fmt: skip
        words = _("has %(confirmed)s of our %(released)s; we have %(kept)s of theirs") % fields
        yield Standing(partner.name, words, reverse("partners"), troubled=partner.troubled)


@dataclass(frozen=True, slots=True)
class Bar:
    """What the top bar shows of the exchange.

    Attributes
    ----------
    links
        The partners.
    urgent
        Flash and immediate records that an officer has to read.
    renew_at
        When it is to be fetched anew, whatever is entered.
    """

    links: list[Partner]
    urgent: list[Received]
    renew_at: datetime

    @property
    def urgent_address(self) -> str:
        """Where the urgent ones are read: the one page of the only one, else the list."""
        if len(self.urgent) == 1:
            return reverse("partners-received-one", args=[self.urgent[0].origin, self.urgent[0].index])
        return reverse("partners-received")


def bar(officer: Officer) -> Bar | None:
    """Return what the top bar shows; None in a centre without partners."""
    now = timezone.now()
    links = partners(now)
    if not links:
        return None
    urgent = [row for row in open_to(officer, None) if row.precedence in URGENT]
    soon = [now + timedelta(seconds=RENEW_S), *(each.overdue_at for each in links if each.overdue_at)]
    return Bar(links, urgent, min(each for each in soon if each > now))
