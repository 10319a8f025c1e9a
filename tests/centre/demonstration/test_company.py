"""Centres as processes: one that ends by itself is told, the others go on; all end together, in whatever way."""

import contextlib
import queue
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tansiq.centre.demonstration import company, making
from tansiq.centre.demonstration.cast import CENTRES
from tansiq.centre.demonstration.company import Company
from tansiq.language import translate

PATIENCE_S = 120


@contextlib.contextmanager
def running(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Company, "queue.Queue[str]"]]:
    """The founded centres, running, and what is told of them."""
    monkeypatch.setattr(company, "home", lambda _data: home)
    said: queue.Queue[str] = queue.Queue()
    listeners = {each.name: socket.create_server(("127.0.0.1", 0)) for each in CENTRES}
    ran = Company(
        home, listeners, lambda template, **fields: said.put(translate(template, "en", fields)),
        lambda: contextlib.nullcontext(lambda _done, _label: None), failed=lambda: said.put("failed"),
    )  # fmt: skip
    ran.start()
    try:
        yield ran, said
    finally:
        ran.stop()


def test_a_centre_that_ends_by_itself_is_told_and_the_others_go_on(
    exercise: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(exercise, monkeypatch) as (ran, said):
        assert "are open" in said.get(timeout=PATIENCE_S)
        processes = dict(ran._running)
        processes["bar"].send_signal(signal.SIGKILL)
        assert "bar has ended" in said.get(timeout=PATIENCE_S)
        assert processes["federal-hq"].poll() is None
    assert all(each.poll() is not None for each in processes.values())


def test_a_demonstration_that_runs_already_is_told_and_shows_no_centres(
    exercise: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with making.alone(exercise), running(exercise, monkeypatch) as (_ran, said):
        assert "run already" in said.get(timeout=PATIENCE_S)
        assert said.get(timeout=PATIENCE_S) == "failed"


def test_a_centre_ends_when_whoever_started_it_is_gone(exercise: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "tansiq", "centre", "play", str(exercise / "federal-hq"), "--listener"]
        centre = subprocess.Popen(
            [*command, str(listener.fileno())], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=making.environment(), pass_fds=[listener.fileno()], text=True,
        )  # fmt: skip
    with centre:
        assert centre.stdout is not None
        assert centre.stdin is not None
        assert centre.stdout.readline().strip() == making.READY
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE_S) as answer:
            assert "/demonstration/enter/" in answer.read().decode()
        centre.stdin.close()
        assert centre.wait(PATIENCE_S) == 0


def test_centres_exchange_above_their_own_port_or_where_there_is_room() -> None:
    with socket.create_server(("127.0.0.1", 0)) as site:
        port = site.getsockname()[1]
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", port + company.EXCHANGE_AFTER))
            taken.listen()
            assert company._exchange_port(port) != port + company.EXCHANGE_AFTER
        assert company._exchange_port(port) == port + company.EXCHANGE_AFTER
    assert company._exchange_port(65_530) > 0
