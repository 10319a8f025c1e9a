"""What is chosen from, what it counts, and within which limits: one form for every siting question."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tansiq.siting.demand import Demand, settled
from tansiq.siting.kernels.cut import covered
from tansiq.siting.kernels.merge import transpose


@dataclass(frozen=True)
class Problem:
    """Choose whole numbers within limits so that most weight counts.

    Attributes
    ----------
    demand
        On elements.
    elements
        float64 CSR [elements, columns] of 0 and 1: which columns make an element chosen. At most one of them can be
        chosen in a solution within the limits.
    limits
        float64 CSR [limits, columns]: ``limits @ y <= most``. Choosing nothing is within them.
    most
        float64 [limits].
    upper
        float64 [columns]: each column is a whole number from ``lower`` to ``upper``.
    lower
        float64 [columns].
    places
        Elements of one place stand this far apart (see ``kernels.toggle``).
    constant
        Weight that counts whatever is chosen.
    links
        So many of the last limits tie columns to others that choose no element; a search looks at the rest.
    """

    demand: Demand
    elements: csr_matrix
    limits: csr_matrix
    most: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    places: int
    constant: float = 0.0
    links: int = 0

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.upper)

    @cached_property
    def terms_of(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Which terms each element stands in: start int64 [elements + 1], terms int32."""
        begin = np.zeros(self.elements.shape[0] + 1, np.int64)
        return begin, transpose(self.demand.start, self.demand.index, begin)

    def value(self, y: NDArray[np.float64]) -> float:
        """Return the weight that counts with ``y`` float64 [columns], whole numbers."""
        demand = self.demand
        return self.constant + float(covered(demand.start, demand.index, demand.weight, self.elements @ y))

    def allows(self, y: NDArray[np.float64]) -> bool:
        """Tell whether ``y`` float64 [columns], whole numbers, is within bounds and limits."""
        within = bool(np.all(y >= self.lower) and np.all(y <= self.upper))
        return within and bool(np.all(self.limits @ y <= self.most + _slack(self.most)))

    def fixed(self, lower: NDArray[np.float64], upper: NDArray[np.float64]) -> "Problem":
        """Return the problem with narrower bounds, and its demand merged again for what is left."""
        sure = self.elements @ lower > 0.5  # noqa: PLR2004 - chosen or not
        dead = self.elements @ upper < 0.5  # noqa: PLR2004 - as above
        demand, constant = settled(self.demand, dead, sure)
        return replace(self, demand=demand, lower=lower, upper=upper, constant=self.constant + constant)


def _slack(most: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1e-9 * np.maximum(1.0, np.abs(most)))
