"""Each party's first reaction element to reach a gap."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.post import Mode
from tansiq.gaps.layers import MODES, pace_s_per_m
from tansiq.gaps.model import NearestElement
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.runs import Run
from tansiq.gaps.travel import travel_minutes_and_source
from tansiq.gaps.workings import Workings

_PAST_LIMIT_MIN: Final = 0.01

# From the workings, a party and int64 slots to the post whose element is first at each.
FirstPosts = Callable[[Workings, int, NDArray[np.int64]], list[str | None]]


def nearest_elements(workings: Workings, first_posts: FirstPosts) -> list[tuple[NearestElement, ...]]:
    """Return, for each gap, each party's first element at the gap's seam cells, by confirmed posts.

    The minutes come from the party's raster; the post from ``first_posts``.
    """
    slots = [_seam_slots(workings, run) for run in workings.runs]
    by_party = [_by_party(workings, slots, party, first_posts) for party in range(2)]
    return list(zip(*by_party, strict=True))


def _seam_slots(workings: Workings, run: Run) -> NDArray[np.int64]:
    lanes = workings.band.lanes
    foot = lanes.foot[lanes.of_length[run.first] : lanes.of_length[run.last + 1]]
    return foot[foot >= 0].astype(np.int64)


def _by_party(
    workings: Workings, seam_slots: list[NDArray[np.int64]], party: int, first_posts: FirstPosts
) -> list[NearestElement]:
    name = workings.laydown.parties[party].id
    minutes = workings.evidence.confirmed.minutes[party]
    first = [_first_reached(minutes, slots) for slots in seam_slots]
    reached = [slot for slot in first if slot is not None]
    post = dict(zip(reached, first_posts(workings, party, np.array(reached, np.int64)), strict=True))
    return [
        NearestElement(name, None, None) if slot is None else NearestElement(name, post[slot], float(minutes[slot]))
        for slot in first
    ]


def _first_reached(minutes: NDArray[np.float32], slots: NDArray[np.int64]) -> int | None:
    """Return the slot that is reached first, None if none is."""
    if not len(slots) or not np.isfinite(minutes[slots]).any():
        return None
    return int(slots[np.argmin(minutes[slots])])


def first_posts_by_travel(workings: Workings, party: int, slots: NDArray[np.int64]) -> list[str | None]:
    """Return the post whose element is first at each slot; of equals the one by foot, then the first in the laydown.

    None where the laydown gives no element.
    """
    best = np.full(len(slots), np.inf)
    posts: list[str | None] = [None] * len(slots)
    if not len(slots):
        return posts
    cells = workings.band.strips.cells[slots]
    limit_min = float(workings.evidence.confirmed.minutes[party, slots].max()) + _PAST_LIMIT_MIN
    for mode in MODES:
        elements = [one for one in workings.placed if _reacts(workings, one, party, mode)]
        if not elements:
            continue
        minutes, source = travel_minutes_and_source(
            pace_s_per_m(workings.band.ground, mode),
            workings.band.ground.grid.cell_m,
            [(one.row, one.col) for one in elements],
            # float32 as in the layers, so that both are the same minutes.
            start_min=np.array([one.post.reaction.ready_min for one in elements if one.post.reaction], np.float32),
            limit_min=limit_min,
        )
        for k in np.flatnonzero(minutes.ravel()[cells] < best).tolist():
            posts[k] = elements[source.ravel()[cells[k]]].post.id
        best = np.minimum(best, minutes.ravel()[cells])
    return posts


def _reacts(workings: Workings, one: PlacedPost, party: int, mode: Mode) -> bool:
    reaction, parameters = one.post.reaction, workings.parameters
    if one.party != party or reaction is None or reaction.mode != mode:
        return False
    return one.on_watch(parameters) and one.confirmed(parameters)
