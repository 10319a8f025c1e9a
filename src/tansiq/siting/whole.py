"""Whole choices: HiGHS branches over the columns, on the demand itself where it is small, else on bounds from above."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from tansiq.siting.problem import Problem
from tansiq.siting.solver import Listening, Quiet

# HiGHS accepts columns and limits that are off by up to its tolerances of 1e-6: its bound is taken that much higher.
ROUNDING: Final = 1e-6
_SCALE: Final = 1_000.0


@dataclass(frozen=True)
class Branched:
    """What branching found: the best whole choice (None if none), and a bound for every choice."""

    y: NDArray[np.float64] | None
    bound: float


def branch(highs: highspy.Highs, columns: int, *, gap: float, time_s: float, tell: Callable[[], None]) -> Branched:
    """Run HiGHS on its model (maximise by least negative value) and read what it found.

    Parameters
    ----------
    highs
        With a model whose first ``columns`` columns are the choice.
    gap
        Relative gap it may stop at.
    time_s
        Time it may take [s].
    tell
        Asked while it runs.
    """
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_abs_gap", 0.0)
    Listening(highs, tell).run(time_s)
    found = highs.getInfo()
    bound = -float(found.mip_dual_bound)
    solution = np.asarray(highs.getSolution().col_value)[:columns]
    feasible = found.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Branched(np.round(solution) if feasible and len(solution) else None, bound)


def compact(problem: Problem) -> tuple[highspy.Highs, float]:
    """Return HiGHS with the whole problem as one model, one more column for each kind of demand, and the scale.

    The objective is the negative of ``scale`` times the weight that counts, the problem's constant left out.
    """
    demand, columns, kinds = problem.demand, problem.columns, len(problem.demand)
    scale = _SCALE / max(demand.total, 1e-300)
    terms = np.flatnonzero(np.diff(demand.start))
    held = csr_matrix((np.ones(len(demand.index)), demand.index, demand.start), (2 * kinds, problem.elements.shape[0]))[
        terms
    ]
    counted = csr_matrix((np.ones(len(terms)), (np.arange(len(terms)), terms // 2)), (len(terms), kinds))
    rows = hstack([-(held @ problem.elements), counted], format="csr")
    limits = csr_matrix((problem.limits.data, problem.limits.indices, problem.limits.indptr), shape=(
        problem.limits.shape[0], columns + kinds))  # fmt: skip
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns + kinds, len(terms) + limits.shape[0]
    model.col_cost_ = np.concatenate([np.zeros(columns), -demand.weight * scale])
    model.col_lower_ = np.concatenate([problem.lower, np.zeros(kinds)])
    model.col_upper_ = np.concatenate([problem.upper, np.ones(kinds)])
    model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
    model.row_upper_ = np.concatenate([np.zeros(len(terms)), problem.most])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate([rows.indptr, rows.nnz + limits.indptr[1:]]).astype(np.int32)
    model.a_matrix_.index_ = np.concatenate([rows.indices, limits.indices]).astype(np.int32)
    model.a_matrix_.value_ = np.concatenate([rows.data, limits.data])
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    model.integrality_ = [whole] * columns + [part] * kinds
    highs = Quiet()
    highs.passModel(model)
    return highs, scale
