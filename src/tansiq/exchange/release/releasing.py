"""What a record of the journal adds to the log of one recipient. No clock, no storage: it is told records in order.

The log of a recipient must follow from what is released to it and from nothing else, so that nobody can read from it
what else there is. Therefore this is not told a record's place in the journal, and asks of the journal only about
records that released ones name, and about keys.

1. **Keys.** The centre's own certificates come first of all, when an agreement is adopted by which a rule runs to or
   from the recipient; later ones as they are entered. Another key's certificate comes before the first record that it
   signed, with those above it. A revocation comes if its key's certificate is in the log, or if the key is a root.
2. **Late release** (``release/1``): records by the same party, of kinds that a rule in force lets go to the recipient,
   if every party of the recipient is named or is the record's own. None twice. What refers to others comes after them.
3. **Recall** (``recall/1``), by the party that wrote the record: if the record is in the log.
4. **Acknowledgement** (``acknowledgement/1``): to the centre whose log it names, of a record that came in it.
5. **Everything else** by :func:`~tansiq.exchange.release.rule.release`, unless it is of a kind that speaks of places in
   another log (the journal's, a partner's), or of a kind not known here, whose references nobody could find.
6. What refers to a record that is not in the log is withheld; ``answers`` may also name one that came from the
   recipient. So is what a key signed whose revocation is in the log already. Withheld means: a stub if a rule that
   names the kind asks for one, else nothing.

Keys cross whatever the terms, once a log has begun: they only serve to check what is there. Everything else needs terms
in force when the record that brings it was entered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Final

from tansiq.domain.exchange_terms import ExchangeTerms, PartnerCentre
from tansiq.exchange.naming import parse_origin
from tansiq.exchange.release.appending import Appending, Item
from tansiq.exchange.release.known import Known, Sign
from tansiq.exchange.release.references import ANSWERS, references
from tansiq.exchange.release.rule import Outcome, kind_name, release, rules_for, rules_naming, strangers, stub_of
from tansiq.journal.json_strict import Json
from tansiq.journal.keys.keyring import CERTIFICATE, REVOCATION
from tansiq.journal.record import KINDS, Content, Record

STUB: Final = "withheld/1"
ADOPTED: Final = "adopted_agreement/1"
_OWN_KEYS: Final = frozenset({"centre", "witness"})
# Kinds that have a way of their own above, or that speak of places in another log: no rule makes them travel.
_BY_NO_RULE: Final = frozenset(
    {
        "acknowledgement", "adopted_agreement", "exchange_alarm", "key_certificate", "key_revocation", "recall",
        "receipt", "received", "release", "retention", "withheld",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Step:
    """One record, and everything that its release is decided by."""

    record: Record
    terms: ExchangeTerms | None
    recipient: str
    known: Known
    sign: Sign
    log: Appending

    @property
    def content(self) -> Content:
        return self.record.content

    def partner(self) -> PartnerCentre | None:
        """Return the recipient, if a rule links it with this centre and the terms have not ended."""
        terms = self.terms
        if terms is None or (terms.ends_at is not None and self.content.entered_at >= terms.ends_at):
            return None
        return next((each for each in terms.partners(self.content.centre) if each.name == self.recipient), None)

    def partner_now(self) -> PartnerCentre | None:
        """Return the recipient, if a rule links it with this centre and the terms are in force."""
        in_force = self.terms is not None and self.terms.in_force(self.content.entered_at)
        return self.partner() if in_force else None

    def names_only_known(self, content: Content, *, received: str | None = None) -> bool:
        """Tell whether everything a record refers to is in the log; ``received`` may have come from the recipient."""
        return all(
            self.log.has(digest) or (digest == received and self.known.received(digest))
            for digest in references(content)
        )


def take(record: Record, terms: ExchangeTerms | None, recipient: str, known: Known, *, sign: Sign) -> tuple[Item, ...]:
    """Return what a record appends to a recipient's log, in order.

    Parameters
    ----------
    record
        The next one of the journal; it was admitted there.
    terms
        Those in force when it was entered, None if none were; for an ``adopted_agreement/1`` those that it adopts
        (:func:`tansiq.exchange.agreement_file.terms_for` gives both).
    recipient
        Name of the centre.
    known
        The journal before, and this recipient's log.
    sign
        Signs a stub with the centre's key; asked only where one is due.
    """
    step = _Step(record, terms, recipient, known, sign, Appending(known))
    _WAYS.get(record.content.kind, _by_rule)(step)
    return step.log.finish()


def _certificate(step: _Step) -> None:
    if step.known.next_index() and step.content.body["purpose"] in _OWN_KEYS:
        step.log.append(step.record)


def _revocation(step: _Step) -> None:
    certificate = step.known.certificate(str(step.content.body["key"]), step.content.party)
    if step.known.next_index() and (certificate is None or step.log.has(certificate.digest)):
        step.log.append(step.record)


def _adopted(step: _Step) -> None:
    # Also if the terms take effect only later: no record marks that moment, and keys may be known before.
    if step.partner():
        step.log.begin()


def _late(step: _Step) -> None:
    found = {str(digest): step.known.record(str(digest)) for digest in _listed(step.content, "records")}
    named = {digest: record for digest, record in found.items() if record is not None}
    order = TopologicalSorter(
        {digest: sorted(references(record.content) & named.keys()) for digest, record in named.items()}
    )
    for digest in order.static_order():
        _release_late(step, named[digest])


def _release_late(step: _Step, old: Record) -> None:
    terms, content = step.terms, old.content
    if terms is None or not step.partner_now() or content.party != step.content.party or not _by_some_rule(content):
        return
    rules = rules_naming(terms, content, step.recipient)
    to = frozenset(map(str, _listed(step.content, "to")))
    if rules and strangers(terms, content, step.recipient) <= to and _names_known(step, content):
        step.log.append(old, rules[0].clause)


def _recall(step: _Step) -> None:
    recalled = step.known.record(str(step.content.body["record"]))
    own = recalled is not None and recalled.content.party == step.content.party
    if own and step.partner_now() and step.names_only_known(step.content):
        step.log.append(step.record)


def _acknowledgement(step: _Step) -> None:
    partner, named = step.partner_now(), str(step.content.body["record"])
    if partner is None or parse_origin(str(step.content.body["log"])) != (partner.id, step.content.centre):
        return
    if step.known.received(named) and step.names_only_known(step.content, received=named):
        step.log.append(step.record)


def _by_rule(step: _Step) -> None:
    if not _by_some_rule(step.content):
        return
    verdict = release(step.terms, step.content, step.recipient)
    if verdict.outcome is Outcome.RELEASED:
        if _names_known(step, step.content) and step.log.append(step.record, verdict.clause):
            return
        verdict = stub_of(rules_for(step.terms, step.content, step.recipient))
    if verdict.outcome is Outcome.STUB:
        step.log.begin()
        step.log.append(step.sign(stub(step.content, verdict.clause, step.log.index)), verdict.clause, stub=True)


def stub(withheld: Content, clause: str, index: int) -> Content:
    """Return what is left of a record that was withheld under a clause, as entry ``index`` of the release log.

    Of the record it tells its kind, its party and when it was entered; a clause that asks for stubs asks for that.
    """
    at = withheld.entered_at
    body = {"clause": clause, "kind": kind_name(withheld)}
    return Content(
        kind=STUB, object=f"withheld-{index}", body=body, author_role="centre", party=withheld.party,
        centre=withheld.centre, event_at=at, received_at=at, entered_at=at,
    )  # fmt: skip


def _names_known(step: _Step, content: Content) -> bool:
    answered = content.body.get(ANSWERS)
    return step.names_only_known(content, received=str(answered) if answered else None)


def _by_some_rule(content: Content) -> bool:
    return content.kind in KINDS and kind_name(content) not in _BY_NO_RULE


def _listed(content: Content, field: str) -> list[Json]:
    value = content.body.get(field)
    return value if isinstance(value, list) else []


_WAYS: Final[Mapping[str, Callable[[_Step], None]]] = {
    CERTIFICATE: _certificate,
    REVOCATION: _revocation,
    ADOPTED: _adopted,
    "release/1": _late,
    "recall/1": _recall,
    "acknowledgement/1": _acknowledgement,
}
