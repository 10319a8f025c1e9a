"""By which terms the centre exchanges: those of the adopted agreements, as of a place in the journal."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from tansiq.centre.door.keys import identity
from tansiq.centre.partners.models import Terms
from tansiq.domain.exchange_terms import ExchangeTerms, PartnerCentre
from tansiq.domain.time import date_time_group
from tansiq.exchange.agreement_file import adopted_terms, terms_at
from tansiq.exchange.errors import UnreadyError
from tansiq.journal.keys import Roots, parse_roots
from tansiq.language import N_

TERMS: Final = "terms"


def adopted(as_of: int | None = None) -> list[Mapping[str, Any]]:
    """Return the agreements adopted, the last one last: each record's body, with its digest and place."""
    row = Terms.present(TERMS) if as_of is None else Terms.objects.at(as_of).filter(key=TERMS).first()
    return list(row.adoptions) if row else []


def terms_in_force(moment: datetime, as_of: int | None = None) -> ExchangeTerms | None:
    """Return the terms that hold at ``moment``; None if none do."""
    return terms_at([read_terms(each) for each in adopted(as_of)], moment)


def latest_terms(moment: datetime, as_of: int | None = None) -> ExchangeTerms | None:
    """Return the terms that hold at ``moment``, or else those adopted last: a partner remains one to speak of."""
    every = [read_terms(each) for each in adopted(as_of)]
    return terms_at(every, moment) or (every[-1] if every else None)


def last_in_force(moment: datetime) -> ExchangeTerms | None:
    """Return the terms that hold at ``moment``, or else those that ended last before it; None if none ever held.

    By them is judged what was signed until they ended: it may arrive later, on a stick.
    """
    every = [read_terms(each) for each in adopted()]
    begun = [(terms.effective_at, number) for number, terms in enumerate(every) if terms.effective_at <= moment]
    return every[max(begun)[1]] if begun else None


def not_in_force(moment: datetime) -> UnreadyError:
    """Return the refusal of whatever needs terms in force, where none are."""
    last = last_in_force(moment)
    if last is None or last.ends_at is None:
        return UnreadyError(N_("No agreement is in force yet. Nothing is exchanged before."))
    template = N_(
        "The agreement ended at %(ends_at)s. Nothing is exchanged until an amendment is adopted: tansiq exchange adopt"
    )
    return UnreadyError(template, ends_at=date_time_group(last.ends_at))


def partners_of(terms: ExchangeTerms | None) -> tuple[PartnerCentre, ...]:
    """Return the centres this centre keeps a link with."""
    return terms.partners(identity().name) if terms else ()


def partner_called(name: str, moment: datetime, as_of: int | None = None) -> PartnerCentre | None:
    """Return the partner of that name; None if there is none."""
    return next((each for each in partners_of(latest_terms(moment, as_of)) if each.name == name), None)


def read_terms(body: Mapping[str, Any]) -> ExchangeTerms:
    """Return the terms that a body of kind adopted_agreement says."""
    return _read(json.dumps(body, sort_keys=True))


@lru_cache(maxsize=16)
def _read(text: str) -> ExchangeTerms:
    return adopted_terms(json.loads(text))


def all_roots() -> Roots:
    """Return the roots of all parties, as they were exchanged on paper; empty before anything is adopted."""
    every = adopted()
    return parse_roots(every[-1]["roots"].encode()) if every else {}


def roots_of(partner: PartnerCentre) -> Roots:
    """Return the roots of a partner's parties, as they were exchanged on paper; empty before anything is adopted."""
    return {party: keys for party, keys in all_roots().items() if party in partner.parties}
