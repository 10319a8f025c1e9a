"""What a partner's server, or whoever holds its key, may answer: bounded, and told as what it is."""

import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tansiq.exchange.authority import Authority
from tansiq.exchange.connection import HttpsTransport, Identity, Trusted
from tansiq.exchange.connection.inflating import cut_entries, inflate
from tansiq.exchange.errors import LinkError
from tansiq.exchange.limits import Limits
from tansiq.journal.errors import MalformedLogError, TooLargeError
from tansiq.journal.log.bundles import encode_bundle
from tests.exchange.connection.loopback import HQ, der, identity, now

SHORT = Limits(connect_s=2.0, silence_s=0.3)
Answering = Callable[[bytes], HttpsTransport]


@pytest.fixture
def answering(made: dict[str, Authority], bar: Identity, tmp_path: Path) -> Iterator[Answering]:
    """A server that answers every request with the same bytes, whatever they are, and then falls silent."""
    shown = identity(tmp_path, HQ.host, made["federal"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown.certificate, shown.key)
    listener = socket.create_server(("127.0.0.1", 0))
    open_ones: list[socket.socket] = []
    said: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
                tls = context.wrap_socket(plain, server_side=True)
                open_ones.append(tls)
                tls.recv(65_536)
                tls.sendall(said[0])
                if said[0].endswith(b"HANG UP"):
                    tls.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()

    def answer(data: bytes) -> HttpsTransport:
        said[:] = [data]
        address = f"https://127.0.0.1:{listener.getsockname()[1]}"
        trusted = Trusted(HQ.host, der(made["federal"]))
        return HttpsTransport(
            address, ours="bar", partner=HQ.name, identity=bar, trusted=trusted, now=now, limits=SHORT
        )

    yield answer
    listener.close()
    for each in open_ones:
        each.close()


def ok(body: bytes, *headers: bytes, length: int | None = None) -> bytes:
    lines = [b"HTTP/1.1 200 OK", b"content-length: %d" % (len(body) if length is None else length), *headers]
    return b"\r\n".join([*lines, b"", body])


def gzipped(data: bytes) -> bytes:
    squeezing = zlib.compressobj(9, zlib.DEFLATED, 31)
    return squeezing.compress(data) + squeezing.flush()


GZIP = b"content-encoding: gzip"


@pytest.mark.parametrize("status", [b"301 Moved\r\nlocation: https://127.0.0.1:1/", b"500 Oh", b"401 Who", b"206 Part"])
def test_other_answers_are_a_bad_link_and_redirects_are_not_followed(answering: Answering, status: bytes) -> None:
    with pytest.raises(LinkError):
        answering(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\n\r\n").head()


@pytest.mark.parametrize(
    "said", [b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-le", b"\x00" * 100, b"SSH-2.0-x\r\n"]
)
def test_what_is_not_http_is_a_bad_link(answering: Answering, said: bytes) -> None:
    with pytest.raises(LinkError):
        answering(said).head()


def test_silence_is_a_bad_link(answering: Answering) -> None:
    with pytest.raises(LinkError):
        answering(ok(b"half", length=8)).head()


def test_a_head_larger_than_a_note_may_be_is_dropped(answering: Answering) -> None:
    with pytest.raises(TooLargeError):
        answering(ok(b"x" * 200_000)).head()


def test_headers_without_end_are_a_bad_link(answering: Answering) -> None:
    with pytest.raises(LinkError):
        answering(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200 + b"\r\n").head()


def test_more_entries_than_asked_for_are_dropped(answering: Answering) -> None:
    with pytest.raises(TooLargeError):
        list(answering(ok(encode_bundle([b"x"] * 3))).entries(0, 2))


def test_an_answer_that_ends_within_an_entry_is_not_of_its_form(answering: Answering) -> None:
    with pytest.raises(MalformedLogError):
        list(answering(ok(encode_bundle([b"xyz"])[:-1])).entries(0, 2))


def test_what_swells_beyond_measure_is_dropped_before_it_is_all_there(answering: Answering) -> None:
    bomb = gzipped(bytes(50_000_000))
    with pytest.raises(TooLargeError):
        list(answering(ok(bomb, GZIP)).entries(0, 65_536))


@pytest.mark.parametrize("body", [b"no gzip", gzipped(b"\x00\x01x") + b"more", gzipped(b"\x00\x01x") * 2])
def test_what_is_not_one_stream_of_gzip_is_refused(answering: Answering, body: bytes) -> None:
    with pytest.raises(MalformedLogError):
        list(answering(ok(body, GZIP)).entries(0, 10))


def test_a_stream_that_breaks_off_gives_what_came_whole_and_is_a_bad_link(answering: Answering) -> None:
    entries = [bytes([n]) * 300 for n in range(100)]
    body, came = gzipped(encode_bundle(entries)), list[bytes]()
    arriving = answering(ok(body[:-20], GZIP, length=len(body))).entries(0, 100)
    with pytest.raises(LinkError):
        came.extend(arriving)
    assert came == entries[: len(came)]


def test_an_attachment_larger_than_declared_is_dropped(answering: Answering) -> None:
    with pytest.raises(TooLargeError):
        list(answering(ok(b"x" * 100)).attachment("sha256:" + "0" * 64, 99))


@pytest.mark.parametrize("size", range(1, 40))
def test_entries_are_cut_the_same_however_they_arrive(size: int) -> None:
    entries = [b"", b"x", bytes(300), b"yz"]
    data = encode_bundle(entries)
    parts = (data[at : at + size] for at in range(0, len(data), size))
    assert list(cut_entries(parts, 4)) == entries
    squeezed = gzipped(data)
    parts = (squeezed[at : at + size] for at in range(0, len(squeezed), size))
    assert list(cut_entries(inflate(parts, 10_000), 4)) == entries
