"""How fast records are released, and what that costs as a release log grows.

    .venv/bin/python bench/release_log.py [ENTRIES ...]

For each size, in a process of its own: deciding (``take``), writing with a head after each 256 (``publish``), the check
at start against a partner's receipt, the check of the whole log as a stranger does it, and a joint audit. Then what one
more record costs. Memory is how far a step raised the process's peak; the records themselves were there before.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tansiq.exchange.agreement_file import adopted_terms
from tansiq.exchange.audit import audit_release, make_opening
from tansiq.exchange.heads import read_head
from tansiq.exchange.release import Ledger, take
from tansiq.exchange.release_log import Publisher, check_continues, publish
from tansiq.journal import base64_strict
from tansiq.journal.audit import audit_log
from tansiq.journal.ed25519 import Ed25519PrivateKey
from tansiq.journal.keys import write_roots
from tansiq.journal.log import Folder, append, write_checkpoint
from tansiq.journal.note import NoteSigner, parse_checkpoint, parse_note
from tansiq.journal.record import Content, Record, sign_record

SIZES = (1_000, 10_000, 100_000)
BATCH = 256
ROW = "{:>8} {:>8} {:>10} {:>9} {:>8} {:>10} {:>12} {:>12} {:>10} {:>9}"
HEADINGS = (
    "entries", "take/s", "publish/s", "verify/s", "audit/s", "restart s", "one more ms", "publish MiB", "audit MiB",
    "disk MiB",
)  # fmt: skip
AT = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
ROOT = NoteSigner("federal.example/root", Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\1"))
HQ = NoteSigner("federal.example/hq", Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\2"))
ROOTS = {"federal": (ROOT.key,)}
ID, LOG = "federal.example/hq", "federal.example/hq/to/bar"


def main() -> None:
    """Measure the sizes given, or those above, each in a process of its own."""
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
        return
    print(ROW.format(*HEADINGS), flush=True)
    for size in map(int, sys.argv[1:] or SIZES):
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def write(kind: str, body: dict[str, object], by: NoteSigner = HQ, **fields: object) -> Record:
    """Return a record of hq's journal."""
    given = {"object": "message-1", "author_role": "duty_officer", "marking": {"releasable_to": ["regional"]}} | fields
    times = {"event_at": AT, "received_at": AT, "entered_at": AT}
    return sign_record(Content(kind=kind, body=body, party="federal", centre="hq", **times, **given), by)


def message(number: int) -> Record:
    """Return a message of some 800 bytes."""
    text = f"Report {number}: lights on the ridge north of the crossing, moving east, three vehicles. " * 3
    body = {"category": "information", "precedence": "priority", "text": {"en": text}, "original_language": "en",
            "translation": "none"}  # fmt: skip
    return write("message/1", body)


def first() -> list[Record]:
    """Return the centre's certificate and the agreement it adopts."""
    certificate = write("key_certificate/1", {"key": str(HQ.key), "purpose": "centre"}, ROOT, author_role="root")
    centres = [
        {"name": "hq", "domain": "federal.example", "parties": ["federal"], "authority": "federal"},
        {"name": "bar", "domain": "tansiq.example", "parties": ["federal", "regional"], "authority": "federal"},
    ]
    exchange = {
        "centres": centres, "authorities": [{"party": "federal", "certificate": base64_strict.encode(bytes(300))}],
        "release": [{"clause": "A1", "kinds": ["message"], "from": ["hq"], "to": ["bar"]}],
        "checkpoint_every_s": 60, "overdue_after_s": 300, "urgent_within_s": 60,
    }  # fmt: skip
    digest = "sha256:" + "0" * 64
    body = {"proof": digest, "text": digest, "agreement": "ag-1", "version": 1, "effective_at": AT.isoformat(),
            "roots": write_roots(ROOTS).decode(), "exchange": exchange}  # fmt: skip
    return [certificate, write("adopted_agreement/1", body)]


def measure(size: int) -> None:
    """Measure one size and print a line."""
    records = [*first(), *(message(number) for number in range(1, size))]
    terms = adopted_terms(records[1].content.body)
    ledger, rows = Ledger(), list[bytes]()

    def decide() -> None:
        for record in records:
            items = take(record, terms, "bar", ledger, sign=lambda content: sign_record(content, HQ))
            ledger.append(items)
            ledger.note(record)
            rows.extend(item.entry for item in items)

    decided_s, _ = costs(decide)
    with tempfile.TemporaryDirectory() as place:
        _measure_files(Path(place), records, rows, decided_s)


def _measure_files(place: Path, records: list[Record], rows: list[bytes], decided_s: float) -> None:
    journal = Folder(place / "journal")
    journal.write("roots", write_roots(ROOTS))
    for at in range(0, len(records), 4096):
        append(journal, at, [record.entry for record in records[at : at + 4096]])
    head = parse_checkpoint(write_checkpoint(journal, f"{ID}/journal", len(records), HQ).text)
    by, folder, secret = Publisher(LOG, HQ, bytes(32), write_roots(ROOTS)), place / "bar", bytes(32)

    def publish_at(number: int, end: int) -> None:
        publish(folder, rows[:end], by, journal=head, now=AT + timedelta(seconds=number), every_s=60)

    def publish_all() -> None:
        for number, end in enumerate([*range(BATCH, len(rows), BATCH), len(rows)]):
            publish_at(number, end)

    published_s, publish_mib = costs(publish_all)
    files = Folder(folder)
    note = files.read("checkpoint", 10_000)
    restart_s, _ = costs(lambda: check_continues(rows, note, origin=LOG, keys=[HQ.key]))
    verified_s, _ = costs(lambda: audit_log(files, ROOTS))
    opening = make_opening(secret, read_head(parse_note(note).text), head)
    audited_s, audit_mib = costs(lambda: audit_release(journal, files, opening, ROOTS))
    rows.append(message(10**6).entry)
    more_s, _ = costs(lambda: publish_at(10**6, len(rows)))
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    many = len(rows) - 1
    rates = (many / seconds for seconds in (decided_s, published_s, verified_s, audited_s))
    print(ROW.format(
        f"{many:,}", *(f"{rate:,.0f}" for rate in rates), f"{restart_s:.2f}", f"{more_s * 1000:.1f}",
        f"{publish_mib:.1f}", f"{audit_mib:.1f}", f"{disk / 2**20:.1f}",
    ), flush=True)  # fmt: skip


def costs(what: Callable[[], object]) -> tuple[float, float]:
    """Return how long it took [s], and by how much the process's peak of memory grew [MiB]."""
    before, start = _peak_mib(), time.perf_counter()
    what()
    return time.perf_counter() - start, _peak_mib() - before


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
