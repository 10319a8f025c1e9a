"""The server on real sockets: what is no request, what is too large, who hangs on, and its end."""

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tansiq.cli.listening import listen
from tansiq.exchange.authority import Authority
from tansiq.exchange.connection import Identity
from tansiq.exchange.errors import UnreadyError
from tansiq.exchange.limits import LIMITS
from tansiq.exchange.serving import Application, TlsFiles, run_server
from tests.exchange.connection.loopback import BAR, HQ, Kept, Server, authorities, der, files_of, identity, now, serving
from tests.exchange.connection.test_strangers import ASK, context, raw
from tests.exchange.pulling.partner import CERTIFICATE, Clock, LogKeeper, message

CLOSE = b"connection: close\r\n"


@pytest.fixture(scope="module")
def made() -> dict[str, Authority]:
    return authorities()


@pytest.fixture(scope="module")
def bar(made: dict[str, Authority], tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return identity(tmp_path_factory.mktemp("bar"), BAR.host, made["regional"])


@pytest.fixture
def server(made: dict[str, Authority], tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path, made) as running:
        running.write(LogKeeper(Clock()).add(CERTIFICATE, message(1)))
        yield running


@pytest.mark.parametrize(
    "sent",
    [
        b"garbage\r\n\r\n", b"\x16\x03\x01\x00\x00\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",  # the last without a host
        b"GET /to/bar/checkpoint HTTP/1.1\r\nhost: x\r\nx: " + b"y" * 40_000 + b"\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_gets_the_answer_that_everybody_gets(server: Server, bar: Identity, sent: bytes) -> None:
    refusal = raw(server, context(bar, server), ASK.replace(b"checkpoint", b"nothing"))
    came = raw(server, context(bar, server), sent)
    assert came.lower().replace(CLOSE, b"") == refusal.lower().replace(CLOSE, b"")


def test_no_answer_names_a_server_or_a_date(server: Server, bar: Identity) -> None:
    head = raw(server, context(bar, server), ASK).partition(b"\r\n\r\n")[0].lower()
    assert not {b"server", b"date", b"etag", b"last-modified"} & {line.split(b":")[0] for line in head.split(b"\r\n")}


def test_a_receipt_that_is_too_large_is_dropped(server: Server, bar: Identity) -> None:
    asked = b"POST /to/bar/receipt HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 99999\r\n\r\n"
    assert raw(server, context(bar, server), asked + b"x" * 99_999).startswith((b"HTTP/1.1 404 ", b""))
    assert server.receipts.notes == []


def test_one_partner_may_hold_only_so_many_connections(server: Server, bar: Identity) -> None:
    assert server.running is not None
    held = []
    for _ in range(LIMITS.connections_per_peer + 1):
        plain = socket.create_connection(("127.0.0.1", server.running.port), timeout=10)
        held.append(context(bar, server).wrap_socket(plain, server_hostname=HQ.host))
        answered = answer(held[-1])
        if not answered:
            break
    assert len(held) == LIMITS.connections_per_peer + 1
    held.pop(0).close()
    for each in held:
        each.close()


def answer(tls: ssl.SSLSocket) -> bytes:
    try:
        tls.sendall(ASK.replace(b"connection: close\r\n", b""))
        return tls.recv(65_536)
    except OSError:
        return b""


def test_a_question_that_waits_does_not_hold_up_the_end(server: Server, bar: Identity) -> None:
    transport = server.transport(bar)
    said: list[bytes] = []
    asking = threading.Thread(target=lambda: said.append(transport.head(beyond=2, wait_s=25)))
    asking.start()
    assert server.running is not None
    server.running.stop()
    asking.join(timeout=20)
    assert not asking.is_alive()
    assert not server.running.alive


def test_two_servers_run_beside_each_other(server: Server, bar: Identity, tmp_path: Path) -> None:
    with serving(tmp_path / "other", server.authorities) as other:
        other.write(LogKeeper(Clock()).add(CERTIFICATE))
        assert server.transport(bar).head() != other.transport(bar).head()


def test_a_new_certificate_is_taken_up_while_it_runs(server: Server, bar: Identity) -> None:
    assert server.transport(bar).head()
    shown = shown_by(server, bar)
    identity(server.folder / "keys", HQ.host, server.authorities["federal"])
    for _ in range(100):
        if shown_by(server, bar) != shown:
            break
        threading.Event().wait(0.1)
    assert shown_by(server, bar) != shown
    assert server.transport(bar).head()


def shown_by(server: Server, bar: Identity) -> bytes | None:
    assert server.running is not None
    with (
        socket.create_connection(("127.0.0.1", server.running.port), timeout=10) as plain,
        context(bar, server).wrap_socket(plain, server_hostname=HQ.host) as tls,
    ):
        return tls.getpeercert(binary_form=True)


@pytest.mark.parametrize("fault", ["no certificate", "no authority", "another key"])
def test_a_server_that_cannot_run_says_so_at_once(made: dict[str, Authority], tmp_path: Path, fault: str) -> None:
    files = files_of(identity(tmp_path, HQ.host, made["federal"]))
    if fault == "no certificate":
        files.certificate.unlink()
    elif fault == "another key":
        files = TlsFiles(files.certificate, identity(tmp_path / "x", HQ.host, made["federal"]).key)
    pinned = [] if fault == "no authority" else [der(made["federal"])]
    app = Application(tmp_path, HQ.name, lambda: None, Kept(), now=now)
    with listen("127.0.0.1", 0) as listener, pytest.raises(UnreadyError):
        run_server(app, listener, files, lambda: pinned)
