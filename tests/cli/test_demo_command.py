"""``tansiq demo``: what it refuses before any work, and that it serves and stops."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

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
    command = [sys.executable, "-m", "tansiq", "demo", "--no-browser", "--port", str(port), "--cell", "4000"]
    log = tmp_path / "log"
    with log.open("w") as output, subprocess.Popen(
        command, env=os.environ | {"TANSIQ_DATA": str(tmp_path / "data")}, stderr=output
    ) as server:  # fmt: skip
        try:
            assert 'lang="ckb"' in _page(port, server)
        finally:
            server.send_signal(signal.SIGINT)
        server.wait(PATIENCE_S)
    assert "Traceback" not in log.read_text()


def _page(port: int, server: subprocess.Popen[bytes]) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Accept-Language": "ckb"})
    end = time.monotonic() + PATIENCE_S
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:  # noqa: S310 - loopback
                return str(response.read().decode())
        except OSError:
            time.sleep(0.2)
    return ""
