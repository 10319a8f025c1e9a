"""The linear programme over columns and bounds from above, solved by HiGHS, and proofs drawn from its prices.

The value of each group of demand stands for one variable, held down by the bounds gathered so far (Benders cuts). A
proof does not rest on HiGHS's tolerances: any prices give an upper bound by weak duality, which is computed here.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from tansiq.siting.problem import Problem
from tansiq.siting.solver import Quiet

_SCALE: Final = 1_000.0  # the whole weight in the programme, so that HiGHS's absolute tolerances mean the same always
_IDLE_ROUNDS: Final = 20  # a bound that was slack so long is dropped
_IDLE_KEPT: Final = 50
_ROUNDING: Final = 1e-10  # of a bound: more than sums of a million weights can lose
_EASY: Final = 1e-9
_SMALLEST_SLOPE: Final = 1e-9  # in the programme's scale, what HiGHS would take for 0


@dataclass(frozen=True)
class Cut:
    """For every choice the group's value is at most ``constant + slope @ y[columns]``."""

    group: int
    constant: float
    columns: NDArray[np.int64]
    slope: NDArray[np.float64]

    def at(self, y: NDArray[np.float64]) -> float:
        """Return the bound at ``y``."""
        return self.constant + float(self.slope @ y[self.columns])


@dataclass(frozen=True)
class Proof:
    """No choice counts more than ``bound``; one with column j changed by one from its better end, ``cost[j]`` less.

    ``cost`` is float64 [columns]: above 0 the column is better at its upper end, below 0 at its lower.
    """

    bound: float
    cost: NDArray[np.float64]


@dataclass(frozen=True)
class Relaxed:
    """A solution of the linear programme: columns, groups' values, and what it proves."""

    y: NDArray[np.float64]
    group_value: NDArray[np.float64]
    proof: Proof


class Master:
    """The programme for one problem.

    Parameters
    ----------
    problem
        What is chosen from.
    group_total
        float64 [groups]: the whole weight of each group.
    deadline_s
        When to give up, on the clock of ``time.monotonic``.
    """

    def __init__(self, problem: Problem, group_total: NDArray[np.float64], deadline_s: float = np.inf) -> None:
        self.problem = problem
        self._deadline_s = deadline_s
        self.group_total = group_total
        self.lower, self.upper = problem.lower, problem.upper
        self.scale = _SCALE / max(float(group_total.sum()), 1e-300)
        self.cuts: list[Cut] = []
        self._idle: list[int] = []
        self._fixed_rows = len(problem.most)
        self.highs = Quiet()
        self.highs.passModel(self._model())

    def _model(self) -> highspy.HighsLp:
        problem, groups = self.problem, len(self.group_total)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = problem.columns + groups, self._fixed_rows
        model.col_cost_ = np.concatenate([np.zeros(problem.columns), np.full(groups, -1.0)])
        model.col_lower_ = np.concatenate([problem.lower, np.zeros(groups)])
        model.col_upper_ = np.concatenate([problem.upper, self.group_total * self.scale])
        model.row_lower_ = np.full(self._fixed_rows, -highspy.kHighsInf)
        model.row_upper_ = problem.most
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = problem.limits.indptr.astype(np.int32)
        model.a_matrix_.index_ = problem.limits.indices.astype(np.int32)
        model.a_matrix_.value_ = problem.limits.data
        return model

    def add(self, cuts: Sequence[Cut]) -> None:
        """Take in some more bounds."""
        for cut in cuts:
            slope = cut.slope * self.scale
            kept = slope > _SMALLEST_SLOPE
            # What is too small to be told to HiGHS is added to the constant, so that the bound stays one.
            spare = float((slope[~kept] * self.problem.upper[cut.columns[~kept]]).sum())
            index = np.append(cut.columns[kept], self.problem.columns + cut.group).astype(np.int32)
            value = np.append(-slope[kept], 1.0)
            self.highs.addRow(-highspy.kHighsInf, cut.constant * self.scale + spare, len(index), index, value)
        self.cuts += cuts
        self._idle += [0] * len(cuts)

    def narrow(self, lower: NDArray[np.float64], upper: NDArray[np.float64]) -> None:
        """Let columns lie between ``lower`` and ``upper`` from now on, within the problem's own bounds."""
        changed = np.flatnonzero((lower != self.lower) | (upper != self.upper)).astype(np.int32)
        if len(changed):
            self.highs.changeColsBounds(len(changed), changed, lower[changed], upper[changed])
        self.lower, self.upper = lower, upper

    @property
    def impossible(self) -> bool:
        """Whether the last solution failed since nothing fits the limits."""
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible)

    def solve(self) -> Relaxed | None:
        """Solve the linear programme; None if nothing fits the limits, or HiGHS did not come to an end."""
        left_s = self._deadline_s - time.monotonic()
        if left_s < np.inf:
            self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(0.0, left_s))
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self.highs.getSolution()
        column = np.asarray(solution.col_value)
        price = np.maximum(-np.asarray(solution.row_dual), 0.0)
        proof = self._proof(price[: self._fixed_rows], price[self._fixed_rows :])
        self._drop_idle(price[self._fixed_rows :])
        return Relaxed(column[: self.problem.columns], column[self.problem.columns :] / self.scale, proof)

    def _proof(self, limit_price: NDArray[np.float64], cut_price: NDArray[np.float64]) -> Proof:
        """Weigh limits and bounds by their prices: what is left is a bound column by column."""
        used = np.flatnonzero(cut_price > 0).tolist()
        share = np.bincount([self.cuts[k].group for k in used], cut_price[used], len(self.group_total))
        price_of_limit = limit_price / self.scale
        # A group whose prices do not add up to 1 is held down by its whole weight for the rest.
        constant = float(((1.0 - np.minimum(share, 1.0)) * self.group_total).sum())
        constant += float(price_of_limit @ self.problem.most)
        cost = -np.asarray(self.problem.limits.T @ price_of_limit)
        for k in used:
            cut = self.cuts[k]
            weight = cut_price[k] / max(1.0, share[cut.group])
            constant += weight * cut.constant
            cost[cut.columns] += weight * cut.slope
        best = np.where(cost > 0, cost * self.upper, cost * self.lower)
        bound = constant + float(best.sum())
        bound += _ROUNDING * (abs(constant) + float(np.abs(best).sum()) + float(price_of_limit @ self.problem.most))
        return Proof(self.problem.constant + bound, cost)

    def _drop_idle(self, cut_price: NDArray[np.float64]) -> None:
        idle = np.where(cut_price > _EASY, 0, np.asarray(self._idle, np.int64) + 1)
        old = np.flatnonzero(idle > _IDLE_ROUNDS)
        if len(old) <= _IDLE_KEPT:
            self._idle = idle.tolist()
            return
        self.highs.deleteRows(len(old), (old + self._fixed_rows).astype(np.int32))
        kept = np.setdiff1d(np.arange(len(self.cuts)), old).tolist()
        self.cuts = [self.cuts[k] for k in kept]
        self._idle = [int(idle[k]) for k in kept]
