"""Centres as processes: one that ends by itself is told, the others go on; all end together, in whatever way."""

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from tansiq.centre.demonstration import company, making
from tests.centre.demonstration.running import PATIENCE_S, running


def test_a_centre_that_ends_by_itself_is_told_and_the_others_go_on(centres: Path) -> None:
    with running(centres) as (ran, said):
        assert "are open" in said.get(timeout=PATIENCE_S)
        processes = dict(ran._running)
        processes["bar"].send_signal(signal.SIGKILL)
        assert "bar has ended" in said.get(timeout=PATIENCE_S)
        assert processes["federal-hq"].poll() is None
    assert all(each.poll() is not None for each in processes.values())


def test_a_demonstration_that_runs_already_is_told_and_shows_no_centres(centres: Path) -> None:
    with making.alone(centres), running(centres) as (_ran, said):
        assert "run already" in said.get(timeout=PATIENCE_S)
        assert said.get(timeout=PATIENCE_S) == "failed"


def test_a_centre_ends_when_whoever_started_it_is_gone(centres: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "tansiq", "centre", "play", str(centres / "federal-hq"), "--pace", "20"]
        centre = subprocess.Popen(
            [*command, "--listener", str(listener.fileno())], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
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
