"""The order of the ledger: each next measure is the one that adds most to those above it.

What a measure adds is counted on sets: ground and lengths it turns by itself that nothing above it turns. The sums so
never count ground twice. They are an approximation of doing several measures, since together they can also hold
ground that none holds alone (one sees, another reaches). Picking the largest addition first is the greedy rule for
coverage (Nemhauser, Wolsey and Fisher 1978).
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tansiq.gaps.ledger.trial import Effect


@dataclass(frozen=True)
class Turn:
    """A measure's place in the order: its index, and what it adds [cells, km] to those before it."""

    index: int
    cells: int
    seam_km: float


def greedy_order(
    names: Sequence[str], effects: Sequence[Effect], cells: int, length_km: NDArray[np.float64]
) -> list[Turn]:
    """Return every effect once, largest addition of ground first, then of seam, then largest by itself, then by name.

    What an effect adds can only shrink as others come before it, so one that still leads when looked at again leads.

    Parameters
    ----------
    names, effects
        The measures' names, each once, and what they turn.
    cells
        Number of slots.
    length_km
        float64 [lengths]: how long each length is [km].
    """
    free_cells, free_km = np.ones(cells, np.bool_), length_km.copy()

    def entry(index: int) -> tuple[int, float, int, str, int]:
        slots, lengths = effects[index].slots, effects[index].lengths
        added = int(np.count_nonzero(free_cells[slots]))
        return -added, -float(free_km[lengths].sum()), -len(slots), names[index], index

    heap = [entry(index) for index in range(len(effects))]
    heapq.heapify(heap)
    turns: list[Turn] = []
    while heap:
        current = entry(heap[0][-1])
        if current != heap[0]:
            heapq.heapreplace(heap, current)
            continue
        heapq.heappop(heap)
        turns.append(Turn(current[-1], -current[0], -current[1]))
        free_cells[effects[current[-1]].slots] = False
        free_km[effects[current[-1]].lengths] = 0.0
    return turns


def overlapping(effects: Sequence[Effect], cells: int) -> list[list[int]]:
    """Return, for each effect, the indices of the others that turn some of the same ground.

    ``cells`` is the number of slots.
    """
    columns = [effect.slots for effect in effects]
    if not columns:
        return []
    start = np.concatenate([[0], np.cumsum([len(column) for column in columns])])
    joined = np.concatenate(columns)
    turned = csr_array((np.ones(len(joined), np.int32), joined, start), shape=(len(columns), cells))
    common = (turned @ turned.T).tocsr()
    return [
        sorted(int(j) for j in common.indices[common.indptr[i] : common.indptr[i + 1]] if j != i)
        for i in range(len(columns))
    ]
