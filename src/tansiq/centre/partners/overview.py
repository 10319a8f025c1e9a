"""How things stand with each partner: what they have of ours, what we have of theirs, the link, alarms, figures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from tansiq.centre.partners.known import released_count
from tansiq.centre.partners.latency import URGENT, Figures, by_precedence, incoming, outgoing
from tansiq.centre.partners.link_state import Link, read_links
from tansiq.centre.partners.models import Alarm, Incoming, Receipt, Received, Released
from tansiq.centre.partners.projection.receiving import OF_THE_EXCHANGE
from tansiq.centre.partners.running.place import Place, read_place
from tansiq.centre.partners.terms import latest_terms, not_in_force, partners_of
from tansiq.centre.shell.once import once
from tansiq.centre.shell.who import identity
from tansiq.domain.exchange_terms import ExchangeTerms, PartnerCentre
from tansiq.errors import TansiqError
from tansiq.language import LANGUAGES


@dataclass(frozen=True)
class Partner:
    """One partner as the pages and the command show it.

    Attributes
    ----------
    centre, terms
        Who it is, and by what the two exchange.
    link
        As the running exchange wrote it last; of the past nothing is known.
    address
        Where it is reached; empty if only by stick.
    now, as_of
        The moment, and the place, looked at.
    """

    centre: PartnerCentre
    terms: ExchangeTerms
    link: Link
    address: str
    now: datetime
    as_of: int | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.centre.name

    @cached_property
    def released(self) -> int:
        """How many records this centre released to it."""
        return released_count(self.name, self.as_of)

    @cached_property
    def receipt(self) -> Receipt | None:
        """The last receipt for our log."""
        return Receipt.objects.at(self.as_of).filter(key=self.name).first()

    @property
    def confirmed(self) -> int:
        """How many of ours it confirms to have."""
        return self.receipt.size if self.receipt else 0

    @property
    def unconfirmed(self) -> int:
        """How many it does not, yet."""
        return max(self.released - self.confirmed, 0)

    @cached_property
    def oldest_unconfirmed(self) -> Released | None:
        """The oldest of ours that people wrote and it does not confirm to have."""
        rows = Released.objects.at(self.as_of).filter(recipient=self.name, index__gte=self.confirmed)
        return next((row for row in rows.order_by("index") if row.kind.partition("/")[0] not in OF_THE_EXCHANGE), None)

    @cached_property
    def urgent_unconfirmed(self) -> list["Unconfirmed"]:
        """Flash and immediate records that it does not confirm to have, the oldest first."""
        rows = Released.objects.at(self.as_of).filter(recipient=self.name, index__gte=self.confirmed)
        within = timedelta(seconds=self.terms.urgent_within_s)
        found = rows.filter(precedence__in=URGENT).order_by("index")[:50]
        return [Unconfirmed(row, row.released_at + within, self.now) for row in found]

    @property
    def overdue_urgent(self) -> list["Unconfirmed"]:
        """Those of them that must be told by telephone."""
        return [each for each in self.urgent_unconfirmed if each.overdue]

    @cached_property
    def kept(self) -> Incoming | None:
        """How far its log is kept here."""
        return Incoming.objects.at(self.as_of).filter(key=self.name).first()

    @cached_property
    def new(self) -> int:
        """How many of its records wait for an acknowledgement here."""
        rows = Received.objects.at(self.as_of).filter(origin=self.name, state="new", superseded_by="")
        return int(rows.count())

    @cached_property
    def alarms(self) -> list[Alarm]:
        """Alarms that stand, the oldest first."""
        rows = Alarm.objects.at(self.as_of).filter(partner=self.name, state="standing")
        return list(rows.order_by("raised_at"))

    @property
    def last_word(self) -> datetime | None:
        """When a new head of its log came last; of the past, when anything was kept."""
        if self.as_of is not None:
            return self.kept.kept_at if self.kept else None
        return self.link.word_at

    @property
    def overdue_at(self) -> datetime | None:
        """When its silence is an alarm, unless it is heard before; None where it is met by stick or unknown."""
        if not self.online or self.last_word is None:
            return None
        return self.last_word + timedelta(seconds=self.terms.overdue_after_s)

    @property
    def online(self) -> bool:
        """Whether it is reached over a network at all."""
        return bool(self.address)

    @property
    def state(self) -> str:
        """``up``, ``down``, ``overdue``, ``never``, ``stick``, or ``unknown`` for a past moment."""
        if self.as_of is not None:
            return "unknown"
        if not self.online:
            return "stick"
        if self.overdue_at is not None and self.now >= self.overdue_at:
            return "overdue"
        if self.link.failed_since is not None:
            return "down"
        return "up" if self.link.heard_at else "never"

    @property
    def troubled(self) -> bool:
        """Whether somebody must do something."""
        return bool(self.state == "overdue" or self.alarms or self.overdue_urgent or self.link.blocked)

    @cached_property
    def theirs_timed(self) -> Mapping[str, Figures]:
        """How long theirs took to us, by precedence."""
        return by_precedence(incoming(self.name, self.now, self.as_of, behind_s=self.link.behind_s))

    @cached_property
    def ours_timed(self) -> Mapping[str, Figures]:
        """How long ours took to them, receipt included, by precedence."""
        return by_precedence(outgoing(self.name, self.now, self.as_of))


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An urgent record that a partner does not confirm to have."""

    row: Released
    due_at: datetime
    now: datetime

    @property
    def overdue(self) -> bool:
        """Whether it must be told by telephone."""
        return self.now >= self.due_at


def partners(now: datetime, as_of: int | None = None) -> list[Partner]:
    """Return every partner, those with which something must be done first.

    Within one request, however often it is asked, they are those of the moment first asked for.
    """
    return list(once(("partners", as_of), lambda: _partners(now, as_of)))


def _partners(now: datetime, as_of: int | None) -> list[Partner]:
    centre = identity()
    terms = latest_terms(now, as_of)
    if centre is None or terms is None:
        return []
    place, links = _place(centre.folder), read_links(centre.folder) if as_of is None else {}
    found = [
        Partner(each, terms, _link(links.get(each.name, Link()), terms, now, as_of), place.address_of(each), now, as_of)
        for each in partners_of(terms)
    ]
    return sorted(found, key=lambda each: (not each.troubled, each.name))


def _link(link: Link, terms: ExchangeTerms, now: datetime, as_of: int | None) -> Link:
    """Return how a link stands. Without an agreement in force nothing is released, whether the exchange runs or not."""
    if as_of is not None or terms.in_force(now):
        return link
    why = not_in_force(now)
    return replace(link, blocked={language: why.message(language) for language in LANGUAGES})


def _place(folder: Path) -> Place:
    """Return what ``exchange.toml`` says; what cannot be read is told by the exchange when it starts, not by a page."""
    try:
        return read_place(folder)
    except TansiqError:
        return Place()


def as_json(partner: Partner) -> dict[str, Any]:
    """Return what ``tansiq exchange status --json`` says of a partner."""
    oldest, kept, link = partner.oldest_unconfirmed, partner.kept, partner.link
    return {
        "partner": partner.name, "state": partner.state, "address": partner.address,
        "contact": partner.centre.contact.en, "heard_at": _iso(link.heard_at), "last_word_at": _iso(partner.last_word),
        "failed_since": _iso(link.failed_since), "why": dict(link.why or {}).get("en"),
        "blocked": dict(link.blocked or {}).get("en"), "clock_behind_s": link.behind_s,
        "ours": {
            "released": partner.released, "confirmed": partner.confirmed,
            "confirmed_at": _iso(partner.receipt.entered_at if partner.receipt else None),
            "oldest_unconfirmed": oldest and {
                "object": oldest.object, "precedence": oldest.precedence, "released_at": _iso(oldest.released_at),
            },
            "urgent_overdue": [each.row.object for each in partner.overdue_urgent],
            "latency_s": _figures(partner.ours_timed),
        },
        "theirs": {
            "kept": kept.size if kept else 0, "kept_at": _iso(kept.kept_at if kept else None), "new": partner.new,
            "latency_s": _figures(partner.theirs_timed),
        },
        "alarms": [
            {"fault": each.fault, "raised_at": _iso(each.raised_at), "says": each.says["en"], "evidence": each.evidence}
            for each in partner.alarms
        ],
    }  # fmt: skip


def _figures(timed: Mapping[str, Figures]) -> dict[str, dict[str, float]]:
    return {
        key or "none": {"count": each.count, "median": round(each.median_s, 3), "p90": round(each.p90_s, 3)}
        for key, each in timed.items()
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
