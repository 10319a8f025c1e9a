"""Fixtures for every test: the real data beside the project, and markers that CI may not skip."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

pytest_plugins = ("tests.database.plugin",)
SHARED = Path(__file__).parents[2] / "shared"
# Playwright keeps an event loop in the tests' thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
IN_CI = os.environ.get("CI", "").lower() == "true"
NEVER_SKIPPED_IN_CI = ("shared", "browser")

# A busy machine must not fail a test, so no deadline; and a change must not fail in CI for an input drawn by chance.
hypothesis.settings.register_profile("tansiq", deadline=None, derandomize=IN_CI)
hypothesis.settings.load_profile("tansiq")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, turn a skip of a test that needs the real data or a browser into a failure."""
    report = yield
    if IN_CI and report.skipped and any(item.get_closest_marker(name) for name in NEVER_SKIPPED_IN_CI):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped in CI: {report.longrepr}"
    return report


def skip_or_fail(reason: str) -> None:
    """Skip with a reason on a newcomer's machine; in CI nothing that matters may be skipped."""
    if IN_CI:
        pytest.fail(f"{reason} (not allowed in CI)")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and public vectors beside the project."""
    if not SHARED.is_dir():
        skip_or_fail("needs the real data in ../shared, which is not there")
    return SHARED


# Software rendering is slow on two cores.
PATIENCE_MS = 60_000
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, started once: Playwright allows no second in one process."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("needs Chromium, which is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()
