"""The log as people use it: entering, telling, closing, correcting; two parties, a viewer, an outsider."""

import pytest
from django.test import Client

from tansiq.centre.duty.models import LogItem
from tests.centre.duty.entering import log, now_of, typed

WRITING = ["new/", "item/1/correct/", "item/1/tell/", "item/1/close/", "item/1/reopen/"]
READING = ["", "archive/", "item/1/", "handover/", "report/"]


def test_an_item_that_is_logged_stands_on_the_page_of_both_parties_with_its_number(
    federal: Client, regional: Client
) -> None:
    row = log(federal)
    assert (row.number, row.key, row.party, row.account) == (1, "item-1", "federal", "fed-duty-1")
    for client in (federal, regional):
        page = client.get("/duty/").content.decode()
        assert "Lights on the ridge." in page
        assert "Item 1" in page


@pytest.mark.parametrize("page", READING)
def test_who_works_in_the_centre_reads_it_and_who_administers_or_is_outside_does_not(
    page: str, browsers: dict[str, Client]
) -> None:
    log(browsers["federal"])
    answers = {name: client.get(f"/duty/{page}").status_code for name, client in browsers.items()}
    assert answers == {
        "federal": 200, "regional": 200, "viewer": 200, "planner": 200, "administrator": 403, "outsider": 302,
    }  # fmt: skip


@pytest.mark.parametrize("page", WRITING)
def test_only_duty_officers_write(page: str, browsers: dict[str, Client]) -> None:
    log(browsers["federal"])
    for name in ("viewer", "planner", "administrator", "outsider"):
        assert browsers[name].post(f"/duty/{page}", typed()).status_code in {401, 403}
    assert LogItem.objects.at(None).get(key="item-1").versions == 1
    assert LogItem.objects.at(None).count() == 1


def test_one_tap_says_that_somebody_was_told_and_an_item_closes_when_all_were(federal: Client) -> None:
    row = log(federal)
    refused = federal.post("/duty/item/1/close/")
    assert refused.status_code == 409
    assert "Not told yet: post 15, regional duty officer." in refused.content.decode()
    for whom in ("post 15", "regional duty officer"):
        federal.post("/duty/item/1/tell/", {"whom": whom, "means": "phone", "from_log": "1"})
    row = now_of(row)
    assert row.answered
    assert [need["means"] for need in row.needs] == ["phone", "phone"]
    assert federal.post("/duty/item/1/close/").status_code == 302
    assert (now_of(row).state, now_of(row).versions) == ("closed", 4)
    federal.post("/duty/item/1/reopen/")
    assert now_of(row).state == "open"


def test_neither_party_changes_the_others_item_and_each_may_log_its_own_about_it(
    federal: Client, regional: Client
) -> None:
    row = log(federal)
    for page in ("tell", "close", "reopen"):
        answer = regional.post(f"/duty/item/1/{page}/", {"whom": "post 15", "means": "radio"})
        assert answer.status_code in {400, 409}
        assert "Item 1 is the other party&#x27;s" in answer.content.decode()
    assert regional.post("/duty/item/1/correct/", typed(received_at_date=None, read=row.digest)).status_code == 400
    assert now_of(row).digest == row.digest
    answer = log(regional, summary_en="We saw them too.", references="1")
    assert (answer.party, answer.refers.strip()) == ("regional", "item-1")
    assert "We saw them too." in federal.get("/duty/item/1/").content.decode()


def test_a_correction_keeps_what_was_said_before_for_everybody_to_read(federal: Client, regional: Client) -> None:
    row = log(federal)
    federal.post("/duty/item/1/tell/", {"whom": "post 15", "means": "radio"})
    row = now_of(row)
    changed = typed(summary_en="Three lights.", read=row.digest, needs="post 15\npost 16")
    assert federal.post("/duty/item/1/correct/", changed).status_code == 302
    after = now_of(row)
    assert after.received_at == row.received_at
    assert [("told_at" in need, need["whom"]) for need in after.needs] == [(True, "post 15"), (False, "post 16")]
    page = regional.get("/duty/item/1/").content.decode()
    for words in (
        "Three lights.",
        "Lights on the ridge.",
        "Corrected",
        "Told: post 15 (radio)",
        "Entered",
        after.digest[7:11],
    ):
        assert words in page


def test_a_correction_of_what_somebody_else_changed_meanwhile_is_refused(federal: Client) -> None:
    row = log(federal)
    federal.post("/duty/item/1/tell/", {"whom": "post 15", "means": "radio"})
    answer = federal.post("/duty/item/1/correct/", typed(summary_en="Late.", read=row.digest))
    assert answer.status_code == 400
    assert "changed meanwhile" in answer.content.decode()
    assert "Late." in answer.content.decode()  # nothing typed is lost
    assert now_of(row).summary == {"en": "Lights on the ridge."}


def test_a_likely_number_of_a_person_is_asked_about_and_saved_only_if_meant(federal: Client) -> None:
    fields = typed(summary_en="Call 0750 123 4567.")
    asked = federal.post("/duty/new/", fields)
    assert asked.status_code == 400
    assert "looks like a telephone number" in asked.content.decode()
    assert LogItem.objects.at(None).count() == 0
    mark = asked.context["mark"]
    other = federal.post("/duty/new/", fields | {"summary_en": "Call 0751 765 4321.", "anyway": mark})
    assert other.status_code == 400  # the mark is for other words
    assert federal.post("/duty/new/", fields | {"anyway": mark}).status_code == 302
    assert LogItem.objects.at(None).get(key="item-1").summary == {"en": "Call 0750 123 4567."}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"summary_en": ""}, "This field is required"),
        ({"summary_en": "a\u202eb"}, "U+202E"),
        ({"sender": "x" * 300}, "300 characters"),
        ({"grid": "38S 12"}, "is not a grid"),
        ({"references": "7"}, "no item 7"),
        ({"nobody_further": "on"}, "not both"),
        ({"event_at_date": "2099-01-01"}, "not come yet"),
        ({"precedence": "loud"}, "valid choice"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_typed_is_lost(
    fields: dict[str, str], words: str, federal: Client
) -> None:
    answer = federal.post("/duty/new/", typed(needs="post 99", **fields))
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert "post 99" in answer.content.decode()
    assert LogItem.objects.at(None).count() == 0


def test_an_empty_answer_keeps_an_item_open_and_nobody_further_lets_it_close(federal: Client) -> None:
    row = log(federal, needs="")
    assert "Who needs to know?" in federal.get("/duty/").content.decode()
    assert federal.post("/duty/item/1/close/").status_code == 409
    federal.post("/duty/item/1/correct/", typed(needs="", nobody_further="on", read=row.digest))
    assert federal.post("/duty/item/1/close/").status_code == 302


def test_open_items_stand_first_and_the_oldest_first(federal: Client, regional: Client) -> None:
    for number, client in enumerate((federal, regional, federal), start=1):
        log(client, summary_en=f"Number {number}.", needs="", nobody_further="on")
    regional.post("/duty/item/2/close/")
    shown = [one.row.number for one in federal.get("/duty/").context["items"]]
    assert shown == [1, 3]


def test_markup_in_an_item_is_shown_and_never_run(federal: Client) -> None:
    log(federal, summary_en="<script>alert(1)</script> & <b>", sender="<i>post</i>")
    for page in ("/duty/", "/duty/item/1/", "/duty/archive/?q=script"):
        text = federal.get(page).content.decode()
        assert "<script>alert" not in text
        assert "<i>post" not in text


def test_the_first_page_says_whom_to_tell_of_what_and_only_to_the_party_whose_item_it_is(
    federal: Client, regional: Client
) -> None:
    row = log(federal)
    waits = "Item 1, tell \u2068post 15, regional duty officer\u2069: \u2068Lights on the ridge.\u2069"
    assert waits in federal.get("/home/").content.decode()
    assert "Lights on the ridge." not in regional.get("/home/").content.decode()
    federal.post("/duty/item/1/correct/", typed(needs="", nobody_further="on", read=row.digest))
    assert "Item 1 can be closed" in federal.get("/home/").content.decode()
    federal.post("/duty/item/1/close/")
    assert "Item 1" not in federal.get("/home/").content.decode()
