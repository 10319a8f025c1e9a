"""The pages about partners: who may open and write, in three languages, and what stands on them."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tansiq.centre.duty.models import LogItem
from tansiq.centre.partners.alarms import raise_alarm
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.models import Alarm, Message, Received, Released
from tansiq.errors import TansiqError
from tests.centre.duty.entering import log as log_item
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.linked import FEDERAL_HQ, PartnerLog
from tests.centre.signed_in import signed_in

ACCOUNTS = {
    "federal": ("fed-duty-1", "federal", ["duty_officer"]),
    "regional": ("reg-duty-1", "regional", ["duty_officer"]),
    "viewer": ("reg-view-1", "regional", ["viewer"]),
    "administrator": ("fed-admin-1", "federal", ["administrator"]),
}


@pytest.fixture
def browsers(centre: Founded, unproved: None) -> dict[str, Client]:  # noqa: ARG001 - used for their effects
    linked.adopt()
    return {name: signed_in(*account) for name, account in ACCOUNTS.items()}


WRITING = [
    "new/", "sent/{key}/correct/", "sent/{key}/recall/", "sent/{key}/release/", "received/federal-hq/0/acknowledge/",
    "received/federal-hq/0/confirm/",
]  # fmt: skip


def typed(**fields: object) -> dict[str, object]:
    """What a message's form sends."""
    given: dict[str, object] = {
        "category": "movement_notice", "precedence": "flash", "text_en": "Two vehicles leave the crossing.",
        "text_original": "en", "to": ["regional"], "method": "reported",
    }  # fmt: skip
    return given | fields


def write(client: Client, **fields: object) -> Message:
    answer = client.post("/partners/new/" + str(fields.pop("query", "")), typed(**fields))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    row: Message = Message.objects.at(None).order_by("-first").first()
    return row


def came(**body: object) -> Received:
    """A message of the federal headquarters, kept here."""
    partner = PartnerLog()
    partner.add("message/1", linked.message(**body), object="msg-" + "a" * 16)  # type: ignore[arg-type]  # any field
    TableInbox(FEDERAL_HQ).keep(0, partner.verified(), partner.head())
    row: Received = Received.objects.at(None).get()
    return row


def page(client: Client, address: str, language: str = "en") -> str:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}language={language}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_message_is_written_and_its_way_to_each_partner_shows(browsers: dict[str, Client]) -> None:
    row = write(browsers["federal"])
    assert (row.party, row.role, row.to) == ("federal", "duty_officer", ["regional"])
    recipients = Released.objects.at(None).filter(digest=row.digest).values_list("recipient", flat=True)
    assert sorted(recipients) == ["federal-hq", "regional-hq"]
    for client in (browsers["federal"], browsers["viewer"]):
        text = page(client, f"/partners/sent/{row.key}/")
        assert "released, no receipt yet" in text
        assert "Two vehicles leave the crossing." in text


def test_an_urgent_message_that_does_not_arrive_in_time_is_to_be_phoned(browsers: dict[str, Client]) -> None:
    linked.adopt(version=2, urgent_within_s=2)
    row = write(browsers["federal"])
    assert "data-renew-at" in page(browsers["federal"], f"/partners/sent/{row.key}/")
    later = row.entered_at + timedelta(seconds=3)
    with patch("django.utils.timezone.now", lambda: later):
        for address in ("/partners/", "/partners/sent/", f"/partners/sent/{row.key}/"):
            text = page(browsers["federal"], address)
            assert "NOT ARRIVED" in text
            assert "Duty officer of regional-hq, line 12" in text
        assert "has not arrived at" in page(browsers["federal"], "/home/")


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_every_page_speaks_each_language_and_keeps_names_left_to_right(
    browsers: dict[str, Client], language: str
) -> None:
    row, received = write(browsers["federal"]), came(precedence="flash")
    alarm = raise_alarm(FEDERAL_HQ, "fork", TansiqError("Two heads."))
    assert alarm is not None
    for address in (
        "/partners/", "/partners/received/", f"/partners/received/federal-hq/{received.index}/", "/partners/new/",
        "/partners/sent/", f"/partners/sent/{row.key}/", f"/partners/sent/{row.key}/correct/",
        f"/partners/sent/{row.key}/recall/", f"/partners/sent/{row.key}/release/",
        f"/partners/alarm/{alarm.content.object}/",
    ):  # fmt: skip
        text = page(browsers["federal"], address, language)
        assert f'dir="{"ltr" if language == "en" else "rtl"}"' in text
        assert "%(" not in text


@pytest.mark.parametrize("address", WRITING)
def test_who_only_reads_or_administers_writes_nothing(browsers: dict[str, Client], address: str) -> None:
    row = write(browsers["federal"])
    came()
    for name in ("viewer", "administrator"):
        answer = browsers[name].post("/partners/" + address.format(key=row.key), typed())
        assert answer.status_code == 403, name
    assert Message.objects.at(None).count() == 1


def test_the_other_party_reads_a_message_and_neither_corrects_nor_recalls_it(browsers: dict[str, Client]) -> None:
    row = write(browsers["federal"])
    text = page(browsers["regional"], f"/partners/sent/{row.key}/")
    assert "This message is the other party" in text
    for act in ("correct", "recall"):
        more = {"reason_en": "No.", "reason_original": "en"}
        answer = browsers["regional"].post(f"/partners/sent/{row.key}/{act}/", typed(read=row.digest, **more))
        assert answer.status_code == 400
    assert Message.objects.at(None).get().digest == row.digest


def test_a_held_message_is_released_late_corrected_and_recalled_by_its_party(browsers: dict[str, Client]) -> None:
    federal = browsers["federal"]
    row = write(federal, to=[])
    assert "Held here: no partner has it." in page(federal, f"/partners/sent/{row.key}/")
    assert federal.post(f"/partners/sent/{row.key}/release/", {"to": ["regional"]}).status_code == 302
    assert Released.objects.at(None).filter(digest=row.digest).count() == 2
    changed = typed(text_en="Three vehicles.", read=row.digest, to=["regional"])
    assert federal.post(f"/partners/sent/{row.key}/correct/", changed).status_code == 302
    assert "What it said before" in page(federal, f"/partners/sent/{row.key}/")
    reason = {"reason_en": "They do not leave.", "reason_original": "en"}
    assert federal.post(f"/partners/sent/{row.key}/recall/", reason).status_code == 302
    text = page(federal, f"/partners/sent/{row.key}/")
    assert "They do not leave." in text
    assert "recall not confirmed" in text


def test_the_party_it_was_released_to_acknowledges_what_came(browsers: dict[str, Client]) -> None:
    came(precedence="flash")
    assert "To be read and acknowledged" in page(browsers["regional"], "/partners/")
    assert "To be read and acknowledged" not in page(browsers["federal"], "/partners/")
    assert browsers["federal"].post("/partners/received/federal-hq/0/acknowledge/").status_code == 409
    assert browsers["regional"].post("/partners/received/federal-hq/0/acknowledge/").status_code == 302
    assert Received.objects.at(None).get().state == "acknowledged"
    assert "reg-duty-1" in page(browsers["viewer"], "/partners/received/federal-hq/0/")


def test_an_answer_names_what_it_answers_and_goes_back(browsers: dict[str, Client]) -> None:
    received = came()
    row = write(browsers["regional"], query="?answers=federal-hq%200", to=["federal"], category="reply")
    assert row.body["answers"] == received.digest
    assert Released.objects.at(None).filter(digest=row.digest, recipient="federal-hq").exists()


def test_an_items_words_are_passed_on_without_a_trace_and_the_item_notes_it(
    browsers: dict[str, Client],
) -> None:
    item = log_item(browsers["federal"])
    assert f"/partners/new/?item={item.number}" in page(browsers["federal"], f"/duty/item/{item.number}/")
    assert "?item=" not in page(browsers["regional"], f"/duty/item/{item.number}/")
    assert "Lights on the ridge." in page(browsers["federal"], f"/partners/new/?item={item.number}")
    row = write(browsers["federal"], query=f"?item={item.number}", text_en="Lights on the ridge.")
    assert not re.search(r"item-?1\b|" + item.digest, str(row.body))
    told = [need["whom"] for need in LogItem.objects.at(None).get(key=item.key).needs if "told_at" in need]
    assert told == ["partner centre federal-hq", "partner centre regional-hq"]
    assert browsers["regional"].get(f"/partners/new/?item={item.number}").status_code == 404


def test_likely_personal_numbers_are_asked_about_before_anything_is_released(browsers: dict[str, Client]) -> None:
    answer = browsers["federal"].post("/partners/new/", typed(text_en="Call 07701234567 at once."))
    assert answer.status_code == 400
    assert "Before this is kept for good" in answer.content.decode()
    assert Message.objects.at(None).count() == 0


def test_an_alarm_shows_what_to_do_and_is_dealt_with_in_words(browsers: dict[str, Client]) -> None:
    raise_alarm(FEDERAL_HQ, "fork", TansiqError("Two heads."))
    alarm = Alarm.objects.at(None).get()
    assert "Two heads." in page(browsers["federal"], "/partners/")
    done = {"remark_en": "Phoned; evidence handed over.", "remark_original": "en"}
    assert browsers["viewer"].post(f"/partners/alarm/{alarm.key}/", done).status_code == 403
    assert browsers["regional"].post(f"/partners/alarm/{alarm.key}/", done).status_code == 302
    alarm = Alarm.objects.at(None).get()
    assert (alarm.state, alarm.handled_by) == ("handled", "reg-duty-1")
    assert "Phoned; evidence handed over." in page(browsers["federal"], f"/partners/alarm/{alarm.key}/")
    assert raise_alarm(FEDERAL_HQ, "fork", TansiqError("Two heads.")) is not None


def test_evidence_is_handed_out_by_its_digest_alone(browsers: dict[str, Client], centre: Founded) -> None:
    folder = centre.identity.folder / "evidence"
    folder.mkdir()
    (folder / ("ab" * 32)).write_bytes(b"tansiq-evidence/1\n")
    answer = browsers["viewer"].get(f"/partners/evidence/{'ab' * 32}/")
    assert b"".join(answer.streaming_content) == b"tansiq-evidence/1\n"  # type: ignore[attr-defined]  # a file's
    assert browsers["viewer"].get(f"/partners/evidence/{'cd' * 32}/").status_code == 404
    assert browsers["administrator"].get(f"/partners/evidence/{'ab' * 32}/").status_code == 403


def test_every_pages_bar_says_how_links_stand_and_rings_for_what_is_urgent(browsers: dict[str, Client]) -> None:
    came(precedence="flash")
    part = browsers["regional"].get("/partners/links/", headers={"X-Fragment": "partner-links"}).content.decode()
    for text in (page(browsers["regional"], "/duty/"), page(browsers["regional"], "/home/"), part):
        assert 'id="partner-links"' in text
        assert 'id="bar-federal-hq-0-new"' in text
    assert 'id="bar-federal-hq-0-new"' not in page(browsers["viewer"], "/duty/")


def test_a_recalled_message_says_so_until_it_is_confirmed(browsers: dict[str, Client]) -> None:
    received = came(precedence="flash")
    partner = PartnerLog()
    partner.entries = [b""]
    partner.add("recall/1", {"record": received.digest, "reason": {"en": "Wrong place."}, "original_language": "en"},
                object="recall-" + "b" * 16)  # fmt: skip
    TableInbox(FEDERAL_HQ).keep(1, partner.verified(1), partner.head())
    text = page(browsers["regional"], "/partners/received/federal-hq/0/")
    assert "use it no longer" in text
    assert "Wrong place." in text
    assert browsers["regional"].post("/partners/received/federal-hq/0/confirm/").status_code == 302
    assert "recalled, confirmed" in page(browsers["viewer"], "/partners/received/federal-hq/0/")


def test_no_id_stands_twice_on_a_page(browsers: dict[str, Client]) -> None:
    came(precedence="flash")
    write(browsers["regional"], to=["federal"])
    for address in ("/partners/", "/partners/received/", "/partners/sent/", "/home/"):
        found = re.findall(r'\sid="([^"]+)"', page(browsers["regional"], address))
        assert sorted(found) == sorted(set(found)), address


@pytest.mark.parametrize("address", ["/home/", "/partners/", "/partners/received/", "/duty/"])
def test_each_partners_standing_is_asked_once_for_a_page(browsers: dict[str, Client], address: str) -> None:
    came(precedence="flash")
    with CaptureQueriesContext(connection) as captured:
        assert browsers["regional"].get(address).status_code == 200
    for table in ("partners_incoming", "partners_alarm"):
        asked = [each["sql"] for each in captured if f'FROM "{table}"' in each["sql"]]
        assert len(asked) == len(set(asked)), table
