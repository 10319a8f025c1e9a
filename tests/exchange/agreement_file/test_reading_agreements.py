"""The proof file of an agreement: taken only if both parties agreed to that very text, and it says how to exchange."""

from datetime import timedelta

import pytest

from tansiq.errors import DoesNotVerifyError
from tansiq.exchange.agreement_file import adopted_terms, adoption, read_agreement
from tansiq.exchange.errors import BadAgreementError, NotAgreedError
from tansiq.exchange.limits import Limits
from tansiq.journal.errors import TooLargeError
from tansiq.journal.note import NoteSigner
from tansiq.journal.record import check_body
from tests.exchange.agreement_file.signed import EFFECTIVE, Signed, large_part, many_clauses, text_of
from tests.exchange.release.world import FOR_BAR, exchange, write
from tests.journal.writing import FEDERAL_SIGNATORY, REGIONAL_SIGNATORY, ROOTS

Act = tuple[NoteSigner, str, str]
FEDERAL: Act = (FEDERAL_SIGNATORY, "federal", "sign")
REGIONAL: Act = (REGIONAL_SIGNATORY, "regional", "sign")


def test_an_agreement_of_both_is_read_with_its_terms() -> None:
    signed = Signed(ends_at=EFFECTIVE + timedelta(days=90))
    agreement = read_agreement(signed.proof(), ROOTS)
    assert (agreement.agreement, agreement.version, agreement.proposal) == ("ag-1", 1, signed.proposal.digest)
    terms = agreement.terms
    assert (terms.text, terms.effective_at, terms.ends_at) == (
        signed.texts[0].digest, EFFECTIVE, EFFECTIVE + timedelta(days=90),
    )  # fmt: skip
    assert [centre.name for centre in terms.centres] == ["hq", "bar", "rhq"]


def test_an_annex_will_do() -> None:
    assert read_agreement(Signed(decision="annex").proof(), ROOTS).version == 1


def test_what_is_adopted_says_everything_again() -> None:
    signed = Signed()
    agreement = read_agreement(signed.proof(), ROOTS)
    body = adoption(agreement, signed.proof(), ROOTS)
    check_body(write("adopted_agreement/1", body, object="ag-1").content)
    assert adopted_terms(body) == agreement.terms


def test_another_decision_is_no_agreement() -> None:
    with pytest.raises(NotAgreedError, match="not the proof of an agreement"):
        read_agreement(Signed(decision="gap_closed").proof(), ROOTS)


@pytest.mark.parametrize(
    "acts",
    [
        [FEDERAL], [FEDERAL, (FEDERAL_SIGNATORY, "federal", "confirm_receipt")], [FEDERAL, REGIONAL],
        [FEDERAL, (REGIONAL_SIGNATORY, "regional", "refuse")],
        [FEDERAL, (REGIONAL_SIGNATORY, "regional", "confirm_receipt")],
        [FEDERAL, REGIONAL, (FEDERAL_SIGNATORY, "federal", "withdraw")],
    ],
    ids=["one signed", "one signed and confirmed", "not yet confirmed", "refused", "confirmed only", "withdrawn"],
)  # fmt: skip
def test_what_both_did_not_agree_on_is_refused(acts: list[Act]) -> None:
    with pytest.raises(NotAgreedError, match="is not agreed"):
        read_agreement(Signed(acts=acts).proof(), ROOTS)


def test_signed_too_late_is_not_agreed() -> None:
    with pytest.raises(NotAgreedError, match="is not agreed"):
        read_agreement(Signed(at_s=3600).proof(), ROOTS)


def test_the_act_that_completes_it_must_be_the_one_whose_place_is_proved() -> None:
    """Somebody who chooses the order of the other records must not be able to make an agreement of them."""
    more = [FEDERAL, REGIONAL, (FEDERAL_SIGNATORY, "federal", "confirm_receipt"),
            (REGIONAL_SIGNATORY, "regional", "confirm_receipt")]  # fmt: skip
    with pytest.raises(NotAgreedError, match="is not agreed"):
        read_agreement(Signed(acts=more).proof(), ROOTS)
    assert read_agreement(Signed(acts=more).proof(main=-2), ROOTS).version == 1


def test_a_proof_of_the_text_alone_is_no_agreement() -> None:
    signed = Signed()
    with pytest.raises(NotAgreedError, match="not the proof of an agreement"):
        read_agreement(signed.proof(main=signed.journal.index(signed.texts[0])), ROOTS)


def test_the_text_must_be_in_the_file() -> None:
    signed = Signed()
    with pytest.raises(NotAgreedError, match="it carries 0"):
        read_agreement(signed.proof(without=signed.texts), ROOTS)


def test_a_text_that_was_not_decided_on_does_not_count() -> None:
    with pytest.raises(NotAgreedError, match="it carries 0"):
        read_agreement(Signed(named=[]).proof(), ROOTS)


def test_a_text_without_a_part_on_the_exchange_does_not_count() -> None:
    with pytest.raises(NotAgreedError, match="it carries 0"):
        read_agreement(Signed(texts=[text_of(None)]).proof(), ROOTS)


def test_two_texts_with_such_a_part_are_one_too_many() -> None:
    texts = [text_of(exchange(FOR_BAR), version=number) for number in (1, 2)]
    with pytest.raises(NotAgreedError, match="it carries 2"):
        read_agreement(Signed(texts=texts).proof(), ROOTS)


def test_beside_other_texts_the_one_with_such_a_part_is_taken() -> None:
    texts = [text_of(None), text_of(exchange(FOR_BAR), version=2)]
    assert read_agreement(Signed(texts=texts).proof(), ROOTS).version == 2


def test_a_text_between_others_is_refused() -> None:
    with pytest.raises(NotAgreedError, match="between other parties"):
        read_agreement(Signed(texts=[text_of(exchange(FOR_BAR), parties=["federal", "third"])]).proof(), ROOTS)


def test_a_centre_of_somebody_who_did_not_sign_is_refused() -> None:
    part = exchange(FOR_BAR)
    part["centres"][2]["parties"] = ["third"]  # type: ignore[index, call-overload]  # a list
    with pytest.raises(NotAgreedError, match="a centre of third, which did not sign"):
        read_agreement(Signed(texts=[text_of(part)]).proof(), ROOTS)


def test_terms_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(BadAgreementError, match="the second must be longer"):
        read_agreement(Signed(texts=[text_of(exchange(FOR_BAR, overdue_after_s=10))]).proof(), ROOTS)


@pytest.mark.parametrize("party", ["federal", "regional"])
def test_both_roots_must_be_given(party: str) -> None:
    with pytest.raises(DoesNotVerifyError):
        read_agreement(Signed().proof(), {other: keys for other, keys in ROOTS.items() if other != party})


def test_an_altered_file_is_refused() -> None:
    data = Signed().proof()
    for at in (30, len(data) // 2, len(data) - 20):
        with pytest.raises(DoesNotVerifyError):
            read_agreement(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], ROOTS)


def test_a_file_that_is_too_long_is_not_read() -> None:
    with pytest.raises(TooLargeError):
        read_agreement(bytes(1001), ROOTS, Limits(agreement_bytes=1000))


def test_a_text_as_large_as_a_record_may_be_fits_into_the_file() -> None:
    large = text_of(exchange(FOR_BAR), clauses=many_clauses(117))
    assert 60_000 < len(large.entry) <= 65_535
    assert read_agreement(Signed(texts=[large]).proof(), ROOTS).version == 1


def test_a_large_part_on_the_exchange_leaves_room_for_the_agreements_clauses() -> None:
    large = text_of(large_part())
    assert len(large.entry) < 65_535 // 2
    assert len(read_agreement(Signed(texts=[large]).proof(), ROOTS).terms.rules) == 40
