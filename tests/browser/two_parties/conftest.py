"""A joint centre made and served by the commands the README gives, and people who were handed their codes."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.two_parties.people import Person, sit_down

CODE = re.compile(r"First (\w+) of (\w+) joins with this code: (\S+)")
PASSPHRASE = re.compile(r"Root of (\w+): (\S+)\. .*: (\S+)$", re.MULTILINE)
PATIENCE_S = 120
# Each party reads its own language; who looks over both shoulders reads English.
LANGUAGES = {"federal": "ar", "regional": "ckb"}


def tansiq(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run a command as a person would, in a shell that knows nothing of tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TANSIQ_", "DJANGO_"))}
    command = [sys.executable, "-m", "tansiq", "--lang", "en", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_S)


@dataclass
class Centre:
    """A running centre and what was written on paper when it was made."""

    folder: Path
    address: str
    browser: Browser
    codes: dict[tuple[str, str], str]
    roots: dict[str, tuple[Path, Path]]
    server: "subprocess.Popen[str]"
    people: dict[str, Person] = field(default_factory=dict)

    def seat(self, name: str, party: str, language: str = "") -> Person:
        """A person of a party at a browser of their own."""
        self.people[name] = sit_down(self.browser, name, language or LANGUAGES[party], self.address)
        return self.people[name]

    def stop(self) -> None:
        if self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(PATIENCE_S)


@pytest.fixture(scope="module")
def centre(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    home = tmp_path_factory.mktemp("two-parties")
    made = tansiq("centre", "init", home / "bar", "--name", "bar", "--joint", "--exercise")
    assert made.returncode == 0, made.stderr
    roots = {}
    for party, file, passphrase in PASSPHRASE.findall(made.stdout):
        paper = home / f"{party}.paper"
        paper.write_text(passphrase)
        roots[party] = (Path(file), paper)
    codes = {(party, role): code for role, party, code in CODE.findall(made.stdout)}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "tansiq",
        "--lang",
        "en",
        "centre",
        "serve",
        str(home / "bar"),
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        assert "The centre is at" in line, line + server.stderr.read()
        standing = Centre(home / "bar", f"http://127.0.0.1:{port}", browser, codes, roots, server)
        yield standing
        for person in standing.people.values():
            person.context.close()
        standing.stop()
