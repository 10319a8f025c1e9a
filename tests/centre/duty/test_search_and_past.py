"""Finding items in three languages, looking back, and tables that can be made again."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.door.rebuilding import digests, rebuild
from tansiq.centre.duty.models import LogItem
from tansiq.domain.time import LOCAL_ZONE
from tansiq.journal.audit import audit_excerpt
from tests.centre.duty.entering import log
from tests.centre.founded import Founded

SAID = (
    ("ar", "إغلاق نقطة التفتيش المُشْتَرَكَة", "التفتيش المشتركه"),
    ("ckb", "بازگەی هاوبەش داخرا", "بازكهي هاوبه\u200cش"),
    ("en", "Checkpoint Şengal closed at 06:30", "sengal 06:30"),
)


@pytest.mark.parametrize(("language", "text", "typed"), SAID)
def test_an_item_is_found_as_a_person_types_it_and_the_words_are_marked(
    language: str, text: str, typed: str, federal: Client
) -> None:
    for other, words, _query in SAID:
        log(federal, summary_original=other, **{"summary_en": "", f"summary_{other}": words})
    answer = federal.get("/duty/archive/", {"q": typed})
    found = [one.row.summary for one in answer.context["items"]]
    assert found == [{language: text}]
    assert "<mark>" in answer.content.decode()


def test_items_are_found_by_party_precedence_state_and_day(federal: Client, regional: Client) -> None:
    log(federal, precedence="flash", needs="", nobody_further="on")
    log(regional, summary_en="Another.")
    federal.post("/duty/item/1/close/")
    today = timezone.now().astimezone(LOCAL_ZONE).date()

    def numbers(**chosen: str) -> list[int]:
        return sorted(one.row.number for one in federal.get("/duty/archive/", {"q": ""} | chosen).context["items"])

    assert numbers() == [1, 2]
    assert numbers(party="regional") == [2]
    assert numbers(precedence="flash") == [1]
    assert numbers(state="open") == [2]
    assert numbers(from_at=(today + timedelta(days=1)).isoformat()) == []
    assert numbers(from_at=today.isoformat(), to_at=today.isoformat()) in ([1, 2], [])  # [] just after midnight


def test_the_archive_has_pages(federal: Client) -> None:
    for _number in range(3):
        log(federal)
    answer = federal.get("/duty/archive/?page=99")
    assert [one.row.number for one in answer.context["items"]] == [3, 2, 1]


def test_a_past_page_shows_what_was_known_then_and_takes_nothing_in(federal: Client, regional: Client) -> None:
    row = log(federal)
    then = timezone.now()
    federal.post("/duty/item/1/tell/", {"whom": "post 15", "means": "radio"})
    log(regional, summary_en="Later.")
    past = f"as_of={quote(then.isoformat())}"
    page = federal.get(f"/duty/?{past}").content.decode()
    assert "Lights on the ridge." in page
    assert "Later." not in page
    assert "told now by" not in page
    assert "Told: post 15" not in federal.get(f"/duty/item/1/?{past}").content.decode()
    assert federal.post(f"/duty/item/1/close/?{past}").status_code == 409
    before = quote((row.entered_at - timedelta(seconds=1)).isoformat())
    assert federal.get(f"/duty/item/1/?as_of={before}").status_code == 404


def test_tables_made_again_from_the_journal_are_the_same_row_for_row(federal: Client, regional: Client) -> None:
    log(federal)
    federal.post("/duty/item/1/tell/", {"whom": "post 15", "means": "radio"})
    log(regional, references="1", place="المعبر", grid="38S LE 1234 5678")
    before = digests()
    rebuild(lambda _share, _what: None)
    assert digests() == before
    assert LogItem.objects.at(None).count() == 2


def test_the_proof_of_an_item_verifies_with_nothing_but_the_roots(federal: Client, centre: Founded) -> None:
    row = log(federal)
    answer = federal.get(f"/duty/proof/{row.since}/")
    roots = {party: (root.signer.key,) for party, root in centre.roots.items()}
    audited = audit_excerpt(answer.content, roots)
    assert audited.record.digest == row.digest
    assert federal.get("/duty/proof/0/").status_code == 404  # a certificate is not of the watch
