"""The integer programme of one step of the front, solved by HiGHS.

A flow is surely met only if every way within its limit passes an open place (Arslan, Jabali and Laporte 2018, Exact
solution of the evasive flow capturing problem, Operations Research 66). There are too many ways to list, so the
programme begins with none: where a choice leaves a way round, that way becomes a row, and it is solved again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from tansiq.siting.checkpoints.columns import Columns
from tansiq.siting.checkpoints.model import Figures
from tansiq.siting.checkpoints.question import Question, Round
from tansiq.siting.solver import Listening, Quiet

_HALF: Final = 0.5  # between a whole number and the next: no tolerance of HiGHS reaches so far
_WHOLE_GAP: Final = 0.9  # each objective is a whole number: a bound less than 1 away proves what is found
_FOREVER_S: Final = 1e9


class OutOfTimeError(Exception):
    """The time was up before a programme was solved. Told to nobody: the front then says that it is not complete."""


@dataclass(frozen=True)
class Found:
    """A choice, int64 places, and its figures."""

    opened: NDArray[np.int64]
    figures: Figures


@dataclass
class Programme:
    """The programme of a question, with the ways round known so far.

    Attributes
    ----------
    question
        What is asked.
    lower, upper
        float64 [places]: 1 and 1 for a place open in every choice, 0 and 0 for one in none.
    deadline_s
        When to stop, on the clock of ``time.monotonic``.
    tell
        Asked while HiGHS runs; may raise to stop.
    ways
        See :data:`tansiq.siting.checkpoints.columns.Ways`.
    """

    question: Question
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    deadline_s: float
    tell: Callable[[], None]
    ways: dict[int, set[frozenset[int]]] = field(default_factory=dict)

    def best(self, evadable: int, delay_min: int) -> Found | None:
        """Return a choice that no other matches in all three figures, and that counts most within two limits.

        Parameters
        ----------
        evadable, delay_min
            The figures may be this high at most.

        Returns
        -------
        None if no choice is within the limits. Of those that count most, one with least evadable and delay together.

        Raises
        ------
        OutOfTimeError
            If the deadline comes first.
        """
        most = self._within(evadable, delay_min, None)
        best = None if most is None else self._within(evadable, delay_min, most.figures.counted)
        return None if best is None else self._without_idle(best)

    def _without_idle(self, found: Found) -> Found:
        """Leave out places that change no figure: a choice should not ask for a checkpoint that does nothing."""
        kept = found
        for place in found.opened[self.lower[found.opened] == 0].tolist():
            fewer = kept.opened[kept.opened != place]
            figures = self.question.figures(fewer)
            if figures == kept.figures:
                kept = Found(fewer, figures)
        return kept

    def _within(self, evadable: int, delay_min: int, counted: int | None) -> Found | None:
        """Solve until what is found is truly within the limit on evadable, not just as far as ways are known."""
        while True:
            self.tell()
            opened = self._solve(evadable, delay_min, counted)
            if opened is None:
                return None
            rounds = self.question.rounds(opened)
            figures = self.question.figures(opened, rounds)
            known = self._learn(rounds, frozenset(opened.tolist()))
            settled = figures.evadable <= evadable if counted is None else known
            if settled:
                return Found(opened, figures)

    def _learn(self, rounds: list[Round], opened: frozenset[int]) -> bool:
        """Take in ways round; tell whether the programme knew that each of these flows can go round."""
        known = True
        for one in rounds:
            ways = self.ways.setdefault(one.flow, set())
            if any(opened.isdisjoint(way) for way in ways):
                continue
            known = False
            ways.add(frozenset(self.question.on_way(one.nodes).tolist()))
        return known

    def _solve(self, evadable: int, delay_min: int, counted: int | None) -> NDArray[np.int64] | None:
        columns = Columns(self.question, self.ways)
        highs = Quiet()
        highs.passModel(self._model(columns, evadable, delay_min, counted))
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", _WHOLE_GAP)
        Listening(highs, self.tell).run(min(self.deadline_s - time.monotonic(), _FOREVER_S))
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise OutOfTimeError
        chosen = np.asarray(highs.getSolution().col_value)[: self.question.places]
        return np.flatnonzero(chosen > _HALF).astype(np.int64)

    def _model(self, columns: Columns, evadable: int, delay_min: int, counted: int | None) -> highspy.HighsLp:
        places, more = self.question.places, columns.total - self.question.places
        table = csr_matrix(vstack([columns.table, columns.evadable, columns.delay, -columns.counted], format="csr"))
        least = 0 if counted is None else counted
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns.total, table.shape[0]
        model.col_cost_ = -columns.counted if counted is None else columns.evadable + columns.delay
        model.col_lower_ = np.concatenate([self.lower, np.zeros(more)])
        model.col_upper_ = np.concatenate([self.upper, np.ones(more)])
        model.row_lower_ = np.full(table.shape[0], -highspy.kHighsInf)
        model.row_upper_ = np.concatenate([columns.most, [evadable + _HALF, delay_min + _HALF, _HALF - least]])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = table.indptr.astype(np.int32)
        model.a_matrix_.index_ = table.indices.astype(np.int32)
        model.a_matrix_.value_ = table.data.astype(np.float64)
        whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [whole] * places + [part] * more
        return model
