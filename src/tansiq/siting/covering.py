"""Plain maximal covering: which few of many places cover most weight, with a proven gap.

Church and ReVelle 1974, https://doi.org/10.1007/BF01942293. ``docs/siting.md`` describes the method.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix

from tansiq.errors import BadInputError
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.language import N_
from tansiq.siting.plain import plain_problem
from tansiq.siting.prove import chase

GAP: Final = 1e-4
CHOOSING: Final = N_("Choosing places and proving how good they are")


@dataclass(frozen=True)
class Solution:
    """A choice, what it covers, and a proven limit to what any choice could.

    Attributes
    ----------
    chosen
        int64 [at most sites]: rows of ``covers``, ascending.
    covered
        Weight of the demand that some chosen candidate covers.
    bound
        No choice of so many candidates covers more.
    """

    chosen: NDArray[np.int64]
    covered: float
    bound: float

    @property
    def gap(self) -> float:
        """How much more the best choice could cover at most, as a share of ``covered``; infinite if that is 0."""
        if self.bound <= self.covered:
            return 0.0
        return (self.bound - self.covered) / self.covered if self.covered > 0 else math.inf


def maximal_covering(
    covers: csr_matrix,
    weights: ArrayLike,
    sites: int,
    *,
    gap: float = GAP,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
) -> Solution:
    """Choose at most ``sites`` candidates that together cover the most weight.

    Parameters
    ----------
    covers
        CSR [candidates, demand]: a stored value other than 0 says that the candidate covers the demand.
    weights
        float [demand]: what each demand counts, 0 or more. Whole numbers below 2**53 in sum are counted exactly.
    sites
        How many may be chosen, 0 or more.
    gap
        Stop once the bound is at most this share above what is covered; 0 goes on to the optimum.
    time_limit_s
        Stop after about this long with what there is [s]; None goes on. Only then may two runs differ.
    progress
        Told the share done; may raise to stop, as Ctrl-C does.

    Returns
    -------
    Solution
        The same for the same input unless the time limit ends it. ``bound`` is never below the optimum.

    Raises
    ------
    BadInputError
        If shapes do not fit, a weight is negative or no number, or ``sites``, ``gap`` or the limit is negative.
    """
    table, each = _checked(covers, weights)
    _check_figures(sites, gap, time_limit_s)
    begun = time.monotonic()
    deadline_s = math.inf if time_limit_s is None else begun + time_limit_s
    problem = plain_problem(table.indptr.astype(np.int64), table.indices.astype(np.int32, copy=False), each, sites)
    state = chase(
        problem, gap=gap, deadline_s=deadline_s, tell=teller(progress, begun, time_limit_s), complete=lambda y: y
    )
    chosen = np.flatnonzero(state.y > 0.5)  # noqa: PLR2004 - chosen or not
    return Solution(chosen.astype(np.int64), state.covered, max(state.bound, state.covered))


def teller(progress: Progress | None, begun_s: float, time_limit_s: float | None) -> Callable[[], None]:
    """Return a function that tells ``progress`` how far along the time limit, or some guessed time, the work is."""
    tell = progress or say_nothing

    def told() -> None:
        gone_s = time.monotonic() - begun_s
        tell(min(1.0, gone_s / time_limit_s) if time_limit_s else gone_s / (gone_s + 10.0), CHOOSING)

    return told


def _checked(covers: csr_matrix, weights: ArrayLike) -> tuple[csr_matrix, NDArray[np.float64]]:
    each = np.asarray(weights, np.float64)
    table = covers if getattr(covers, "format", "") == "csr" else csr_matrix(covers)
    if each.ndim != 1 or table.shape[1] != len(each):
        raise BadInputError(
            N_("Covers are [candidates, demand] and weights [demand]; their shapes are %(covers)s and %(weights)s."),
            covers=table.shape,
            weights=each.shape,
        )
    wrong = np.flatnonzero(~(np.isfinite(each) & (each >= 0)))
    if len(wrong):
        template = N_("The weight of demand %(index)s is %(value)s; it must be a number not below zero.")
        raise BadInputError(template, index=int(wrong[0]), value=float(each[wrong[0]]))
    if not np.all(table.data) or not table.has_canonical_format:
        table = csr_matrix(table, copy=True)
        table.sum_duplicates()
        table.eliminate_zeros()
    return table, each


def _check_figures(sites: int, gap: float, time_limit_s: float | None) -> None:
    for name, value in (("sites", sites), ("gap", gap), ("time_limit_s", time_limit_s)):
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise BadInputError(N_("%(name)s is %(value)s; give a number of 0 or more."), name=name, value=value)
