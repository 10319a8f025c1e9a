"""What a centre adopted, as its journal says it, and which terms held when a record was entered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from tansiq.domain.exchange_terms import ExchangeTerms
from tansiq.exchange.agreement_file.reading import Agreement
from tansiq.exchange.agreement_file.terms import terms_of
from tansiq.journal.json_strict import Json
from tansiq.journal.keys import Roots, write_roots
from tansiq.journal.record import Content
from tansiq.journal.times import read_time, write_time

ADOPTED: Final = "adopted_agreement/1"


def adoption(agreement: Agreement, data: bytes, roots: Roots) -> dict[str, Json]:
    """Return the body of the record (``adopted_agreement/1``) by which a centre adopts an agreement.

    Parameters
    ----------
    agreement, data
        As read, and the proof file it was read from.
    roots
        The parties' roots it was checked with.
    """
    terms = agreement.terms
    ends = {"ends_at": write_time(terms.ends_at)} if terms.ends_at else {}
    return {
        "proof": f"sha256:{sha256(data).hexdigest()}", "text": terms.text, "agreement": agreement.agreement,
        "version": agreement.version, "effective_at": write_time(terms.effective_at), **ends,
        "roots": write_roots(roots).decode(), "exchange": dict(agreement.exchange),
    }  # fmt: skip


def adopted_terms(body: Mapping[str, Json]) -> ExchangeTerms:
    """Return the terms that the body of an ``adopted_agreement/1`` adopts.

    Raises
    ------
    BadAgreementError
        They contradict themselves.
    """
    ends_at = read_time(str(body["ends_at"])) if "ends_at" in body else None
    effective_at = read_time(str(body["effective_at"]))
    return terms_of(body["exchange"], text=str(body["text"]), effective_at=effective_at, ends_at=ends_at)


def terms_at(adopted: Sequence[ExchangeTerms], moment: datetime) -> ExchangeTerms | None:
    """Return the terms in force at ``moment`` (aware): of those adopted, the last to have taken effect by then.

    What took effect later takes the place of what was before, in whatever order they were adopted; when it ends,
    nothing comes back. Of two that took effect together the one adopted later holds. None: nothing is in force.
    """
    begun = [(terms.effective_at, number) for number, terms in enumerate(adopted) if terms.effective_at <= moment]
    last = adopted[max(begun)[1]] if begun else None
    return last if last and last.in_force(moment) else None


def terms_for(content: Content, adopted: Sequence[ExchangeTerms]) -> ExchangeTerms | None:
    """Return the terms by which a record is released: those that it adopts, else those in force when it was entered.

    Parameters
    ----------
    content
        The record's.
    adopted
        What the journal adopted before it, in order.

    Raises
    ------
    BadAgreementError
        As :func:`adopted_terms`.
    """
    return adopted_terms(content.body) if content.kind == ADOPTED else terms_at(adopted, content.entered_at)
