"""Kill the exchange of either of two centres some hundred times while both write, and look at everything often.

    python -m bench.kill_exchange --kills 300

Centres are copied anew every few kills, so that looking at all of them stays quick. Prints one line for each copy and a
sum; the first loss ends it with what was found.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from tests.faults.exchange.killing import Rounds, Seen
from tests.faults.exchange.nodes import BAR, FEDERAL, copied, found, linked

KILLS_OF_ONE = 30
KILLS_BETWEEN_LOOKS = 10


def one_round(home: Path, kills: int, seed: int) -> tuple[int, Seen]:
    """Kill so many times, looking every so often; return how many it were, and what was there in the end."""
    with Rounds(linked(home, FEDERAL, BAR), seed) as rounds:
        seen = Seen(0, 0)
        while rounds.kills < kills:
            until = min(kills, rounds.kills + KILLS_BETWEEN_LOOKS)
            while rounds.kills < until:
                rounds.kill_once()
            seen = rounds.settle()
        return rounds.kills, seen


def main() -> None:
    """Run what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    total, acknowledged, entries, began = 0, 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        founded, seed = found(Path(work) / "founded"), given.seed
        while total < given.kills:
            home = copied(founded, Path(work) / f"centres-{seed}")
            kills, seen = one_round(home, min(KILLS_OF_ONE, given.kills - total), seed)
            print(f"round {seed}: {kills} kills, {seen.acknowledged} messages, {seen.entries} entries", flush=True)
            total, seed = total + kills, seed + 1
            acknowledged, entries = acknowledged + seen.acknowledged, entries + seen.entries
    took = (time.monotonic() - began) / 60
    print(f"all: {total} kills, {acknowledged} released messages acknowledged, {entries} entries on both links; none")
    print(f"lost, none twice; {took:.0f} min, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
