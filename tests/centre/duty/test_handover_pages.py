"""Handing over the watch: prepared from the records, held up by what is urgent, signed by both with their own keys."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from tansiq.centre.duty.models import Handover, HandoverSignature
from tansiq.centre.duty.reading import standing_handover
from tansiq.domain.duty import ASSUMED_WATCHES
from tansiq.journal.keys import at_rest
from tests.centre.agreement.two_parties import FEDERAL_DUTY, PASSPHRASE, REGIONAL_DUTY, give_key
from tests.centre.duty.entering import log, moment
from tests.centre.founded import Founded


@pytest.fixture
def keys(centre: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certified keys of both duty officers, locked at the least cost."""
    monkeypatch.setitem(at_rest.lock.__kwdefaults__, "log2_cost", 15)
    for officer in (FEDERAL_DUTY, REGIONAL_DUTY):
        give_key(centre, officer)


def prepared(**fields: str) -> dict[str, str]:

    watch = ASSUMED_WATCHES.ending_near(timezone.now())
    links = {f"link_{link}": "good" for link in ("radio", "phone", "system", "runner")}
    return {
        **moment("from_at", watch.from_at), **moment("to_at", watch.to_at), **links, "units_federal": "Patrol 3; 2130",
        "units_regional": "Patrol 7", "link_radio": "weak",
    } | fields  # fmt: skip


def prepare(client: Client, **fields: str) -> Handover:
    answer = client.post("/duty/handover/new/", prepared(**fields))
    assert answer.status_code == 302, answer.content.decode()[:6000]
    row: Handover = Handover.objects.at(None).order_by("-number").first()
    return row


def sign(client: Client, number: int = 1, passphrase: str = PASSPHRASE) -> int:
    return int(client.post(f"/duty/handover/{number}/sign/", {"passphrase": passphrase}).status_code)


@pytest.mark.usefixtures("keys")
def test_a_handover_carries_what_is_open_and_stands_once_both_have_signed(federal: Client, regional: Client) -> None:
    log(federal)
    log(regional, summary_en="Convoy late.")
    row = prepare(federal)
    assert row.body["open_items"] == ["item-1", "item-2"]
    units = sorted((unit["unit"], unit["party"], "due_back_at" in unit) for unit in row.body["units_out"])
    assert units == [("Patrol 3", "federal", True), ("Patrol 7", "regional", False)]
    assert sign(federal) == 302
    assert standing_handover(None) is None
    assert "waits for your party" in regional.get("/duty/").content.decode()
    assert sign(regional) == 302
    standing = standing_handover(None)
    assert standing is not None
    assert (standing.number, standing.signed) == (1, 2)
    assert "stands on handover 1" in regional.get("/duty/").content.decode()


@pytest.mark.usefixtures("keys")
def test_an_urgent_item_that_nobody_answered_holds_it_up_until_a_reason_is_given(federal: Client) -> None:
    log(federal, precedence="immediate")
    assert "is not answered" in federal.get("/duty/handover/new/").content.decode()
    answer = federal.post("/duty/handover/new/", prepared())
    assert answer.status_code == 400
    assert "flash or immediate" in answer.content.decode()
    assert "Patrol 7" in answer.content.decode()
    assert prepare(federal, override_reason="The radio is out.").body["override_reason"] == "The radio is out."


@pytest.mark.usefixtures("keys")
def test_nobody_signs_for_the_other_party_twice_or_with_a_wrong_passphrase(
    federal: Client, browsers: dict[str, Client]
) -> None:
    prepare(federal)
    assert sign(federal, passphrase="not this one at all") == 400  # noqa: S106 - wrong on purpose
    assert HandoverSignature.objects.at(None).count() == 0
    assert sign(federal) == 302
    again = federal.post("/duty/handover/1/sign/", {"passphrase": PASSPHRASE})
    assert "has signed this handover already" in again.content.decode()
    assert sign(browsers["viewer"]) == 403
    assert [each.party for each in HandoverSignature.objects.at(None)] == ["federal"]


@pytest.mark.usefixtures("keys")
def test_a_handover_is_not_signed_past_an_urgent_item_that_came_after_it(federal: Client) -> None:
    prepare(federal)
    log(federal, precedence="flash")
    answer = federal.post("/duty/handover/1/sign/", {"passphrase": PASSPHRASE})
    assert answer.status_code == 400
    assert "urgent items have come" in answer.content.decode()


@pytest.mark.usefixtures("keys")
def test_an_older_handover_is_not_signed(federal: Client, regional: Client) -> None:
    prepare(federal)
    prepare(regional)
    assert (
        "There is a newer handover"
        in federal.post("/duty/handover/1/sign/", {"passphrase": PASSPHRASE}).content.decode()
    )


def test_who_has_no_key_is_told_where_to_make_one(federal: Client) -> None:
    prepare(federal)
    page = federal.get("/duty/handover/1/").content.decode()
    assert reverse("officer-keys") in page
    assert "passphrase" not in page
    assert sign(federal) == 400


def test_only_duty_officers_prepare_and_everybody_at_work_reads(browsers: dict[str, Client]) -> None:
    prepare(browsers["federal"])
    for name in ("viewer", "planner", "administrator", "outsider"):
        assert browsers[name].post("/duty/handover/new/", prepared()).status_code in {401, 403}
    answers = {name: client.get("/duty/handover/1/").status_code for name, client in browsers.items()}
    assert answers == {
        "federal": 200, "regional": 200, "viewer": 200, "planner": 200, "administrator": 403, "outsider": 302,
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_it_prints_in_three_languages_with_what_it_hands_on(federal: Client, language: str) -> None:
    log(federal, summary_en="", summary_ar="أضواء على التلة", summary_ckb="ڕووناکی لەسەر گردەکە", summary_original="ar")
    prepare(federal)
    answer = federal.get(f"/duty/handover/1/handover.pdf?language={language}", follow=True)
    assert answer.headers["Content-Type"] == "application/pdf"
    paper = PdfReader(BytesIO(answer.content))
    assert paper.root_object["/Lang"] == language
    if language == "en":  # text of right-to-left lines cannot be taken out of a PDF in order
        text = "".join(page.extract_text() for page in paper.pages)
        assert "Patrol 3" in text
        assert "handover-1" in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"units_federal": "Patrol 3; 2561"}, "does not end in a time"),
        ({"hazards": "99"}, "no item 99"),
        ({"to_at_date": "2020-01-01"}, "ends after it begins"),
        ({"remarks_en": "x\u202ey", "remarks_original": "en"}, "U+202E"),
        ({"units_federal": "Patrol 0750 123 4567"}, "looks like a telephone number"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(
    fields: dict[str, str], words: str, federal: Client
) -> None:
    answer = federal.post("/duty/handover/new/", prepared(units_regional="Patrol 42", **fields))
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert "Patrol 42" in answer.content.decode()
    assert Handover.objects.at(None).count() == 0


def test_a_reservation_stands_beside_it_and_only_its_own_party_takes_it_back(federal: Client, regional: Client) -> None:
    prepare(federal)
    regional.post("/duty/handover/1/reserve/", {"text_en": "The grid is wrong.", "text_original": "en"})
    assert "The grid is wrong." in federal.get("/duty/handover/1/").content.decode()
    federal.post("/duty/reservation/1/withdraw/")
    assert "The grid is wrong." in federal.get("/duty/handover/1/").content.decode()
    regional.post("/duty/reservation/1/withdraw/")
    assert "The grid is wrong." not in federal.get("/duty/handover/1/").content.decode()


@pytest.mark.usefixtures("keys")
def test_a_hand_made_request_cannot_leave_an_open_item_out(federal: Client) -> None:
    log(federal)
    federal.post("/duty/handover/new/", prepared(open_items=""))
    assert Handover.objects.at(None).get(key="handover-1").body["open_items"] == ["item-1"]
