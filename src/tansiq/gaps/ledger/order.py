"""The order of the ledger: each next measure is the one that adds most to those above it.

What a measure adds is counted on sets: ground and lengths it turns by itself that nothing above it turns. The sums so
never count ground twice. They are an approximation of doing several measures, since together they can also hold
ground that none holds alone (one sees, another reaches). Picking the largest addition first is the greedy rule for
coverage (Nemhauser, Wolsey and Fisher 1978).
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.ledger.trial import Effect

_SHARED_AT_ONCE: Final = 65_536  # slots held against each other in one matrix: bounds the memory


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
    turned_by = np.bincount(np.concatenate(columns), minlength=cells)
    shared = np.flatnonzero(turned_by > 1)
    place = np.full(cells, -1, np.int64)
    place[shared] = np.arange(len(shared))
    common = np.zeros((len(columns), len(columns)), np.bool_)
    for first in range(0, len(shared), _SHARED_AT_ONCE):
        common |= _meet(columns, place, first, min(_SHARED_AT_ONCE, len(shared) - first))
    np.fill_diagonal(common, val=False)
    return [np.flatnonzero(row).tolist() for row in common]


def _meet(columns: Sequence[NDArray[np.int64]], place: NDArray[np.int64], first: int, count: int) -> NDArray[np.bool_]:
    """Return which columns have one of ``count`` shared slots in common, from place ``first`` on."""
    member = np.zeros((len(columns), count), np.float32)
    for row, column in enumerate(columns):
        at = place[column] - first
        member[row, at[(at >= 0) & (at < count)]] = 1.0
    met: NDArray[np.bool_] = member @ member.T > 0
    return met
