"""The best choice and how far it can be from the best there is.

Good choice first, then the bound of the linear programme; columns whose change would cost more than the gap are fixed,
which lets more demand merge; what is left is branched over. The bound returned is the largest over all parts.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.cuts import Cutter
from tansiq.siting.master import Master, Proof
from tansiq.siting.problem import Problem
from tansiq.siting.relax import Relaxation
from tansiq.siting.search import Complete, Search
from tansiq.siting.tree import Asked, Tree
from tansiq.siting.whole import ROUNDING, branch, compact

COMPACT_TERMS = 50_000  # up to here HiGHS branches on the demand itself
_NODES_PER_SEARCH: Final = 20
_FOREVER_S: Final = 1e9
_LOOK_EVERY: Final = 6  # rounds of the linear programme between two tries to round its solution
_LOST: Final = 1e-9
_SHRUNK: Final = 0.9


@dataclass
class Chase:
    """A choice and a bound that close in on each other.

    Attributes
    ----------
    problem
        The whole problem.
    gap
        Relative gap at which to stop.
    deadline_s
        On the clock of ``time.monotonic``; infinite without one.
    tell
        Asked often; may raise to stop.
    complete
        Fills in what a search leaves open.
    y, covered
        The best choice and what counts with it.
    bound
        No choice counts more.
    """

    problem: Problem
    gap: float
    deadline_s: float
    tell: Callable[[], None]
    complete: Complete
    y: NDArray[np.float64] = field(init=False)
    covered: float = field(init=False)
    bound: float = field(init=False)
    integral: bool = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing chosen."""
        demand = self.problem.demand
        self.y = self.problem.lower.copy()
        self.covered = self.problem.value(self.y)
        self.bound = self.problem.constant + demand.total
        self.integral = bool(np.all(demand.weight == np.floor(demand.weight))) and self.bound < 2.0**52

    @property
    def aim(self) -> float:
        """A bound at or below this is close enough."""
        return self.covered + max(self.gap, _LOST) * abs(self.covered)

    def done(self) -> bool:
        """Tell whether the gap is reached, or the time is up."""
        return self.bound <= self.aim or time.monotonic() >= self.deadline_s

    def offer(self, y: NDArray[np.float64] | None) -> None:
        """Take ``y`` if it is allowed and better."""
        if y is not None and self.problem.allows(y):
            covered = self.problem.value(y)
            if covered > self.covered:
                self.y, self.covered = y, covered
                self.bound = max(self.bound, covered)

    def prove(self, bound: float) -> None:
        """Take ``bound`` if it is lower; whole weights count in whole numbers."""
        if self.integral:
            bound = float(np.floor(bound))
        self.bound = max(self.covered, min(self.bound, bound))

    def search(self, problem: Problem, point: NDArray[np.float64] | None) -> None:
        """Look for a better choice, beginning with the columns that are highest at ``point``."""
        search = Search(problem)
        order = None if point is None else np.argsort(-point, kind="stable")[: int(np.count_nonzero(point > _LOST))]
        search.fill(order)
        search.exchange(self.tell)
        self.offer(self.complete(search.chosen.astype(np.float64)))


def chase(problem: Problem, *, gap: float, deadline_s: float, tell: Callable[[], None], complete: Complete) -> Chase:
    """Choose, and prove how good the choice is.

    Parameters
    ----------
    problem
        What is chosen from.
    gap
        Relative gap to reach.
    deadline_s
        When to stop with what there is, on the clock of ``time.monotonic``.
    tell
        Asked often; an exception it raises ends everything.
    complete
        See :data:`tansiq.siting.search.Complete`.
    """
    state = Chase(problem, gap, deadline_s, tell, complete)
    if len(problem.demand):
        state.search(problem, None)
    else:
        state.prove(problem.constant)
    outside, left = -np.inf, problem
    while not state.done():
        proof = _relax(state, left, outside)
        if state.done() or proof is None:
            break
        smaller, out = _narrowed(state, left, proof)
        outside = max(outside, out)
        shrunk = _free(smaller) < _SHRUNK * _free(left)
        left = smaller
        if not shrunk:
            _branch(state, left, outside)
            break
    return state


def _free(problem: Problem) -> int:
    return int(np.count_nonzero(problem.upper > problem.lower))


def _relax(state: Chase, problem: Problem, outside: float) -> Proof | None:
    """Bring the linear programme's bound down, trying to round its solution now and then."""
    if not len(problem.demand):
        state.offer(state.complete(problem.lower))
        state.prove(max(outside, problem.constant))
        return None
    relaxation = _relaxation(state, problem)
    rounds = 0

    def go_on(proof: Proof, centre: NDArray[np.float64]) -> bool:
        nonlocal rounds
        rounds += 1
        state.tell()
        state.prove(max(outside, proof.bound))
        if rounds % _LOOK_EVERY == 0 and not state.done():
            state.search(problem, centre)
        return not state.done()

    relaxation.run(go_on)
    if relaxation.proof is not None:
        state.prove(max(outside, relaxation.proof.bound))
    if not state.done():
        state.search(problem, relaxation.centre)
    return relaxation.proof


def _narrowed(state: Chase, problem: Problem, proof: Proof) -> tuple[Problem, float]:
    """Fix every column whose change would cost too much to matter, and return a bound on what that leaves out."""
    with_other = proof.bound - np.abs(proof.cost)
    if state.integral:
        with_other = np.floor(with_other)
    hopeless = (with_other <= state.aim) & (problem.upper > problem.lower)
    low, high = hopeless & (proof.cost < 0), hopeless & (proof.cost > 0)
    upper = np.where(low, problem.lower, problem.upper)
    lower = np.where(high, upper, problem.lower)
    out = float(with_other[low | high].max(initial=-np.inf))
    return problem.fixed(lower, upper), out


def _branch(state: Chase, problem: Problem, outside: float) -> None:
    """Branch over what is left: HiGHS on the demand itself where that is small, else over a tree of our own."""
    if len(problem.demand.index) <= COMPACT_TERMS:
        _branch_compact(state, problem, outside)
    else:
        _branch_tree(state, problem, outside)


def _branch_compact(state: Chase, problem: Problem, outside: float) -> None:
    highs, scale = compact(problem)
    found = branch(
        highs,
        problem.columns,
        gap=max(state.gap, _LOST) / 2,
        time_s=min(state.deadline_s - time.monotonic(), _FOREVER_S),
        tell=state.tell,
    )
    state.offer(found.y)
    looser = found.bound + ROUNDING * max(1.0, abs(found.bound))
    state.prove(max(outside, problem.constant + looser / scale))


def _branch_tree(state: Chase, problem: Problem, outside: float) -> None:
    relaxation = _relaxation(state, problem)
    relaxation.run(lambda proof, _: _noted(state, max(outside, proof.bound)))
    if state.done() or relaxation.proof is None:
        return
    opened = 0

    def round_off(point: NDArray[np.float64]) -> None:
        nonlocal opened
        opened += 1
        if opened % _NODES_PER_SEARCH == 0:
            state.search(problem, point)

    asked = Asked(lambda: state.aim, state.offer, round_off, lambda bound: _noted(state, max(outside, bound)))
    tree = Tree(relaxation.cutter, relaxation.master, relaxation.proof.bound, asked)
    tree.run()
    state.prove(max(outside, tree.bound))


def _relaxation(state: Chase, problem: Problem) -> Relaxation:
    """Return the linear programme, begun at the best choice if that is allowed here."""
    cutter = Cutter.of(problem)
    start = np.clip(state.y, problem.lower, problem.upper)
    master = Master(problem, cutter.total, state.deadline_s)
    return Relaxation(cutter, master, start if problem.allows(start) else problem.lower)


def _noted(state: Chase, bound: float) -> bool:
    """Take a bound; tell whether to go on."""
    state.tell()
    state.prove(bound)
    return not state.done()
