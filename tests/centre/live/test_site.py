"""Pages answered by threads that last."""

import threading
from typing import Any

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from tansiq.centre.live.asgi import Message
from tansiq.centre.live.site import Site
from tests.centre.live.streams import run

seen: list[str] = []


def page(request: HttpRequest) -> HttpResponse:
    seen.append(threading.current_thread().name)
    return HttpResponse(request.body + request.GET.get("q", "").encode(), headers={"X-Told": "yes"})


def pieces(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"a", b"b" * 200_000]))


def broken(_request: HttpRequest) -> HttpResponse:
    raise ValueError


urlpatterns = [path("page/", page), path("pieces/", pieces), path("broken/", broken)]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        return Site()


def ask(site: Site, path: str, *bodies: bytes, query: str = "") -> tuple[int, bytes]:
    """Ask as a server would; the body may come in pieces."""
    scope: dict[str, Any] = {
        "type": "http", "method": "POST" if bodies else "GET", "path": path, "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1")], "http_version": "1.1", "scheme": "http", "root_path": "",
    }  # fmt: skip
    incoming = [{"type": "http.request", "body": body, "more_body": True} for body in bodies]
    incoming.append({"type": "http.request", "body": b""})
    sent: list[Message] = []

    async def receive() -> Message:
        return incoming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[], ALLOWED_HOSTS=["127.0.0.1"]):
        run(site(scope, receive, send))
    assert not sent[-1].get("more_body")
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_a_page_is_answered_in_a_thread_of_the_pool(site: Site) -> None:
    assert ask(site, "/page/", b"one ", b"two ", query="q=three") == (200, b"one two three")
    assert seen[-1].startswith("page")


def test_an_answer_in_pieces_comes_whole(site: Site) -> None:
    assert ask(site, "/pieces/") == (200, b"a" + b"b" * 200_000)


@pytest.mark.django_db
def test_a_page_that_fails_answers_500(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    status, body = ask(site, "/broken/")
    assert status == 500
    assert b"ValueError" not in body
    assert "broken" in caplog.text


def test_a_client_that_leaves_while_it_sends_is_let_go(site: Site) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    run(site({"type": "http", "path": "/page/"}, receive, send))
    assert sent == []
