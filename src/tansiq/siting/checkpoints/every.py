"""Small questions answered by weighing every choice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.checkpoints.kernels.weigh import weigh
from tansiq.siting.checkpoints.programme import Found
from tansiq.siting.checkpoints.question import Question
from tansiq.siting.checkpoints.ways import ways_round

MOST_CHOICES: Final = 30_000_000
_TURNS: Final = 50_000  # between two times of telling
_BITS: Final = 64
_ROOM: Final = 4_096


@dataclass(frozen=True)
class Every:
    """The whole front of a question.

    Attributes
    ----------
    question
        What is asked.
    vectors
        int64 [choices, 3]: counted (negative), evadable, delay, ascending.
    opened
        int64 [choices, places at most]: -1 where fewer are chosen; places open in every choice are left out.
    always
        int64: places open in every choice.
    """

    question: Question
    vectors: NDArray[np.int64]
    opened: NDArray[np.int64]
    always: NDArray[np.int64]

    @property
    def found(self) -> tuple[Found, ...]:
        """All of it, most counted first."""
        return tuple(self._found(row) for row in range(len(self.vectors)))

    def _found(self, row: int) -> Found:
        opened = np.sort(np.concatenate([self.always, self.opened[row][self.opened[row] >= 0]]))
        return Found(opened, self.question.figures(opened))

    def best(self, evadable: int, delay_min: int) -> Found | None:
        """Return what :meth:`tansiq.siting.checkpoints.programme.Programme.best` returns."""
        within = np.flatnonzero((self.vectors[:, 1] <= evadable) & (self.vectors[:, 2] <= delay_min))
        if not len(within):
            return None
        most = within[self.vectors[within, 0] == self.vectors[within[0], 0]]
        return self._found(int(most[np.argmin(self.vectors[most, 1] + self.vectors[most, 2])]))


def every_choice(
    question: Question, opened: NDArray[np.bool_], closed: NDArray[np.bool_], tell: Callable[[], None]
) -> Every | None:
    """Return the whole front; None where there are too many choices, or ways round, to go through.

    Parameters
    ----------
    question
        What is asked.
    opened, closed
        bool [places]: open in every choice, open in none.
    tell
        Asked now and then; may raise to stop.
    """
    free = np.flatnonzero(~(opened | closed)).astype(np.int64)
    left = question.count - int(opened.sum())
    if sum(comb(len(free), size) for size in range(left + 1)) > MOST_CHOICES:
        return None
    ways = ways_round(question, tell)
    if ways is None:
        return None
    always = np.flatnonzero(opened).astype(np.int64)
    front = _weighed(question, free, always, left, ways, tell)
    front = front[np.lexsort(front[:, 2::-1].T)]
    return Every(question, front[:, :3], front[:, 3:], always)


def _weighed(
    question: Question,
    free: NDArray[np.int64],
    always: NDArray[np.int64],
    left: int,
    ways: dict[int, list[frozenset[int]]],
    tell: Callable[[], None],
) -> NDArray[np.int64]:
    sets, set_of = question.usual_sets
    flows = sorted(ways)
    per_flow = [len(ways[flow]) for flow in flows]
    given = (
        free,
        _bits([always.tolist()], question.places)[0],
        _bits([sets[set_of[flow]] for flow in flows], question.places),
        question.per_day[flows],
        np.concatenate([[0], np.cumsum(per_flow)]).astype(np.int64),
        _bits([way for flow in flows for way in ways[flow]], question.places),
        _bits(question.places_on_stretch, question.places),
        question.stretch_worth,
        question.delay_min,
        int(question.delay_min[always].sum()),
        _bits([share.places.tolist() for share in question.shares], question.places),
        np.array([share.most for share in question.shares], np.int64),
    )
    front, kept = np.empty((_ROOM, 3 + left), np.int64), 0
    for size in range(min(left, len(free)) + 1):
        choice, done = np.arange(size, dtype=np.int64), False
        while not done:
            tell()
            kept, done = weigh(choice, *given, front, kept, _TURNS)
            if kept == len(front):
                front = np.concatenate([front, np.empty_like(front)])
    return front[:kept]


def _bits(sets: Iterable[Iterable[int]], places: int) -> NDArray[np.uint64]:
    """Return sets of places as bits, uint64 [sets, words]."""
    rows = [list(some) for some in sets]
    made = np.zeros((len(rows), -(-places // _BITS)), np.uint64)
    for row, some in enumerate(rows):
        for place in some:
            made[row, place // _BITS] |= np.uint64(1) << np.uint64(place % _BITS)
    return made
