"""Two parties and an outsider at the pages: every state of a decision is reached by what people can press."""

import re
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.accounts.recording import KIND as ACCESS
from tansiq.centre.agreement import overview
from tansiq.centre.agreement.models import Proposal, Text
from tansiq.centre.agreement.overview import shown_decisions
from tansiq.centre.agreement.reading import placed_decisions, read_texts
from tansiq.centre.door.models import Entry
from tansiq.domain.decision import State
from tansiq.domain.register import Owed, owed
from tests.centre.agreement.browsers import do, gap_form, local
from tests.centre.agreement.two_parties import FEDERAL, FEDERAL_DUTY, REGIONAL, REGIONAL_DUTY, give_key
from tests.centre.founded import Founded
from tests.centre.signed_in import HOST, signed_in

Browsers = Mapping[str, Client]
CLOSE = "/agreement/decisions/propose/gap_closed/"
REOPEN = "/agreement/decisions/propose/gap_reopened/"


@pytest.fixture
def at_work(centre: Founded, cheap_locks: None) -> Browsers:  # noqa: ARG001 - used for its effect
    """Each officer's browser, and one of somebody who is not signed in."""
    officers = {"federal": FEDERAL, "regional": REGIONAL, "federal duty": FEDERAL_DUTY, "regional duty": REGIONAL_DUTY}
    browsers = {name: signed_in(each.account, each.party, each.roles) for name, each in officers.items()}
    for each in officers.values():
        give_key(centre, each)
    browsers["viewer"] = signed_in("fed-viewer-1", "federal", ["viewer"])
    browsers["administrator"] = signed_in("fed-admin-1", "federal", ["administrator"])
    return {**browsers, "outsider": Client(headers={"host": HOST})}


def state(serial: str = "decision-1", after_h: float = 0) -> State:
    now = timezone.now() + timedelta(hours=after_h)
    return next(each.state for each in shown_decisions(None, now) if each.row.serial == serial)


def says(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK, response.content.decode()[:2000]
    return response.content.decode()


def test_a_gap_is_closed_through_the_pages_by_both_parties(at_work: Browsers) -> None:
    made = at_work["federal"].post(CLOSE, gap_form())
    assert made.status_code == HTTPStatus.FOUND, made.content.decode()
    page = "/agreement/decisions/decision-1/"
    assert "Nobody has signed yet" in says(at_work["regional"], page)
    assert do(at_work["federal"], "decision-1", "sign").status_code == HTTPStatus.FOUND
    assert state() is State.SIGNED_BY_ONE
    assert "Peshmerga must sign before" in says(at_work["viewer"], page)
    assert do(at_work["regional"], "decision-1", "sign").status_code == HTTPStatus.FOUND
    assert state() is State.AWAITING_RECEIPT
    assert "Federal forces must confirm receipt" in says(at_work["viewer"], page)
    assert do(at_work["federal duty"], "decision-1", "confirm_receipt").status_code == HTTPStatus.FOUND
    assert state() is State.AGREED
    assert state(after_h=3) is State.IN_EFFECT
    text = Proposal.objects.at(None).get().body["text"]
    assert "2nd battalion" in text["ckb"]
    assert "البيشمركة" in text["ar"]


def test_a_closed_gap_is_reopened_by_one_party_alone(at_work: Browsers) -> None:
    at_work["federal"].post(CLOSE, gap_form())
    for who, deed in (("federal", "sign"), ("regional", "sign"), ("federal", "confirm_receipt")):
        do(at_work[who], "decision-1", deed)
    form = {"about": "gap-2-31", "authentic": ["ar", "ckb"], **local("lapses_at", 5)}
    assert at_work["regional"].post(REOPEN, form).status_code == HTTPStatus.FOUND
    assert do(at_work["regional"], "decision-2", "sign").status_code == HTTPStatus.FOUND
    assert (state(after_h=3), state("decision-2", 3)) == (State.SUPERSEDED, State.SIGNED_BY_ONE)
    assert "took its place" in says(at_work["federal"], "/agreement/decisions/decision-1/")


@pytest.mark.parametrize(
    ("deeds", "after_h", "reached"),
    [
        ([], 0, State.PROPOSED),
        ([], 2, State.LAPSED),
        ([("federal", "sign")], 0, State.SIGNED_BY_ONE),
        ([("federal", "withdraw")], 0, State.WITHDRAWN),
        ([("federal", "sign"), ("regional", "refuse")], 0, State.REFUSED),
        ([("federal", "sign"), ("regional", "sign")], 3, State.LAPSED),
        ([("federal", "sign"), ("regional", "sign"), ("regional", "withdraw")], 0, State.WITHDRAWN),
    ],
)
def test_each_state_is_reached_and_shown_in_words(
    at_work: Browsers, monkeypatch: pytest.MonkeyPatch, deeds: list[tuple[str, str]], after_h: float, reached: State
) -> None:
    at_work["federal"].post(CLOSE, gap_form())
    for who, deed in deeds:
        assert do(at_work[who], "decision-1", deed, reason="So it is.").status_code == HTTPStatus.FOUND
    assert state(after_h=after_h) is reached
    moment = timezone.now() + timedelta(hours=after_h)
    monkeypatch.setattr(overview, "moment_of", lambda _request: moment)
    for language in ("en", "ar", "ckb"):
        assert says(at_work["viewer"], f"/agreement/decisions/decision-1/?language={language}")


def test_a_counter_proposal_begins_with_what_it_answers_and_replaces_it(at_work: Browsers) -> None:
    at_work["federal"].post(CLOSE, gap_form())
    form = says(at_work["regional"], f"{CLOSE}?counter_to=decision-1")
    assert 'value="gap-2-31"' in form
    assert "2nd battalion" in form
    made = at_work["regional"].post(CLOSE, gap_form(holder_unit="3rd battalion", counter_to="decision-1"))
    assert made.status_code == HTTPStatus.FOUND
    assert state() is State.COUNTERED
    assert do(at_work["federal"], "decision-1", "sign").status_code == HTTPStatus.BAD_REQUEST


def test_a_wrong_passphrase_signs_nothing_is_counted_and_recorded(at_work: Browsers) -> None:
    at_work["federal"].post(CLOSE, gap_form())
    for left in (4, 3, 2, 1, 0):
        answer = do(at_work["federal"], "decision-1", "sign", passphrase="not the right words")  # noqa: S106 - wrong on purpose
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert f"for a while: {left}" in answer.content.decode()
    answer = do(at_work["federal"], "decision-1", "sign")
    assert "stays shut until" in answer.content.decode()
    assert state() is State.PROPOSED
    assert Entry.objects.filter(kind=ACCESS, object="account-fed-signatory-1").exists()
    assert b"not the right words" not in b"".join(bytes(each.entry) for each in Entry.objects.all())


def test_a_reservation_is_shown_beside_the_signature(at_work: Browsers) -> None:
    at_work["federal"].post(CLOSE, gap_form())
    do(at_work["regional"], "decision-1", "sign", reservation_ckb="تەنها بە ڕۆژ.", reservation_original="ckb")
    assert "تەنها بە ڕۆژ." in says(at_work["federal"], "/agreement/decisions/decision-1/")


def test_a_reason_with_a_telephone_number_is_asked_about_before_it_is_signed(at_work: Browsers) -> None:
    at_work["federal"].post(CLOSE, gap_form())
    reason = "Ask at 0770 123 4567."
    asked = do(at_work["regional"], "decision-1", "refuse", reason=reason)
    assert asked.status_code == HTTPStatus.BAD_REQUEST
    assert state() is State.PROPOSED
    found = re.search(r'name="anyway" value="([0-9a-f]+)"', asked.content.decode())
    assert found
    assert (
        do(at_work["regional"], "decision-1", "refuse", reason=reason, anyway=found[1]).status_code == HTTPStatus.FOUND
    )
    assert state() is State.REFUSED


@pytest.mark.parametrize("who", ["outsider", "viewer", "administrator", "federal duty"])
def test_who_may_not_propose_or_sign_does_not(at_work: Browsers, who: str) -> None:
    at_work["federal"].post(CLOSE, gap_form())
    answers = [at_work[who].post(CLOSE, gap_form()), do(at_work[who], "decision-1", "sign")]
    assert all(each.status_code in {400, 401, 403} for each in answers), [each.status_code for each in answers]
    assert Proposal.objects.at(None).count() == 1
    assert state() is State.PROPOSED


@pytest.mark.parametrize("address", ["", "decisions/", "decisions/decision-1/", "decisions/decision-1/certificate.pdf"])
def test_outsiders_and_administrators_read_no_decisions(at_work: Browsers, address: str) -> None:
    at_work["federal"].post(CLOSE, gap_form())
    assert at_work["outsider"].get(f"/agreement/{address}").status_code in {302, 401}
    assert at_work["administrator"].get(f"/agreement/{address}").status_code == HTTPStatus.FORBIDDEN


def test_a_model_draft_is_entered_agreed_and_then_in_force(at_work: Browsers) -> None:
    made = at_work["federal"].post("/agreement/texts/new/", {"agreement": "agreement", "draft": "agreement"})
    assert made.status_code == HTTPStatus.FOUND, made.content.decode()
    page = "/agreement/texts/agreement/1/"
    assert "Draft" in says(at_work["regional"], page)
    digest = Text.objects.at(None).get().key
    form = {"text_decided": digest, "authentic": ["ar", "ckb"], **local("lapses_at", 1), **local("effective_at", 2)}
    assert at_work["regional"].post("/agreement/decisions/propose/agreement/", form).status_code == HTTPStatus.FOUND
    for who, deed in (("federal", "sign"), ("regional", "sign"), ("federal", "confirm_receipt")):
        assert do(at_work[who], "decision-1", deed).status_code == HTTPStatus.FOUND
    assert state(after_h=3) is State.IN_EFFECT


def test_a_text_comes_back_changed_as_the_next_version_and_the_changes_are_shown(at_work: Browsers) -> None:
    at_work["federal"].post("/agreement/texts/new/", {"agreement": "annex-d", "draft": "notice-periods"})
    file = at_work["regional"].get("/agreement/texts/annex-d/1/text.toml").content
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - used once

    body = Text.objects.at(None).get().body
    words = body["clauses"][1]["text"]["en"]
    changed = SimpleUploadedFile("a.toml", file.replace(words.encode(), b"Entirely other words."))
    made = at_work["regional"].post("/agreement/texts/new/", {"agreement": "annex-d", "file": changed})
    assert made.status_code == HTTPStatus.FOUND, made.content.decode()
    page = says(at_work["federal"], "/agreement/texts/annex-d/2/since/1/")
    assert "<ins>Entirely" in page
    assert page.count('<section class="card"') == 1


def test_an_administrator_brings_in_a_certificate_and_the_officer_then_signs(
    at_work: Browsers, centre: Founded
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    from tests.centre.agreement.two_parties import PASSPHRASE, SomeOfficer, certificate_for  # noqa: PLC0415

    new = SomeOfficer("fed-sign-7", "federal")
    browser = signed_in(new.account, new.party, new.roles)
    made = browser.post("/agreement/keys/", {"purpose": "signatory", "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert made.status_code == HTTPStatus.FOUND, made.content.decode()
    assert browser.get("/agreement/keys/signatory/request/").content.startswith(b"tansiq-key-request/1\nparty federal")
    at_work["federal"].post(CLOSE, gap_form())
    assert "has not certified your key yet" in do(browser, "decision-1", "sign").content.decode()
    forged = certificate_for(centre, new, "signatory", by="regional")
    address = "/agreement/keys/certificates/"
    answer = at_work["administrator"].post(address, {"record": SimpleUploadedFile("c", forged)})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    genuine = SimpleUploadedFile("c", certificate_for(centre, new, "signatory"))
    assert "Taken in as record" in at_work["administrator"].post(address, {"record": genuine}).content.decode()
    assert do(browser, "decision-1", "sign").status_code == HTTPStatus.FOUND


def test_the_register_and_the_keys_are_shown_to_who_may_see_them(at_work: Browsers) -> None:
    for who in ("federal", "regional", "viewer", "federal duty"):
        assert "No agreement is in force" in says(at_work[who], "/agreement/")
    assert "fed-signatory-1" in says(at_work["federal"], "/agreement/keys/")
    assert "reg-signatory-1" not in says(at_work["administrator"], "/agreement/keys/certificates/")
    assert at_work["viewer"].get("/agreement/keys/").status_code == HTTPStatus.FORBIDDEN


def test_the_page_of_an_earlier_time_shows_what_was_known_then_and_offers_nothing(at_work: Browsers) -> None:
    at_work["federal"].post(CLOSE, gap_form())
    do(at_work["federal"], "decision-1", "sign")
    place = Proposal.objects.at(None).get().place
    moment = Entry.objects.get(place=place).kept_at.isoformat().replace("+", "%2B")
    page = says(at_work["regional"], f"/agreement/decisions/decision-1/?as_of={moment}")
    assert "Nobody has signed yet" in page
    assert "Sign for my party" not in page


def test_what_waits_for_an_officer_is_counted_and_listed(at_work: Browsers) -> None:
    at_work["federal"].post(CLOSE, gap_form())
    do(at_work["federal"], "decision-1", "sign")
    counts = [overview.count_awaited(each, None) for each in (FEDERAL, REGIONAL, FEDERAL_DUTY, REGIONAL_DUTY)]
    assert counts == [0, 1, 0, 0]
    do(at_work["regional"], "decision-1", "sign")
    counts = [overview.count_awaited(each, None) for each in (FEDERAL, REGIONAL, FEDERAL_DUTY, REGIONAL_DUTY)]
    assert counts == [1, 0, 1, 0]
    (item,) = overview.awaited_items(FEDERAL, None)
    assert item.address == "/agreement/decisions/decision-1/"
    assert "must confirm receipt" in item.what


def test_of_proposals_made_at_once_each_gets_its_own_number(at_work: Browsers) -> None:
    for _ in range(3):
        at_work["federal"].post(CLOSE, gap_form())
        at_work["regional"].post(CLOSE, gap_form())
    serials = list(Proposal.objects.at(None).order_by("place").values_list("serial", flat=True))
    assert serials == [f"decision-{number}" for number in range(1, 7)]


def test_an_obligation_is_proposed_as_met_and_met_by_both(at_work: Browsers) -> None:
    at_work["federal"].post("/agreement/texts/new/", {"draft": "agreement"})
    digest = Text.objects.at(None).get().key
    form = {"text_decided": digest, "authentic": ["ar", "ckb"], **local("lapses_at", 1), **local("effective_at", 1)}
    at_work["regional"].post("/agreement/decisions/propose/agreement/", form)
    met = {"about": "agreement.v1.o1", "authentic": ["ar", "ckb"], **local("lapses_at", 1), **local("effective_at", 1)}
    made = at_work["federal"].post("/agreement/decisions/propose/gate_met/", met)
    assert made.status_code == HTTPStatus.FOUND, made.content.decode()
    for serial in ("decision-1", "decision-2"):
        for who, deed in (("federal", "sign"), ("regional", "sign"), ("federal", "confirm_receipt")):
            assert do(at_work[who], serial, deed).status_code == HTTPStatus.FOUND
    later = timezone.now() + timedelta(hours=2)
    text = read_texts(None)[0]
    assert owed(text.obligations[0], placed_decisions(None, later).values(), later) is Owed.MET
    assert owed(text.obligations[1], placed_decisions(None, later).values(), later) is Owed.DUE
