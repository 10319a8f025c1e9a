"""Every read of what partners released is logged: once for each account and record, and told to nobody else."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.accounts import recording
from tansiq.centre.accounts.models import Access, Reading
from tansiq.centre.door.author import centre_author
from tansiq.centre.door.moments import size
from tansiq.centre.door.putting import put
from tansiq.centre.door.rebuilding import digests, rebuild
from tansiq.centre.door.refusals import NotAllowedError, StoreError
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.models import Received, Released
from tansiq.domain.exchange_terms import ReleaseRule
from tansiq.exchange.release import Outcome, release
from tansiq.exchange.release.rule import rules_for
from tansiq.journal.record import Content
from tansiq.language import N_
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.linked import FEDERAL_HQ, PartnerLog
from tests.centre.signed_in import signed_in

PAGE = "/partners/received/federal-hq/0/"


@pytest.fixture
def readers(centre: Founded, unproved: None) -> dict[str, Client]:  # noqa: ARG001 - used for their effects
    linked.adopt()
    return {
        "federal": signed_in("fed-duty-1", "federal", ["duty_officer"]),
        "regional": signed_in("reg-view-1", "regional", ["viewer"]),
        "administrator": signed_in("fed-admin-1", "federal", ["administrator"]),
    }


def came(*texts: str) -> list[Received]:
    log = PartnerLog()
    for number, text in enumerate(texts):
        log.add("message/1", linked.message(text), object="msg-" + chr(97 + number) * 16)
    log.add("recall/1", {"record": "sha256:" + "0" * 64, "reason": {"en": "No."}, "original_language": "en"},
            object="recall-" + "b" * 16)  # fmt: skip
    TableInbox(FEDERAL_HQ).keep(0, log.verified(), log.head())
    return list(Received.objects.at(None).order_by("index"))


def read() -> set[tuple[str, str]]:
    return {(row.account, row.record) for row in Reading.objects.at(None)}


def test_opening_a_record_is_entered_once_for_each_account(readers: dict[str, Client]) -> None:
    row = came("Convoy leaves at six.")[0]
    for _again in range(3):
        for name in ("federal", "regional"):
            assert readers[name].get(PAGE).status_code == 200
    assert read() == {("fed-duty-1", row.digest), ("reg-view-1", row.digest)}
    assert [row.act for row in Access.objects.at(None)] == ["read_released"] * 2


@pytest.mark.parametrize("address", ["/partners/received/", "/partners/received/?all=1", "/partners/"])
def test_a_list_enters_all_the_texts_that_it_shows_in_one_record_and_again_nothing(
    readers: dict[str, Client], address: str
) -> None:
    one, two, _recall = came("One.", "Two.")
    client = signed_in("reg-duty-1", "regional", ["duty_officer"])
    before = size()
    for _again in range(2):
        assert "Two." in client.get(address).content.decode()
    assert size() == before + 1
    assert read() == {("reg-duty-1", one.digest), ("reg-duty-1", two.digest)}
    assert readers["regional"].get(address, headers={"X-Fragment": "received"}).status_code == 200
    assert size() == before + (1 if address == "/partners/" else 2)  # a viewer has nothing to acknowledge there


def test_what_is_answered_was_read(readers: dict[str, Client]) -> None:
    row = came("Who goes there?")[0]
    assert "Who goes there?" in readers["federal"].get("/partners/new/?answers=federal-hq%200").content.decode()
    assert read() == {("fed-duty-1", row.digest)}


def test_neither_a_look_at_the_past_nor_at_the_head_of_a_page_nor_a_refused_one_is_entered(
    readers: dict[str, Client],
) -> None:
    came("Convoy leaves at six.")
    past = (timezone.now() - timedelta(milliseconds=1)).isoformat().replace("+", "%2B")
    assert "six" in readers["federal"].get(f"{PAGE}?as_of={past}").content.decode()
    assert "six" in readers["federal"].get(f"/partners/received/?as_of={past}").content.decode()
    assert readers["federal"].head(PAGE).status_code == 200
    assert readers["administrator"].get(PAGE).status_code == 403
    assert readers["federal"].get("/partners/received/federal-hq/7/").status_code == 404
    assert read() == set()


def test_a_page_shows_who_of_ones_own_party_read_it_as_of_then(readers: dict[str, Client]) -> None:
    came("Convoy leaves at six.")
    assert "fed-duty-1" in readers["federal"].get(PAGE).content.decode().split("Read here by")[1]
    other = readers["regional"].get(PAGE).content.decode()
    assert "reg-view-1" in other
    assert "fed-duty-1" not in other.split("Read here by")[1]
    second = signed_in("fed-duty-2", "federal", ["duty_officer"])
    then = timezone.now().isoformat().replace("+", "%2B")
    assert "fed-duty-2" in second.get(PAGE).content.decode().split("Read here by")[1]
    assert "fed-duty-2" not in readers["federal"].get(f"{PAGE}?as_of={then}").content.decode()


def test_accesses_show_to_the_readers_own_administrators_what_was_read(readers: dict[str, Client]) -> None:
    row = came("Convoy leaves at six.")[0]
    readers["federal"].get(PAGE)
    text = readers["administrator"].get("/accounts/accesses/").content.decode()
    assert "Read what a partner released" in text
    assert row.digest.removeprefix("sha256:")[:8] in re.sub("</?span>|<wbr>", "", text).replace(" ", "")
    other = signed_in("reg-admin-1", "regional", ["administrator"]).get("/accounts/accesses/").content.decode()
    assert "Read what a partner released" not in other


def test_what_cannot_be_logged_is_not_shown(readers: dict[str, Client]) -> None:
    came("Convoy leaves at six.")
    full = StoreError(N_("The database refused (%(why)s). Nothing was entered."), why="disk full")
    with patch.object(recording, "put", side_effect=full):
        for address in (PAGE, "/partners/received/"):
            answer = readers["federal"].get(address)
            assert answer.status_code == 503
            assert "disk full" in answer.content.decode()
            assert "Convoy leaves at six." not in answer.content.decode()
    readers["federal"].get(PAGE)
    with patch.object(recording, "put", side_effect=full):  # what is logged already needs no more
        assert "Convoy leaves at six." in readers["federal"].get(PAGE).content.decode()


def test_the_second_of_two_pages_opened_at_once_finds_it_entered(readers: dict[str, Client]) -> None:
    row = came("Convoy leaves at six.")[0]
    readers["federal"].get(PAGE)
    with patch.object(recording, "unread", side_effect=[[row.digest], []]):  # the first page entered it in between
        recording.read_released("fed-duty-1", [row.digest])
    assert Reading.objects.history(f"{row.digest} fed-duty-1").count() == 1


def test_more_than_one_record_of_reading_may_name_are_entered_in_several(readers: dict[str, Client]) -> None:
    digests_read = [f"sha256:{number:064x}" for number in range(recording.AT_ONCE + 1)]
    recording.read_released("fed-duty-1", digests_read)
    assert [row.count for row in Access.objects.at(None).order_by("since")] == [recording.AT_ONCE, 1]
    assert recording.unread("fed-duty-1", digests_read) == []
    assert readers.keys()


@pytest.mark.parametrize(
    "body",
    [
        {"act": "read_released", "count": 1, "account": "fed-duty-1"},
        {"act": "read_released", "count": 1, "records": ["sha256:" + "0" * 64]},
        {"act": "signed_in", "count": 1, "account": "fed-duty-1", "records": ["sha256:" + "0" * 64]},
    ],
)
@pytest.mark.usefixtures("readers")
def test_a_reading_says_what_was_read_by_whom_and_nothing_else_does(body: dict[str, object]) -> None:
    with pytest.raises(NotAllowedError):
        put("access/2", body, centre_author("federal"), object="account-fed-duty-1")  # type: ignore[arg-type]  # JSON


def test_reading_stands_in_the_journal_alone_from_which_tables_are_made_again(readers: dict[str, Client]) -> None:
    came("One.", "Two.")
    readers["federal"].get("/partners/received/")
    shown = digests()
    rebuild(lambda _done, _what: None)
    assert digests() == shown
    assert len(read()) == 2


def test_no_partner_is_told_not_even_that_something_is_withheld(readers: dict[str, Client]) -> None:
    named = {"clause": "A5.9", "kinds": ["access", "message"], "from": linked.ALL, "to": linked.ALL, "stubs": True}
    linked.adopt(version=2, release=[named])
    came("Convoy leaves at six.")
    before = Released.objects.at(None).count()
    readers["federal"].get(PAGE)
    assert read()
    assert Released.objects.at(None).count() == before


def test_the_rule_itself_lets_no_access_out_whatever_its_marking() -> None:
    from tansiq.exchange.agreement_file import adopted_terms  # noqa: PLC0415 - for this test alone

    rule = {"clause": "A5.9", "kinds": ["access"], "from": linked.ALL, "to": linked.ALL, "stubs": True}
    terms = adopted_terms(linked.adopted(release=[rule]))
    assert terms.rules == (
        ReleaseRule("A5.9", frozenset({"access"}), frozenset(linked.ALL), frozenset(linked.ALL), stubs=True),
    )
    now = timezone.now()
    content = Content(
        kind="access/2", object="account-fed-duty-1", body={}, author_role="centre", party="federal", centre="bar",
        event_at=now, received_at=now, entered_at=now, marking={"releasable_to": ["federal", "regional"]},
    )  # fmt: skip
    assert release(terms, content, "regional-hq").outcome is Outcome.NOTHING
    assert rules_for(terms, content, "regional-hq") == ()
