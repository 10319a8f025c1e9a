"""``tansiq demo``: what it refuses before any work, and that it serves and stops."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tansiq.cli import main

PATIENCE_S = 240


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_taken_port_is_told_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["--lang", "en", "demo", "--no-browser", "--port", str(port)])
    assert result.exit_code == 2
    assert f"port {port}" in result.output
    assert "--port" in result.output


def test_ground_without_laydown_is_refused() -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "demo", "--no-browser", "--ground", "somewhere"])
    assert result.exit_code == 2
    assert "--laydown" in result.output


def test_it_serves_the_page_and_stops_on_interrupt(tmp_path: Path) -> None:
    port = _free_port()
    options = ["--no-browser", "--no-centres", "--port", str(port), "--cell", "4000"]
    command = [sys.executable, "-m", "tansiq", "demo", *options]
    log = tmp_path / "log"
    with log.open("w") as output, subprocess.Popen(
        command, env=os.environ | {"TANSIQ_DATA": str(tmp_path / "data")}, stderr=output
    ) as server:  # fmt: skip
        try:
            page = _page(port, server)
            assert 'lang="ckb"' in page
            assert 'class="beside"' not in page
        finally:
            server.send_signal(signal.SIGINT)
        server.wait(PATIENCE_S)
    assert "Traceback" not in log.read_text()


def test_a_taken_port_of_a_centre_is_told_at_once() -> None:
    port = _free_ports()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 2))
        taken.listen()
        result = CliRunner().invoke(main, ["--lang", "en", "demo", "--no-browser", "--port", str(port)])
    assert result.exit_code == 2
    assert f"three ports above {port}" in result.output
    assert f"port {port + 2}" in result.output


def test_ports_beyond_the_last_are_refused() -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "demo", "--no-browser", "--port", "65534"])
    assert result.exit_code == 2
    assert "smaller --port" in result.output


def test_the_three_centres_open_beside_the_picture_and_end_with_it(tmp_path: Path) -> None:
    port = _free_ports()
    options = ["--no-browser", "--port", str(port), "--cell", "4000"]
    with subprocess.Popen(
        [sys.executable, "-m", "tansiq", "--lang", "en", "demo", *options],
        env=os.environ | {"TANSIQ_DATA": str(tmp_path)}, stderr=subprocess.PIPE, text=True,
    ) as demo:  # fmt: skip
        try:
            told = _until(demo, "are open")
            assert "Founding the three centres" in told
            picture = _page(port, demo)
            for number in (1, 2, 3):
                assert f"http://127.0.0.1:{port + number}/" in picture
                assert "/demonstration/enter/" in _page(port + number, demo)
        finally:
            demo.send_signal(signal.SIGINT)
        _, rest = demo.communicate(timeout=PATIENCE_S)
    assert demo.returncode == 0
    assert "Traceback" not in rest
    for number in (0, 1, 2, 3):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port + number))


def _until(demo: "subprocess.Popen[str]", words: str) -> str:
    assert demo.stderr is not None
    told = ""
    while words not in told:
        line = demo.stderr.readline()
        assert line, told
        told += line
    return told


def _free_ports() -> int:
    """A port with three free ones above it."""
    while True:
        port = _free_port()
        with contextlib.ExitStack() as stack:
            try:
                for number in (1, 2, 3):
                    stack.enter_context(socket.socket()).bind(("127.0.0.1", port + number))
            except (OSError, OverflowError):
                continue
        return port


def _page(port: int, server: "subprocess.Popen[Any]") -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Accept-Language": "ckb"})
    end = time.monotonic() + PATIENCE_S
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:  # noqa: S310 - loopback
                return str(response.read().decode())
        except OSError:
            time.sleep(0.2)
    return ""
