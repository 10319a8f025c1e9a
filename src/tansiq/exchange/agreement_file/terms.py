"""The exchange's part of an agreement's text as terms, strictly: what contradicts itself is refused, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from tansiq.domain.exchange_terms import ATTACHMENT_BYTES, COVERAGE_CELL_M, ExchangeTerms, PartnerCentre, ReleaseRule
from tansiq.domain.names import Names
from tansiq.exchange.errors import BadAgreementError
from tansiq.journal import base64_strict
from tansiq.journal.record import KINDS
from tansiq.journal.record.schema import faults
from tansiq.language import N_

Body: TypeAlias = Mapping[str, Any]

TEXT_KIND: Final = "agreement_text/2"
_SHOWN: Final = 5


def terms_of(exchange: object, *, text: str, effective_at: datetime, ends_at: datetime | None) -> ExchangeTerms:
    """Return the terms that an ``exchange`` part makes.

    Parameters
    ----------
    exchange
        As it stands in the body of an ``agreement_text/2`` or an ``adopted_agreement/1``; nothing of it is trusted.
    text
        Digest of the agreement text's record.
    effective_at, ends_at
        From when it holds, and until when (aware); None: until another takes its place.

    Raises
    ------
    BadAgreementError
        It is not of its form, or contradicts itself.
    """
    body = _formed(exchange)
    terms = ExchangeTerms(
        text=text, effective_at=effective_at, ends_at=ends_at, centres=tuple(map(_centre, body["centres"])),
        authorities=_authorities(body["authorities"]), rules=tuple(map(_rule, body["release"])),
        checkpoint_every_s=body["checkpoint_every_s"], overdue_after_s=body["overdue_after_s"],
        urgent_within_s=body["urgent_within_s"], coverage_cell_m=body.get("coverage_cell_m", COVERAGE_CELL_M),
        attachment_bytes=body.get("attachment_bytes", ATTACHMENT_BYTES),
    )  # fmt: skip
    _check_centres(terms)
    _check_rules(terms)
    if terms.overdue_after_s <= terms.checkpoint_every_s:
        template = N_(
            "Word every %(every)s s, and an alarm after %(overdue)s s without any: the second must be longer."
        )
        raise BadAgreementError(template, every=terms.checkpoint_every_s, overdue=terms.overdue_after_s)
    return terms


def _formed(exchange: object) -> Body:
    whole = KINDS[TEXT_KIND].schema
    found = faults(exchange, whole["properties"]["exchange"], whole, "exchange")  # type: ignore[arg-type]  # any value
    if found or not isinstance(exchange, dict):
        template = N_("The agreement's part on the exchange is not of its form. Where, and which rule: %(faults)s")
        raise BadAgreementError(template, faults="; ".join(found[:_SHOWN]))
    return exchange


def _centre(body: Body) -> PartnerCentre:
    return PartnerCentre(
        name=body["name"], domain=body["domain"], parties=frozenset(body["parties"]), authority=body["authority"],
        address=body.get("address", ""), contact=Names(**body.get("contact", {})),
    )  # fmt: skip


def _rule(body: Body) -> ReleaseRule:
    return ReleaseRule(
        clause=body["clause"], kinds=frozenset(body["kinds"]), origins=frozenset(body["from"]),
        recipients=frozenset(body["to"]), stubs=body.get("stubs", False),
    )  # fmt: skip


def _authorities(bodies: Iterable[Body]) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for body in bodies:
        party, certificate = body["party"], base64_strict.decode(body["certificate"])
        if certificate is None:
            raise BadAgreementError(N_("The certificate of %(party)s's authority is not base 64."), party=party)
        if party in found:
            raise BadAgreementError(N_("Party %(party)s has two authorities for connections."), party=party)
        found[party] = certificate
    return found


def _check_centres(terms: ExchangeTerms) -> None:
    if twice := _twice(centre.name for centre in terms.centres):
        raise BadAgreementError(N_("Two centres are called %(name)s."), name=twice)
    parties = {party for centre in terms.centres for party in centre.parties}
    for centre in terms.centres:
        if centre.authority not in terms.authorities:
            template = N_(
                "The connections of centre %(name)s are certified by %(party)s, whose authority is not given."
            )
            raise BadAgreementError(template, name=centre.name, party=centre.authority)
    if strange := sorted(terms.authorities.keys() - parties):
        template = N_("An authority is given for %(party)s, which has no centre in this exchange.")
        raise BadAgreementError(template, party=strange[0])


def _check_rules(terms: ExchangeTerms) -> None:
    known = {centre.name for centre in terms.centres}
    for rule in terms.rules:
        if strange := sorted((rule.origins | rule.recipients) - known):
            template = N_("Clause %(clause)s names centre %(name)s, which the agreement does not list.")
            raise BadAgreementError(template, clause=rule.clause, name=strange[0])


def _twice(names: Iterable[str]) -> str | None:
    return next((name for name, count in Counter(names).items() if count > 1), None)
