"""The application by itself: every answer depends on the released log and the request, and on nothing else."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tansiq.exchange.authority import read_certificate
from tansiq.exchange.limits import LIMITS, Limits
from tansiq.exchange.serving import Application
from tansiq.exchange.serving.application import PEER
from tansiq.exchange.serving.requests import understand
from tansiq.journal.log import Folder
from tests.exchange.connection.loopback import (
    BAR,
    HQ,
    REGIONAL_HQ,
    Kept,
    Server,
    authorities,
    identity,
    now,
    terms,
)
from tests.exchange.pulling.partner import CERTIFICATE, Clock, LogKeeper, message

MADE = authorities()
TERMS = terms(MADE)


def certificate(folder: Path, host: str, party: str) -> bytes:
    shown = identity(folder, host, MADE[party])
    return read_certificate(shown.certificate.read_bytes()).public_bytes(Encoding.DER)


class Asking:
    """Asks an application without sockets."""

    def __init__(self, folder: Path, limits: Limits = LIMITS) -> None:
        self.receipts = Kept()
        self.folder = folder
        self.app = Application(folder, HQ.name, lambda: TERMS, self.receipts, now=now, limits=limits)
        self.bar = certificate(folder / "bar", BAR.host, "regional")
        self.other = certificate(folder / "other", REGIONAL_HQ.host, "regional")

    def scope(self, path: str, method: str, peer: bytes) -> dict[str, Any]:
        raw, _, query = path.encode().partition(b"?")
        return {
            "type": "http", "method": method, "raw_path": raw, "query_string": query, "headers": [],
            "state": {PEER: peer},
        }  # fmt: skip

    async def ask(
        self, path: str, method: str = "GET", *, peer: bytes | None = None, body: bytes = b""
    ) -> tuple[int, tuple[tuple[bytes, bytes], ...], bytes]:
        """Return status, headers and body."""
        sent: list[dict[str, Any]] = []
        asked = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> dict[str, Any]:
            if (said := next(asked, None)) is not None:
                return said
            await asyncio.Event().wait()
            raise AssertionError

        async def send(said: Any) -> None:  # noqa: ANN401 - ASGI's own type
            sent.append(said)

        await self.app(self.scope(path, method, self.bar if peer is None else peer), receive, send)
        return sent[0]["status"], tuple(sent[0]["headers"]), b"".join(each["body"] for each in sent[1:])

    def __call__(
        self, path: str, method: str = "GET", *, peer: bytes | None = None, body: bytes = b""
    ) -> tuple[int, tuple[tuple[bytes, bytes], ...], bytes]:
        # In a thread: a browser started by an earlier test keeps a loop running in this one.
        with ThreadPoolExecutor(1) as aside:
            return aside.submit(asyncio.run, self.ask(path, method, peer=peer, body=body)).result()


def released(folder: Path, recipient: str, count: int) -> LogKeeper:
    keeper = LogKeeper(Clock()).add(CERTIFICATE, *(message(n) for n in range(1, count)))
    Server(folder, MADE).write(keeper, recipient)
    return keeper


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    folder = tmp_path_factory.mktemp("hq")
    released(folder, "bar", 300)
    Folder(folder / "releases/bar/attachment").write("ab" * 32, b"sketch")
    return Asking(folder)


NOTHING: Callable[[Asking], object] = lambda asking: asking("/nothing")  # noqa: E731 - named for its use
PATHS = [
    "/to/bar/checkpoint", "/to/bar/roots", "/to/bar/tile/0/000", "/to/bar/tile/entries/001.p/44", "/from/bar/receipt",
    "/to/bar/entries?first=0&end=5", f"/to/bar/attachment/{'ab' * 32}",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_nobody_else_learns_whether_there_is_anything(asking: Asking, path: str) -> None:
    for peer in (b"", b"garbage", asking.other):
        assert asking(path, peer=peer) == NOTHING(asking)


@pytest.mark.parametrize(
    "path",
    [
        "/", "", "/to/bar", "/to/bar/", "/to/bar/receipt", "/to/bar/checkpoint?x=1", "/to/bar/checkpoint?beyond=-1",
        "/to/bar/checkpoint?beyond=1&beyond=2", "/to/bar/checkpoint?beyond=%31", "/to/bar/entries",
        "/to/bar/entries?first=0", "/to/bar/entries?first=0&end=99999999999999999999", "/to/bar/tile/0/0",
        "/to/bar/tile/0/000.p/0", "/to/bar/tile/0/002", "/to/BAR/checkpoint",
        "/to/bar/tile/0/../0/000", "/to/bar/tile/0/%30%30%30", "/to/bar/../bar/checkpoint", "//to/bar/checkpoint",
        "/to/bar/attachment/00", f"/to/bar/attachment/{'AB' * 32}", f"/to/bar/attachment/{'cd' * 32}",
        "/to/bar/.checkpoint.new", "/to/bar/checkpoint/", "/from/bar/receipt?x", "/to/nobody/checkpoint",
        "/to/regional-hq/checkpoint", "/from/regional-hq/receipt",
    ],
)  # fmt: skip
def test_what_is_not_understood_or_not_there_gets_one_answer(asking: Asking, path: str) -> None:
    assert asking(path) == NOTHING(asking)


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "get"])
def test_other_methods_get_the_same_answer(asking: Asking, method: str) -> None:
    assert asking("/to/bar/checkpoint", method) == NOTHING(asking)


def test_no_answer_tells_who_serves_or_when_a_file_was_written(asking: Asking) -> None:
    for path in PATHS:
        _, headers, _ = asking(path)
        assert {name for name, _ in headers} <= {b"content-type", b"content-length", b"content-encoding"}


def test_one_partner_s_answers_are_the_same_whatever_else_the_folder_holds(tmp_path: Path) -> None:
    alone, crowded = Asking(tmp_path / "alone"), Asking(tmp_path / "crowded")
    for each in (alone, crowded):
        released(each.folder, "bar", 300)
    released(crowded.folder, "regional-hq", 700)
    Folder(crowded.folder / "attachments").write("ab" * 32, b"secret")
    Folder(crowded.folder / "received/regional-hq").write("checkpoint", b"secret")
    Folder(crowded.folder / "releases/regional-hq/attachment").write("ab" * 32, b"secret")
    for path in [*PATHS, "/to/regional-hq/checkpoint", "/from/regional-hq/receipt", "/to/bar/tile/0/002"]:
        assert alone(path) == crowded(path)


def test_entries_beyond_the_head_are_left_out(asking: Asking) -> None:
    assert asking("/to/bar/entries?first=290&end=400") == asking("/to/bar/entries?first=290&end=300")
    assert asking("/to/bar/entries?first=300&end=400")[::2] == (200, b"")
    assert asking("/to/bar/entries?first=5&end=2")[::2] == (200, b"")


def test_a_page_is_bounded(asking: Asking) -> None:
    small = Asking(asking.folder, Limits(page_entries=10))
    assert small("/to/bar/entries?first=0&end=300") == asking("/to/bar/entries?first=0&end=10")


def test_our_receipt_for_a_partner_s_log(tmp_path: Path) -> None:
    asking = Asking(tmp_path)
    assert asking("/from/bar/receipt")[::2] == (204, b"")
    Folder(tmp_path / "received/bar").write("checkpoint", b"cosigned")
    assert asking("/from/bar/receipt")[::2] == (200, b"cosigned")


def test_a_receipt_is_kept_or_refused_without_a_reason(tmp_path: Path) -> None:
    asking = Asking(tmp_path)
    assert asking("/to/bar/receipt", "POST", body=b"note")[0] == 204
    assert asking.receipts.notes == [("bar", b"note")]
    asking.receipts.refuse = True
    assert asking("/to/bar/receipt", "POST", body=b"note")[::2] == (409, b"not taken\n")


def test_a_receipt_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    asking = Asking(tmp_path)
    assert asking("/to/bar/receipt", "POST", body=b"x" * 20_000) == NOTHING(asking)
    assert asking.receipts.notes == []


def test_a_question_waits_until_there_is_more(tmp_path: Path) -> None:
    asking = Asking(tmp_path)
    keeper = released(tmp_path, "bar", 10)

    async def run() -> bytes:
        waiting = asyncio.ensure_future(asking.ask("/to/bar/checkpoint?beyond=10&wait=25"))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        keeper.add(message(10))
        Folder(tmp_path / "releases/bar").write("checkpoint", keeper.note)
        return (await waiting)[2]

    assert asyncio.run(run()) == keeper.note


def test_a_question_is_answered_at_once_when_there_is_more_or_nobody_waits(asking: Asking) -> None:
    head = asking("/to/bar/checkpoint")
    assert asking("/to/bar/checkpoint?beyond=299&wait=25") == head
    assert asking("/to/bar/checkpoint?beyond=300&wait=0") == head


def test_only_so_many_questions_of_one_partner_wait(tmp_path: Path) -> None:
    asking = Asking(tmp_path, Limits(waiting_per_peer=2))
    released(tmp_path, "bar", 10)

    async def run() -> int:
        asked = [asyncio.ensure_future(asking.ask("/to/bar/checkpoint?beyond=10&wait=25")) for _ in range(5)]
        done, waiting = await asyncio.wait(asked, timeout=0.3)
        asking.app.close()
        await asyncio.gather(*waiting)
        return len(done)

    assert asyncio.run(run()) == 3


@pytest.mark.parametrize("query", [b"first=1&end=2", b"beyond=1", b"wait=3&beyond=0"])
def test_queries_belong_to_their_request(query: bytes) -> None:
    entries = understand("GET", b"/to/bar/entries", query)
    checkpoint = understand("GET", b"/to/bar/checkpoint", query)
    assert (entries is None) != (checkpoint is None)


@contextmanager
def removed(path: Path) -> Iterator[None]:
    data = path.read_bytes()
    path.unlink()
    yield
    path.write_bytes(data)


def test_a_damaged_log_ends_the_answer_where_it_is_damaged(asking: Asking) -> None:
    with removed(asking.folder / "releases/bar/tile/entries/001.p/44"):
        short = asking("/to/bar/entries?first=0&end=300")
    assert short == asking("/to/bar/entries?first=0&end=256")
