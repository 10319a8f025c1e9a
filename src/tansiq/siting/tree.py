"""Whole choices by branching over columns, bounds from above added wherever the programme's solution breaks one.

HiGHS takes no rows while it branches, so the tree is kept here and HiGHS solves the linear programme of each node,
beginning from the last one's. Every node's bound is a proof of its own (``master``). The node with the largest bound
comes next, so the largest bound of all falls as fast as it can (Land and Doig 1960).
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.cuts import Cutter
from tansiq.siting.master import Master, Relaxed

_WHOLE: Final = 1e-6
_ROUNDS: Final = 12  # of bounds at one node before it is branched on
_STALLED: Final = 0.02  # of the way to the aim: a round that gains less ends a node's rounds


@dataclass(order=True)
class Node:
    """A part of all choices: ordered by bound, the largest first, then by age."""

    key: tuple[float, int]
    lower: NDArray[np.float64] = field(compare=False)
    upper: NDArray[np.float64] = field(compare=False)

    @property
    def bound(self) -> float:
        """No choice in this part counts more."""
        return -self.key[0]


@dataclass(frozen=True)
class Asked:
    """What the tree asks of its owner.

    Attributes
    ----------
    aim
        Returns the bound from which on a part is of no interest.
    offer
        Takes a whole choice.
    round_off
        Told a point between choices now and then, to look for a choice near it.
    bound
        Told a bound for all that is left; returns whether to go on.
    """

    aim: Callable[[], float]
    offer: Callable[[NDArray[np.float64]], None]
    round_off: Callable[[NDArray[np.float64]], None]
    bound: Callable[[float], bool]


class Tree:
    """The parts of all choices that may still hold a better one.

    Parameters
    ----------
    cutter, master
        What makes bounds, and the programme, tightened as far as it goes.
    bound
        For all choices.
    asked
        See :class:`Asked`.
    """

    def __init__(self, cutter: Cutter, master: Master, bound: float, asked: Asked) -> None:
        self._cutter, self._master, self._asked = cutter, master, asked
        self._age = count()
        self._nodes: list[Node] = []
        self.pruned = -np.inf
        self._push(bound, master.problem.lower, master.problem.upper)

    @property
    def bound(self) -> float:
        """No choice anywhere counts more: open parts and those put aside."""
        return max(self.pruned, self._nodes[0].bound if self._nodes else -np.inf)

    def _push(self, bound: float, lower: NDArray[np.float64], upper: NDArray[np.float64]) -> None:
        if bound <= self._asked.aim():
            self.pruned = max(self.pruned, bound)
        else:
            heapq.heappush(self._nodes, Node((-bound, next(self._age)), lower, upper))

    def run(self) -> None:
        """Branch until nothing of interest is open, or the owner says no."""
        while self._nodes and self._asked.bound(self.bound):
            node = heapq.heappop(self._nodes)
            if node.bound <= self._asked.aim():
                self.pruned = max(self.pruned, node.bound)
                continue
            self._open(node)

    def _open(self, node: Node) -> None:
        self._master.narrow(node.lower, node.upper)
        bound, relaxed = self._tightened(node)
        if relaxed is None:
            # Impossible parts hold no choice; where HiGHS gave up, what was known before still holds.
            self.pruned = max(self.pruned, -np.inf if self._master.impossible else bound)
            return
        split = np.abs(relaxed.y - np.round(relaxed.y))
        if bound > self._asked.aim() and split.max(initial=0.0) <= _WHOLE:
            # Whole, and no bound is broken there: nothing in this part counts more than it does.
            self._asked.offer(np.round(relaxed.y))
        if bound <= self._asked.aim() or split.max(initial=0.0) <= _WHOLE:
            self.pruned = max(self.pruned, bound)
            return
        self._asked.round_off(relaxed.y)
        self._branch(node, bound, relaxed, split)

    def _tightened(self, node: Node) -> tuple[float, Relaxed | None]:
        """Return the node's bound and solution, bounds that its solution breaks brought in."""
        bound, rounds = node.bound, 0
        while (relaxed := self._master.solve()) is not None:
            before, bound = bound, min(bound, relaxed.proof.bound)
            cuts = self._cutter.violated(self._cutter.at(relaxed.y)[1], relaxed.y, relaxed.group_value)
            rounds += 1
            aim = self._asked.aim()
            stalled = rounds > 1 and before - bound < _STALLED * (bound - aim)
            whole = np.abs(relaxed.y - np.round(relaxed.y)).max(initial=0.0) <= _WHOLE
            self._master.add(cuts)
            if not cuts or bound <= aim or (not whole and (stalled or rounds >= _ROUNDS)):
                return bound, relaxed
        return bound, None

    def _branch(self, node: Node, bound: float, relaxed: Relaxed, split: NDArray[np.float64]) -> None:
        """Part the node at the column that is least whole; of equals at the one that counts most."""
        least = np.flatnonzero(split >= split.max() - _WHOLE)
        column = int(least[np.argmax(np.abs(relaxed.proof.cost[least]))])
        below, above = node.upper.copy(), node.lower.copy()
        below[column] = np.floor(relaxed.y[column])
        above[column] = below[column] + 1.0
        self._push(bound, node.lower, below)
        self._push(bound, above, node.upper)
