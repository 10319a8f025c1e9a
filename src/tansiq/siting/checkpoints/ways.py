"""All ways round that matter: for every choice of so many places, enough ways to tell which flows can go round it.

For each flow a tree of shut places is grown: nothing is shut at first; where a way is left, each place on it is shut in
turn, until no way within the limit is left or as many places are shut as may be open. Whoever can go round a choice of
that many places does so by one of the ways found: follow the tree along places of the choice.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np

from tansiq.siting.checkpoints.question import Question

MOST_STEPS: Final = 1_000_000
"""Shut sets looked at; a question with more is left to the integer programme."""


def ways_round(question: Question, tell: Callable[[], None]) -> dict[int, list[frozenset[int]]] | None:
    """Return by flow the places on its ways round, enough for every choice of the question; None if there are too many.

    A flow whose usual way passes no place is left out, and so is what some other of its ways lies within.

    Parameters
    ----------
    question
        What is asked; choices have at most ``count`` places.
    tell
        Asked now and then; may raise to stop.
    """
    found, steps = question.known_ways, 0
    for flow in sorted(question.usual_sets[1].keys() - found.keys()):
        tell()
        known, looked_at = _of_flow(question, flow, MOST_STEPS - steps)
        steps += looked_at
        if steps >= MOST_STEPS:
            return None
        found[flow] = [one for one in known if not any(other < one for other in known)]
    return found


def _of_flow(question: Question, flow: int, most: int) -> tuple[list[frozenset[int]], int]:
    """Return the ways of one flow, and how many shut sets were looked at: at most ``most``."""
    known: list[frozenset[int]] = []
    blocking: list[frozenset[int]] = []
    seen: set[frozenset[int]] = {frozenset()}
    to_do = deque([frozenset[int]()])
    while to_do and len(seen) < most:
        shut = to_do.popleft()  # small sets first: what blocks is then found by few places, and holds for more
        way = min((one for one in known if shut.isdisjoint(one)), key=len, default=None)
        if way is None:
            if any(one <= shut for one in blocking):
                continue
            way = question.way_past(flow, np.array(sorted(shut), np.int64))
            if way is None:
                blocking.append(shut)
                continue
            known.append(way)
        if not way:  # it passes no place at all, so nothing shuts it
            return [way], len(seen)
        if len(shut) < question.count:
            further = {shut | {place} for place in way} - seen
            seen |= further
            to_do += sorted(further, key=sorted)
    return known, len(seen)
