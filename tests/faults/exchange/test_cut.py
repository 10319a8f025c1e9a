"""A link that breaks: in the middle of a page, again and again, and just when a receipt is on its way."""

import signal
from pathlib import Path

import pytest

from tests.faults.exchange.bad_network import bad_network
from tests.faults.exchange.nodes import BAR, FEDERAL, at_work, check_link, digests, linked, size, until, wait_for
from tests.faults.exchange.wire import Quality

# As much for this link as seven days offline are for a real one: bench/exchange_catch_up.py has the real numbers.
RECORDS = 600


def test_a_long_time_offline_is_caught_up_over_a_link_that_is_cut_in_the_middle_of_every_page(home: Path) -> None:
    with bad_network(home, Quality(rate_bit_s=1_000_000)) as (hq, bar, network), at_work(hq, bar) as (ours, theirs):
        ours.call("fill", RECORDS)
        ours.run_exchange()
        until(lambda: size(hq.released(bar)) > RECORDS, "the log is written")
        with network.cut_every(1.5, for_s=0.3):
            theirs.run_exchange()
            wait_for(hq, bar)
        ours.stop_exchange()
        theirs.stop_exchange()
        check_link(hq, bar)
        records = theirs.call("check", str(home))["records"]
        came = theirs.call("received", FEDERAL)
        assert [digest for digest, _ in came] == digests(hq.released(bar))
        assert records < RECORDS  # many entries to a record: what came while cut was not put down one by one


@pytest.mark.parametrize(
    ("who", "when"),
    [
        (BAR, "after entries are kept"),
        (BAR, "between store and cosign"),
        (BAR, "between cosign and receipt"),
        (BAR, "after the receipt is handed over"),
        (FEDERAL, "after the receipt is put down"),
    ],
)
def test_killed_at_the_worst_moment(home: Path, who: str, when: str) -> None:
    hq, bar = linked(home, FEDERAL, BAR)
    with at_work(hq, bar) as places:
        said = places[0].say(5, 1)
        dying = next(each for each in places if each.node.name == who)
        other = next(each for each in places if each is not dying)
        other.run_exchange()
        process = dying.start("killed_at", str(home / "dying.words"), when)
        assert dying.end(process, 0) == -signal.SIGKILL
        dying.run_exchange()
        wait_for(hq, bar, *said)
        for each in places:
            each.stop_exchange()
        check_link(hq, bar, *said)
        assert places[0].call("check", str(home))["alarms"] == []
        assert places[1].call("check", str(home))["alarms"] == []
        assert places[0].call("receipt", BAR) == size(hq.released(bar))
