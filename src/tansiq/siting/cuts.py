"""Bounds from above on what groups of demand count, at any point between choices."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.kernels.cut import bound_from_above
from tansiq.siting.master import Cut
from tansiq.siting.problem import Problem

GROUPS: Final = 32
_VIOLATED: Final = 1e-8  # of the whole weight


@dataclass(frozen=True)
class Cutter:
    """Makes bounds for one problem; demand is grouped by the first place that could meet it.

    Attributes
    ----------
    problem
        What is chosen from.
    group
        int32 [kinds]: group of each kind of demand.
    total
        float64 [groups]: whole weight of each.
    """

    problem: Problem
    group: NDArray[np.int32]
    total: NDArray[np.float64]

    @classmethod
    def of(cls, problem: Problem, groups: int = GROUPS) -> "Cutter":
        """Group the demand of ``problem``."""
        demand = problem.demand
        place = demand.index[demand.start[0:-1:2]].astype(np.int64) % problem.places
        group = (place * groups // max(1, problem.places)).astype(np.int32)
        return cls(problem, group, np.bincount(group, demand.weight, groups).astype(float))

    def at(self, y: NDArray[np.float64]) -> tuple[float, list[Cut]]:
        """Return the value at ``y`` float64 [columns], and each group's bound that is tight there."""
        demand, elements = self.problem.demand, self.problem.elements
        constant = np.empty(len(self.total))
        slope = np.empty((len(self.total), elements.shape[0]))
        arrays = demand.start, demand.index, demand.weight, self.group
        value = bound_from_above(*arrays, np.asarray(elements @ y), constant, slope)
        by_column = np.asarray((elements.T @ slope.T).T)
        cuts = []
        for group in np.flatnonzero(self.total).tolist():
            columns = np.flatnonzero(by_column[group])
            cuts.append(Cut(group, float(constant[group]), columns, by_column[group, columns]))
        return self.problem.constant + float(value), cuts

    def violated(self, cuts: list[Cut], y: NDArray[np.float64], group_value: NDArray[np.float64]) -> list[Cut]:
        """Return those bounds that ``y`` with ``group_value`` float64 [groups] breaks."""
        slack = _VIOLATED * float(self.total.sum()) / len(self.total)
        return [cut for cut in cuts if cut.at(y) < group_value[cut.group] - slack]
