"""Taking over a partner's log on loopback: ``python bench/exchange_pull.py [--records N ...]``.

A server process keeps a release log of so many messages on the disk and serves it over HTTPS with certificates on both
sides; another takes it over into an inbox that keeps nothing but hashes. Each line of the table is a centre that had
nothing. Seconds from the first question to the handed over receipt, by the clock and of both processors together (here,
and at the server); resident memory at its highest; bytes on the wire against the same entries as one stream of gzip -6.
"""

import argparse
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' partner, keys and certificates

from tansiq.exchange.connection import HttpsTransport, Identity, Trusted, https
from tansiq.exchange.ports import Kept, Verified
from tansiq.exchange.pulling import Memory, pull
from tansiq.journal.log import Folder, append, encode_bundle
from tansiq.journal.note import NoteSignature
from tansiq.journal.record import PAYLOAD_TYPE, pre_authentication
from tests.exchange.connection.loopback import BAR, HQ, authorities, der, identity, now, serving
from tests.exchange.pulling.partner import BAR as COSIGNER
from tests.exchange.pulling.partner import BODY, CERTIFICATE, MARKING, ORIGIN, ROOTS, Clock, LogKeeper
from tests.exchange.pulling.partner import HQ as HQ_KEY
from tests.journal.writing import content

REPEATED = 20_000  # up to so many records a line is the median of three
AT_ONCE = 10_240


class NoInbox:
    """Keeps leaf hashes and digests by their first bytes, as a database's index would; entries are dropped."""

    def __init__(self) -> None:
        self.hashes, self.head, self.about = bytearray(), b"", list[tuple[int, bytes]]()

    def kept(self) -> Kept:
        """Return how much came."""
        return Kept(len(self.hashes) // 32, self.head)

    def leaves(self) -> Iterator[bytes]:
        """Yield the hashes."""
        return (bytes(self.hashes[at : at + 32]) for at in range(0, len(self.hashes), 32))

    def entry(self, index: int) -> bytes:
        """Do not ask."""
        raise NotImplementedError

    def about_keys(self) -> Iterator[tuple[int, bytes]]:
        """Yield what was said about keys."""
        return iter(self.about)

    def holds(self, digests: Sequence[str]) -> Mapping[str, int]:
        """Hold nothing."""
        del digests
        return {}

    def keep(self, first: int, entries: Sequence[Verified], head: bytes) -> None:
        """Keep the hashes."""
        del head
        self.hashes += b"".join(each.leaf for each in entries)
        self.about += [(at, each.entry) for at, each in enumerate(entries, first) if b'"kind":"key_' in each.entry]

    def has_attachment(self, digest: str) -> bool:
        """Do not ask."""
        raise NotImplementedError

    def keep_attachment(self, digest: str, parts: Iterator[bytes], most_bytes: int) -> None:
        """Do not ask."""
        raise NotImplementedError

    def keep_head(self, note: bytes) -> None:
        """Keep the head."""
        self.head = note


class Counting(HttpsTransport):
    """Counts the bytes of bodies as they come over the wire."""

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]  # as it says
        self.came = 0

    def _parts(self, response: https.BaseHTTPResponse) -> Iterator[bytes]:
        for part in super()._parts(response):
            self.came += len(part)
            yield part


class Log:
    """A release log on the disk that grows, and how large its entries are as one stream of gzip -6."""

    def __init__(self, folder: Path) -> None:
        self.keeper, self.size = LogKeeper(Clock()), 0
        self.keeper.files = Folder(folder / "releases" / "bar")  # type: ignore[assignment]  # it does as well
        self._squeezing, self._squeezed = zlib.compressobj(6, zlib.DEFLATED, 31), 0

    def grow(self, records: int) -> int:
        """Grow to so many records and sign the head; return the compressed size [bytes]."""
        while self.size < records:
            numbers = range(self.size, min(records, self.size + AT_ONCE))
            entries = [example(number) for number in numbers]
            self._squeezed += len(self._squeezing.compress(encode_bundle(entries)))
            self.size = append(self.keeper.files, self.size, entries)
        self.keeper.size = self.size
        self.keeper.sign()
        self.keeper.files.write("checkpoint", self.keeper.note)
        return self._squeezed + len(self._squeezing.copy().flush())


def example(number: int) -> bytes:
    """Return a message as a watch writes many of; the first entry is the certificate."""
    if not number:
        return CERTIFICATE.entry
    place = {"mgrs": f"38SLE{number % 100_000:05d}67890", "method": "map", "accuracy_m": 100}
    body = BODY | {"text": {"en": f"Checkpoint {number} is open."}, "place": place}
    said = content("message/1", body, object=f"message-{number:08x}", marking=MARKING)
    payload = bytes(said)  # signed by hand: sign_record would read each of a million again
    signed = HQ_KEY.private.sign(pre_authentication(PAYLOAD_TYPE, payload))
    line = NoteSignature(HQ_KEY.name, HQ_KEY.key.key_id, signed).line
    return b"tansiq-record/1\n%s%s" % (line.encode(), payload)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one pull took."""

    seconds: float
    cpu_s: float
    wire_bytes: int
    client_mib: float
    grown_mib: float


def serve(pipe: Connection, folder: Path) -> None:
    """Serve in a process of its own until told to stop; then say how large it got."""
    made = authorities()
    with serving(folder, made) as server:
        shown = identity(folder / "bar", BAR.host, made["regional"])
        pipe.send((server.address, shown, Trusted(HQ.host, der(made["federal"]))))
        began_s = time.process_time()
        pipe.recv()
        pipe.send((peak_mib(), time.process_time() - began_s))


def take_over(pipe: Connection, address: str, shown: Identity, trusted: Trusted) -> None:
    """Pull once in a process of its own."""
    transport = Counting(address, ours="bar", partner=HQ.name, identity=shown, trusted=trusted, now=now)
    before, began, cpu_began_s = peak_mib(), time.perf_counter(), time.process_time()
    pull(transport, NoInbox(), origin=ORIGIN, roots=ROOTS, cosigner=COSIGNER, now=now, memory=Memory())
    took = time.perf_counter() - began
    cpu_s = time.process_time() - cpu_began_s
    pipe.send(Seen(took, cpu_s, transport.came, peak_mib(), peak_mib() - before))


def peak_mib() -> float:
    """Return the most memory this process had [MiB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(run: Callable[..., None], *given: object) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    """Start ``run`` in a process that inherits nothing."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run, args=(theirs, *given))
    process.start()
    return process, ours


def measure(folder: Path, records: int) -> tuple[list[Seen], float, float]:
    """Take a log over, several times if it is small.

    Returns
    -------
    list of Seen, float, float
        What each time took; how large the server got [MiB]; its processor's time for one [s].
    """
    server, to_server = apart(serve, folder)
    told: Any = to_server.recv()
    seen = []
    for _ in range(3 if records <= REPEATED else 1):
        client, to_client = apart(take_over, *told)
        seen.append(to_client.recv())
        client.join()
    to_server.send("stop")
    server_mib, server_s = to_server.recv()
    server.join()
    return seen, server_mib, server_s / len(seen)


def main() -> None:
    """Print the table."""
    parsing = argparse.ArgumentParser(description=__doc__)
    parsing.add_argument("--records", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    sizes = sorted(parsing.parse_args().records)
    print("| records | s | CPU s here + server | records/s | wire MB | of gzip -6 | here MiB (grown by) | server MiB |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        log = Log(Path(folder))
        for records in sizes:
            squeezed = log.grow(records)
            seen, server_mib, server_s = measure(Path(folder), records)
            one = sorted(seen, key=lambda each: each.seconds)[len(seen) // 2]
            rate = statistics.median(records / each.seconds for each in seen)
            parts = (
                f"{records:,}", f"{one.seconds:.2f}", f"{one.cpu_s:.1f} + {server_s:.1f}", f"{rate:,.0f}",
                f"{one.wire_bytes / 1e6:.2f}", f"{100 * one.wire_bytes / squeezed:.1f} %",
                f"{one.client_mib:.0f} ({one.grown_mib:.0f})", f"{server_mib:.0f}",
            )  # fmt: skip
            print(f"| {' | '.join(parts)} |", flush=True)


if __name__ == "__main__":
    main()
