"""Finding the front: one proven point after the other, where most of it is still unknown."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    unsearched
        Zones in which further ones may lie; 0 if this is the whole front.
    """

    found: tuple[Found, ...]
    unsearched: int


def search(
    question: Question,
    opened: NDArray[np.bool_],
    closed: NDArray[np.bool_],
    *,
    bound: int,
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
    points
        Stop at so many.
    deadline_s
        On the clock of ``time.monotonic``; then what there is.
    tell
        Told how many points are found; may raise to stop.
    """
    found: list[Found] = []
    programme = Programme(question, opened.astype(np.float64), 1.0 - closed, deadline_s, lambda: tell(len(found)))
    zones = Zones((-bound, 0, 0), [(1, bound + 1, int(question.delay_min.sum()) + 1)])
    solved: dict[tuple[int, int], Found | None] = {}
    while zones.corners and len(found) < points and time.monotonic() < deadline_s:
        corner = zones.widest()
        limits = _limits(corner, solved)
        try:
            best = programme.best(*limits)
        except OutOfTimeError:
            break
        solved[limits] = best
        if best is not None and vector(best.figures)[0] < corner[0]:
            found.append(best)
            zones.add(vector(best.figures))
        elif limits == _whole(corner):
            zones.drop(corner)
    found.sort(key=lambda one: vector(one.figures))
    return Searched(tuple(found), len(zones.corners))


def vector(figures: Figures) -> Corner:
    """Return the three figures of a front, all wanted small."""
    return -figures.counted, figures.evadable, figures.delay_min


def _limits(corner: Corner, solved: Mapping[tuple[int, int], object]) -> tuple[int, int]:
    """Return limits to solve a zone within: half as far as its corner first, which spreads the points found."""
    half = (corner[1] - 1) // 2, (corner[2] - 1) // 2
    return _whole(corner) if half in solved else half


def _whole(corner: Corner) -> tuple[int, int]:
    return corner[1] - 1, corner[2] - 1
