"""Situation reports: drafted, edited by either party, agreed by both, with reservations; printed."""

import html
import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tansiq.centre.agreement import signing
from tansiq.centre.door.history import find
from tansiq.centre.duty.models import Report
from tansiq.journal.keys import at_rest
from tests.centre.agreement.two_parties import FEDERAL, PASSPHRASE, REGIONAL, give_key, propose
from tests.centre.duty.entering import log
from tests.centre.founded import Founded
from tests.centre.signed_in import open_account

PERIOD = {"from_at_date": "2026-01-01", "from_at_time": "0000", "to_at_date": "2098-01-01", "to_at_time": "0000"}


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the form as it came."""
    found = {}
    for tag in re.findall(r"<input[^>]*>|<textarea.*?</textarea>|<select.*?</select>", page, re.DOTALL):
        name = re.search(r'name="([^"]+)"', tag)
        if name is None or name[1] in {"csrfmiddlewaretoken", "anyway"}:
            continue
        if tag.startswith("<textarea"):
            found[name[1]] = html.unescape(tag.partition(">")[2].removesuffix("</textarea>").removeprefix("\n"))
        elif tag.startswith("<select"):
            chosen = re.search(r'value="([^"]*)" selected', tag)
            found[name[1]] = chosen[1] if chosen else ""
        elif 'type="radio"' not in tag or "checked" in tag:
            value = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = html.unescape(value[1]) if value else ""
    return found


def drafted(client: Client) -> dict[str, str]:
    page = client.get("/duty/report/new/", PERIOD).content.decode()
    return fields_of(page[page.index('<main id="content"') :])


def write(client: Client, **fields: str) -> Report:
    answer = client.post("/duty/report/new/", drafted(client) | fields)
    assert answer.status_code == 302, answer.content.decode()[:8000]
    row: Report = Report.objects.at(None).order_by("-number").first()
    return row


def facts(row: Report, section: str) -> dict[str, Any]:
    return next(each for each in row.body["facts"] if each["section"] == section)


def agree(client: Client, row: Report, **fields: str) -> int:
    return int(client.post(f"/duty/report/{row.number}/agree/", {"read": row.digest} | fields).status_code)


def current(number: int = 1) -> Report:
    found: Report = Report.objects.at(None).get(key=f"report-{number}")
    return found


def test_a_draft_left_as_it_is_keeps_its_lines_in_three_languages_and_leaves_the_rest_unknown(federal: Client) -> None:
    log(federal)
    row = write(federal)
    lines = facts(row, "log")["lines"]
    assert [line["origin"] for line in lines] == ["drafted", "drafted"]
    assert sorted(lines[1]["text"]) == ["ar", "ckb", "en"]
    assert lines[1]["sources"] == ["item-1"]
    assert facts(row, "strength") == {"section": "strength", "state": "unknown"}
    assert "assessment" not in row.body


def test_a_changed_line_is_marked_and_an_added_one_too_and_the_assessment_stands_apart(federal: Client) -> None:
    log(federal)
    row = write(
        federal, line_log_1="Lights seen, later explained.", add_incidents="None of weight.",
        state_incidents="reported", assessment_en="Quiet.", assessment_original="en",
    )  # fmt: skip
    assert facts(row, "log")["lines"][1] == {
        "text": {"en": "Lights seen, later explained."}, "origin": "edited", "sources": ["item-1"],
    }  # fmt: skip
    assert facts(row, "incidents")["lines"] == [{"text": {"en": "None of weight."}, "origin": "added"}]
    assert row.body["assessment"] == {"en": "Quiet."}


def test_either_party_writes_the_next_version_and_both_agree_to_the_same_one(federal: Client, regional: Client) -> None:
    first = write(federal)
    assert agree(federal, first) == 302
    page = regional.get("/duty/report/1/edit/").content.decode()
    fields = fields_of(page[page.index('<main id="content"') :])
    regional.post("/duty/report/1/edit/", fields | {"assessment_ar": "هدوء", "assessment_original": "ar"})
    second = current()
    assert (second.number_of_version, second.party, second.agreed_by) == (2, "regional", [])
    assert agree(regional, first) == 409  # a newer version came
    assert agree(regional, second) == 302
    assert not current().agreed
    assert agree(federal, second) == 302
    assert current().agreed
    assert regional.post("/duty/report/1/edit/", fields).status_code == 400  # it stays as it is


def test_two_versions_written_at_once_do_not_overwrite_each_other(federal: Client, regional: Client) -> None:
    write(federal)
    page = federal.get("/duty/report/1/edit/").content.decode()
    fields = fields_of(page[page.index('<main id="content"') :])
    assert federal.post("/duty/report/1/edit/", fields).status_code == 302
    late = regional.post("/duty/report/1/edit/", fields | {"assessment_en": "Mine.", "assessment_original": "en"})
    assert late.status_code == 400
    assert "has been written meanwhile" in late.content.decode()
    assert "Mine." in late.content.decode()


def test_agreement_can_be_taken_back_until_the_other_party_agrees(federal: Client, regional: Client) -> None:
    row = write(federal)
    agree(federal, row)
    assert agree(federal, row) == 409
    assert agree(federal, row, act="withdraw") == 302
    assert current().agreed_by == []
    agree(regional, row)
    agree(federal, row)
    assert agree(federal, row, act="withdraw") == 409
    assert current().agreed


def test_a_page_cannot_pass_off_its_own_words_as_drafted(federal: Client) -> None:
    log(federal)
    forged = drafted(federal) | {"drafted": "eyJmb3JnZWQiOiAxfQ:1abc:def"}
    federal.post("/duty/report/new/", forged)
    lines = facts(current(), "log")["lines"]
    assert [line["origin"] for line in lines] == ["drafted", "drafted"]
    assert lines[1]["text"]["en"].endswith("Lights on the ridge.\u2069")


def test_a_section_that_is_silent_has_no_lines_and_one_that_speaks_has_some(federal: Client) -> None:
    wrong = drafted(federal) | {"state_log": "unknown", "state_strength": "reported"}
    answer = federal.post("/duty/report/new/", wrong)
    assert answer.status_code == 400
    assert "has no lines" in answer.content.decode()
    assert "has lines" in answer.content.decode()


def test_only_duty_officers_write_and_everybody_at_work_reads(browsers: dict[str, Client]) -> None:
    row = write(browsers["federal"])
    for name in ("viewer", "planner", "administrator", "outsider"):
        for page in ("new/", "1/edit/", "1/agree/", "1/reserve/"):
            assert browsers[name].post(f"/duty/report/{page}", {"read": row.digest}).status_code in {401, 403}
    answers = {name: client.get("/duty/report/1/").status_code for name, client in browsers.items()}
    assert answers == {
        "federal": 200, "regional": 200, "viewer": 200, "planner": 200, "administrator": 403, "outsider": 302,
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_it_prints_with_its_reservations(federal: Client, regional: Client, language: str) -> None:
    write(federal)
    regional.post("/duty/report/1/reserve/", {"text_en": "We count two posts.", "text_original": "en"})
    answer = federal.get(f"/duty/report/1/report.pdf?language={language}", follow=True)
    assert answer.headers["Content-Type"] == "application/pdf"
    paper = PdfReader(BytesIO(answer.content))
    assert paper.root_object["/Lang"] == language
    if language == "en":  # text of right-to-left lines cannot be taken out of a PDF in order
        text = "".join(page.extract_text() for page in paper.pages)
        assert "We count two posts." in " ".join(text.split())


def test_a_decision_that_binds_both_is_drafted_with_its_own_words_and_one_that_does_not_is_left_out(
    federal: Client, centre: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(at_rest.lock.__kwdefaults__, "log2_cost", 15)
    for officer in (FEDERAL, REGIONAL):
        open_account(officer.account, officer.party, ["signatory"])
        give_key(centre, officer)
    proposal = propose(decision="joint_checkpoint_closed", about=["checkpoint-3"])
    for officer in (FEDERAL, REGIONAL):
        assert facts(write(federal), "checkpoints")["state"] == "unknown"
        signer = signing.unlock_for(officer, PASSPHRASE, "signatory")
        signing.put_signature(find(proposal.record.digest), "sign", officer.author("signatory"), signer)
    (line,) = facts(write(federal), "checkpoints")["lines"]
    assert line["sources"] == ["decision-1"]
    assert line["text"]["en"].startswith("Decision decision-1, in effect since ")
    assert "Together." in line["text"]["en"]
    assert "معاً." in line["text"]["ar"]
