"""From ground, forces and limits to the places that hold most ground."""

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from shapely import Geometry

from tansiq.domain.laydown import Laydown
from tansiq.errors import BadInputError
from tansiq.gaps.model import Parameters
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.gaps.workers import THIS_MACHINE, Hands
from tansiq.ground.model import Ground
from tansiq.language import N_
from tansiq.siting.covering import teller
from tansiq.siting.joint import completed
from tansiq.siting.limits import Limits
from tansiq.siting.manning import Counts
from tansiq.siting.plan import Plan, Refusal, Site
from tansiq.siting.problem import Problem
from tansiq.siting.prove import Chase, chase
from tansiq.siting.question import Question
from tansiq.siting.weights import Weighing

GAP: Final = 1e-4
CANDIDATES: Final = 1_000


def site(  # noqa: PLR0913 - every figure of the question, all but its two inputs by name
    ground: Ground,
    laydown: Laydown,
    parameters: Parameters,
    *,
    asked: Counts,
    limits: Limits | None = None,
    weighing: Weighing = "area",
    candidates: NDArray[np.int64] | int = CANDIDATES,
    protected: Sequence[Geometry] = (),
    refuse: Sequence[str] = (),
    gap: float = GAP,
    time_limit_s: float | None = None,
    hands: Hands = THIS_MACHINE,
    progress: Progress | None = None,
) -> Plan:
    """Choose joint posts, reaction elements and watches together, so that most ground is both seen and reached.

    Parameters
    ----------
    ground, laydown, parameters
        As for the gap picture (``tansiq.gaps.settle`` gives the parameters).
    asked
        How many posts, reaction elements and watches at most.
    limits
        What the choice keeps to; None takes the defaults.
    weighing
        What a cell counts.
    candidates
        int64 [candidates, 2] of rows and columns, or about how many to look for on high ground.
    protected
        Protected sites beside those of the ground, in grid coordinates [m].
    refuse
        Ids of chosen sites (such as ``J01``): what would it cost to do without each?
    gap
        Relative gap at which to stop.
    time_limit_s
        For the choice, and again for each refusal [s]; None goes on.
    hands
        Who computes what posts and candidates see and reach; the choice itself is made on this machine.
    progress
        Told the share done; may raise to stop.

    Raises
    ------
    BadInputError
        If no candidate keeps to the limits, a sector or brigade of the limits is unknown, or a site refused was not
        chosen.
    """
    tell = progress or say_nothing
    chosen_limits = limits or Limits()
    question = Question(ground, laydown, parameters, asked, chosen_limits, weighing, hands)
    cells, excluded = question.cells(candidates, tuple(protected))
    problem = question.problem(cells, tell)

    def solve(one: Problem, first: float, last: float) -> Chase:
        begun = time.monotonic()
        told = teller(lambda done, label: tell(first + (last - first) * done, label), begun, time_limit_s)
        deadline_s = math.inf if time_limit_s is None else begun + time_limit_s
        return chase(
            one, gap=gap, deadline_s=deadline_s, tell=told, complete=lambda y: completed(one, chosen_limits, y)
        )

    best = solve(problem, 0.3, 0.9 / (1 + len(refuse)))
    sites = question.sites(cells, best.y)
    wanted = [_named(sites, name) for name in refuse]
    refusals = []
    for number, one in enumerate(wanted):
        without = solve(
            _without(problem, one.candidate), *(0.9 * (1 + number + k) / (1 + len(wanted)) for k in range(2))
        )
        refusals.append(Refusal(one.id, without.covered, without.bound, question.sites(cells, without.y)))
    return Plan(
        sites=sites,
        held_before=problem.constant,
        covered=best.covered,
        bound=best.bound,
        total=float(question.weight.sum()),
        refusals=tuple(refusals),
        candidates=cells,
        excluded=excluded,
        asked=asked,
        limits=chosen_limits,
        weighing=weighing,
        parameters=parameters,
        notices=question.notices(),
    )


def _named(sites: Sequence[Site], name: str) -> Site:
    for one in sites:
        if one.id == name:
            return one
    template = N_("%(site)s was not chosen, so it cannot be refused. Chosen: %(chosen)s.")
    raise BadInputError(template, site=name, chosen=", ".join(one.id for one in sites))


def _without(problem: Problem, candidate: int) -> Problem:
    upper = problem.upper.copy()
    upper[candidate : 3 * problem.places : problem.places] = 0.0
    return replace(problem, upper=upper)
