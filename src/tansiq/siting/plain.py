"""Plain maximal covering as a problem: each place is its own element."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, identity

from tansiq.siting.demand import merged, one_term
from tansiq.siting.kernels.merge import transpose
from tansiq.siting.problem import Problem


def plain_problem(
    start: NDArray[np.int64], index: NDArray[np.int32], weights: NDArray[np.float64], sites: int
) -> Problem:
    """Return the problem of choosing at most ``sites`` candidates; ``start``, ``index`` say what each covers."""
    candidates = len(start) - 1
    begin = np.zeros(len(weights) + 1, np.int64)
    covering = transpose(start, index, begin)
    demand = merged(one_term(begin), covering, weights, candidates)
    return Problem(
        demand=demand,
        elements=csr_matrix(identity(candidates)),
        limits=csr_matrix(np.ones((1, candidates))),
        most=np.array([float(sites)]),
        lower=np.zeros(candidates),
        upper=np.ones(candidates),
        places=candidates,
    )
