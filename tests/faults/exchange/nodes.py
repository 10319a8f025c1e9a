"""The exercise's three centres in folders of their own, and the exchange of each as a process that can be ended."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from tansiq.centre.demonstration.making import Founding
from tansiq.journal.errors import MissingFileError
from tansiq.journal.limits import LIMITS
from tansiq.journal.log import TILE_WIDTH, Folder, bundle_path, decode_bundle
from tansiq.journal.log.bundles import most_bundle_bytes
from tansiq.journal.note import Note, parse_checkpoint, parse_note
from tansiq.journal.record import read_record
from tests.faults.centres import PROJECT, Centre, Told

FEDERAL, BAR, REGIONAL = "federal-hq", "bar", "regional-hq"
PATIENCE_S = 120.0
LOOPBACK = "127.0.0.1"


@dataclass
class Node(Centre):
    """A centre that exchanges, at ``address``, its commands run by ``prefix``."""

    address: str = ""

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def home(self) -> Path:
        """Where the three centres lie, the parties' roots beside them."""
        return self.folder.parent

    def say(self, count: int, seed: int, pace_s: float = 0.0) -> list[str]:
        """Write messages; return the digests of those that are released."""
        told = self.run("tests.faults.exchange.saying", self.folder, count, seed, pace_s)
        assert told.code == 0, told.err
        return [line.split()[1] for line in told.out.splitlines() if line.startswith("released ")]

    def exchange_command(self, verb: str, *words: object) -> Told:
        """Run a command of ``tansiq exchange`` on the centre."""
        return self.run("tansiq", "exchange", verb, self.folder, *words)

    def released(self, to: "Node") -> Folder:
        """Its log for ``to``."""
        return Folder(self.folder / "releases" / to.name)

    def received(self, origin: "Node") -> Folder:
        """What it keeps of ``origin``'s log."""
        return Folder(self.folder / "received" / origin.name)

    def evidence(self) -> list[Path]:
        """Files it wrote about partners' faults."""
        return sorted((self.folder / "evidence").glob("*"))


class Workplace:
    """A node's workshop: what is done in the centre begins at once, since Django is loaded there once."""

    def __init__(self, node: Node) -> None:
        self.node = node
        command = [*node.prefix, sys.executable, "-m", "tests.faults.exchange.workshop", str(node.folder)]
        self._process = subprocess.Popen(
            command, cwd=PROJECT, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._exchange: int | None = None

    def call(self, task: str, *given: object) -> Any:  # noqa: ANN401 - whatever the task returns
        """Do something in a process of its own, and return what came of it."""
        told = self._ask({"call": task, "with": given})
        assert "returned" in told, f"{self.node.name}, {task}: {told}"
        return told["returned"]

    def start(self, task: str, *given: object) -> int:
        """Do something in the background; return the number of its process."""
        return int(self._ask({"start": task, "with": given})["process"])

    def end(self, process: int, by: int = signal.SIGTERM) -> int:
        """End a process, and return how it ended."""
        os.kill(process, by)
        return int(self._ask({"end": process})["code"])

    def say(self, count: int, seed: int) -> list[str]:
        """Write messages; return the digests of those that are released."""
        file = self.node.home / f"{self.node.name}-{seed}.said"
        self.call("write", str(file), seed, count)
        return said(file)

    def run_exchange(self) -> None:
        """Have the centre exchange from now on."""
        self._exchange = self.start("exchange", str(self.node.home / f"{self.node.name}.words"))

    def stop_exchange(self, by: int = signal.SIGTERM) -> None:
        """Have it exchange no longer; with SIGKILL, as a loss of power to it alone would."""
        if self._exchange is not None:
            process, self._exchange = self._exchange, None
            code = self.end(process, by)
            assert code in {0, -by}, f"{self.node.name} ended with {code}"

    def close(self) -> None:
        """End everything."""
        self._process.communicate()

    def _ask(self, what: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(what), file=self._process.stdin, flush=True)
        told: dict[str, Any] = json.loads(self._process.stdout.readline() or "{}")
        return told


def said(file: Path) -> list[str]:
    """Return the digests of what was acknowledged and is released; half a line does not count."""
    lines = file.read_text().split("\n")[:-1] if file.exists() else []
    return [line.split()[1] for line in lines if line.startswith("released ")]


@contextmanager
def at_work(*nodes: Node) -> Iterator[list[Workplace]]:
    """Workplaces of nodes whose exchange does not run yet."""
    with ExitStack() as stack:
        places = [Workplace(node) for node in nodes]
        for each in places:
            stack.callback(each.close)
        yield places


def _environment() -> dict[str, str]:
    variables = {**os.environ, "TANSIQ_LANG": "en"}
    variables.pop("DJANGO_SETTINGS_MODULE", None)
    return variables


@dataclass
class Running:
    """The exchange of a node, as ``tansiq exchange run``."""

    node: Node
    process: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """End it as a loss of power to it alone would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it as its people do."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE_S)
        finally:
            self.kill()


def found(place: Path) -> Path:
    """Found the three centres, and return the folder they lie in."""
    return Founding(place).run()


def copied(founded: Path, place: Path) -> Path:
    """Copy founded centres that do not run."""
    shutil.copytree(founded, place)
    return place


def free_address(host: str = LOOPBACK) -> str:
    """Return an address where nobody listens."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return f"{host}:{probe.getsockname()[1]}"


def linked(
    home: Path, *names: str, hosts: Mapping[str, str] | None = None, prefixes: Mapping[str, list[str]] | None = None
) -> list[Node]:
    """Let the centres ``names`` find each other, and no others; on loopback unless ``hosts`` says another address."""
    addresses = {name: free_address((hosts or {}).get(name, LOOPBACK)) for name in names}
    nodes = [Node(home / name, prefix=tuple((prefixes or {}).get(name, ())), address=addresses[name]) for name in names]
    for node in nodes:
        point(node, {name: address for name, address in addresses.items() if name != node.name})
    return nodes


def point(node: Node, addresses: Mapping[str, str]) -> None:
    """Tell a node where its partners are reached; whoever is not named is met by stick only."""
    others = {FEDERAL, BAR, REGIONAL} - {node.name}
    table = {name: f"https://{addresses[name]}" if name in addresses else "" for name in sorted(others)}
    (node.folder / "exchange.toml").write_text(tomli_w.dumps({"listen": node.address, "addresses": table}))


@contextmanager
def exchanging(*nodes: Node) -> Iterator[list[Running]]:
    """Run the exchange of each, until told otherwise."""
    with ExitStack() as stack:
        running = [start(node) for node in nodes]
        for each in running:
            stack.callback(each.stop)
        yield running


def start(node: Node) -> Running:
    """Start a node's exchange; its words go into a file beside the centre."""
    command = [*node.prefix, sys.executable, "-m", "tansiq", "exchange", "run", str(node.folder)]
    with (node.home / f"{node.name}.words").open("ab") as words:
        return Running(node, subprocess.Popen(command, cwd=PROJECT, env=_environment(), stdout=words, stderr=words))


def until(condition: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < end, f"it never came to this: {what}"
        time.sleep(0.05)


def note(log: Folder, name: str = "checkpoint") -> Note | None:
    """Return a head, or a receipt, as it lies in a log's folder."""
    try:
        return parse_note(log.read(name, LIMITS.note_bytes))
    except MissingFileError:
        return None


def size(log: Folder, name: str = "checkpoint") -> int:
    """Return how many entries a log's head, or its receipt, is for."""
    found = note(log, name)
    return parse_checkpoint(found.text).size if found else 0


def entries(log: Folder) -> list[bytes]:
    """Return a log's entries."""
    count, found = size(log), list[bytes]()
    for number in range(-(-count // TILE_WIDTH)):
        name = bundle_path(number, min(TILE_WIDTH, count - number * TILE_WIDTH))
        found += decode_bundle(log.read(name, most_bundle_bytes()), name)
    return found


def digests(log: Folder) -> list[str]:
    """Return the digests of a log's records."""
    return [read_record(entry).digest for entry in entries(log)]


def through(origin: Node, to: Node, count: int) -> bool:
    """Tell whether so many entries are there on the other side, and are confirmed here."""
    return size(to.received(origin)) >= count and size(origin.released(to), "receipt") >= count


def wait_for(origin: Node, to: Node, *wanted: str, patience_s: float = PATIENCE_S) -> None:
    """Wait until records are in the log for a partner, and everything in it has arrived and is confirmed."""
    until(lambda: set(wanted) <= set(digests(origin.released(to))), f"{origin.name} releases", patience_s)
    count = size(origin.released(to))
    until(lambda: through(origin, to, count), f"{count} from {origin.name} to {to.name}", patience_s)


def check_link(origin: Node, to: Node, *wanted: str) -> None:
    """Refuse a link on which anything was lost, came twice, or is not confirmed. Nobody may be running."""
    sent, kept = entries(origin.released(to)), entries(to.received(origin))
    assert sent[: len(kept)] == kept, f"{to.name} has other entries than {origin.name} released"
    found = [read_record(entry).digest for entry in kept]
    assert len(set(found)) == len(found), "something came twice"
    assert set(wanted) <= set(found), "something that was acknowledged is not there"
    receipt, accepted = note(origin.released(to), "receipt"), note(to.received(origin))
    assert receipt is not None
    assert accepted is not None
    assert parse_checkpoint(receipt.text).size <= len(kept) == parse_checkpoint(accepted.text).size
    assert len(receipt.signatures) == len(accepted.signatures) == 2, "the head's signature and the cosignature"


def check_centre(node: Node) -> None:
    """Refuse a centre whose logs do not verify, or that does not keep what it promises."""
    verified = node.run("tansiq", "verify", node.folder)
    assert verified.code == 0, verified.out + verified.err
    checked = node.check()
    assert checked.code == 0, checked.out + checked.err
