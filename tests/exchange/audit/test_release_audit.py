"""A joint audit: the opened journal and the release log tell the same, or it is said where they do not."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings

from tansiq.errors import DoesNotVerifyError
from tansiq.exchange.errors import ReleaseDiffersError
from tansiq.exchange.release import stub
from tansiq.journal.log import MemoryFiles, decode_bundle, encode_bundle
from tansiq.journal.record import Record
from tests.exchange.audit.opened import Opened, entries_of, head_of, opened, release_log
from tests.exchange.release.histories import RECEIVED as RECEIVED_BEFORE
from tests.exchange.release.histories import Told, histories
from tests.exchange.release.world import (
    FROM_BAR,
    HQ,
    HQ_KEY,
    JOURNAL,
    NEXT_HQ,
    World,
    begun,
    certificate,
    late,
    later,
    log_of,
    marked,
    message,
    recall,
    signed,
    write,
)
from tests.journal.writing import BODIES

KEPT = [write("message/1", message(number)) for number in range(100, 104)]
SENT = [write("message/1", message(number), marking=marked("regional")) for number in range(4)]
ITEM = write("duty_log_entry/1", BODIES["duty_log_entry/1"], object="item-12")
CORRECTION = write("message/1", message(50), marking=marked("regional"), supersedes=SENT[1].digest)
CALLED_BACK = write("recall/1", recall(SENT[2]), at=later(2))
LATE = write("release/1", late(KEPT[0]), at=later(3))


def history() -> World:
    return begun().enter_all(
        [SENT[0], KEPT[0], SENT[1], ITEM, KEPT[1], CORRECTION, SENT[2], CALLED_BACK, LATE, SENT[3]]
    )


def altered(drop: Sequence[int] = (), add: Sequence[tuple[int, Record]] = ()) -> Opened:
    """The table with entries left out of the release log, and others put in."""
    entries = [item.entry for number, item in enumerate(history().released) if number not in drop]
    for place, record in add:
        entries.insert(place, record.entry)
    return opened(history(), entries)


def test_a_release_log_that_is_what_the_rule_makes_is_confirmed() -> None:
    table = opened(history())
    audited = table.audit()
    assert (audited.head.size, audited.journal.size, audited.erased) == (9, 12, ())
    assert "releases to bar exactly what the release log holds" in table.words


def test_what_the_journal_got_since_the_head_does_not_matter() -> None:
    table = opened(history())
    opening = table.opening
    world = history().enter_all([write("message/1", message(77), marking=marked("regional"), at=later(9))])
    table.journal = log_of(entries_of(world.journal), JOURNAL)
    assert table.audit(opening).journal.size == 12


def test_a_dropped_entry_is_found_and_named() -> None:
    table = altered(drop=[7])
    with pytest.raises(ReleaseDiffersError, match="1 entries are missing, 0 should not be there"):
        table.audit()
    assert "By entry 10 of the journal a record of kind message/1 was to be released (clause A1.1)" in table.words
    assert KEPT[0].digest in table.words


def test_a_dropped_record_is_missed_together_with_what_continues_it() -> None:
    table = altered(drop=[2, 4])
    with pytest.raises(ReleaseDiffersError, match="2 entries are missing"):
        table.audit()
    assert SENT[1].digest in table.words
    assert CORRECTION.digest in table.words


def test_an_added_entry_is_found_and_named() -> None:
    table = altered(add=[(4, KEPT[1])])
    with pytest.raises(ReleaseDiffersError, match="0 entries are missing, 1 should not be there"):
        table.audit()
    assert f"Entry 4 of the release log, of kind message/1, was not to be released: {KEPT[1].digest}" in table.words


def test_an_entry_that_stands_in_no_journal_is_found() -> None:
    table = altered(add=[(8, write("message/1", message(999), marking=marked("regional")))])
    with pytest.raises(ReleaseDiffersError, match="1 should not be there"):
        table.audit()


def test_a_dropped_stub_is_found_by_the_place_of_what_it_stood_for() -> None:
    table = altered(drop=[3])
    with pytest.raises(ReleaseDiffersError, match="1 entries are missing"):
        table.audit()
    assert "For entry 5 of the journal a stub was due under clause A1.2" in table.words


def test_a_stub_under_another_clause_is_found() -> None:
    forged = stub(ITEM.content, "A9.9", 3)
    entries = [item.entry for item in history().released]
    entries[3] = signed(bytes(forged), forged, HQ).entry
    table = opened(history(), entries)
    with pytest.raises(ReleaseDiffersError, match="1 entries are missing, 1 should not be there"):
        table.audit()


def test_another_order_is_found() -> None:
    entries = [item.entry for item in history().released]
    entries[1], entries[2] = entries[2], entries[1]
    table = opened(history(), entries)
    with pytest.raises(ReleaseDiffersError, match="or their order is another"):
        table.audit()
    assert "From entry 1 on" in table.words


def test_a_journal_from_which_something_was_taken_is_not_the_one_committed_to() -> None:
    table = opened(history())
    opening = table.opening
    shorter = [record for record in history().journal if record is not KEPT[1]]
    table.journal = log_of(entries_of(shorter), JOURNAL)
    with pytest.raises(ReleaseDiffersError, match="does not continue the head of 12 entries"):
        table.audit(opening)


def test_an_opening_of_another_head_is_refused() -> None:
    table, other = opened(history()), opened(begun())
    with pytest.raises(ReleaseDiffersError, match="that of another head"):
        table.audit(other.opening)


def test_the_journal_of_another_centre_is_refused() -> None:
    table = opened(history())
    table.journal = log_of(entries_of(history().journal), "federal.example/fhq/journal")
    table.released = release_log([item.entry for item in history().released], head_of(table.journal))
    with pytest.raises(ReleaseDiffersError, match="is not that of the centre that released"):
        table.audit()


def test_logs_that_do_not_hold_by_themselves_are_refused() -> None:
    for name in ("journal", "released"):
        table = opened(history())
        opening, files = table.opening, getattr(table, name)
        bundle = next(each for each in files if each.startswith("tile/entries"))
        files[bundle] = files[bundle].replace(b"ridge 1", b"ridge 2")
        with pytest.raises(DoesNotVerifyError, match="does not hold"):
            table.audit(opening)


def test_attachments_and_receipts_beside_the_log_are_none_of_its_own() -> None:
    table = opened(history())
    table.released["attachment/" + "ab" * 32] = b"png"
    table.released["receipt"] = table.released["checkpoint"]
    table.audit()
    assert "Not part of the log" not in table.words


def erase(files: MemoryFiles, place: int) -> None:
    bundle = next(each for each in files if each.startswith("tile/entries"))
    entries = decode_bundle(files[bundle], bundle)
    entries[place] = b""
    files[bundle] = encode_bundle(entries)


def test_what_was_erased_in_the_journal_is_looked_up_in_the_release_log() -> None:
    place = history().journal.index(SENT[0])
    world = history().enter_all([write("retention/1", {"entries": [place], "rule": "30 days"}, object="retention-1")])
    table = opened(world)
    erase(table.journal, place)
    assert table.audit().erased == ()


def test_what_was_erased_and_is_in_no_release_log_is_told_as_a_doubt() -> None:
    place = history().journal.index(KEPT[1])
    world = history().enter_all([write("retention/1", {"entries": [place], "rule": "30 days"}, object="retention-1")])
    table = opened(world)
    erase(table.journal, place)
    assert table.audit().erased == (place,)
    assert "nobody can tell any more" in table.words


FROM_THEM = write("message/1", message(500), object="message-ffffffffffff")
ANSWER = write("message/1", message(501, answers=FROM_THEM.digest), marking=marked("regional"))
RECEIVED = write(
    "received/1",
    {"log": FROM_BAR, "first": 1, "end": 2, "head": "as it came", "root": "A" * 43 + "="},
    object="received-1",
)


def test_an_answer_is_released_because_what_it_answers_came_before() -> None:
    world = begun()
    world.enter(RECEIVED)
    world.ledger.receive([FROM_THEM.digest])
    world.enter(ANSWER)
    table = opened(world)
    table.received = log_of([HQ_KEY.entry, FROM_THEM.entry], FROM_BAR)
    assert table.audit().head.size == 2
    assert "was taken from the journal" not in table.words


def test_an_answer_to_what_had_not_come_yet_should_not_have_been_released() -> None:
    world = begun()
    world.ledger.receive([FROM_THEM.digest])
    world.enter_all([ANSWER, RECEIVED])
    table = opened(world)
    table.received = log_of([HQ_KEY.entry, FROM_THEM.entry], FROM_BAR)
    with pytest.raises(ReleaseDiffersError, match="1 should not be there"):
        table.audit()


def test_without_the_recipients_log_the_journals_word_is_taken_and_said() -> None:
    world = begun()
    world.ledger.receive([FROM_THEM.digest])
    table = opened(world.enter_all([RECEIVED, ANSWER]))
    table.audit()
    assert "was taken from the journal" in table.words


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_whatever_happened_at_the_centre_its_audit_agrees(told: list[Told]) -> None:
    world = World()
    world.ledger.receive(RECEIVED_BEFORE)
    for step in told:
        if step.record.digest == certificate("next_hq", "root", "centre").digest:
            world.by = NEXT_HQ
        world.enter(step.record)
    if world.released:
        assert opened(world, by=world.by).audit().head.size == len(world.released)
