"""What walking costs somebody who does not want to be seen, and the figures of a way.

A step goes from a cell's centre to that of one of its eight neighbours. Its exposure is the mean of both cells'
exposure per metre (detection rate times minutes a metre takes) times its length, as travel time is added up. A minute
of walking counts ``MINUTE_COUNTS`` besides, so that of ways equally little exposed the quickest is taken, and none
wanders through unseen ground. A way so found is exposed by at most that times its minutes more than the least exposed
one.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.errors import BadGroundError
from tansiq.gaps.corridors.frame import LEFT, RIGHT, Frame
from tansiq.gaps.model import PartyLayers
from tansiq.ground.model import Ground
from tansiq.language import N_

MINUTE_COUNTS: Final = 1e-6
"""Exposure that a minute of walking counts as [1/min]: a day's march makes a difference of 0.15 percentage points."""
_BAD_PACE: Final = N_(
    "Every pace must be above 0 s/m, but the least is %(least_s_per_m)s. Mark ground that cannot be passed as infinite "
    "or missing."
)


@dataclass(frozen=True)
class Walk:
    """Figures of every cell of the frame, flat.

    Attributes
    ----------
    frame
        The cells.
    rate_per_min
        float32 [2, cells]: detection rate of each party's confirmed posts [1/min].
    pace_s_per_m
        float32 [cells]: seconds to walk a metre; inf where that is not known or outside the ground abreast of the
        seam.
    half
        float64 [cells]: cost from centre to edge, exposure and what minutes count; inf likewise.
    """

    frame: Frame
    rate_per_min: NDArray[np.float32]
    pace_s_per_m: NDArray[np.float32]
    half: NDArray[np.float64]

    def half_min(self) -> NDArray[np.float64]:
        """Return the minutes from centre to edge, float64 [cells]: what walking costs who does not mind being seen."""
        return self.pace_s_per_m.astype(np.float64) * (self.frame.grid.cell_m / 120)

    def rate(self, cells: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return both parties' detection rate together on some cells, float64 [1/min]."""
        together: NDArray[np.float64] = self.rate_per_min[:, cells].sum(axis=0, dtype=np.float64)
        return together

    def minutes_per_m(self, cells: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the minutes that a metre takes on some cells, float64 [min/m]."""
        return self.pace_s_per_m[cells].astype(np.float64) / 60

    def step_m(self, cells: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how long each step of a way is, float64 [cells - 1] [m]."""
        straight = np.isin(np.abs(np.diff(cells)), (1, self.frame.cols))
        return self.frame.grid.cell_m * np.where(straight, 1.0, 2.0**0.5)


def lay_walk(ground: Ground, frame: Frame, layers: tuple[PartyLayers, PartyLayers]) -> Walk:
    """Lay rates and paces over the frame.

    Raises
    ------
    BadGroundError
        For a pace of zero or less.
    """
    rate = np.stack([frame.framed(layer.rate_per_min, 0.0) for layer in layers])
    pace = frame.framed(ground.walk_s_per_m, np.inf)
    pace[~np.isfinite(pace) | ~(frame.walked(LEFT) | frame.walked(RIGHT)).ravel()] = np.inf
    if pace.min() <= 0:
        raise BadGroundError(_BAD_PACE, least_s_per_m=f"{pace.min():g}")
    half = rate.sum(axis=0, dtype=np.float64)
    half += MINUTE_COUNTS
    half *= pace
    half *= frame.grid.cell_m / 120
    return Walk(frame, rate, pace, half)


def gathered(per_m: NDArray[np.float64], step_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each step of a way gathers, float64 [steps], of a figure per metre of the way's cells [steps + 1]."""
    return (per_m[:-1] + per_m[1:]) / 2 * step_m
