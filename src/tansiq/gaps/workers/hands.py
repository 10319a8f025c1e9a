"""Errands, and those who run them; here, the threads of this machine."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Generic, Protocol, TypeVar

from numpy.typing import NDArray

R = TypeVar("R")

AHEAD: Final = 3
"""Errands handed out beyond what can run at once, for each that can: nobody waits, and memory stays bounded."""


@dataclass(frozen=True, eq=False)
class Lent:
    """An array lent to many errands: given to each worker once, not with every errand. Nobody may write into it."""

    array: NDArray[Any]


@dataclass(frozen=True, eq=False)
class Errand(Generic[R]):
    """One piece of a computation.

    Attributes
    ----------
    task
        A function of a module, called as ``task(piece, *arrays)``. It must depend on nothing else.
    piece
        What it works on; small, since it travels with the errand.
    lent
        Large arrays it reads as well.
    """

    task: Callable[..., R]
    piece: object
    lent: tuple[Lent, ...] = ()


class Hands(Protocol):
    """Those who run errands."""

    @property
    def at_once(self) -> int:
        """How many errands can run at the same time, at least 1."""

    def lend(self, array: NDArray[Any]) -> Lent:
        """Lend an array to errands; the same array twice is lent once."""

    def map(self, errands: Iterable[Errand[R]]) -> Generator[R, None, None]:
        """Yield the results in the order of the errands.

        Whoever stops early closes the iterator (``contextlib.closing``), which takes back what was not begun.
        """

    def run(self, errand: Errand[R]) -> R:
        """Run one errand and wait for it; several threads may ask at the same time."""


class LocalHands:
    """The threads of this machine, one for each processor."""

    @property
    def at_once(self) -> int:
        """How many errands can run at the same time."""
        return os.cpu_count() or 1

    def lend(self, array: NDArray[Any]) -> Lent:
        """Lend an array; it stays where it is."""
        return Lent(array)

    def map(self, errands: Iterable[Errand[R]]) -> Generator[R, None, None]:
        """Yield the results in the order of the errands."""
        waiting: deque[Future[R]] = deque()
        with ThreadPoolExecutor(self.at_once) as pool:
            try:
                feed = iter(errands)
                waiting.extend(pool.submit(self.run, one) for one in islice(feed, (1 + AHEAD) * self.at_once))
                while waiting:
                    yield waiting.popleft().result()
                    waiting.extend(pool.submit(self.run, one) for one in islice(feed, 1))
            finally:
                for one in waiting:
                    one.cancel()

    def run(self, errand: Errand[R]) -> R:
        """Run one errand in the caller's own thread."""
        return errand.task(errand.piece, *(one.array for one in errand.lent))


THIS_MACHINE: Final = LocalHands()
