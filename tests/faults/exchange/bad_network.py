"""Two centres with a bad network between them: a wire between namespaces, or relays where none can be made."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.exchange.nodes import BAR, FEDERAL, LOOPBACK, Node, linked, point
from tests.faults.exchange.proxy import Relay, relay
from tests.faults.exchange.wire import ADDRESSES, Quality, Wire, unavailable, wire


@dataclass
class Network:
    """What lies between the two."""

    parts: "list[Relay] | list[Wire]"

    def cut(self) -> None:
        """Let nothing pass."""
        for each in self.parts:
            each.cut()

    def mend(self) -> None:
        """Let it pass again."""
        for each in self.parts:
            each.mend()

    @contextmanager
    def cut_every(self, seconds: float, for_s: float) -> Iterator[None]:
        """Cut it again and again, each time for a while."""
        over = threading.Event()

        def work() -> None:
            while not over.wait(seconds):
                self.cut()
                over.wait(for_s)
                self.mend()

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


@contextmanager
def bad_network(home: Path, quality: Quality) -> Iterator[tuple[Node, Node, Network]]:
    """The party's own centre and the joint one on two hosts, and what lies between them."""
    with _over_relays(home, quality) if unavailable() else _over_wire(home, quality) as (nodes, network):
        yield nodes[0], nodes[1], network


@contextmanager
def _over_wire(home: Path, quality: Quality) -> Iterator[tuple[list[Node], Network]]:
    with wire(quality) as running:
        hosts = {FEDERAL: "a", BAR: "b"}
        addresses = {name: ADDRESSES[host] for name, host in hosts.items()}
        prefixes = {name: running.inside(host, []) for name, host in hosts.items()}
        yield linked(home, FEDERAL, BAR, hosts=addresses, prefixes=prefixes), Network([running])


@contextmanager
def _over_relays(home: Path, quality: Quality) -> Iterator[tuple[list[Node], Network]]:
    one, other = linked(home, FEDERAL, BAR)
    with ExitStack() as stack:
        between = {}
        for node in (one, other):
            port = int(node.address.rpartition(":")[2])
            between[node.name] = stack.enter_context(
                relay(port, rate_bit_s=quality.rate_bit_s, delay_s=quality.delay_s)
            )
        point(one, {other.name: f"{LOOPBACK}:{between[other.name].port}"})
        point(other, {one.name: f"{LOOPBACK}:{between[one.name].port}"})
        yield [one, other], Network(list(between.values()))
