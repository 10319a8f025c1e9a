"""Each party's first reaction element to reach a gap."""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.model import NearestElement
from tansiq.gaps.runs import Run
from tansiq.gaps.workings import Workings


def nearest_elements(workings: Workings) -> list[tuple[NearestElement, ...]]:
    """Return, for each gap, each party's first element at the gap's seam cells, by confirmed posts.

    The post named is the one with an element nearest in a straight line to the seam cell that is reached first.
    """
    return [tuple(_nearest(workings, run, party) for party in range(2)) for run in workings.runs]


def _seam_slots(workings: Workings, run: Run) -> NDArray[np.int64]:
    lanes = workings.band.lanes
    foot = lanes.foot[lanes.of_length[run.first] : lanes.of_length[run.last + 1]]
    return foot[foot >= 0].astype(np.int64)


def _nearest(workings: Workings, run: Run, party: int) -> NearestElement:
    name = workings.laydown.parties[party].id
    slots = _seam_slots(workings, run)
    minutes = workings.evidence.confirmed.minutes[party, slots]
    if not len(slots) or not np.isfinite(minutes.min()):
        return NearestElement(name, None, None)
    first = int(np.argmin(minutes))
    return NearestElement(name, _post(workings, party, int(slots[first])), float(minutes[first]))


def _post(workings: Workings, party: int, slot: int) -> str | None:
    row, col = divmod(int(workings.band.strips.cells[slot]), workings.band.ground.grid.cols)
    parameters = workings.parameters
    elements = [
        (np.hypot(one.row - row, one.col - col), one.post.id)
        for one in workings.placed
        if one.party == party and one.post.reaction and one.on_watch(parameters) and one.confirmed(parameters)
    ]
    return min(elements)[1] if elements else None
