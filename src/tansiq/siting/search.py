"""A good choice without proof: the best next column until none fits, then exchanges of one for one.

Greedy choice covers at least 1 - 1/e of the optimum of plain covering (Nemhauser, Wolsey and Fisher 1978); exchanges
mend most of the rest. Only columns that choose an element take part; others (who mans what) are filled in afterwards.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.kernels.toggle import begin, toggle
from tansiq.siting.problem import Problem

# Returns the whole of y for a choice, other columns filled in, or None if that is not within the limits.
Complete = Callable[[NDArray[np.float64]], NDArray[np.float64] | None]
_ROUNDS: Final = 50
_WORTH: Final = 1e-9  # of the whole weight: less than this is rounding


class Search:
    """A choice that can be changed one column at a time.

    Parameters
    ----------
    problem
        Its columns are taken as 0 or 1 here.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        demand = problem.demand
        self._arrays = demand.start, demand.index, demand.weight
        self._begin, self._terms = problem.terms_of
        self._by_column = problem.elements.tocsc()
        self._sited = np.diff(self._by_column.indptr) > 0
        self._worth = _WORTH * max(demand.total, 1e-300)
        looked_at = len(problem.most) - problem.links
        self._most = problem.most[:looked_at]
        limits = problem.limits[:looked_at].tocoo()
        self._limit, self._column, self._use = limits.row, limits.col, limits.data
        self._limits_by_column = limits.tocsc()
        self.clear()

    def clear(self) -> None:
        """Go back to what must be chosen in any case."""
        self.chosen = np.zeros(self.problem.columns, np.bool_)
        self.room = self._most.copy()
        self._count = np.zeros(2 * len(self.problem.demand), np.int32)
        self._gain = np.zeros(self._by_column.shape[0])
        begin(*self._arrays, self._count, self.problem.places, self._gain)
        for column in np.flatnonzero(self._sited & (self.problem.lower > 0)).tolist():
            self._change(column, 1)

    def _change(self, column: int, step: int) -> None:
        elements = self._by_column
        for k in elements.indices[elements.indptr[column] : elements.indptr[column + 1]].tolist():
            terms = self._terms[self._begin[k] : self._begin[k + 1]]
            toggle(*self._arrays, terms, step, self.problem.places, self._count, self._gain)
        used = slice(*self._limits_by_column.indptr[column : column + 2])
        self.room[self._limits_by_column.indices[used]] -= step * self._limits_by_column.data[used]
        self.chosen[column] = step > 0

    def gains(self) -> NDArray[np.float64]:
        """Return float64 [columns]: what each would newly cover, -inf where it does not fit or is chosen already."""
        gain = np.asarray(self.problem.elements.T @ self._gain)
        return np.where(self._fits() & ~self.chosen & self._sited & (self.problem.upper > 0), gain, -np.inf)

    def _fits(self) -> NDArray[np.bool_]:
        """Return which columns leave every limit kept, mending those that are broken now."""
        slack = 1e-9 * np.maximum(1.0, np.abs(self._most))
        broken = self.room < -slack
        breaks = self._use > (self.room + slack)[self._limit]
        breaking = np.bincount(self._column[breaks], minlength=self.problem.columns) > 0
        if not broken.any():
            harmful = breaks & (self._use > 0)
            return np.asarray(np.bincount(self._column[harmful], minlength=self.problem.columns) == 0)
        mends = broken[self._limit] & ~breaks
        mended = np.bincount(self._column[mends], minlength=self.problem.columns)
        return np.asarray(~breaking & (mended == np.count_nonzero(broken)))

    def fill(self, order: NDArray[np.int64] | None = None) -> None:
        """Choose columns in ``order`` as far as they fit, then the best next one until none adds anything."""
        for column in [] if order is None else order.tolist():
            if self.gains()[column] > -np.inf:
                self._change(column, 1)
        while True:
            gain = self.gains()
            best = int(np.argmax(gain))
            if gain[best] <= self._worth:
                return
            self._change(best, 1)

    def exchange(self, tell: Callable[[], None]) -> None:
        """Exchange one chosen column for a better one, and go on until no exchange is better."""
        for _ in range(_ROUNDS):
            changed = [self._exchanged(column, tell) for column in self._free().tolist()]
            if not any(changed):
                return
            self.fill()

    def _free(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.chosen & (self.problem.lower <= 0))

    def _exchanged(self, column: int, tell: Callable[[], None]) -> bool:
        tell()
        self._change(column, -1)
        gain = self.gains()
        best = int(np.argmax(gain))
        better = bool(gain[best] > self._gain_of(column) + self._worth)
        self._change(best if better else column, 1)
        return better

    def _gain_of(self, column: int) -> float:
        elements = self._by_column
        return float(self._gain[elements.indices[elements.indptr[column] : elements.indptr[column + 1]]].sum())
