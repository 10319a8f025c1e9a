"""Demand with the same cover becomes one: found by hashing, made sure by comparing.

Term ``t`` of a demand is the run ``index[start[t]:start[t + 1]]``; demand ``i`` has the terms ``2 i`` and ``2 i + 1``.
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

NONE = -1


@compiled()
def transpose(start: NDArray[np.int64], index: NDArray[np.int32], begin: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the rows of each column, ascending; ``begin`` [columns + 1] is filled with where each starts."""
    begin[:] = 0
    for e in range(index.size):
        begin[index[e] + 1] += 1
    for k in range(1, begin.size):
        begin[k] += begin[k - 1]
    at = begin[:-1].copy()
    rows = np.empty(index.size, np.int32)
    for r in range(start.size - 1):
        for e in range(start[r], start[r + 1]):
            rows[at[index[e]]] = r
            at[index[e]] += 1
    return rows


@compiled()
def _key(start: NDArray[np.int64], index: NDArray[np.int32], salt: NDArray[np.uint64], i: int) -> int:
    """Return a hash of demand ``i``'s two terms, whatever the order within each."""
    key = np.uint64(0)
    for side in range(2):
        key = (key << np.uint64(7)) ^ (key >> np.uint64(3))
        for e in range(start[2 * i + side], start[2 * i + side + 1]):
            key += salt[index[e]]
    return int((key ^ (key >> np.uint64(29))) & np.uint64(0x7FFFFFFF))


@compiled()
def _same(start: NDArray[np.int64], index: NDArray[np.int32], i: int, j: int) -> bool:
    """Tell whether two demands have the same two terms."""
    for t in range(2):
        if start[2 * i + t + 1] - start[2 * i + t] != start[2 * j + t + 1] - start[2 * j + t]:
            return False
    shift = start[2 * j] - start[2 * i]
    e, stop = start[2 * i], start[2 * i + 2]
    while e < stop and index[e] == index[e + shift]:
        e += 1
    return bool(e == stop)


@compiled()
def merge(
    start: NDArray[np.int64],
    index: NDArray[np.int32],
    weight: NDArray[np.float64],
    salt: NDArray[np.uint64],
    table: NDArray[np.int32],
    first: NDArray[np.int64],
    total: NDArray[np.float64],
) -> int:
    """Fill ``first`` and ``total`` with each kind of demand's first member and summed weight; return how many kinds.

    ``table`` has a power of two entries, more than there is demand, all ``NONE``. Demand that nothing covers (an empty
    first term) or that weighs nothing is left out.
    """
    kinds = 0
    mask = table.size - 1
    for i in range(weight.size):
        if start[2 * i] == start[2 * i + 1] or weight[i] <= 0:
            continue
        slot = _key(start, index, salt, i) & mask
        while table[slot] != NONE and not _same(start, index, i, first[table[slot]]):
            slot = (slot + 1) & mask
        if table[slot] == NONE:
            table[slot] = kinds
            first[kinds] = i
            kinds += 1
        total[table[slot]] += weight[i]
    return kinds
