"""What a slow link carries: IP bytes, both ways, against the same entries as one stream of gzip -6.

    python -m bench.exchange_slow_link [--records 3000] [--minutes 10] [--work FOLDER]

Two real centres in network namespaces, and between them a wire of 64 kbit/s with 150 ms of delay each way (needs root).
Four lines: a partner that had nothing catches up; the same with the link cut every 30 s for 3 s; with 3 % loss; and a
trickle of one message a minute, heads as often as the agreement of the exercise asks for (every 10 s) and as often as
the model asks for (every 60 s), against what the messages alone would be if compressed each for itself. IP bytes are
whole packets as they were put onto the wire: headers, acknowledgements, TLS and retransmissions are in.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from bench.exchange_catch_up import filled
from tansiq.journal.log import encode_bundle
from tests.faults.exchange.bad_network import Network, bad_network
from tests.faults.exchange.nodes import (
    BAR,
    FEDERAL,
    Node,
    Workplace,
    at_work,
    check_link,
    copied,
    entries,
    size,
    through,
    until,
    wait_for,
)
from tests.faults.exchange.wire import Quality, Wire, unavailable

SLOW = Quality(rate_bit_s=64_000, delay_s=0.15)
LOSSY = Quality(rate_bit_s=64_000, delay_s=0.15, loss=0.03)
CUT_EVERY_S, CUT_FOR_S = 30.0, 3.0
MINUTE_S = 60.0
EXERCISE_EVERY_S, MODEL_EVERY_S = 10, 60
PATIENCE_S = 3600.0


@dataclass
class Line:
    """What was passed, and what it is held against."""

    name: str
    records: int
    took_s: float
    passed: dict[str, int]
    squeezed: int

    def __str__(self) -> str:
        both = sum(self.passed.values())
        return (
            f"| {self.name} | {self.records:,} | {self.took_s:.0f} | {self.passed['a']:,} | {self.passed['b']:,} "
            f"| {self.squeezed:,} | {both / max(self.squeezed, 1):.2f} |"
        )


def squeezed(parts: Sequence[bytes]) -> int:
    """Return how large entries are as one stream of gzip -6 [bytes]."""
    squeezing = zlib.compressobj(6, zlib.DEFLATED, 31)
    return sum(len(squeezing.compress(encode_bundle([each]))) for each in parts) + len(squeezing.flush())


def wire_of(network: Network) -> Wire:
    """Return the wire; there is one, since we are root."""
    return next(each for each in network.parts if isinstance(each, Wire))


def catch_up(home: Path, name: str, quality: Quality, *, cut: bool) -> Line:
    """Let a partner that had nothing catch up."""
    with bad_network(home, quality) as (hq, bar, network), at_work(hq, bar) as (ours, theirs):
        ours.run_exchange()
        until(lambda: size(hq.released(bar)) >= ours_released(ours), "the log is written", PATIENCE_S)
        before, began = dict(wire_of(network).passed_bytes), time.monotonic()
        with network.cut_every(CUT_EVERY_S, CUT_FOR_S) if cut else nullcontext():
            theirs.run_exchange()
            until(lambda: through(hq, bar, size(hq.released(bar))), "caught up", PATIENCE_S)
        took_s, passed = time.monotonic() - began, passed_since(network, before)
        ours.stop_exchange()
        theirs.stop_exchange()
        check_link(hq, bar)
        kept = entries(bar.received(hq))
        return Line(name, len(kept), took_s, passed, squeezed(kept))


def ours_released(ours: Workplace) -> int:
    """Return how many entries the table has for the partner."""
    return len(ours.call("released", BAR))


def passed_since(network: Network, before: dict[str, int]) -> dict[str, int]:
    """Return what passed since then, by the host that sent it [bytes]."""
    return {host: count - before[host] for host, count in wire_of(network).passed_bytes.items()}


def trickle(home: Path, name: str, minutes: int, every_s: int) -> Line:
    """Write one message a minute at the party's own centre, which the joint one takes over."""
    with bad_network(home, SLOW) as (hq, bar, network), at_work(hq, bar) as (ours, theirs):
        if every_s != EXERCISE_EVERY_S:
            amend(home, ours, theirs, every_s)
        ours.run_exchange()
        theirs.run_exchange()
        wait_for(hq, bar)
        wait_for(bar, hq)
        time.sleep(5)
        first, before, began = size(bar.received(hq)), dict(wire_of(network).passed_bytes), time.monotonic()
        for number in range(minutes):
            ours.call("say_one", f"Patrol {number} reports the road open.", ["regional"])
            time.sleep(max(0.0, began + (number + 1) * MINUTE_S - time.monotonic()))
        took_s, passed = time.monotonic() - began, passed_since(network, before)
        ours.stop_exchange()
        theirs.stop_exchange()
        return Line(name, minutes, took_s, passed, sum(squeezed([each]) for each in new_entries(bar, hq, first)))


def amend(home: Path, ours: Workplace, theirs: Workplace, every_s: int) -> None:
    """Bring into effect that a head is signed every so often."""
    figures = {"checkpoint_every_s": every_s, "overdue_after_s": 5 * every_s}
    theirs.call("amend", str(home), str(home / "amended"), figures, [FEDERAL, BAR])
    for place in (ours, theirs):
        place.call("adopt", str(home), str(home / "amended"))


def new_entries(node: Node, origin: Node, first: int) -> list[bytes]:
    """Return what came since."""
    return entries(node.received(origin))[first:]


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--records", type=int, default=3000)
    asked.add_argument("--minutes", type=int, default=10)
    asked.add_argument("--work", type=Path)
    given = asked.parse_args()
    if why := unavailable():
        sys.exit(why)
    print("| what | records | s | IP bytes sent by origin | by partner | gzip -6, bytes | IP / gzip |")
    print("|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        work = given.work or Path(folder)
        work.mkdir(exist_ok=True)
        ready = filled(work, given.records)
        for name, quality, cut in (
            ("catch-up", SLOW, False), ("cut every 30 s", SLOW, True), ("3 % loss", LOSSY, False),
        ):  # fmt: skip
            home = copied(ready, work / "slow")
            print(catch_up(home, name, quality, cut=cut), flush=True)
            shutil.rmtree(home)
        for every_s in (EXERCISE_EVERY_S, MODEL_EVERY_S):
            home = copied(work / "founded", work / "slow")
            print(trickle(home, f"trickle, heads every {every_s} s", given.minutes, every_s), flush=True)
            shutil.rmtree(home)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
