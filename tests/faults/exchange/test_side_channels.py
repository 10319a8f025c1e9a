"""Two real centres that differ only in what is not released give a partner the same bytes, whatever it asks."""

import shutil
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.faults.exchange.nodes import BAR, FEDERAL, Node, at_work, free_address, linked, point, until

KEPT_TO_ITSELF = 20
NONE = "0" * 64
ASKED = (
    "GET /to/bar/checkpoint", "GET /to/bar/checkpoint?beyond=0&wait=1", "GET /to/bar/checkpoint?beyond=999&wait=1",
    "GET /to/bar/roots", "GET /to/bar/tile/0/000.p/9", "GET /to/bar/tile/0/000.p/5", "GET /to/bar/tile/0/000",
    "GET /to/bar/tile/1/000", "GET /to/bar/tile/entries/000.p/9", "GET /to/bar/tile/entries/000.p/200",
    "GET /to/bar/entries?first=0&end=9", "GET /to/bar/entries?first=5&end=400", "GET /to/bar/entries?first=99&end=100",
    "GET /to/bar/entries?first=0", "GET /to/bar/entries", "GET /to/bar/entries?first=0&end=9&search=ridge",
    f"GET /to/bar/attachment/{NONE}", "GET /to/regional-hq/checkpoint", "GET /to/regional-hq/entries?first=0&end=9",
    "GET /to/nobody/checkpoint", "GET /from/bar/receipt", "GET /from/regional-hq/receipt", "GET /", "GET /journal/000",
    "GET /to/bar/receipt", "POST /to/bar/receipt", "POST /to/regional-hq/receipt", "HEAD /to/bar/checkpoint",
    "PUT /to/bar/checkpoint", "OPTIONS *", "GET /to/bar/../../journal/checkpoint", "GET /to/bar/checkpoint?beyond=x",
    "GET /to/bar/search?q=ridge", "GET /to/bar/count", "GET /duty/", "NONSENSE",
)  # fmt: skip
HEADERS = (
    "",
    "Accept-Encoding: gzip\r\n",
    'If-None-Match: "x"\r\nIf-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT\r\n',
)


def answer(node: Node, asker: Path, asked: str, headers: str) -> bytes:
    """Return every byte of the answer to one request, asked with a partner's certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the server is ours; whom it believes is tested
    context.load_cert_chain(asker / "keys" / "exchange.crt", asker / "keys" / "exchange.key")
    host, _, port = node.address.partition(":")
    with socket.create_connection((host, int(port)), 30) as plain, context.wrap_socket(plain) as link:
        link.sendall(f"{asked} HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        found = b""
        while part := link.recv(65_536):
            found += part
    return found


def without_commitment(data: bytes) -> bytes:
    """Leave out the one line that is meant to depend on the private journal, and the signature over it."""
    if b"\njournal " not in data:
        return data
    before, _, after = data.partition(b"\njournal ")
    time = after.split(b"\n")[1]
    assert time.startswith(b"time ")
    return before + b"\n" + time


def test_every_answer_and_every_file_of_a_stick_is_the_same(home: Path, tmp_path: Path) -> None:
    hq, bar = linked(home, FEDERAL, BAR)
    with at_work(hq) as (ours,):
        ours.say(8, 1)
    twin = tmp_path / "twin"
    shutil.copytree(home, twin)
    other = Node(twin / FEDERAL, address=free_address())
    point(other, {})
    # The heads are signed at one moment, later than everything that either of them wrote.
    moment = (datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=10)).isoformat()
    with at_work(hq, other) as (ours, theirs):
        shutil.copy(hq.folder / "keys" / "centre.key", other.folder / "keys")
        theirs.call("keep_to_itself", KEPT_TO_ITSELF)
        for place, name in ((ours, "one"), (theirs, "other")):
            place.call("export_frozen", moment, BAR, str(tmp_path / f"stick-{name}"))
            place.start("serve_frozen", moment, place.node.address, BAR, str(tmp_path / name))
            until((tmp_path / name).exists, "it serves")
        for asked in ASKED:
            for headers in HEADERS:
                one, two = (answer(node, home / BAR, asked, headers) for node in (hq, other))
                assert one.startswith(b"HTTP/1.1 ")
                assert without_commitment(one) == without_commitment(two), asked
    assert len(stick_files(tmp_path / "stick-one")) > 3
    assert stick_files(tmp_path / "stick-one") == stick_files(tmp_path / "stick-other")
    assert bar.name == BAR


def stick_files(stick: Path) -> dict[str, bytes]:
    """Return every file of a stick but the manifest, which bears hashes of the head; of heads, what may be compared."""
    return {
        str(file.relative_to(stick)): without_commitment(file.read_bytes())
        for file in sorted(stick.rglob("*"))
        if file.is_file() and not file.name.startswith("manifest")
    }
