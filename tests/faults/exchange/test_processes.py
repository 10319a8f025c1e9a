"""Two real centres in processes of their own, over a network that delays, loses, throttles, and is cut."""

from pathlib import Path

from tests.faults.exchange.bad_network import bad_network
from tests.faults.exchange.nodes import check_centre, check_link, entries, exchanging, wait_for
from tests.faults.exchange.saying import HELD
from tests.faults.exchange.wire import Quality

SATELLITE = Quality(rate_bit_s=64_000, delay_s=0.15, loss=0.03)


def test_over_a_slow_lossy_link_that_is_cut_everything_arrives_once_and_is_confirmed(home: Path) -> None:
    with bad_network(home, SATELLITE) as (hq, bar, network):
        with exchanging(hq, bar):
            said, answered = hq.say(15, 1), bar.say(15, 2)
            network.cut()
            said += hq.say(15, 3)
            network.mend()
            wait_for(hq, bar, *said)
            wait_for(bar, hq, *answered)
        check_link(hq, bar, *said)
        check_link(bar, hq, *answered)
        assert HELD.encode() not in b"".join(entries(bar.received(hq)) + entries(hq.received(bar)))
        check_centre(hq)
        check_centre(bar)
