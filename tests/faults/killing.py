"""Writers of a real centre, killed without warning; after each kill everything that was acknowledged must be there.

    python -m tests.faults.killing FOLDER KILLS SEED [PGDATA]

FOLDER is a founded centre; with PGDATA it is PostgreSQL that is killed, and started again, instead of writers. One
process loads Django and forks: writers, each of which says on a pipe what the door has acknowledged; and after each
kill an inspector, which looks at the centre as somebody who has just started it would.
"""
# ruff: noqa: PLC0415, S311 - models can be imported only when Django is loaded; chance here protects nothing

import json
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.postgres import PostgresServer
from tests.faults.writing import write

WRITERS = 3
PATIENCE_S = 120.0
FIRST_WRITES = 2


@dataclass
class Writer:
    """A process that writes, and where it says what was acknowledged."""

    process: int
    pipe: int
    said: bytes = b""
    ended: bool = False

    def listen(self) -> None:
        """Take up what it has said so far; never half a line."""
        while select.select([self.pipe], [], [], 0)[0]:
            more = os.read(self.pipe, 65_536)
            self.said += more
            if not more:
                self.ended = True
                return

    @property
    def acknowledged(self) -> list[tuple[int, str]]:
        """Places and digests."""
        return [(int(place), digest) for place, digest in map(str.split, self.said.decode().splitlines())]

    def kill(self) -> None:
        """End it as a loss of power to it alone would."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        self.listen()
        os.close(self.pipe)


@dataclass
class Tally:
    """What was done and seen."""

    kills: int = 0
    acknowledged: dict[int, str] = field(default_factory=dict)
    unacknowledged: int = 0


def forked(work: Callable[[int], None]) -> Writer:
    """Run ``work`` in a process of its own; it is given the pipe to speak on."""
    read, write = os.pipe()
    process = os.fork()
    if process:
        os.close(write)
        return Writer(process, read)
    try:
        os.close(read)
        work(write)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a fork must never return into its parent's code
        traceback.print_exc()
        os._exit(1)


def inspect(tally: Tally) -> None:
    """Refuse a centre that has lost, torn or invented anything."""
    from tansiq.centre.door.keys import identity
    from tansiq.centre.door.models import Entry
    from tansiq.centre.founding.begin import make_ready
    from tansiq.centre.keeping.check import check_centre
    from tansiq.errors import TansiqError
    from tansiq.journal.audit import audit_log
    from tansiq.journal.log import Folder

    make_ready()
    there = dict(Entry.objects.values_list("place", "digest"))
    assert sorted(there) == list(range(len(there))), "places are missing"
    lost = {place for place, digest in tally.acknowledged.items() if there.get(place) != digest}
    assert not lost, f"acknowledged and not there: {sorted(lost)}"
    log = audit_log(Folder(identity().journal))
    assert log.head.size == len(there), f"{log.head.size} in the files, {len(there)} in the table"
    refusals: list[TansiqError] = []
    check_centre(lambda said: refusals.append(said) if isinstance(said, TansiqError) else None, lambda *_: None)
    assert not refusals, [str(each) for each in refusals]


def inspected(tally: Tally) -> int:
    """Inspect in a process of its own, and return how many records the centre has."""

    def work(pipe: int) -> None:
        from tansiq.centre.door.moments import size

        inspect(tally)
        os.write(pipe, f"{size()} -\n".encode())

    inspector = forked(work)
    _, status = os.waitpid(inspector.process, 0)
    inspector.listen()
    os.close(inspector.pipe)
    assert status == 0, f"inspection failed after kill {tally.kills}"
    return inspector.acknowledged[0][0]


def wait_for_writes(writers: list[Writer], count: int) -> None:
    """Wait until all of them together have said so much more."""
    end, before = time.monotonic() + PATIENCE_S, sum(len(each.said) for each in writers)
    while sum(each.said.count(b"\n") for each in writers) < count:
        assert time.monotonic() < end, f"nobody writes; {before} bytes before"
        assert not any(each.ended for each in writers), "a writer ended by itself"
        select.select([each.pipe for each in writers], [], [], 0.05)
        for each in writers:
            each.listen()


def kill_once(tally: Tally, chance: random.Random) -> None:
    """Let writers write, kill one or all of them at some moment, and the others after they wrote on."""
    seeds = [chance.randrange(2**32) for _ in range(WRITERS)]
    writers = [forked(lambda pipe, seed=seed: write(pipe, seed)) for seed in seeds]
    wait_for_writes(writers, FIRST_WRITES)
    time.sleep(chance.random() * 0.25)  # the moment is what is drawn by lot, not something waited for
    if chance.random() < 0.5:
        first = writers.pop(chance.randrange(WRITERS))
        first.kill()
        tally.kills += 1
        tally.acknowledged |= dict(first.acknowledged)
        said = sum(each.said.count(b"\n") for each in writers)
        wait_for_writes(writers, said + FIRST_WRITES)
    for each in writers:
        os.kill(each.process, signal.SIGKILL)
    for each in writers:
        with suppress(ProcessLookupError):
            each.kill()
        tally.acknowledged |= dict(each.acknowledged)
    tally.kills += 1


def kill_server_once(tally: Tally, chance: random.Random, server: PostgresServer) -> None:
    """Let writers write, kill every process of the database's server at some moment, and start it again."""
    seeds = [chance.randrange(2**32) for _ in range(WRITERS)]
    writers = [forked(lambda pipe, seed=seed: write_until_refused(pipe, seed)) for seed in seeds]
    wait_for_writes(writers, FIRST_WRITES)
    time.sleep(chance.random() * 0.25)
    server.kill()
    for each in writers:
        os.waitpid(each.process, 0)
        each.listen()
        os.close(each.pipe)
        tally.acknowledged |= dict(each.acknowledged)
    server.start()
    tally.kills += 1


def write_until_refused(pipe: int, seed: int) -> None:
    """Write until the database is gone, which the door must say in its own words."""
    from tansiq.centre.door.refusals import StoreError

    with suppress(StoreError):
        write(pipe, seed)


def main(folder: Path, kills: int, seed: int, data: Path | None = None) -> None:
    """Kill so many times; tell what was seen as a line of JSON."""
    from tansiq.cli import centre_site

    centre_site.load(folder)
    chance, tally, size = random.Random(seed), Tally(), 0
    server = None if data is None else PostgresServer(data)
    while tally.kills < kills:
        if server is None:
            kill_once(tally, chance)
        else:
            kill_server_once(tally, chance, server)
        size = inspected(tally)
    print(json.dumps({"kills": tally.kills, "acknowledged": len(tally.acknowledged), "records": size}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *map(Path, sys.argv[4:]))
