"""The bound of the linear programme, by bounds from above added until none is broken.

Each round looks between the programme's solution and the best point known (in-out: Ben-Ameur and Neto 2007,
https://doi.org/10.1002/net.20157): bounds that are tight there are stronger, and the solution wanders less.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.siting.cuts import Cutter
from tansiq.siting.master import Cut, Master, Proof

_STEP: Final = 0.3  # from the best point towards the programme's solution
_TIGHT: Final = 1e-7  # of the bound
_IDLE_ROUNDS: Final = 50  # without any progress: what is left is below the solver's tolerances

# Told the best proof so far and a point between choices; says whether to go on.
GoOn = Callable[[Proof, NDArray[np.float64]], bool]


@dataclass
class Relaxation:
    """The linear programme of one problem, and how far it has come.

    Attributes
    ----------
    cutter, master
        What makes bounds, and the programme.
    centre
        float64 [columns]: the best point known between choices, within the limits.
    value
        What counts there.
    proof
        The best bound so far.
    """

    cutter: Cutter
    master: Master
    centre: NDArray[np.float64]
    value: float = -np.inf
    proof: Proof | None = None

    def run(self, go_on: GoOn) -> None:
        """Tighten the programme until its bound is reached, or ``go_on`` says no."""
        self.master.add(self._look(self.centre))
        idle = 0
        while idle < _IDLE_ROUNDS and (relaxed := self.master.solve()) is not None:
            before = self._room
            if self.proof is None or relaxed.proof.bound < self.proof.bound:
                self.proof = relaxed.proof
            if self.proof.bound - self.value <= _TIGHT * abs(self.proof.bound) or not go_on(self.proof, self.centre):
                return
            between = _STEP * relaxed.y + (1.0 - _STEP) * self.centre
            for point in (between, relaxed.y):
                cuts = self.cutter.violated(self._look(point), relaxed.y, relaxed.group_value)
                if cuts:
                    break
            else:
                return
            self.master.add(cuts)
            idle = 0 if self._room < before else idle + 1

    @property
    def _room(self) -> float:
        return np.inf if self.proof is None else self.proof.bound - self.value

    def _look(self, point: NDArray[np.float64]) -> list[Cut]:
        value, cuts = self.cutter.at(point)
        if value > self.value:
            self.centre, self.value = point, value
        return cuts
