"""Tables made again from a journal of 100,000 records: how long it takes, and whether they are the same as before.

The journal is written with the door's own parts and real signatures, but in one transaction, and projected once while
it is made. Its records are items of the duty log and later versions of them, as a watch leaves them.
"""

import argparse
import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import centre_folder as centre

VERSIONS = 4  # of each item: entered, told, told, closed
AT_ONCE = 2000


def contents(count: int, accounts: list[str], begin: datetime) -> Iterator[Any]:
    """Yield what the records say, all but which one each continues."""
    from tansiq.centre.door import keys  # noqa: PLC0415 - after load
    from tansiq.journal.record import Content  # noqa: PLC0415

    name = keys.identity().name
    for number in range(count):
        item, version = number // VERSIONS + 1, number % VERSIONS
        at = begin + timedelta(seconds=number)
        body = centre.log_item(item, "closed" if version == VERSIONS - 1 else "open") | {"item": item}
        who = accounts[item % len(accounts)]
        yield Content(
            kind="duty_log_entry/1", object=f"item-{item}", body=body, author_role="duty_officer", author=who,
            party=centre.PARTIES[item % len(accounts) % 2], centre=name, event_at=at, received_at=at, entered_at=at,
        )  # fmt: skip


def fill(count: int, accounts: list[str]) -> None:
    """Put ``count`` records into the journal and its tables."""
    from dataclasses import replace  # noqa: PLC0415 - with the rest

    from django.db import transaction  # noqa: PLC0415 - after load

    from tansiq.centre.door import keys, moments  # noqa: PLC0415
    from tansiq.centre.door.author import Author  # noqa: PLC0415
    from tansiq.centre.door.gate import projecting  # noqa: PLC0415
    from tansiq.centre.door.models import Entry  # noqa: PLC0415
    from tansiq.centre.door.putting import entry_row  # noqa: PLC0415
    from tansiq.centre.door.registry import Entered, rules_of  # noqa: PLC0415
    from tansiq.domain.time import LOCAL_ZONE  # noqa: PLC0415
    from tansiq.journal.record import sign_record  # noqa: PLC0415

    signer, first = keys.centre_signer(), moments.size()
    last = Entry.objects.get(place=first - 1).kept_at
    begin = last.astimezone(LOCAL_ZONE).replace(microsecond=0) + timedelta(seconds=1)
    before, rows = None, []
    project = rules_of("duty_log_entry/1").project
    with transaction.atomic():
        for number, content in enumerate(contents(count, accounts, begin)):
            continues = before.digest if before is not None and number % VERSIONS else None
            record = sign_record(replace(content, supersedes=continues), signer)
            entered = Entered(first + number, record, Author(content.author, content.party, content.author_role))
            row = entry_row(entered, last)
            before, last = record, row.kept_at
            rows.append(row)
            with projecting(entered):
                project(entered)
            if len(rows) == AT_ONCE or number == count - 1:
                Entry.objects.bulk_create(rows)
                rows.clear()


def main() -> None:
    """Read the arguments, run, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with centre.made(postgresql=asked.postgresql):
        from tansiq.centre.door import rebuilding  # noqa: PLC0415 - after load

        began = time.perf_counter()
        fill(asked.records, centre.open_accounts(8))
        before = rebuilding.digests()
        print(f"{'PostgreSQL' if asked.postgresql else 'SQLite'}, filled in {time.perf_counter() - began:.0f} s")
        print("records   seconds   cpu s   memory MB   same tables", flush=True)
        for _ in range(asked.runs):
            busy, began = time.process_time(), time.perf_counter()
            count = rebuilding.rebuild(lambda _done, _label: None)
            took, busy = time.perf_counter() - began, time.process_time() - busy
            same = "yes" if rebuilding.digests() == before else "NO"
            print(
                f"{count:7d}  {took:8.1f}  {busy:6.1f}  {centre.memory_mb(os.getpid()):10.0f}  {same:>12s}", flush=True
            )
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
