"""Neither party alone closes a gap, signs for the other, or alters what was signed."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tansiq.centre.agreement.models import Proposal, Text
from tansiq.centre.agreement.overview import party_rows, shown_decision
from tansiq.centre.agreement.reading import placed_decisions, read_texts
from tansiq.centre.agreement.signing import put_signature
from tansiq.centre.door.author import Author, centre_author
from tansiq.centre.door.history import find
from tansiq.centre.door.putting import admit, put
from tansiq.centre.door.rebuilding import digests, rebuild
from tansiq.centre.door.refusals import NotAllowedError, Refusal
from tansiq.centre.door.registry import Entered
from tansiq.domain.decision import DecisionRefusedError, Placed, State
from tansiq.domain.names import Names
from tansiq.errors import TansiqError
from tansiq.journal.errors import BadSignatureError, UnknownSignerError
from tansiq.journal.record import Content, sign_record
from tansiq.journal.record.decision import sign_decision
from tests.centre.agreement.two_parties import (
    FEDERAL,
    FEDERAL_DUTY,
    REGIONAL,
    REGIONAL_DUTY,
    TEXT,
    Pens,
    in_hours,
    propose,
    proposed,
)  # fmt: skip
from tests.centre.founded import Founded
from tests.journal.writing import BODIES


def placed(proposal: Entered, after_h: float = 0) -> Placed:
    now: datetime = timezone.now() + timedelta(hours=after_h)
    return placed_decisions(None, now)[proposal.record.digest]


def test_a_gap_closes_when_both_have_signed_and_know_it_of_each_other(pens: Pens) -> None:
    proposal = propose()
    assert placed(proposal).standing.state is State.PROPOSED
    pens.act(FEDERAL, proposal)
    assert placed(proposal).standing.state is State.SIGNED_BY_ONE
    pens.act(REGIONAL, proposal)
    assert placed(proposal).standing.state is State.AWAITING_RECEIPT
    pens.act(FEDERAL_DUTY, proposal, "confirm_receipt")
    assert placed(proposal).standing.state is State.AGREED
    assert placed(proposal, 3).standing.state is State.IN_EFFECT
    assert placed(proposal, 3).decision.proposal.holder is not None


def test_without_confirmed_receipt_it_lapses(pens: Pens) -> None:
    proposal = propose()
    pens.act(FEDERAL, proposal)
    pens.act(REGIONAL, proposal)
    assert placed(proposal, 3).standing.state is State.LAPSED


@pytest.mark.parametrize("officer", [FEDERAL, REGIONAL])
def test_each_party_reopens_alone_what_both_closed(pens: Pens, officer: object) -> None:
    proposal = propose()
    for who, deed in ((FEDERAL, "sign"), (REGIONAL, "sign"), (FEDERAL, "confirm_receipt")):
        pens.act(who, proposal, deed)
    who = FEDERAL if officer is FEDERAL else REGIONAL
    reopening = propose(who, "gap_reopened", 2)
    assert placed(proposal).standing.state is State.AGREED
    pens.act(who, reopening)
    assert placed(proposal, 3).standing.state is State.SUPERSEDED
    assert placed(reopening, 3).standing.binds == {who.party}


def test_a_gap_that_nobody_agreed_to_close_cannot_be_reopened(pens: Pens) -> None:  # noqa: ARG001 - keys
    with pytest.raises(Refusal, match="nothing to reopen"):
        propose(FEDERAL, "gap_reopened")


def test_one_party_signs_neither_twice_nor_for_the_other(pens: Pens) -> None:
    proposal = propose()
    pens.act(FEDERAL, proposal)
    with pytest.raises(DecisionRefusedError, match="signed this already"):
        pens.act(FEDERAL, proposal)
    record = find(proposal.record.digest)
    as_other = Author("reg-signatory-1", "regional", "signatory")
    with pytest.raises((UnknownSignerError, NotAllowedError)):
        put_signature(record, "sign", as_other, pens.of(FEDERAL))
    mixed = {"record": record.digest, "act": "sign", "signature": sign_decision(record, pens.of(FEDERAL))}
    with pytest.raises(BadSignatureError):
        put("decision_signature/1", mixed, as_other, object="decision-1", signer=pens.of(REGIONAL))
    assert placed(proposal).standing.signed.keys() == {"federal"}


def test_the_centre_cannot_sign_for_anybody(pens: Pens) -> None:
    proposal = propose()
    record = find(proposal.record.digest)
    body = {"record": record.digest, "act": "sign", "signature": sign_decision(record, pens.of(FEDERAL))}
    with pytest.raises(NotAllowedError, match="never by the centre"):
        put("decision_signature/1", body, FEDERAL.author("signatory"), object="decision-1")


def test_a_signature_over_other_bytes_is_no_signature(pens: Pens) -> None:
    one, two = propose(), propose(number=2)
    body = {"record": one.record.digest, "act": "sign", "signature": sign_decision(two.record, pens.of(FEDERAL))}
    with pytest.raises(BadSignatureError):
        put("decision_signature/1", body, FEDERAL.author("signatory"), object="decision-1", signer=pens.of(FEDERAL))


def test_a_duty_officer_confirms_receipt_and_signs_no_decision(pens: Pens) -> None:
    proposal = propose()
    for deed in ("sign", "refuse", "withdraw"):
        with pytest.raises(NotAllowedError, match="Only a signatory"):
            pens.act(FEDERAL_DUTY, proposal, deed, reason="x")
    pens.act(FEDERAL, proposal)
    pens.act(REGIONAL_DUTY, proposal, "confirm_receipt")
    assert placed(proposal).standing.confirmed == {"regional"}


def test_a_watch_key_does_not_sign_in_a_signatory_s_name(pens: Pens) -> None:
    proposal = propose()
    posing = Author("fed-duty-1", "federal", "signatory")
    with pytest.raises(NotAllowedError, match="a key certified for it"):
        put_signature(find(proposal.record.digest), "sign", posing, pens.of(FEDERAL_DUTY))
    assert not placed(proposal).standing.signed


def test_a_proposal_is_not_altered_once_it_stands(pens: Pens) -> None:  # noqa: ARG001 - keys
    proposal = propose()
    with pytest.raises(Refusal, match="counter-proposal"):
        put("decision_proposal/1", proposed(), FEDERAL.author("signatory"), object="decision-1",
            supersedes=proposal.record.digest)  # fmt: skip


def test_a_refusal_says_why_and_ends_it(pens: Pens) -> None:
    proposal = propose()
    with pytest.raises(Refusal, match="Say why"):
        pens.act(REGIONAL, proposal, "refuse")
    pens.act(REGIONAL, proposal, "refuse", reason="The holder is not named by us.")
    standing = placed(proposal).standing
    assert (standing.state, standing.concluded and standing.concluded.party) == (State.REFUSED, "regional")
    with pytest.raises(DecisionRefusedError, match="was refused"):
        pens.act(FEDERAL, proposal)


def test_a_signer_withdraws_before_effect(pens: Pens) -> None:
    proposal = propose()
    pens.act(FEDERAL, proposal)
    pens.act(FEDERAL, proposal, "withdraw", reason="Wrong unit.")
    assert placed(proposal).standing.state is State.WITHDRAWN


def test_a_counter_proposal_takes_the_place_of_what_it_answers(pens: Pens) -> None:
    proposal = propose()
    pens.act(FEDERAL, proposal)
    answer = propose(REGIONAL, number=2, counter_to=proposal.record.digest)
    assert placed(proposal).standing.state is State.COUNTERED
    assert placed(answer).standing.state is State.PROPOSED
    with pytest.raises(DecisionRefusedError):
        propose(REGIONAL, number=3, counter_to=proposal.record.digest)


def test_a_planner_does_not_end_by_a_counter_proposal_what_a_signatory_signed(pens: Pens) -> None:
    proposal = propose()
    pens.act(REGIONAL, proposal)
    planner = Author("reg-planner-1", "regional", "planner")
    with pytest.raises(NotAllowedError, match="Only a signatory answers"):
        put("decision_proposal/1", proposed(counter_to=proposal.record.digest), planner, object="decision-2")
    assert placed(proposal).standing.state is State.SIGNED_BY_ONE


def test_a_signature_by_a_key_reported_lost_from_before_it_is_shown_as_doubtful(centre: Founded, pens: Pens) -> None:
    proposal = propose()
    signature = pens.act(FEDERAL, proposal)
    shown = shown_decision(None, timezone.now(), "decision-1")
    assert shown is not None
    assert not party_rows(shown, None)["federal"]["doubtful"]
    at = timezone.now().replace(microsecond=0)
    body = {"key": pens.of(FEDERAL).key.label, "reason": "lost", "not_trusted_from": signature.place}
    content = Content(
        kind="key_revocation/1", object="key-fed", author_role="root", party="federal", body=body,
        centre=centre.identity.name, event_at=at, received_at=at, entered_at=at,
    )  # fmt: skip
    admit(sign_record(content, centre.roots["federal"].signer).entry, centre_author("federal"))
    assert party_rows(shown, None)["federal"]["doubtful"]
    assert not party_rows(shown, signature.place)["federal"]["doubtful"]


def test_a_reservation_stands_beside_the_signature_and_must_be_received(pens: Pens) -> None:
    proposal = propose()
    pens.act(FEDERAL, proposal)
    pens.act(REGIONAL, proposal, reservation=Names(ckb="تەنها بە ڕۆژ."))
    assert placed(proposal).standing.reservations == {"regional": Names(ckb="تەنها بە ڕۆژ.")}
    assert placed(proposal).standing.state is State.AWAITING_RECEIPT


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"holder": None}, "hold it from then on"),
        ({"effect": "restrictive"}, "follows from what it decides"),
        ({"text": {"ar": "معاً."}}, "lacks its text in ckb"),
        ({"parties": ["federal", "neighbour"]}, "its two parties"),
    ],
)
def test_a_proposal_that_cannot_mean_what_it_says_is_refused(
    pens: Pens,  # noqa: ARG001 - keys
    fields: dict[str, object],
    words: str,
) -> None:
    body = {name: value for name, value in (proposed() | fields).items() if value is not None}
    with pytest.raises(TansiqError, match=words):
        put("decision_proposal/1", body, FEDERAL.author("signatory"), object="decision-1")  # type: ignore[arg-type]  # of no form, on purpose


def test_an_agreement_is_in_force_only_when_both_signed_a_decision_about_its_text(pens: Pens) -> None:
    text = put("agreement_text/1", {**BODIES["agreement_text/1"], "reservations": []}, FEDERAL.author("signatory"),
               object="ag-1")  # fmt: skip
    assert [each.version for each in read_texts(None)] == [1]
    proposal = propose(FEDERAL, "agreement", about=["ag-1"], texts_decided=[text.record.digest])
    pens.act(REGIONAL, proposal)
    pens.act(FEDERAL, proposal)
    pens.act(REGIONAL, proposal, "confirm_receipt")
    assert placed(proposal, 3).standing.state is State.IN_EFFECT


def test_a_text_names_the_next_version_and_leaves_the_other_s_reservations_alone(pens: Pens) -> None:  # noqa: ARG001 - keys
    reserved = [{"party": "federal", "clause": "1.1", "text": TEXT}]
    body = {**BODIES["agreement_text/1"], "reservations": reserved}
    with pytest.raises(Refusal, match="only for itself"):
        put("agreement_text/1", body, REGIONAL.author("signatory"), object="ag-1")
    put("agreement_text/1", body, FEDERAL.author("signatory"), object="ag-1")
    with pytest.raises(Refusal, match="number 2"):
        put("agreement_text/1", {**body, "version": 1, "reservations": []}, FEDERAL.author("signatory"), object="ag-1")
    with pytest.raises(Refusal, match="leaves the other's"):
        put("agreement_text/1", {**body, "version": 2, "reservations": []}, REGIONAL.author("signatory"), object="ag-1")
    put("agreement_text/1", {**body, "version": 2}, REGIONAL.author("signatory"), object="ag-1")
    assert sorted(Text.objects.at(None).values_list("version", flat=True)) == [1, 2]


def test_tables_made_again_from_the_journal_are_the_same(pens: Pens) -> None:
    proposal = propose(lapses_at=in_hours(1))
    pens.act(FEDERAL, proposal)
    pens.act(REGIONAL, proposal)
    pens.act(FEDERAL_DUTY, proposal, "confirm_receipt")
    before = digests()
    rebuild(lambda *_: None)
    assert digests() == before
    assert Proposal.objects.at(proposal.place - 1).count() == 0


def test_of_two_duty_officers_each_confirms_only_for_its_party(pens: Pens) -> None:
    proposal = propose()
    pens.act(FEDERAL, proposal)
    with pytest.raises(DecisionRefusedError, match="nothing to confirm"):
        pens.act(FEDERAL_DUTY, proposal, "confirm_receipt")
    pens.act(REGIONAL_DUTY, proposal, "confirm_receipt")
    with pytest.raises(DecisionRefusedError, match="confirmed receipt already"):
        pens.act(REGIONAL_DUTY, proposal, "confirm_receipt")
