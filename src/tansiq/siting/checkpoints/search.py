"""Finding the front: one proven choice after the other, where most of it is still unknown.

With a grain above 0 not every choice of the front is listed, but enough: for every choice whatever a listed one is as
good in all three figures to within one step. A found point rules out what lies up to a step below it (an additive
approximation, Papadimitriou and Yannakakis 2000, On the approximability of trade-offs, FOCS).
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.checkpoints.every import every_choice
from tansiq.siting.checkpoints.model import Figures
from tansiq.siting.checkpoints.programme import Found, OutOfTimeError, Programme
from tansiq.siting.checkpoints.question import Question
from tansiq.siting.checkpoints.zones import Corner, Zones


@dataclass(frozen=True)
class Searched:
    """What a search found.

    Attributes
    ----------
    found
        Choices on the front, most counted first; each is proven to be on it.
    step
        Steps of counted, evadable and delay.
    unsearched
        Zones that time or the number of points left; 0 if every choice is matched to within a step.
    """

    found: tuple[Found, ...]
    step: Corner
    unsearched: int


def search(
    question: Question,
    opened: NDArray[np.bool_],
    closed: NDArray[np.bool_],
    *,
    bound: int,
    grain: float,
    points: int,
    deadline_s: float,
    tell: Callable[[int], None],
) -> Searched:
    """Return choices on the front of ``question``.

    Parameters
    ----------
    question
        What is asked.
    opened, closed
        bool [places]: open in every choice, open in none.
    bound
        No choice counts more.
    grain
        Length of a step: as a share of ``bound`` for counted and evadable, of the first choice's delay for delay.
        0 lists the whole front.
    points
        Stop at so many.
    deadline_s
        On the clock of ``time.monotonic``; then what there is. Weighing every choice, once begun, is finished: it is
        bounded, and half of it proves nothing.
    tell
        Told how many points are found; may raise to stop.
    """
    zones = Zones((-bound, 0, 0), [(1, bound + 1, int(question.delay_min.sum()) + 1)])
    if time.monotonic() >= deadline_s:
        return Searched((), (0, 0, 0), len(zones.corners))
    found: list[Found] = []
    whole = every_choice(question, opened, closed, lambda: tell(len(found)))
    if whole is not None and grain == 0 and len(whole.vectors) <= points:
        return Searched(whole.found, (0, 0, 0), 0)
    source: Source = whole or Programme(
        question, opened.astype(np.float64), (~closed).astype(np.float64), deadline_s, lambda: tell(len(found))
    )
    step = _look(source, zones, found, (bound, grain, points))
    found.sort(key=lambda one: vector(one.figures))
    return Searched(tuple(found), step, len(zones.corners))


class Source(Protocol):
    """What finds the best choice within limits: an integer programme, or a list of all that matter."""

    def best(self, evadable: int, delay_min: int) -> Found | None:
        """See :meth:`tansiq.siting.checkpoints.programme.Programme.best`."""


def _look(source: Source, zones: Zones, found: list[Found], asked: tuple[int, float, int]) -> Corner:
    """Fill ``found`` until no zone is left, or time or the number of points is up; return the step."""
    bound, grain, points = asked
    solved: dict[tuple[int, int], Found | None] = {}
    step = (0, 0, 0)
    while zones.corners and len(found) < points:
        corner = zones.widest()
        try:
            best = _best(source, (corner[1] - 1, corner[2] - 1), solved)
        except OutOfTimeError:
            break
        if best is None or vector(best.figures)[0] >= corner[0]:
            zones.drop(corner)
            continue
        found.append(best)
        if len(found) == 1:
            step = int(grain * bound), int(grain * bound), int(grain * best.figures.delay_min)
        counted, evadable, delay = vector(best.figures)
        zones.add((counted - step[0], evadable - step[1], delay - step[2]))
    return step


def vector(figures: Figures) -> Corner:
    """Return the three figures of a front, all wanted small."""
    return -figures.counted, figures.evadable, figures.delay_min


def _best(source: Source, limits: tuple[int, int], solved: dict[tuple[int, int], Found | None]) -> Found | None:
    """Return the best choice within limits: one that was best within wider ones and keeps to these, else a new one."""
    known = _known(limits, solved)
    if known is None:
        solved[limits] = source.best(*limits)
        return solved[limits]
    return known[0]


def _known(limits: tuple[int, int], solved: Mapping[tuple[int, int], Found | None]) -> tuple[Found | None] | None:
    for wider, best in solved.items():
        if wider[0] >= limits[0] and wider[1] >= limits[1]:
            if best is None:
                return (None,)
            if best.figures.evadable <= limits[0] and best.figures.delay_min <= limits[1]:
                return (best,)
    return None
