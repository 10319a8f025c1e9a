"""The columns and rows of the programme: what follows from which places are open.

========  ==========================================  =================================================
column    one for                                     1 if
========  ==========================================  =================================================
open      each place                                  a checkpoint stands there
met       each set of places that a usual way passes  one of them is open
trodden   each stretch of a corridor's road part      a place on it is open
sure      each flow with known ways round             it is met, and each known way round passes an open place
========  ==========================================  =================================================

Only the first are whole numbers by decree; the others follow. "Met" is held from both sides, since a programme that
wants little to be evadable would otherwise look away from what is met.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tansiq.siting.checkpoints.question import Question

Ways = Mapping[int, set[frozenset[int]]]
"""By flow, the places on each known way round: open one of each set, or the flow can go round."""
_BELOW: Final = 0.0


@dataclass
class _Rows:
    """Rows ``sum of value * column <= most``, gathered one by one."""

    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, plus: list[int], minus: list[int], most: float = _BELOW) -> None:
        self.row += [len(self.most)] * (len(plus) + len(minus))
        self.column += plus + minus
        self.value += [1.0] * len(plus) + [-1.0] * len(minus)
        self.most.append(most)


class Columns:
    """Columns, rows and the three figures of a question with the ways round known so far.

    Attributes
    ----------
    total
        Number of columns; places come first.
    counted, evadable, delay
        float64 [total]: what each column adds to the figure.
    table, most
        Float CSR [rows, total] and float64 [rows]: ``table @ columns <= most``.
    """

    def __init__(self, question: Question, ways: Ways) -> None:
        self._question = question
        self._sets, self._set_of = question.usual_sets
        self._stretches = question.places_on_stretch
        self._sure = [k for k in sorted(ways) if frozenset() not in ways[k]]
        self._first_set = question.places
        self._first_stretch = self._first_set + len(self._sets)
        self._first_sure = self._first_stretch + len(self._stretches)
        self.total = self._first_sure + len(self._sure)
        self.counted, self.evadable, self.delay = self._figures(ways)
        self.table, self.most = self._rows(ways)

    def _figures(self, ways: Ways) -> tuple[NDArray[np.float64], ...]:
        question = self._question
        counted, evadable, delay = np.zeros((3, self.total))
        for k, at in self._set_of.items():
            counted[self._first_set + at] += question.flows[k].per_day
        counted[self._first_stretch : self._first_sure] = question.stretch_worth
        for k in ways:
            evadable[self._first_set + self._set_of[k]] += question.flows[k].per_day
        for number, k in enumerate(self._sure):
            evadable[self._first_sure + number] = -question.flows[k].per_day
        delay[: question.places] = question.delay_min
        return counted, evadable, delay

    def _rows(self, ways: Ways) -> tuple[csr_matrix, NDArray[np.float64]]:
        rows = _Rows()
        rows.add(list(range(self._question.places)), [], float(self._question.count))
        for share in self._question.shares:
            rows.add(share.places.tolist(), [], float(share.most))
        for at, places in enumerate(self._sets):
            met = self._first_set + at
            rows.add([met], list(places))
            for place in places:
                rows.add([place], [met])
        for at, on in enumerate(self._stretches):
            rows.add([self._first_stretch + at], on)
        for number, k in enumerate(self._sure):
            sure = self._first_sure + number
            rows.add([sure], [self._first_set + self._set_of[k]])
            for one in sorted(map(sorted, ways[k])):
                rows.add([sure], one)
        shape = (len(rows.most), self.total)
        return csr_matrix((rows.value, (rows.row, rows.column)), shape=shape), np.array(rows.most)
