"""How much any choice could count at most: plain maximal covering, proven without regard to the other two figures."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from tansiq.siting.checkpoints.question import Question
from tansiq.siting.covering import maximal_covering


def most_counted(
    question: Question, opened: NDArray[np.bool_], closed: NDArray[np.bool_], *, time_limit_s: float | None = None
) -> int:
    """Return a number of movements a day that no choice counts more than.

    The exact most where time allows and no share of a sector binds: then the first choice of a front reaches it.

    Parameters
    ----------
    question
        What is asked; ``shares`` are left out of account, which can only raise the bound.
    opened, closed
        bool [places]: open in every choice, open in none.
    time_limit_s
        Stop after about this long with what is proven [s].
    """
    covers = csr_matrix(hstack([question.usual, question.stretches], format="csr"), dtype=np.bool_)
    worth = np.concatenate([question.per_day, question.stretch_worth])
    sure = np.asarray(covers[opened].sum(axis=0)).ravel() > 0
    free = ~(opened | closed)
    left = question.count - int(opened.sum())
    rest = maximal_covering(
        csr_matrix(covers[free][:, ~sure]), worth[~sure].astype(np.float64), left, gap=0.0, time_limit_s=time_limit_s
    )
    return int(worth[sure].sum()) + int(np.floor(rest.bound + 1e-6))
