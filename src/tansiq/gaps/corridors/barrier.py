"""Whether held ground cuts every crossing, and what proves it either way.

Somebody walks from a cell to any of its eight neighbours, so cells that touch only at a corner do not stop anybody:
ground cuts every crossing exactly if a chain of it, each cell beside the next, leads from one end of the band to the
other (eight-connected ways and four-connected chains are each other's dual: Rosenfeld 1970,
https://doi.org/10.1145/321556.321570). Ground whose pace is not known counts as passable, and unknown ground as unheld.
"""

import numpy as np
import scipy.ndimage
import shapely
from numpy.typing import NDArray

from tansiq.gaps.corridors.frame import END, LEFT, RIGHT, START, Frame, frame_ground
from tansiq.gaps.corridors.model import Barrier
from tansiq.gaps.corridors.ways import Cells, least_cost, least_way
from tansiq.gaps.evidence import gather
from tansiq.gaps.model import Parameters, PartyLayers
from tansiq.gaps.rules import lay_rules
from tansiq.gaps.states import cell_states, is_held
from tansiq.gaps.workings import Band

_UNHELD = float(2**24)  # outweighs any number of held cells; sums stay whole numbers and halves of them
_AROUND = np.ones((3, 3), np.bool_)


def prove_barrier(band: Band, layers: tuple[PartyLayers, PartyLayers], parameters: Parameters) -> Barrier:
    """Prove that held ground cuts every crossing, or show a way that it does not, and what the best chain lacks.

    Parameters
    ----------
    band, layers, parameters
        As for :func:`tansiq.gaps.corridors.find_corridors`.

    Raises
    ------
    BadGroundError
        If the ground has no seam, or its area does not end on both sides of it.
    """
    frame = frame_ground(band.ground)
    rules = lay_rules(parameters, band.ground.seam)
    state = cell_states(band.strips, gather(band.strips, layers), rules)
    on_grid = np.zeros(band.ground.grid.shape, np.bool_)
    on_grid.ravel()[band.strips.cells] = is_held(state)
    held = np.pad(on_grid, 2)
    return barrier_of(frame, held, band)


def barrier_of(frame: Frame, held: NDArray[np.bool_], band: Band) -> Barrier:
    """Prove it for held cells given as bool [frame rows, frame cols]."""
    abreast = frame.walked(LEFT) | frame.walked(RIGHT)
    cell_m = frame.grid.cell_m
    half = np.where(abreast & ~held, cell_m / 2, np.inf).ravel()
    way = least_way(half, frame.cols, *frame.edges)
    wall = np.empty(0, np.int64) if len(way) else _wall(frame, half, held & abreast)
    chain = _chain(frame, held, abreast)
    missing = chain[~held.ravel()[chain]]
    ends = bool(len(chain))
    return Barrier(
        stands=not len(way),
        wall_xy_m=frame.xy_m(wall),
        unheld_xy_m=frame.xy_m(way),
        unheld_km=_way_km(frame, way) if len(way) else None,
        seam_km=_seam_km(frame, way, band) if len(way) else None,
        chain_xy_m=frame.xy_m(chain),
        missing_xy_m=frame.xy_m(missing),
        missing_km=len(missing) * cell_m / 1000 if ends else None,
        chain_km=len(chain) * cell_m / 1000 if ends else None,
    )


def _wall(frame: Frame, half: NDArray[np.float64], held: NDArray[np.bool_]) -> Cells:
    """Return the held cells beside what can be reached from the left edge unheld, and those of the edge itself."""
    edge = frame.edges[0]
    reached = np.isfinite(least_cost(half, frame.cols, edge)).reshape(held.shape)
    beside = scipy.ndimage.binary_dilation(reached, _AROUND)
    beside.ravel()[edge] = True
    return np.flatnonzero(beside & held)


def _chain(frame: Frame, held: NDArray[np.bool_], abreast: NDArray[np.bool_]) -> Cells:
    """Return the chain with the fewest unheld cells, of these the shortest, without what lies past the ends."""
    weight = np.where(abreast, np.where(held, 1.0, _UNHELD), np.inf)
    weight.ravel()[np.concatenate([frame.past(START), frame.past(END)])] = 0.0
    chain = least_way(weight.ravel() / 2, frame.cols, frame.past(START), frame.past(END), diagonal=False)
    return chain[abreast.ravel()[chain]]


def _way_km(frame: Frame, way: Cells) -> float:
    straight = np.isin(np.abs(np.diff(way)), (1, frame.cols))
    return float(np.where(straight, 1.0, 2.0**0.5).sum()) * frame.grid.cell_m / 1000


def _seam_km(frame: Frame, way: Cells, band: Band) -> float:
    """Return where the way leaves the left of the seam for good."""
    last_left = np.flatnonzero(frame.side.ravel()[way] == LEFT)[-1]
    middle = shapely.Point(frame.xy_m(way[last_left : last_left + 2]).mean(axis=0))
    return float(band.ground.seam.line.project(middle)) / 1000 if band.ground.seam else float("nan")
