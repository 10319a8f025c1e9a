"""Choosing and dropping places one at a time, with the gain of every other place kept up to date.

``count[t]`` is how many chosen elements term ``t`` holds. ``gain[k]`` is the weight that element ``k`` alone would
newly cover: demand that lacks one term gives its weight to that term's elements; demand that lacks both gives it to
what a place adds to both at once. For that the elements of one place stand ``places`` apart: ``k`` in the first term,
``k + places`` in the second, and the gain of both goes to ``k + 2 * places``.
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled


@compiled()
def _give(
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    count: NDArray[np.int32],
    places: int,
    i: int,
    weight: float,
    gain: NDArray[np.float64],
) -> None:
    """Add ``weight`` to the gain of whatever alone would cover demand ``i`` as ``count`` stands."""
    a, b, c = start[2 * i], start[2 * i + 1], start[2 * i + 2]
    first, second = count[2 * i] > 0, count[2 * i + 1] > 0 or b == c
    if first and not second:
        for e in range(b, c):
            gain[index[e]] += weight
    elif second and not first:
        for e in range(a, b):
            gain[index[e]] += weight
    elif not first and not second:
        e = a
        for f in range(b, c):
            while e < b and index[e] + places < index[f]:
                e += 1
            if e < b and index[e] + places == index[f]:
                gain[index[e] + 2 * places] += weight


@compiled()
def begin(
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    weight: NDArray[np.float64],
    count: NDArray[np.int32],
    places: int,
    gain: NDArray[np.float64],
) -> None:
    """Fill ``gain`` from nothing for ``count`` as it stands."""
    gain[:] = 0.0
    for i in range(weight.size):
        _give(start, index, count, places, i, weight[i], gain)


@compiled()
def toggle(
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    weight: NDArray[np.float64],
    terms: NDArray[np.int32],
    step: int,
    places: int,
    count: NDArray[np.int32],
    gain: NDArray[np.float64],
) -> None:
    """Add ``step`` (1 or -1) to the count of the ``terms`` that one element stands in, and renew the gains."""
    for t in terms:
        turns = count[t] == (0 if step > 0 else 1)
        if turns:
            _give(start, index, count, places, t // 2, -weight[t // 2], gain)
        count[t] += step
        if turns:
            _give(start, index, count, places, t // 2, weight[t // 2], gain)
