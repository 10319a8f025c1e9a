"""What changes while a link is in use: the agreement, what is released, the clocks."""

from pathlib import Path

from tests.faults.exchange.bad_network import bad_network
from tests.faults.exchange.nodes import (
    BAR,
    FEDERAL,
    at_work,
    check_link,
    digests,
    entries,
    linked,
    size,
    until,
    wait_for,
)
from tests.faults.exchange.saying import HELD
from tests.faults.exchange.wire import Quality

RECORDS = 300


def test_an_agreement_amended_in_the_middle_of_a_pull_holds_from_then_on_and_loses_nothing(home: Path) -> None:
    with bad_network(home, Quality(rate_bit_s=300_000)) as (hq, bar, _), at_work(hq, bar) as (ours, theirs):
        before = theirs.say(4, 1)
        ours.call("fill", RECORDS)
        ours.run_exchange()
        theirs.run_exchange()
        until(lambda: theirs.call("received", FEDERAL) != [], "the pull is under way")
        theirs.call("amend", str(home), str(home / "amended"), {"checkpoint_every_s": 20}, [FEDERAL])
        for place in (ours, theirs):
            place.call("adopt", str(home), str(home / "amended"))
        after = theirs.say(4, 2)  # by the new terms only the party's centre releases
        said = ours.say(4, 3)
        wait_for(hq, bar, *said)
        wait_for(bar, hq, *before)
        ours.stop_exchange()
        theirs.stop_exchange()
        check_link(hq, bar, *said)
        check_link(bar, hq, *before)
        assert not set(after) & set(digests(bar.released(hq)))
        assert size(bar.received(hq)) > RECORDS
        for place in (ours, theirs):
            assert place.call("check", str(home))["alarms"] == []


def test_what_is_released_later_arrives_at_the_end_and_clocks_that_differ_are_told(home: Path) -> None:
    hq, bar = linked(home, FEDERAL, BAR)
    with at_work(hq, bar) as (ours, theirs):
        held = ours.call("say_one", f"{HELD}, at first.", [])
        said = ours.say(4, 1)
        ours.run_exchange()
        theirs.run_exchange()
        wait_for(hq, bar, *said)
        assert held not in digests(hq.released(bar))
        ours.call("release_late", held, "regional")
        wait_for(hq, bar, held)
        ours.stop_exchange()
        process = ours.start("exchange_by", str(home / "wrong.words"), 60.0)
        until(lambda: "clock" in {fault for _, fault, _ in theirs.call("alarms")}, "the clock is told")
        ours.end(process)
        theirs.stop_exchange()
        check_link(hq, bar, *said, held)
        assert digests(bar.received(hq))[-1] == held
        assert b"at first" in entries(bar.received(hq))[-1]
