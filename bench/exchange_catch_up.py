"""A centre that had nothing catches up with so many records on loopback, through two real centres.

    python -m bench.exchange_catch_up [--records N ...] [--runs 3] [--work FOLDER]

One centre holds so many released messages; its exchange and that of its partner are processes as ``tansiq exchange
run`` starts them. "written" is how long the release log's files took; "s" runs from starting the partner's process, of
which some two seconds are Python's, until its receipt for everything lies at the origin: database, door, files, both
signatures. Memory is the most each process held. Filled centres are kept in FOLDER, if given, for the next time.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.centre_folder import processor_s
from tests.faults.exchange.nodes import (
    BAR,
    FEDERAL,
    Node,
    Running,
    check_link,
    copied,
    found,
    linked,
    size,
    start,
    through,
    until,
)

PATIENCE_S = 3600.0


@dataclass(frozen=True)
class Seen:
    """What catching up once took."""

    written_s: float
    took_s: float
    cpu_s: tuple[float, float]
    peak_mb: tuple[float, float]


def peak_mb(process: int) -> float:
    """Return the most that a process held in memory so far [MB]."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def filled(work: Path, records: int) -> Path:
    """Return centres of which one holds so many released messages; made unless they are there."""
    home = work / f"filled-{records}"
    if not home.is_dir():
        founded = work / "founded" if (work / "founded").is_dir() else found(work / "founded")
        beside = copied(founded, work / f"filling-{records}")
        command = [sys.executable, "-m", "tests.faults.exchange.filling", str(beside / FEDERAL), str(records)]
        subprocess.run(command, check=True)
        beside.rename(home)
    return home


def catch_up(home: Path, records: int) -> Seen:
    """Let the partner catch up."""
    origin, partner = linked(home, FEDERAL, BAR)
    began = time.monotonic()
    serving = start(origin)
    try:
        until(lambda: size(origin.released(partner)) >= records, "the log is written", PATIENCE_S)
        written_s, began, cpu_s = time.monotonic() - began, time.monotonic(), processor_s(serving.process.pid)
        pulling = start(partner)
        try:
            return _caught_up(origin, partner, serving, pulling, written_s, began, cpu_s)
        finally:
            pulling.stop()
    finally:
        serving.stop()
        check_link(origin, partner)


def _caught_up(
    origin: Node, partner: Node, serving: Running, pulling: Running, written_s: float, began: float, cpu_s: float
) -> Seen:
    until(lambda: through(origin, partner, size(origin.released(partner))), "caught up", PATIENCE_S)
    took_s = time.monotonic() - began
    peaks = (peak_mb(serving.process.pid), peak_mb(pulling.process.pid))
    return Seen(
        written_s, took_s, (processor_s(serving.process.pid) - cpu_s, processor_s(pulling.process.pid)), peaks
    )  # fmt: skip


def measure(work: Path, records: int, runs: int) -> Seen:
    """Return the run of median time."""
    ready, seen = filled(work, records), list[Seen]()
    for _ in range(runs):
        home = copied(ready, work / "running")
        seen.append(catch_up(home, records))
        shutil.rmtree(home)
    middle = statistics.median_low(each.took_s for each in seen)
    return next(each for each in seen if each.took_s == middle)


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--records", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--work", type=Path)
    given = asked.parse_args()
    print("| records | written, s | s | records/s | CPU s, origin + partner | peak MB, origin | peak MB, partner |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        work = given.work or Path(folder)
        work.mkdir(exist_ok=True)
        for records in given.records:
            seen = measure(work, records, given.runs)
            print(
                f"| {records:,} | {seen.written_s:.1f} | {seen.took_s:.1f} | {records / seen.took_s:,.0f} "
                f"| {seen.cpu_s[0]:.1f} + {seen.cpu_s[1]:.1f} | {seen.peak_mb[0]:.0f} | {seen.peak_mb[1]:.0f} |",
                flush=True,
            )
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
