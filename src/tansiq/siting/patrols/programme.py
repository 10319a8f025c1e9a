"""The linear programme of the game: how often each column is drawn, so that the worst crossing counts least."""

from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from tansiq.siting.solver import Quiet

_PRIMAL: Final = 4  # HiGHS's primal simplex: each new column leaves the last solution feasible
_SLACK: Final = 1e-9  # of the value, by which the second aim may not spoil the first
DRAWN: Final = 1e-9
"""A column drawn less often than this is not drawn."""


class Programme:
    """Minimises v where ``value[r] (1 - coverage[r]) <= v`` for each row r, over columns of groups.

    Parameters
    ----------
    value
        float64 [rows], above 0: what each segment and slot counts.
    amount
        float64 [groups]: what the columns of each group add up to (vehicles, or 1).
    """

    def __init__(self, value: NDArray[np.float64], amount: NDArray[np.float64]) -> None:
        self.scale = float(value.max())
        self.value = value / self.scale
        self._worth = np.zeros(len(value))
        self.group: list[int] = []
        self.covers: list[NDArray[np.int64]] = []
        self._highs = Quiet()
        for option, setting in (("presolve", "off"), ("solver", "simplex"), ("simplex_strategy", _PRIMAL)):
            self._highs.setOptionValue(option, setting)
        self._highs.addCol(1.0, 0.0, highspy.kHighsInf, 0, np.empty(0, np.int32), np.empty(0))
        one = np.zeros(1, np.int32)
        for each in self.value.tolist():
            self._highs.addRow(each, highspy.kHighsInf, 1, one, np.ones(1))
        for each in amount.tolist():
            self._highs.addRow(each, each, 0, np.empty(0, np.int32), np.empty(0))

    def add(self, group: int, rows: NDArray[np.int64]) -> None:
        """Take in a column of ``group`` that covers ``rows`` (int64, ascending)."""
        index = np.append(rows, len(self.value) + group).astype(np.int32)
        entries = np.append(self.value[rows], 1.0)
        self._highs.addCol(-float(self._worth[rows].sum()), 0.0, highspy.kHighsInf, len(index), index, entries)
        self.group.append(group)
        self.covers.append(rows)

    def solve(self) -> tuple[float, NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return v, how much of each column, where to cross (adding up to at most 1), and each group's price."""
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            message = f"HiGHS ended with {self._highs.getModelStatus()}"
            raise RuntimeError(message)
        solution = self._highs.getSolution()
        drawn, price = np.asarray(solution.col_value), np.asarray(solution.row_dual)
        rows = len(self.value)
        crossing = np.maximum(price[:rows], 0.0)
        return drawn[0] * self.scale, np.maximum(drawn[1:], 0.0), crossing, -price[rows:] * self.scale

    def spread(self, worth: NDArray[np.float64]) -> None:
        """From now on keep v where it is, and make ``worth`` (float64 [rows]) of coverage greatest.

        Most games leave freedom: ground that counts little never binds. It goes where it meets most.
        """
        least = self.solve()[0] / self.scale
        self._worth = worth / max(float(worth.sum()), 1e-300)
        self._highs.changeColBounds(0, 0.0, least + _SLACK * max(least, 1e-3))
        self._highs.changeColCost(0, 0.0)
        for column, rows in enumerate(self.covers, start=1):
            self._highs.changeColCost(column, -float(self._worth[rows].sum()))

    def spreading(self) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
        """Return how much of each column then, what one more visit to each row is worth, and a column's price."""
        _, drawn, crossing, price = self.solve()
        return drawn, self._worth + crossing * self.value, float(price[0]) / self.scale
