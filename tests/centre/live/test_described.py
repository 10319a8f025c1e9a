"""What the site answers to scripts, held against its own description by schemathesis, over HTTP on this machine."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
import uvicorn
from django.db import connections
from hypothesis import HealthCheck, given, settings

from tansiq.centre import live
from tansiq.centre.live.asgi import Live
from tansiq.centre.live.hub import Hub
from tansiq.centre.live.journal import Journal, standing
from tansiq.centre.live.limits import Limits
from tansiq.centre.live.reading import may_know
from tansiq.centre.live.site import Site
from tansiq.centre.live.stream import Listener, Stream
from tansiq.centre.picture import service as pictures
from tansiq.centre.picture.engine import Engine
from tests.centre.conftest import SCENE
from tests.centre.founded import Founded
from tests.centre.live.streams import run
from tests.centre.signed_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
DESCRIPTION: Final = json.loads((Path(live.__file__).parent / "openapi.json").read_text(encoding="utf-8"))
OFTEN: Final = 40
SELDOM: Final = 8  # where each answer is a picture to compute


class Brief(Hub):
    """A hub whose streams end after their first words, so that an answer can be read whole."""

    async def attach(self, listener: Listener, after: int | None) -> Stream:
        """Attach, and end."""
        stream = await super().attach(listener, after)
        stream.end("restart")
        return stream


@contextmanager
def serving(hub: Hub) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # who asks before the server has started waits for it
        server = uvicorn.Server(uvicorn.Config(Live(Site(), lambda: hub), lifespan="off", log_level="critical"))
        thread = threading.Thread(target=lambda: run(server.serve(sockets=[listener])))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(60)
            hub.close()


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    hub = Brief(Journal(), may_know, standing, limits=Limits(streams_per_account=100))
    with serving(hub) as address:
        yield address


def try_everything(
    address: str, path: str, *, times: int = OFTEN, session: str = "", known: dict[str, str] | None = None
) -> set[int]:
    """Ask one address in many ways that its description allows and that it does not; return the codes that came."""
    codes: set[int] = set()
    operation = schemathesis.openapi.from_dict(DESCRIPTION)[path]["GET"]

    @settings(max_examples=times, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:  # noqa: ANN401 - schemathesis' own
        case.path_parameters = {**(case.path_parameters or {}), **(known or {})}
        headers = {"Accept": "text/event-stream" if path == "/live/" else "application/json"}
        response = case.call_and_validate(
            base_url=address, headers=headers, cookies={"sessionid": session} if session else {}, timeout=60
        )
        codes.add(response.status_code)

    ask()
    return codes


def test_the_stream_answers_as_described_to_who_is_signed_in(centre: Founded, address: str) -> None:
    duty = signed_in("fed-duty-1", centre.identity.party_ids[0], ["duty_officer"])
    codes = try_everything(address, "/live/", session=str(duty.session.session_key))
    assert 200 in codes
    assert codes <= {200, 400}


@pytest.mark.usefixtures("centre")
def test_the_stream_answers_as_described_to_who_is_not(address: str) -> None:
    assert try_everything(address, "/live/") == {401}


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/manifest.webmanifest", {}),
        ("/at/{scene}/scene.json", {"scene": SCENE}),
        ("/at/{scene}/scene.json", {}),
        ("/at/{scene}/picture/{key}.json", {"scene": SCENE}),
        ("/at/{scene}/layers/{name}.json", {"scene": SCENE}),
    ],
)
def test_pictures_answer_as_described(
    path: str, known: dict[str, str], address: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_installed", [engine])
    codes = try_everything(address, path, times=SELDOM if "{key}" in path else OFTEN, known=known)
    assert codes
    assert codes <= {200, 202, 400, 404}
