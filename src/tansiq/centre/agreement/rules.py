"""What may be put down about agreements and decisions, and by whom. Asked under the door's lock, before signing."""

from collections.abc import Iterable
from typing import Final

from tansiq.centre.agreement.exchange_part import check_exchange
from tansiq.centre.agreement.models import Proposal as ProposalRow
from tansiq.centre.agreement.models import Text
from tansiq.centre.agreement.reading import Body, placed_decisions, placed_with, read_text
from tansiq.centre.agreement.seeds import EXCHANGE
from tansiq.centre.agreement.signable import how_signed
from tansiq.centre.door import keys
from tansiq.centre.door.history import find
from tansiq.centre.door.models import Key
from tansiq.centre.door.refusals import NotAllowedError, Refusal
from tansiq.centre.door.registry import Asked
from tansiq.domain.decision import Deed, Matter, Placed, Proposal, State, check_deed, check_proposal
from tansiq.domain.names import Names
from tansiq.domain.register import AgreementText
from tansiq.journal.record import Record
from tansiq.journal.record.proposal import read_names, read_proposal
from tansiq.language import N_

SIGNATORY: Final = "signatory"
PROPOSERS: Final = frozenset({SIGNATORY, "planner"})
SIGNERS: Final = frozenset({SIGNATORY, "duty_officer"})
TEXT_MATTERS: Final = frozenset({Matter.AGREEMENT, Matter.ANNEX})


def check_text(asked: Asked) -> None:
    """Refuse a text that could not be signed, or that is not the next version.

    Raises
    ------
    Refusal
        With what is wrong.
    """
    body: Body = asked.content.body
    _check_parties(body)
    text = read_text(body, digest="", place=asked.place)
    _check_clauses(text.missing(), [each.number for each in text.clauses])
    numbers = {each.number for each in text.clauses}
    named = [each.clause for each in text.obligations] + [each.clause for each in text.reservations if each.clause]
    if unknown := [clause for clause in named if clause not in numbers]:
        raise Refusal(N_("There is no clause %(clause)s for an obligation or reservation to be about."),
                      clause=unknown[0])  # fmt: skip
    strangers = {each for one in text.obligations for each in one.owners} | {one.party for one in text.reservations}
    if strangers - set(text.parties):
        raise Refusal(N_("Only the two parties have obligations and reservations."))
    _check_reservations(asked, text)
    if EXCHANGE in body:
        check_exchange(body[EXCHANGE], numbers, text.parties)
    last = max(Text.objects.at(None).filter(agreement=text.agreement).values_list("version", flat=True), default=0)
    if text.version != last + 1:
        template = N_("The next version of %(agreement)s is number %(next)s. Somebody may have entered one before you.")
        raise Refusal(template, agreement=text.agreement, next=last + 1)


def _check_reservations(asked: Asked, text: AgreementText) -> None:
    """Let each party make, change and drop its own reservations only: the other's go along unaltered."""
    before = Text.objects.at(None).filter(agreement=text.agreement, version=text.version - 1).first()
    kept = read_text(before.body, digest="", place=before.place).reservations if before else ()
    others = ([one for one in several if one.party != asked.author.party] for several in (kept, text.reservations))
    if len({tuple(each) for each in others}) != 1:
        raise Refusal(N_("A party makes reservations only for itself, and leaves the other's as they are."))


def _check_clauses(missing: object, numbers: list[str]) -> None:
    if missing is not None:
        raise Refusal(N_("Clause %(clause)s lacks its text in a language in which the text is to govern."),
                      clause=getattr(missing, "number", ""))  # fmt: skip
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    if twice:
        raise Refusal(N_("Two clauses have the number %(clause)s."), clause=twice)


def _check_parties(body: Body) -> None:
    ours = keys.identity().party_ids
    if len(ours) != 2 or set(body["parties"]) != set(ours):  # noqa: PLR2004 - the two parties
        raise NotAllowedError(N_("Joint decisions are made in a joint centre, between its two parties."))


def check_decision(asked: Asked) -> None:
    """Refuse a proposal that could not mean what it says, or comes at the wrong moment.

    Raises
    ------
    Refusal, DecisionRefusedError
        With what is wrong.
    """
    body: Body = asked.content.body
    _check_parties(body)
    if asked.content.supersedes is not None:
        raise Refusal(N_("A proposal is not corrected, since somebody may have signed it. Make a counter-proposal."))
    proposal = _proposal(asked)
    check_proposal(proposal, str(body["effect"]))
    lacking = [each for each in body["authentic_languages"] if not getattr(read_names(body["text"]), str(each)).strip()]
    if lacking:
        raise Refusal(N_("The decision lacks its text in %(language)s, in which it is to govern."), language=lacking[0])
    placed = placed_decisions(None, asked.content.entered_at)
    if proposal.counter_to is not None:
        _check_counter(asked, placed.get(proposal.counter_to))
    if proposal.matter in TEXT_MATTERS:
        _check_texts(proposal, body)
    if proposal.matter is Matter.GAP_REOPENED:
        _check_closed(proposal, placed.values())


def _proposal(asked: Asked) -> Proposal:
    content = asked.content
    return read_proposal(content.body, digest="", party=content.party, place=asked.place, entered_at=content.entered_at)


def _check_counter(asked: Asked, answered: Placed | None) -> None:
    if asked.author.role != SIGNATORY:
        raise NotAllowedError(N_("Only a signatory answers a proposal with another: that ends it as refusing does."))
    if answered is None:
        raise Refusal(N_("The proposal that this one answers is not in this journal."))
    check_deed(
        answered.decision.proposal, answered.standing, asked.content.party, Deed.COUNTER, asked.content.entered_at
    )


def _check_texts(proposal: Proposal, body: Body) -> None:
    decided = body.get("texts_decided", ())
    rows = list(Text.objects.at(None).filter(key__in=decided))
    if len(decided) != 1 or len(rows) != 1 or proposal.about != {rows[0].agreement}:
        raise Refusal(N_("Name the one text in the register that is to be agreed."))
    if set(rows[0].body["authentic_languages"]) - set(body["authentic_languages"]):
        raise Refusal(N_("The decision must be worded in every language in which the text itself governs."))
    newest = max(Text.objects.at(None).filter(agreement=rows[0].agreement).values_list("version", flat=True))
    if rows[0].version != newest:
        template = N_("Version %(version)s is not the newest of %(agreement)s: propose version %(newest)s.")
        raise Refusal(template, version=rows[0].version, agreement=rows[0].agreement, newest=newest)


def _check_closed(proposal: Proposal, placed: Iterable[Placed]) -> None:
    closings = (each for each in placed if each.decision.proposal.matter is Matter.GAP_CLOSED)
    standing = {State.AGREED, State.IN_EFFECT, State.AWAITING_RECEIPT, State.SIGNED_BY_ONE}
    if not any(each.standing.state in standing and proposal.about & each.decision.proposal.about for each in closings):
        raise Refusal(N_("No closure of this gap is agreed, so there is nothing to reopen."))


def check_signature(asked: Asked) -> None:
    """Refuse a signature that would count for nothing, and hand others' on to the part whose record is signed.

    Raises
    ------
    Refusal
        With the reason.
    """
    if asked.signer is None:
        raise NotAllowedError(N_("A joint decision is signed with an officer's own key, never by the centre."))
    signed = find(str(asked.content.body["record"]))
    if asked.content.object != signed.content.object:
        raise Refusal(N_("This signature is filed under another decision than the one it signs."))
    how_signed(signed).check(asked, signed)


def check_deed_asked(asked: Asked, proposal: Record) -> None:
    """Refuse what may not be done about a proposal as it stands.

    Raises
    ------
    Refusal, DecisionRefusedError
        With the reason.
    """
    body: Body = asked.content.body
    deed = Deed(str(body["act"]))
    if asked.author.role != SIGNATORY and deed is not Deed.CONFIRM_RECEIPT:
        raise NotAllowedError(_ONLY_SIGNATORIES)
    _check_key(asked, deed)
    if "reservation" in body and (deed is not Deed.SIGN or read_names(_texts(body)) == Names()):
        raise Refusal(N_("A reservation goes with a signature, and says something."))
    if deed in {Deed.REFUSE, Deed.WITHDRAW} and not str(body.get("reason", "")).strip():
        raise Refusal(N_("Say why: the other party will read it."))
    placed = placed_with(None, asked.content.entered_at, proposal.digest).get(proposal.digest)
    if placed is None or not ProposalRow.objects.at(None).filter(key=proposal.digest).exists():
        raise Refusal(N_("The proposal is not in this centre's register."))
    check_deed(placed.decision.proposal, placed.standing, asked.author.party, deed, asked.content.entered_at)


def _check_key(asked: Asked, deed: Deed) -> None:
    """Hold the key itself against the deed: a role is what accounts say, a purpose what the party's root says."""
    label = asked.signer.key.label if asked.signer else ""
    known = Key.objects.at(None).filter(party=asked.author.party, label=label, revoked=False)
    if deed is not Deed.CONFIRM_RECEIPT and not known.filter(purpose=SIGNATORY).exists():
        raise NotAllowedError(_ONLY_SIGNATORIES)


_ONLY_SIGNATORIES: Final = N_(
    "Only a signatory, with a key certified for it, signs, refuses or withdraws a joint decision for its party."
)


def _texts(body: Body) -> dict[str, str]:
    texts = body["reservation"]
    return {str(language): str(text).strip() for language, text in texts.items()} if isinstance(texts, dict) else {}
