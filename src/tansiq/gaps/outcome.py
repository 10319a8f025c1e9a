"""What the workings come to, in the words of the picture: states on the grid, and the seam's lengths."""

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.state import State
from tansiq.gaps.model import Length
from tansiq.gaps.workings import Band, Workings
from tansiq.ground.model import Notice
from tansiq.language import N_


def uncrossed(band: Band) -> tuple[Notice, ...]:
    """Return a notice naming the kilometres that no lane crosses, if any."""
    km = band.from_km[np.flatnonzero(band.lanes.missing())]
    if not len(km):
        return ()
    text = N_("These kilometres of the seam have no ground in the area and count as unknown: %(km)s.")
    return (Notice("lengths-without-ground", text, {"km": ", ".join(f"{one:g}" for one in km.tolist())}),)


def state_on_grid(workings: Workings) -> NDArray[np.uint8]:
    """Return the states of cells, uint8 [rows, cols], 0 outside the area."""
    grid = workings.band.ground.grid
    state = np.zeros(grid.rows * grid.cols, np.uint8)
    state[workings.band.strips.cells] = workings.state
    return state.reshape(grid.shape)


def lengths_of(workings: Workings, lengths: NDArray[np.int64]) -> tuple[Length, ...]:
    """Return what the picture says of ``lengths`` (int64 indices)."""
    band, crossings = workings.band, workings.crossings
    sectors = workings.parameters.terms.sectors
    return tuple(
        Length(
            index=i,
            from_km=float(band.from_km[i]),
            to_km=float(band.to_km[i]),
            sector=sectors[workings.rules.sector[i]].id,
            state=State(int(crossings.state[i])),
            p_seen=float(crossings.p_seen[i]),
            p_answered_alone=float(crossings.p_answered_alone[i]),
            p_answered_shared=float(crossings.p_answered_shared[i]),
        )
        for i in lengths.tolist()
    )
