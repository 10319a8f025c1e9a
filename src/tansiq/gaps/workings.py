"""What a picture is computed on and what comes out first: everything that gaps, curve and ledger draw from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.laydown import Laydown
from tansiq.gaps.evidence import Evidence
from tansiq.gaps.lanes import Lanes, lay_lanes
from tansiq.gaps.model import Parameters
from tansiq.gaps.people import Places
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.rules import Rules
from tansiq.gaps.runs import Run
from tansiq.gaps.states import Crossings, is_held
from tansiq.gaps.strips import Strips, order_strips
from tansiq.gaps.workers.hands import THIS_MACHINE, Hands
from tansiq.ground.model import Ground


@dataclass(frozen=True)
class Band:
    """The ground prepared for pictures: cells in strip order, and lanes across every length.

    It depends on the ground alone, so one band serves every picture of that ground.
    """

    ground: Ground
    strips: Strips
    lanes: Lanes

    @property
    def cell_km2(self) -> float:
        """Area of one cell [km2]."""
        return self.ground.grid.cell_km2

    @property
    def from_km(self) -> NDArray[np.float64]:
        """float64 [lengths]: where each length starts [km]; empty without a seam."""
        return np.empty(0) if self.ground.seam is None else self.ground.seam.from_km

    @property
    def to_km(self) -> NDArray[np.float64]:
        """float64 [lengths]: where each length ends [km]; empty without a seam."""
        return np.empty(0) if self.ground.seam is None else self.ground.seam.to_km

    @property
    def length_km(self) -> NDArray[np.float64]:
        """float64 [lengths]: how long each is [km]."""
        return self.to_km - self.from_km

    @property
    def lengths(self) -> NDArray[np.int64]:
        """int64 [lengths]: the index of every length."""
        return np.arange(len(self.from_km), dtype=np.int64)

    def xy_of_slots(self, slots: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the centres of slots' cells, float64 [slots given, 2], in grid coordinates [m]."""
        row, col = np.divmod(self.strips.cells[slots], self.ground.grid.cols)
        return np.column_stack(self.ground.grid.xy_from_cells(row, col))


def prepare(ground: Ground) -> Band:
    """Prepare ``ground`` for pictures.

    Raises
    ------
    BadGroundError
        If the ground package's strips do not fit its seam.
    """
    strips = order_strips(ground)
    return Band(ground, strips, lay_lanes(ground, strips))


@dataclass(frozen=True)
class Workings:
    """One picture in the making.

    Attributes
    ----------
    band
        The prepared ground.
    laydown, placed
        The forces, and their posts on cells; ``placed`` is empty where only rasters were released.
    parameters, rules
        What is assumed, and the same laid along the seam.
    evidence
        What both parties see and reach.
    state
        uint8 [slots]: states of the area's cells.
    crossings
        Direct crossings of every length.
    runs
        The stretches of the gaps, along the seam.
    places
        Places on the area.
    incidents
        int64: slots of last year's incidents; None if nothing is known of it.
    hands
        Who computes what a measure of the ledger sees and reaches.
    """

    band: Band
    laydown: Laydown
    placed: tuple[PlacedPost, ...]
    parameters: Parameters
    rules: Rules
    evidence: Evidence
    state: NDArray[np.uint8]
    crossings: Crossings
    runs: tuple[Run, ...]
    places: Places
    incidents: NDArray[np.int64] | None
    hands: Hands = THIS_MACHINE

    def unheld(self, strips: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the slots of ``strips`` (int64, ascending) that are not held, int64."""
        slots = self.band.strips.slots_of(strips)
        return slots[~is_held(self.state[slots])]
