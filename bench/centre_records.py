"""Durable records: how many a second the door takes, and how long each takes, with 1, 4 and 16 who write at once.

Each record is authorised, checked, signed, appended and projected, and is on the disk when it is counted. Writers are
threads of one process, as in a centre that runs; they wait for nothing between records.
"""

import argparse
import os
import statistics
import threading
import time

import centre_folder as centre

WRITERS = (1, 4, 16)


def write(account: str, party: str, count: int, took_s: list[float]) -> None:
    """Enter ``count`` items of the duty log, and note how long each took."""
    from django.db import connection  # noqa: PLC0415 - after load

    from tansiq.centre.door.author import Author  # noqa: PLC0415
    from tansiq.centre.duty.writing import Said, new_item  # noqa: PLC0415

    author = Author(account, party, "duty_officer")
    for number in range(count):
        began = time.perf_counter()
        new_item(Said(centre.log_item(number)), author)
        took_s.append(time.perf_counter() - began)
    connection.close()


def run(accounts: list[tuple[str, str]], writers: int, records: int) -> tuple[float, float, float, float]:
    """Return records a second, the median and the 95th percentile of one [ms], and processor time for one [ms]."""
    took_s: list[float] = []
    share = [accounts[number % len(accounts)] for number in range(writers)]
    threads = [threading.Thread(target=write, args=(*who, records // writers, took_s)) for who in share]
    busy_s, began = centre.processor_s(os.getpid()), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    busy_ms = (centre.processor_s(os.getpid()) - busy_s) * 1000 / len(took_s)
    return len(took_s) / seconds, statistics.median(took_s) * 1000, centre.percentile(took_s, 0.95) * 1000, busy_ms


def main() -> None:
    """Read the arguments, run, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=480, help="in each run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with centre.made(postgresql=asked.postgresql) as folder:
        names = centre.open_accounts(max(WRITERS))
        accounts = [(name, centre.PARTIES[number % 2]) for number, name in enumerate(names)]
        run(accounts, 1, 20)
        print(
            f"{'PostgreSQL' if asked.postgresql else 'SQLite'}, {asked.records} records a run, medians of {asked.runs}"
        )
        print("writers  records/s  p50 ms  p95 ms  cpu ms a record")
        for writers in WRITERS:
            runs = [run(accounts, writers, asked.records) for _ in range(asked.runs)]
            rate, p50, p95, busy = (statistics.median(column) for column in zip(*runs, strict=True))
            print(f"{writers:7d}  {rate:9.0f}  {p50:6.1f}  {p95:6.1f}  {busy:15.1f}", flush=True)
        print(
            f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; disk: {centre.flush_ms(folder):.2f} ms a flush"
        )


if __name__ == "__main__":
    main()
