"""Small flat ground with a straight seam, and corridors on it from any detection rates."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tansiq.domain.agreement import Terms
from tansiq.gaps.corridors import Barrier, Corridors, find_corridors, prove_barrier
from tansiq.gaps.model import Parameters, PartyLayers
from tansiq.gaps.workings import Band, prepare
from tansiq.ground.model import Ground

CELL_M = 500.0


@dataclass(frozen=True)
class Field:
    """8 km x 6 km in cells of 500 m: 12 rows of 16, the seam along the middle from west to east, left is north."""

    synthetic: ModuleType
    ground: Ground
    band: Band

    @property
    def shape(self) -> tuple[int, int]:
        return self.ground.grid.shape

    def parameters(self, terms: Terms | None = None) -> Parameters:
        made: Parameters = self.synthetic.settled(self.ground, self.synthetic.make_laydown([], terms))
        return made

    def layers(self, **by_party: Mapping[str, Any]) -> tuple[PartyLayers, PartyLayers]:
        made: tuple[PartyLayers, PartyLayers] = self.synthetic.layers_of(self.ground, **by_party)
        return made

    def corridors(self, layers: tuple[PartyLayers, PartyLayers], terms: Terms | None = None, **asked: Any) -> Corridors:  # noqa: ANN401 - handed on
        return find_corridors(self.band, layers, self.parameters(terms), **asked)

    def barrier(self, held: NDArray[np.bool_]) -> Barrier:
        """Held is where the north sees and arrives."""
        layers = self.layers(north={"rate": held.astype(np.float32), "minutes": np.where(held, 10.0, np.inf)})
        return prove_barrier(self.band, layers, self.parameters())

    def cells(self, xy_m: NDArray[np.float64]) -> NDArray[np.int64]:
        """Rows and columns of points, int64 [n, 2]."""
        return np.column_stack(self.ground.grid.cells_from_xy(xy_m[:, 0], xy_m[:, 1]))


@pytest.fixture(scope="session")
def field(synthetic: ModuleType) -> Field:
    ground = synthetic.make_ground([(0, 3000), (8000, 3000)], width_m=8000, height_m=6000, cell_m=CELL_M)
    return Field(synthetic, ground, prepare(ground))
