"""Asking for a stream: through the whole site, from the door that enters to the words that arrive."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.asgi import get_asgi_application
from django.db import connections
from django.test import Client

from tansiq.centre.accounts import sessions
from tansiq.centre.accounts.models import OpenSession
from tansiq.centre.accounts.officer import Officer
from tansiq.centre.door.author import centre_author
from tansiq.centre.live import service
from tansiq.centre.live.asgi import Live, Message
from tansiq.centre.live.hub import Hub
from tansiq.centre.live.journal import Journal, standing
from tansiq.centre.live.limits import Limits
from tansiq.centre.live.reading import may_know
from tansiq.centre.live.stream import Listener
from tests.centre.founded import Founded
from tests.centre.live.streams import PATIENCE_S
from tests.centre.live.streams import run as on_a_loop
from tests.centre.signed_in import open_account, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("centre")]


class Answer:
    """What the site sends, as it comes."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.body = b""
        self.whole = False
        self._more = asyncio.Event()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], {k.lower(): v for k, v in message["headers"]}
        else:
            self.body += message["body"]
            self.whole = not message.get("more_body", False)
        self._more.set()

    async def until(self, told: Callable[[], bool]) -> None:
        async with asyncio.timeout(2 * PATIENCE_S):
            while not told():
                self._more.clear()
                await self._more.wait()

    def entered(self) -> list[dict[str, Any]]:
        """Return what it says was entered."""
        blocks = [block for block in self.body.decode().split("\n\n") if "event: entered\n" in block]
        return [json.loads(block.partition("\ndata: ")[2]) for block in blocks]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    hub = Hub(Journal(), may_know, standing, limits=Limits(streams_per_account=2))
    monkeypatch.setattr(service, "_running", [(hub, None)])
    yield hub
    hub._reader.close()


@asynccontextmanager
async def asked(hub: Hub, client: Client | None, query: str = "", method: str = "GET") -> AsyncIterator[Answer]:
    """Ask for a stream; leave at the end."""
    cookie = f"sessionid={client.session.session_key}" if client else ""
    headers = [(b"host", b"127.0.0.1"), (b"accept", b"text/event-stream"), (b"cookie", cookie.encode())]
    scope = {
        "type": "http", "method": method, "path": "/live/", "query_string": query.encode(), "headers": headers,
        "http_version": "1.1", "scheme": "http", "root_path": "",
    }  # fmt: skip
    answer, left, begun = Answer(), asyncio.Event(), iter([{"type": "http.request", "body": b""}])

    async def receive() -> Message:
        if message := next(begun, None):
            return message  # type: ignore[return-value]  # a message is any mapping
        await left.wait()
        return {"type": "http.disconnect"}

    task = asyncio.ensure_future(Live(get_asgi_application(), lambda: hub)(scope, receive, answer.take))
    try:
        yield answer
    finally:
        left.set()
        await asyncio.wait_for(task, 2 * PATIENCE_S)


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        try:
            await work()
        finally:
            await sync_to_async(connections.close_all)()

    on_a_loop(whole())


def log_in(centre: Founded, account: str, *roles: str) -> Client:
    party = next(party for party in centre.identity.party_ids if party.startswith(account[:3]))
    return signed_in(account, party, roles)


def test_what_is_put_through_the_door_reaches_who_may_read_it(centre: Founded, hub: Hub) -> None:
    duty = log_in(centre, "fed-duty-1", "duty_officer")
    administrator = log_in(centre, "fed-admin-1", "administrator")
    partner = log_in(centre, "reg-admin-1", "administrator")

    async def watch() -> None:
        async with asked(hub, duty) as work, asked(hub, administrator) as own, asked(hub, partner) as other:
            for answer in (work, own, other):
                await answer.until(lambda answer=answer: b"id: " in answer.body)  # type: ignore[misc]  # bound early
            assert (work.status, work.headers[b"content-type"]) == (200, b"text/event-stream")
            assert b"content-length" not in work.headers
            assert b"no-store" in work.headers[b"cache-control"]
            await sync_to_async(open_account)("fed-duty-2", "federal", ["duty_officer"])
            await own.until(lambda: bool(own.entered()))
            assert own.entered()[-1]["topics"] == ["account", "accounts"]
            assert own.entered()[-1]["party"] == "federal"
            assert work.entered() == other.entered() == []
            assert centre_author("federal").account == "centre"

    run(watch)
    assert len(hub) == 0


def test_a_stream_ends_when_its_session_does(centre: Founded, hub: Hub) -> None:
    first = log_in(centre, "fed-duty-1", "duty_officer")
    second = log_in(centre, "reg-duty-1", "duty_officer")

    async def watch() -> None:
        async with asked(hub, first) as ends, asked(hub, second) as stays:
            await ends.until(lambda: b"id: " in ends.body)
            await stays.until(lambda: b"id: " in stays.body)
            opened = await OpenSession.objects.aget(key=first.session.session_key)
            await sync_to_async(sessions.end)(opened)  # a signal lets the hub look
            await ends.until(lambda: ends.whole)
            assert ends.body.endswith(b'event: ended\ndata: {"why":"signed_out"}\n\n')
            assert not stays.whole

    run(watch)


def test_a_sign_in_stands_as_long_as_the_session_is_open_and_the_roles_are_the_same(centre: Founded) -> None:
    key = str(log_in(centre, "fed-duty-1", "duty_officer").session.session_key)
    officer = Officer("fed-duty-1", "federal", frozenset({"duty_officer"}), joint=True)
    stands = Listener("fed-duty-1", key, officer)
    more = replace(stands, officer=replace(officer, roles=frozenset({"duty_officer", "signatory"})))
    elsewhere = replace(stands, session="another")
    assert standing([stands, more, elsewhere]) == [stands]


def test_nobody_is_given_a_stream_who_is_not_signed_in(hub: Hub) -> None:
    async def watch() -> None:
        async with asked(hub, None) as answer:
            await answer.until(lambda: answer.whole)
            assert answer.status == 401
            assert "error" in json.loads(answer.body)

    run(watch)


@pytest.mark.parametrize("query", ["after=x", "after=-2", "after=1e5", "after=" + "9" * 17, "after=%D9%A3"])
def test_a_place_that_is_none_is_refused_in_words(centre: Founded, hub: Hub, query: str) -> None:
    duty = log_in(centre, "fed-duty-1", "duty_officer")

    async def watch() -> None:
        async with asked(hub, duty, query) as answer:
            await answer.until(lambda: answer.whole)
            assert answer.status == 400
            assert "no place in the journal" in json.loads(answer.body)["error"]

    run(watch)


def test_one_stream_too_many_is_refused_in_words(centre: Founded, hub: Hub) -> None:
    duty = log_in(centre, "fed-duty-1", "duty_officer")

    async def watch() -> None:
        async with asked(hub, duty) as one, asked(hub, duty) as two:
            await one.until(lambda: b"id: " in one.body)
            await two.until(lambda: b"id: " in two.body)
            async with asked(hub, duty) as three:
                await three.until(lambda: three.whole)
                assert three.status == 429
                assert "already has 2 live pages" in json.loads(three.body)["error"]
        async with asked(hub, duty) as again:
            await again.until(lambda: b"id: " in again.body)
            assert again.status == 200

    run(watch)


def test_streams_are_only_read(centre: Founded, hub: Hub) -> None:
    duty = log_in(centre, "fed-duty-1", "duty_officer")

    async def watch() -> None:
        async with asked(hub, duty, method="HEAD") as answer:
            await answer.until(lambda: answer.whole)
            assert answer.status == 405

    run(watch)


def test_a_server_that_cannot_hold_streams_says_so(centre: Founded) -> None:
    answer = log_in(centre, "fed-duty-1", "duty_officer").get("/live/")
    assert answer.status_code == 501
    assert "tansiq centre serve" in answer.json()["error"]
