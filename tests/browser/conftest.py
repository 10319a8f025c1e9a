"""A running demonstration on coarse sketched ground, and a real Chromium to look at it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect


@contextmanager
def running_demo(data: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Run ``tansiq demo``; give its address and a function that stops it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--no-browser", "--no-centres", "--port", str(port), "--cell", "2000"]
    command = [sys.executable, "-m", "tansiq", "demo", *options]
    environment = os.environ | {"TANSIQ_DATA": str(data)}
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)

    def stop() -> None:
        server.send_signal(signal.SIGINT)
        server.wait(30)

    assert server.stderr is not None
    try:
        # The address is told once the ground is built and the server about to answer.
        told = next(line for line in server.stderr if "http://" in line)
        assert f":{port}/" in told
        yield f"http://127.0.0.1:{port}/", stop
    finally:
        server.kill()
        server.stderr.close()
        server.wait(30)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def address(data: Path) -> Iterator[str]:
    with running_demo(data) as (address, _stop):
        yield address


Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open the page in a fresh browser and wait until its map is drawn."""
    contexts: list[BrowserContext] = []

    def open_page(language: str = "en", *, at: str = address, **options: Any) -> Page:  # noqa: ANN401 - Playwright's own
        # Without its service worker a page does not compute ahead, which would cost every test of one page a minute.
        usual = {"viewport": {"width": 1000, "height": 700}, "service_workers": "block", "reduced_motion": "reduce"}
        context = browser.new_context(locale=language, **(usual | options))
        contexts.append(context)
        page = context.new_page()
        page.goto(at)
        expect(page.locator("body[data-ready]")).to_be_attached()
        return page

    yield open_page
    for context in contexts:
        context.close()
