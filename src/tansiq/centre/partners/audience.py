"""Whom a message may be released to, and where it would then be read: by the agreement, before it is written."""

from dataclasses import dataclass
from datetime import datetime

from tansiq.centre.door.keys import identity
from tansiq.centre.partners.terms import partners_of, terms_in_force
from tansiq.centre.partners.words import party_words
from tansiq.domain.exchange_terms import ExchangeTerms, PartnerCentre
from tansiq.exchange.release import Outcome, release
from tansiq.journal.record import Content


@dataclass(frozen=True, slots=True)
class Audience:
    """A party that a message may be released to.

    Attributes
    ----------
    party
        Its key.
    centres
        Where it would be read if released to this party alone.
    """

    party: str
    centres: tuple[PartnerCentre, ...]

    @property
    def name(self) -> str:
        """What the party is called."""
        return party_words(self.party)


def audiences(own: str, now: datetime, kind: str = "message/1") -> list[Audience]:
    """Return the parties a record of ``own`` may be released to under the terms in force; none if none are."""
    terms = terms_in_force(now)
    if terms is None:
        return []
    parties = sorted({party for each in partners_of(terms) for party in each.parties})
    found = [Audience(party, readers(terms, own, {party}, now, kind)) for party in parties]
    return sorted((each for each in found if each.centres), key=lambda each: each.party == own)


def readers(
    terms: ExchangeTerms, own: str, to: set[str], now: datetime, kind: str = "message/1"
) -> tuple[PartnerCentre, ...]:
    """Return the partner centres that a record of ``own`` released to the parties ``to`` would go to."""
    content = Content(
        kind=kind, object="asked", body={}, author_role="duty_officer", party=own, centre=identity().name, event_at=now,
        received_at=now, entered_at=now, marking={"releasable_to": [*sorted(to)]},
    )  # fmt: skip
    verdicts = ((each, release(terms, content, each.name)) for each in partners_of(terms))
    return tuple(each for each, verdict in verdicts if verdict.outcome is Outcome.RELEASED)
