"""Demand on elements: which must be chosen for a weight to count, with equal demand merged."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.kernels.merge import NONE, merge

_SALT_SEED = 20  # of the hash; the result does not depend on it


@dataclass(frozen=True)
class Demand:
    """Kinds of demand: each counts its weight once both its terms hold a chosen element.

    Attributes
    ----------
    start
        int64 [2 kinds + 1]: term ``t`` holds ``index[start[t]:start[t + 1]]``; kind ``i`` has the terms ``2 i`` and
        ``2 i + 1``. An empty second term asks for nothing; an empty first term can never be met.
    index
        int32: elements, ascending within a term.
    weight
        float64 [kinds]: what each counts, above 0.
    """

    start: NDArray[np.int64]
    index: NDArray[np.int32]
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of kinds."""
        return len(self.weight)

    @property
    def total(self) -> float:
        """What all of it counts together."""
        return float(self.weight.sum())


def one_term(start: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ``start`` [kinds + 1] of demand with one term as the start of demand with an empty second one."""
    doubled = np.empty(2 * len(start) - 1, np.int64)
    doubled[0::2] = start
    doubled[1::2] = start[1:]
    return doubled


def merged(start: NDArray[np.int64], index: NDArray[np.int32], weight: NDArray[np.float64], elements: int) -> Demand:
    """Merge demand with the same terms; what nothing covers or weighs nothing is left out.

    Parameters
    ----------
    start, index, weight
        As :class:`Demand`, of any number of members, equal ones and empty terms allowed.
    elements
        Number of elements.
    """
    salt = np.random.default_rng(_SALT_SEED).integers(0, 2**63, elements, dtype=np.uint64)
    table = np.full(1 << int(2 * len(weight) + 1).bit_length(), NONE, np.int32)
    first, total = np.empty(len(weight), np.int64), np.zeros(len(weight))
    kinds = merge(start, index, weight, salt, table, first, total)
    return _gathered(start, index, first[:kinds], total[:kinds].copy())


def _gathered(
    start: NDArray[np.int64], index: NDArray[np.int32], first: NDArray[np.int64], total: NDArray[np.float64]
) -> Demand:
    """Return the members ``first`` with the weights ``total``."""
    lengths = np.column_stack([start[2 * first + 1] - start[2 * first], start[2 * first + 2] - start[2 * first + 1]])
    begin = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths.ravel())])
    shift = np.repeat(start[2 * first] - begin[0:-1:2], lengths.sum(axis=1))
    return Demand(begin, index[shift + np.arange(begin[-1])], total)


def settled(demand: Demand, dead: NDArray[np.bool_], sure: NDArray[np.bool_]) -> tuple[Demand, float]:
    """Return what is still open once some elements are sure and some out, and the weight that is sure.

    Parameters
    ----------
    demand
        Any demand.
    dead, sure
        bool [elements]: never chosen, and chosen in any case.
    """
    if not len(demand):
        return demand, 0.0
    lengths = np.diff(demand.start)
    term = np.repeat(np.arange(len(lengths)), lengths)
    met = np.bincount(term[sure[demand.index]], minlength=len(lengths)) > 0
    met[1::2] |= lengths[1::2] == 0
    both = met[0::2] & met[1::2]
    keep = ~dead[demand.index] & ~met[term] & ~both[term // 2]
    left = np.bincount(term[keep], minlength=len(lengths))
    # A second term that is still open moves to the front where the first is met.
    first_met = met[0::2]
    left[0::2], left[1::2] = np.where(first_met, left[1::2], left[0::2]), np.where(first_met, 0, left[1::2])
    lost = ~met[1::2] & ~first_met & (left[1::2] == 0)
    weight = np.where(both | lost, 0.0, demand.weight)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(left)])
    return merged(start, demand.index[keep], weight, len(dead)), float(demand.weight[both].sum())
