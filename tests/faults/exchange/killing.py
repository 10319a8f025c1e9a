"""Two centres that write to each other all the time, while the exchange of one or both is killed again and again.

After each kill the exchange is started again at once. :meth:`Rounds.settle` lets everything arrive, stops both, and
refuses anything that was lost, came twice, is not confirmed, or does not verify.
"""
# ruff: noqa: S311 - chance here protects nothing

import random
import signal
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.faults.exchange.nodes import Node, Workplace, at_work, check_link, digests, said, size, until

MOST_S = 1.2  # until the next kill: long enough that a process sometimes gets to everything it does
PACE_S = 0.02


@dataclass
class Seen:
    """What was found when everything had arrived: messages acknowledged, and entries on both links."""

    acknowledged: int
    entries: int


class Rounds:
    """Kills, and what was written meanwhile."""

    def __init__(self, nodes: Sequence[Node], seed: int) -> None:
        self.nodes, self.kills = nodes, 0
        self._chance, self._stack = random.Random(seed), ExitStack()
        self._writers: dict[str, int] = {}
        self._seeds = seed * 100_000
        self._places: list[Workplace] = []

    def __enter__(self) -> Self:
        self._places = self._stack.enter_context(at_work(*self.nodes))
        for place in self._places:
            place.run_exchange()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def kill_once(self) -> None:
        """Kill the exchange of one centre, or of both, at some moment, sometimes its writer too; start them again."""
        for place in self._places:
            if place.node.name not in self._writers:
                self._seeds += 1
                file = self._said(place.node)
                self._writers[place.node.name] = place.start("write", str(file), self._seeds, None, PACE_S)
        time.sleep(self._chance.random() * MOST_S)  # the moment is what is drawn by lot, not something waited for
        killed = self._places if self._chance.random() < 0.2 else [self._chance.choice(self._places)]
        for place in killed:
            place.stop_exchange(signal.SIGKILL)
            self.kills += 1
            if self._chance.random() < 0.3:
                place.end(self._writers.pop(place.node.name), signal.SIGKILL)
        for place in killed:
            place.run_exchange()

    def settle(self) -> Seen:
        """Let everything arrive, and look at all of it."""
        for place in self._places:
            writer = self._writers.pop(place.node.name, None)
            if writer is not None:
                place.end(writer, signal.SIGKILL)
        links = [(one, other) for one in self.nodes for other in self.nodes if one is not other]
        acknowledged = {node.name: said(self._said(node)) for node in self.nodes}
        for origin, to in links:
            until(lambda: self._arrived(origin, to), f"all from {origin.name} at {to.name}")  # noqa: B023 - asked at once
        for place in self._places:
            place.stop_exchange()
        for origin, to in links:
            check_link(origin, to, *acknowledged[origin.name])
        for place in self._places:
            found = place.call("check", str(place.node.home))
            assert found["alarms"] == [], found["alarms"]
        for place in self._places:
            self._check_tables(place)
            place.run_exchange()
        return Seen(
            sum(map(len, acknowledged.values())), sum(size(origin.released(to)) for origin, to in links)
        )  # fmt: skip

    def _arrived(self, origin: Node, to: Node) -> bool:
        table = self._place(origin).call("released", to.name)
        confirmed = self._place(origin).call("receipt", to.name)
        return len(table) == size(origin.released(to)) == size(to.received(origin)) == confirmed

    def _check_tables(self, place: Workplace) -> None:
        """Refuse tables that say something else than the logs."""
        for other in self.nodes:
            if other is not place.node:
                assert place.call("released", other.name) == digests(place.node.released(other))
                came = place.call("received", other.name)
                assert [digest for digest, _ in came] == digests(place.node.received(other))
                assert not [each for each in came if each[1] == "refused"]

    def _place(self, node: Node) -> Workplace:
        return next(each for each in self._places if each.node is node)

    def _said(self, node: Node) -> Path:
        return node.home / f"{node.name}.said"
