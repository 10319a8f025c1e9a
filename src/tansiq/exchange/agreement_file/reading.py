"""Reading the proof file of an agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from tansiq.domain.decision import Act, Matter, Proposal, State, stand
from tansiq.domain.exchange_terms import ExchangeTerms
from tansiq.exchange.agreement_file.terms import TEXT_KIND, terms_of
from tansiq.exchange.errors import NotAgreedError
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.journal.audit import audit_excerpt
from tansiq.journal.audit.decisions import PROPOSAL, SIGNATURE
from tansiq.journal.errors import TooLargeError
from tansiq.journal.json_strict import Json
from tansiq.journal.keys import Roots
from tansiq.journal.log import decode_bundle
from tansiq.journal.note import parse_proof_file
from tansiq.journal.record import Record, read_record
from tansiq.journal.record.proposal import read_act, read_proposal
from tansiq.language import N_

_MATTERS: Final = frozenset({Matter.AGREEMENT, Matter.ANNEX})
_AGREED: Final = frozenset({State.AGREED, State.IN_EFFECT})
Placed: TypeAlias = Sequence[tuple[int, Record]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement with terms of exchange that both parties signed.

    Attributes
    ----------
    agreement, version
        Which one, and which version of its text.
    proposal
        Digest of the proposal whose bytes both signed.
    terms
        Its terms of exchange, with the text's digest and the times from the proposal.
    exchange
        The same as it stands in the text.
    """

    agreement: str
    version: int
    proposal: str
    terms: ExchangeTerms
    exchange: Mapping[str, Json]


def read_agreement(data: bytes, roots: Roots, limits: Limits = LIMITS) -> Agreement:
    """Check the proof file of an agreement and return what it says on the exchange.

    Parameters
    ----------
    data
        As a centre hands it out for a joint decision.
    roots
        The parties' roots, as exchanged on paper.
    limits
        How long the file may be.

    Raises
    ------
    TooLargeError
        It is longer; it was not read.
    DoesNotVerifyError
        It proves nothing (:func:`~tansiq.journal.audit.audit_excerpt`), or no agreement of both parties with terms of
        exchange (:class:`~tansiq.exchange.errors.NotAgreedError`).
    BadAgreementError
        What they agreed contradicts itself.
    """
    if len(data) > limits.agreement_bytes:
        template = N_("A proof file may have %(most)s bytes; this has %(found)s.")
        raise TooLargeError(template, most=limits.agreement_bytes, found=len(data))
    proved = audit_excerpt(data, roots)
    records = _records(data, proved.place)
    proposal, decided = _decided(records)
    _check_agreed(proposal, records, roots)
    text = _text(decided, proposal, records)
    body = text.content.body
    exchange = body["exchange"]
    terms = terms_of(exchange, text=text.digest, effective_at=proposal.effective_at, ends_at=proposal.ends_at)
    _check_parties(terms, proposal)
    return Agreement(
        str(body["agreement"]), int(str(body["version"])), proposal.digest, terms,
        exchange if isinstance(exchange, dict) else {},
    )  # fmt: skip


def _records(data: bytes, place: int) -> Placed:
    """Return the file's records, which were audited, as places and records: only the last one's place is proved."""
    main, *support = (read_record(entry) for entry in decode_bundle(parse_proof_file(data).extra or b"", "extra"))
    return [*enumerate(support, -len(support)), (place, main)]


def _decided(records: Placed) -> tuple[Proposal, Record]:
    """Return the proposal that the last record completes."""
    _, main = records[-1]
    for place, record in records[:-1]:
        about = main.content.kind == SIGNATURE and main.content.body["record"] == record.digest
        if about and record.content.kind == PROPOSAL:
            content = record.content
            proposal = read_proposal(
                content.body, digest=record.digest, party=content.party, place=place, entered_at=content.entered_at
            )
            if proposal.matter in _MATTERS:
                return proposal, record
    raise NotAgreedError(N_("The file is not the proof of an agreement or an annex that was decided on."))


def _check_agreed(proposal: Proposal, records: Placed, roots: Roots) -> None:
    acts = list(_acts(proposal, records))
    standing = stand(proposal, acts, max([proposal.entered_at, *(act.entered_at for act in acts)]))
    proved, _ = records[-1]
    # Whoever made the file chose the order of all others; that both agreed must rest on the one whose place is proved.
    if standing.state not in _AGREED or standing.complete is None or standing.complete.place != proved:
        template = N_("By this file the agreement is not agreed: signed by %(parties)s; both must sign in time, and "
                      "know it of each other.")  # fmt: skip
        raise NotAgreedError(template, parties=", ".join(sorted(standing.signed)) or "-")
    if missing := sorted(set(proposal.parties) - roots.keys()):
        raise NotAgreedError(N_("The root of %(party)s is not among those given."), party=missing[0])


def _acts(proposal: Proposal, records: Placed) -> list[Act]:
    return [
        read_act(record.content.body, party=record.content.party, place=place, entered_at=record.content.entered_at)
        for place, record in records
        if record.content.kind == SIGNATURE and record.content.body["record"] == proposal.digest
    ]


def _text(decided: Record, proposal: Proposal, records: Placed) -> Record:
    """Return the text with terms of exchange among those decided on."""
    named = decided.content.body.get("texts_decided")
    digests = named if isinstance(named, list) else []
    found = [
        record
        for _, record in records
        if record.digest in digests and record.content.kind == TEXT_KIND and "exchange" in record.content.body
    ]
    if len(found) != 1:
        template = N_("Of the texts that were signed, the file must carry one with a part on the exchange; it carries "
                      "%(count)s. Have the proof made anew by the centre where it was signed.")  # fmt: skip
        raise NotAgreedError(template, count=len(found))
    parties = found[0].content.body["parties"]
    if not isinstance(parties, list) or set(map(str, parties)) != set(proposal.parties):
        raise NotAgreedError(N_("The text is one between other parties than those who signed."))
    return found[0]


def _check_parties(terms: ExchangeTerms, proposal: Proposal) -> None:
    strange = {party for centre in terms.centres for party in centre.parties} - set(proposal.parties)
    if strange:
        template = N_("The exchange has a centre of %(party)s, which did not sign.")
        raise NotAgreedError(template, party=min(strange))
