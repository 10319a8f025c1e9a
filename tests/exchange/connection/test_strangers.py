"""Who else comes to the door, or answers at the partner's: each sort gets nothing, and nothing is believed of it."""

import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tansiq.exchange.authority import Authority, make_authority
from tansiq.exchange.connection import Identity, Trusted
from tansiq.exchange.errors import LinkError, NotReleasedError, StrangerError
from tests.exchange.connection.loopback import (
    BAR,
    HQ,
    NOW,
    REGIONAL_HQ,
    Server,
    authorities,
    der,
    identity,
    serving,
    terms,
)


def context(shown: Identity | None, server: Server) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.load_verify_locations(cadata=der(server.authorities["federal"]))
    if shown is not None:
        made.load_cert_chain(shown.certificate, shown.key)
    return made


def raw(server: Server, made: ssl.SSLContext, sent: bytes) -> bytes:
    """Send bytes over TLS and return everything that comes: nothing if we are hung up on."""
    assert server.running is not None
    came = b""
    try:
        with (
            socket.create_connection(("127.0.0.1", server.running.port), timeout=10) as plain,
            made.wrap_socket(plain, server_hostname=HQ.host) as tls,
        ):
            tls.sendall(sent)
            while part := tls.recv(65_536):
                came += part
    except (ssl.SSLError, ConnectionError):
        return came
    return came


ASK = b"GET /to/bar/checkpoint HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"


def test_nobody_gets_in_without_a_certificate(server: Server) -> None:
    assert raw(server, context(None, server), ASK) == b""


def test_nobody_gets_in_under_another_authority_with_the_same_names(server: Server, tmp_path: Path) -> None:
    double = make_authority("regional", 5, NOW)
    assert raw(server, context(identity(tmp_path, BAR.host, double), server), ASK) == b""


def test_nobody_gets_in_with_an_expired_certificate(server: Server, tmp_path: Path) -> None:
    expired = identity(tmp_path, BAR.host, server.authorities["regional"], began=NOW - timedelta(days=300), days=30)
    with pytest.raises(LinkError):
        server.transport(expired).head()


def test_tls_1_2_is_refused(server: Server, bar: Identity) -> None:
    made = context(bar, server)
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    assert raw(server, made, ASK) == b""
    made.maximum_version = ssl.TLSVersion.TLSv1_3
    assert raw(server, made, ASK).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("host", "party"),
    [
        (REGIONAL_HQ.host, "regional"),  # another centre under the agreement
        (BAR.host, "federal"),  # the right name, under the other party's authority
        ("unheard-of.tansiq.example", "regional"),
        (HQ.host, "federal"),  # the server's own
    ],
)
def test_others_under_a_pinned_authority_get_what_everybody_gets(
    server: Server, tmp_path: Path, host: str, party: str
) -> None:
    shown = identity(tmp_path, host, server.authorities[party])
    answer = raw(server, context(shown, server), ASK)
    assert answer == raw(server, context(shown, server), ASK.replace(b"/to/bar", b"/to/nobody"))
    assert answer.startswith(b"HTTP/1.1 404 ")
    with pytest.raises(NotReleasedError):
        server.transport(shown).head()


def test_no_agreement_in_force_no_answer(server: Server, bar: Identity) -> None:
    before, server.terms = server.terms, None
    with pytest.raises(NotReleasedError):
        server.transport(bar).head()
    server.terms = before


@pytest.fixture
def impostor(tmp_path: Path) -> Iterator[Server]:
    """A server with the same names under authorities of its own."""
    with serving(tmp_path, authorities()) as made:
        yield made


def test_a_server_under_another_authority_is_a_stranger(impostor: Server, server: Server, bar: Identity) -> None:
    trusted = Trusted(HQ.host, der(server.authorities["federal"]))
    with pytest.raises(StrangerError):
        impostor.transport(bar, trusted=trusted).head()


def test_another_centre_of_the_same_party_is_a_stranger(server: Server, bar: Identity) -> None:
    trusted = Trusted("other-hq.tansiq.example", der(server.authorities["federal"]))
    with pytest.raises(StrangerError):
        server.transport(bar, trusted=trusted).head()


def test_an_expired_server_is_a_stranger(server: Server, bar: Identity) -> None:
    with pytest.raises(StrangerError):
        server.transport(bar, now=lambda: NOW + timedelta(days=3000)).head()


def test_nobody_there_is_a_link_that_is_down(server: Server, bar: Identity) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    transport = server.transport(bar)
    closed = type(transport)(
        f"https://127.0.0.1:{port}", ours="bar", partner=HQ.name, identity=bar,
        trusted=Trusted(HQ.host, der(server.authorities["federal"])), now=lambda: NOW,
    )  # fmt: skip
    with pytest.raises(LinkError):
        closed.head()


def test_an_authority_pinned_while_the_server_runs_is_trusted_and_one_taken_away_is_not(tmp_path: Path) -> None:
    made: dict[str, Authority] = authorities()
    successor = make_authority("regional", 5, NOW)
    later = identity(tmp_path / "later", BAR.host, successor)
    former = identity(tmp_path / "former", BAR.host, made["regional"])
    with serving(tmp_path / "hq", made) as server:
        (tmp_path / "hq/releases/bar").mkdir(parents=True)
        (tmp_path / "hq/releases/bar/checkpoint").write_bytes(b"a\n1\nb\n")
        open_one = server.transport(former)
        assert open_one.head()
        server.terms = replace(terms(made), authorities={"federal": der(made["federal"]), "regional": der(successor)})
        with pytest.raises(NotReleasedError):
            open_one.head()  # on the connection that is open already
        new_one = server.transport(later)
        for _ in range(300):  # the server looks once a second
            try:
                assert new_one.head()
                break
            except LinkError:
                threading.Event().wait(0.1)
        else:
            pytest.fail("never trusted")
        with pytest.raises(LinkError):
            server.transport(former).head()
