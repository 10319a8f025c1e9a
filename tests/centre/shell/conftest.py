"""The gallery as a site, for a client and for a browser."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from tansiq.centre.shell import activities
from tests.centre.shell import gallery as site


@pytest.fixture
def rail(monkeypatch: pytest.MonkeyPatch) -> dict[str, activities.Activity]:
    """A rail of its own, filled as in a working centre."""
    entries: dict[str, activities.Activity] = {}
    monkeypatch.setattr(activities, "_activities", entries)
    site.fill_rail(entries)
    return entries


@pytest.fixture
def gallery(settings: Any, rail: dict[str, activities.Activity]) -> Client:  # noqa: ANN401 - pytest-django's settings
    """Every part of the shell, seen by a signed-in duty officer."""
    del rail
    site.use(settings)
    return Client(headers={"host": "127.0.0.1"})


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128  # a worker asks for every file at once


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing: what went wrong shows in the page."""


@pytest.fixture
def address(gallery: Client) -> Iterator[str]:
    """The gallery's address for a browser."""
    del gallery
    server = make_server("127.0.0.1", 0, WSGIHandler(), _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
