"""What a partner released, kept here: in order, once, and only what its log's root says."""

from datetime import timedelta

import pytest

from tansiq.centre.door.models import Entry
from tansiq.centre.door.putting import put
from tansiq.centre.door.rebuilding import digests, rebuild
from tansiq.centre.door.refusals import NotAllowedError
from tansiq.centre.partners import writing
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.models import Alarm, Answer, Incoming, Received, ReceivedEntry
from tansiq.centre.partners.rules import ExchangeRefusal
from tansiq.centre.partners.storage import stage
from tansiq.exchange.naming import received_folder
from tansiq.exchange.ports import Verified
from tansiq.journal.log import Folder
from tansiq.journal.note import parse_checkpoint, parse_note
from tests.centre.founded import Founded
from tests.centre.partners import linked
from tests.centre.partners.linked import FEDERAL_HQ, PartnerLog, say


def inbox() -> TableInbox:
    return TableInbox(FEDERAL_HQ)


def written(count: int, log: PartnerLog | None = None) -> PartnerLog:
    log = log or PartnerLog()
    for number in range(count):
        at = linked.AT + timedelta(minutes=number)
        log.add("message/1", linked.message(f"Number {number}."), object=f"msg-{chr(97 + number) * 16}", at=at,
                marking={"releasable_to": ["regional"]})  # fmt: skip
    return log


@pytest.mark.usefixtures("bar")
def test_entries_are_kept_and_keeping_them_again_changes_nothing() -> None:
    log = written(3)
    for _again in range(2):
        inbox().keep(0, log.verified(), log.head())
    assert inbox().kept().size == 3
    assert Entry.objects.filter(kind="received/1").count() == 1
    assert [row.state for row in Received.objects.at(None).order_by("index")] == ["new"] * 3
    assert list(inbox().leaves()) == [each.leaf for each in log.verified()]
    assert inbox().entry(1) == log.entries[1]


@pytest.mark.usefixtures("bar")
def test_what_was_staged_before_a_crash_does_not_count_and_is_written_over() -> None:
    log = written(3)
    stage("federal-hq", 0, [Verified(b"half of something", bytes(32))])
    assert inbox().kept().size == 0
    assert Received.objects.at(None).count() == 0
    inbox().keep(0, log.verified(), log.head())
    assert ReceivedEntry.objects.count() == 3
    assert inbox().entry(0) == log.entries[0]


@pytest.mark.usefixtures("bar")
def test_a_record_covers_nothing_but_what_is_staged_in_its_order() -> None:
    log = written(2)
    stage("federal-hq", 0, log.verified())
    body = {"log": log.origin, "first": 0, "end": 2, "head": "x", "root": "A" * 43 + "="}
    with pytest.raises(ExchangeRefusal, match="not what the record says"):
        put("received/1", body, linked.centre_author("federal"), object="received-federal-hq")
    stranger = {**body, "log": "elsewhere/federal-hq/to/bar"}
    with pytest.raises(ExchangeRefusal, match="no log that a partner keeps"):
        put("received/1", stranger, linked.centre_author("federal"), object="received-federal-hq")


@pytest.mark.usefixtures("bar")
def test_many_come_in_records_of_1024_and_rebuilding_gives_the_same_rows() -> None:
    log = PartnerLog()
    record = log.add("message/1", linked.message(), object="msg-" + "a" * 16)
    log.entries = [record.entry] * 1100
    inbox().keep(0, log.verified(), log.head())
    assert Entry.objects.filter(kind="received/1").count() == 2
    shown = digests()
    rebuild(lambda _done, _what: None)
    assert digests() == shown


@pytest.mark.usefixtures("bar")
def test_a_correction_and_a_recall_mark_what_they_are_about_in_one_batch_or_several() -> None:
    log = PartnerLog()
    first = log.add("message/1", linked.message("Six."), object="msg-" + "a" * 16)
    second = log.add("message/1", linked.message("Seven."), object="msg-" + "a" * 16, supersedes=first.digest)
    inbox().keep(0, log.verified(), log.head())
    recall = {"record": second.digest, "reason": {"en": "Cancelled."}, "original_language": "en"}
    log.add("recall/1", recall, object="recall-" + "b" * 16)
    inbox().keep(2, log.verified(2), log.head())
    one, two, three = Received.objects.at(None).order_by("index")
    assert (one.superseded_by, two.state, three.state) == (second.digest, "recalled", "kept")
    assert two.recall_reason["text"] == {"en": "Cancelled."}


def test_the_other_partys_officer_acknowledges_and_confirms_a_recall_once(bar: Founded) -> None:
    log = written(1)
    inbox().keep(0, log.verified(), log.head())
    row = Received.objects.at(None).get()
    with pytest.raises(NotAllowedError, match="your own party's record"):
        writing.acknowledge(row, "acknowledged", bar.author("federal"))
    writing.acknowledge(row, "acknowledged", bar.author("regional"))
    with pytest.raises(ExchangeRefusal, match="not any more"):
        writing.acknowledge(row, "acknowledged", bar.author("regional"))
    with pytest.raises(ExchangeRefusal, match="not recalled"):
        writing.acknowledge(row, "recall_confirmed", bar.author("regional"))
    recall = {"record": row.digest, "reason": {"en": "Cancelled."}, "original_language": "en"}
    log.add("recall/1", recall, object="recall-" + "b" * 16)
    inbox().keep(1, log.verified(1), log.head())
    row = Received.objects.at(None).get(index=0)
    writing.acknowledge(row, "recall_confirmed", bar.author("regional"))
    row = Received.objects.at(None).get(index=0)
    assert (row.state, row.confirmed, row.acknowledged_by) == ("recalled", True, "reg-duty-officer-1")


def test_a_partners_acknowledgement_of_ours_is_noted(bar: Founded) -> None:
    entered = say(bar.author("regional"), to=["federal"])
    log = PartnerLog()
    body = {"log": "local/bar/to/federal-hq", "record": entered.record.digest, "act": "acknowledged"}
    log.add("acknowledgement/1", body, object="ack-" + "c" * 16)
    inbox().keep(0, log.verified(), log.head())
    answer = Answer.objects.at(None).get()
    assert (answer.record, answer.origin, answer.act) == (entered.record.digest, "federal-hq", "acknowledged")


@pytest.mark.usefixtures("bar")
def test_what_is_not_accepted_is_kept_shown_with_its_reason_and_alarmed_once() -> None:
    log = written(1)
    bad = [Verified(each.entry, each.leaf, "Key %(key)s signs nothing.", (("key", "k"),), "revoked_key")
           for each in log.verified()]  # fmt: skip
    bad.append(Verified(b"no record", linked.leaf_hash(b"no record"), "This is no record.", (), "altered_entry"))
    for _again in range(2):
        inbox().keep(0, bad, log.head())
    rows = Received.objects.at(None).order_by("index")
    assert [(row.state, row.reason[0]) for row in rows] == [
        ("refused", "Key %(key)s signs nothing."), ("refused", "This is no record."),
    ]  # fmt: skip
    assert sorted(alarm.fault for alarm in Alarm.objects.at(None)) == ["altered_entry", "revoked_key"]
    assert inbox().holds([rows[0].digest]) == {}


@pytest.mark.usefixtures("bar")
def test_what_was_released_late_is_not_timed() -> None:
    log = written(2)
    log.add("message/1", linked.message("Old."), object="msg-" + "z" * 16, at=linked.AT - timedelta(hours=3))
    inbox().keep(0, log.verified(), log.head())
    assert [row.late for row in Received.objects.at(None).order_by("index")] == [False, False, True]


def test_files_follow_when_a_head_is_accepted(bar: Founded) -> None:
    log = written(3)
    inbox().keep(0, log.verified(), log.head())
    assert inbox().kept().head == b""
    inbox().keep_head(log.head())
    inbox().keep_head(log.head())
    files = Folder(received_folder(bar.identity.folder, "federal-hq"))
    assert parse_checkpoint(parse_note(inbox().kept().head).text).size == 3
    assert any(name.startswith("tile/entries/") for name in files.names())


@pytest.mark.usefixtures("bar")
def test_the_frontier_gives_the_same_root_as_a_whole_tree() -> None:
    log = written(7)
    inbox().keep(0, log.verified()[:3], log.head())
    inbox().keep(3, log.verified(3), log.head())
    entry = Entry.objects.filter(kind="received/1").order_by("-place").first()
    assert parse_checkpoint(parse_note(log.head()).text).root.hex() in _roots(entry)
    assert Incoming.objects.at(None).get().size == 7


def _roots(entry: Entry) -> str:
    from tansiq.journal.base64_strict import decode  # noqa: PLC0415 - for this comparison alone
    from tansiq.journal.record import read_record  # noqa: PLC0415 - as above

    return (decode(str(read_record(bytes(entry.entry)).content.body["root"])) or b"").hex()


def test_files_follow_where_the_origin_has_erased_an_entry(bar: Founded) -> None:
    log = written(3)
    entries = log.verified()
    erased = [entries[0], Verified(b"", entries[1].leaf), entries[2]]
    inbox().keep(0, erased, log.head())
    inbox().keep_head(log.head())
    assert [row.state for row in Received.objects.at(None).order_by("index")] == ["new", "erased", "new"]
    files = Folder(received_folder(bar.identity.folder, "federal-hq"))
    assert files.read("tile/0/000.p/3", 96) == b"".join(each.leaf for each in entries)
