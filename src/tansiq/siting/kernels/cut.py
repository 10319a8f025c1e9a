"""Value of what is covered, and its steepest linear bounds from above.

A kind of demand counts ``weight * min(1, sum of x over its first term, sum of x over its second term)``; an empty
second term asks for nothing. That is concave in x, so a supergradient bounds it from above everywhere (Benders cut:
Cordeau, Furini and Ljubic 2019, https://doi.org/10.1016/j.ejor.2018.12.021).
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

CONSTANT = -1


@compiled()
def _sum(index: NDArray[np.int32], x: NDArray[np.float64], first: int, stop: int) -> float:
    total = 0.0
    for e in range(first, stop):
        total += x[index[e]]
    return total


@compiled()
def _binding(start: NDArray[np.int64], index: NDArray[np.int32], x: NDArray[np.float64], i: int) -> tuple[int, float]:
    """Return which term bounds demand ``i`` (``CONSTANT`` if the 1 does) and the bound.

    A term of one element is at most 1 by itself, so its slope is at least as good a bound as the constant.
    """
    a, b, c = start[2 * i], start[2 * i + 1], start[2 * i + 2]
    first = _sum(index, x, a, b)
    second = _sum(index, x, b, c) if c > b else np.inf
    if min(first, second) < 1:
        return (2 * i, first) if first <= second else (2 * i + 1, second)
    if b - a == 1:
        return 2 * i, 1.0
    return (2 * i + 1 if c - b == 1 else CONSTANT), 1.0


@compiled()
def bound_from_above(
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    weight: NDArray[np.float64],
    group: NDArray[np.int32],
    x: NDArray[np.float64],
    constant: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> float:
    """Return the value at ``x`` and fill ``constant`` [groups] and ``slope`` [groups, size of x], one bound a group.

    For each group g its value is at most ``constant[g] + slope[g] @ x`` at every x, and equal at this one.
    """
    constant[:] = 0.0
    slope[:] = 0.0
    value = 0.0
    for i in range(weight.size):
        term, reached = _binding(start, index, x, i)
        value += weight[i] * reached
        if term == CONSTANT:
            constant[group[i]] += weight[i]
            continue
        for e in range(start[term], start[term + 1]):
            slope[group[i], index[e]] += weight[i]
    return value


@compiled()
def covered(
    start: NDArray[np.int64], index: NDArray[np.int32], weight: NDArray[np.float64], x: NDArray[np.float64]
) -> float:
    """Return the summed weight of demand both of whose terms hold an ``x`` above one half."""
    value = 0.0
    for i in range(weight.size):
        both = True
        for term in range(2 * i, 2 * i + 2):
            held = term > 2 * i and start[term] == start[term + 1]
            for e in range(start[term], start[term + 1]):
                held = held or x[index[e]] > 0.5  # noqa: PLR2004 - chosen or not
            both = both and held
        if both:
            value += weight[i]
    return value
