"""The one door: what comes in, what is refused, and that nothing else writes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tansiq.centre.door import registry
from tansiq.centre.door.author import Author, centre_author
from tansiq.centre.door.gate import OnlyThroughTheDoorError
from tansiq.centre.door.models import Entry, Key
from tansiq.centre.door.moments import place_at, size
from tansiq.centre.door.publishing import publish
from tansiq.centre.door.putting import put
from tansiq.centre.door.rebuilding import digests, rebuild
from tansiq.centre.door.refusals import (
    AlreadyEnteredError,
    ClockSetBackError,
    NotAllowedError,
    StoreError,
    UnknownRecordError,
)
from tansiq.journal.audit import audit_log
from tansiq.journal.errors import BodyError
from tansiq.journal.log import Folder
from tests.centre.founded import Founded
from tests.journal.writing import BODIES

ITEM = BODIES["duty_log_entry/1"]
LOG = "duty_log_entry/1"


@pytest.fixture(autouse=True)
def loose_log(monkeypatch: pytest.MonkeyPatch, anybody_may: None) -> None:  # noqa: ARG001 - used for its effect
    """A duty log without the rules of its own part."""
    rules = registry.Rules(
        "duty_log_entry", frozenset({"duty_officer"}), registry.accept_anything, registry.project_nothing
    )
    monkeypatch.setitem(registry._RULES, "duty_log_entry", rules)


def test_a_fresh_centre_verifies_and_knows_its_key(centre: Founded) -> None:
    log = audit_log(Folder(centre.identity.journal))
    assert (log.head.size, log.head.origin) == (2, "local/bar/journal")
    assert {key.party: key.purpose for key in Key.objects.at(None)} == {"federal": "centre", "regional": "centre"}


def test_what_is_put_down_stands_signed_in_the_journal(centre: Founded) -> None:
    entered = put(LOG, ITEM, centre.author(), object="item-1")
    assert entered.place == 2
    assert publish() is not None
    assert audit_log(Folder(centre.identity.journal)).kinds[LOG] == 1
    assert entered.content.author == "fed-duty-officer-1"


def test_an_author_of_no_party_of_the_centre_is_refused(centre: Founded) -> None:
    with pytest.raises(NotAllowedError):
        put(LOG, ITEM, Author("x", "neighbour", "duty_officer"), object="item-1")
    assert size() == len(centre.roots)


def test_a_role_that_may_not_write_a_kind_is_refused(centre: Founded) -> None:
    with pytest.raises(NotAllowedError):
        put(LOG, ITEM, centre.author(role="planner"), object="item-1")


@pytest.mark.usefixtures("centre")
def test_nobody_but_the_centre_writes_as_the_centre(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = registry.Rules("duty_log_entry", frozenset({"centre"}), registry.accept_anything, registry.project_nothing)
    monkeypatch.setitem(registry._RULES, "duty_log_entry", rules)
    with pytest.raises(NotAllowedError):
        put(LOG, ITEM, Author("fed-duty-1", "federal", "centre"), object="item-1")
    assert put(LOG, ITEM, centre_author("federal"), object="item-1").place == size() - 1


def test_without_accounts_nobody_may_write(centre: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_AUTHORISERS", [])
    with pytest.raises(NotAllowedError):
        put(LOG, ITEM, centre.author(), object="item-1")


def test_a_body_of_the_wrong_form_changes_nothing(centre: Founded) -> None:
    with pytest.raises(BodyError):
        put(LOG, {**ITEM, "weapon": "x"}, centre.author(), object="item-1")
    assert size() == len(centre.roots)


def test_the_same_record_twice_is_refused(centre: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    put(LOG, ITEM, centre.author(), object="item-1", event_at=now)
    with pytest.raises(AlreadyEnteredError):
        put(LOG, ITEM, centre.author(), object="item-1", event_at=now)


def test_one_party_cannot_correct_the_others_record(centre: Founded) -> None:
    first = put(LOG, ITEM, centre.author(), object="item-1")
    with pytest.raises(NotAllowedError):
        put(LOG, ITEM, centre.author("regional"), object="item-1", supersedes=first.record.digest)


def test_a_correction_is_about_the_same(centre: Founded) -> None:
    first = put(LOG, ITEM, centre.author(), object="item-1")
    with pytest.raises(UnknownRecordError):
        put(LOG, ITEM, centre.author(), object="item-2", supersedes=first.record.digest)
    with pytest.raises(UnknownRecordError):
        put(LOG, ITEM, centre.author(), object="item-1", supersedes="sha256:" + "0" * 64)


def test_a_clock_set_back_stops_the_centre(centre: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    put(LOG, ITEM, centre.author(), object="item-1")
    monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) - timedelta(minutes=5))
    with pytest.raises(ClockSetBackError):
        put(LOG, ITEM, centre.author(), object="item-2")


def test_a_clock_moved_back_a_little_does_not(centre: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    before = put(LOG, ITEM, centre.author(), object="item-1")
    monkeypatch.setattr(timezone, "now", lambda: before.content.entered_at - timedelta(seconds=1))
    after = put(LOG, ITEM, centre.author(), object="item-2")
    assert after.content.entered_at == before.content.entered_at


def test_numbers_are_given_out_under_the_lock(centre: Founded) -> None:
    entered = put(LOG, lambda: {**ITEM, "item": size()}, centre.author(), object=lambda: f"item-{size()}")
    assert entered.content.object == f"item-{entered.place}"


def test_the_state_as_of_a_past_time(centre: Founded) -> None:
    first = put(LOG, ITEM, centre.author(), object="item-1")
    assert place_at(first.content.entered_at) == first.place
    assert place_at(first.content.entered_at - timedelta(milliseconds=1)) == first.place - 1
    assert place_at(datetime(1999, 1, 1, tzinfo=UTC)) == -1
    assert not Key.objects.at(-1).exists()


def test_a_table_is_not_written_but_through_the_door(centre: Founded) -> None:
    entered = put(LOG, ITEM, centre.author(), object="item-1")
    with pytest.raises(OnlyThroughTheDoorError):
        Key.write(entered, "x", party="federal", label="x", verifier_key="x", purpose="root")
    with pytest.raises(OnlyThroughTheDoorError):
        Key.objects.at(None).delete()
    with pytest.raises(OnlyThroughTheDoorError):
        Key.objects.at(None)[0].save()


def test_tables_rebuilt_are_the_same_row_for_row(centre: Founded) -> None:
    put(LOG, ITEM, centre.author(), object="item-1")
    before = digests()
    assert rebuild(lambda _done, _label: None) == size()
    assert digests() == before


def test_a_damaged_entry_stops_the_rebuild_and_leaves_the_tables(centre: Founded) -> None:
    entered = put(LOG, ITEM, centre.author(), object="item-1")
    before = digests()
    damaged = entered.record.entry.replace(b"item-1", b"item-9")
    Entry.objects.filter(place=entered.place).update(entry=damaged)
    with pytest.raises(StoreError):
        rebuild(lambda _done, _label: None)
    assert digests() == before


def test_a_database_older_than_the_signed_head_is_refused(centre: Founded) -> None:
    entered = put(LOG, ITEM, centre.author(), object="item-1")
    publish()
    Entry.objects.filter(place=entered.place).delete()
    with pytest.raises(StoreError):
        publish()
