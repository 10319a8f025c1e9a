"""Gaps and pockets described: where, how large, who lives there, who sees it, who could come."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray
from shapely import MultiPolygon

from tansiq.domain.state import State
from tansiq.gaps.identity import gap_id
from tansiq.gaps.model import Gap, NearestElement, Pocket
from tansiq.gaps.nearest import FirstPosts, first_posts_by_travel, nearest_elements
from tansiq.gaps.people import PLACES_NAMED
from tansiq.gaps.polygons import outlines
from tansiq.gaps.runs import Run
from tansiq.gaps.sharing import sharing_gain, word_needed_min
from tansiq.gaps.states import is_held
from tansiq.gaps.workings import Band, Workings
from tansiq.ground.model import Notice
from tansiq.language import N_

SEEN_SHARE: Final = 0.1
POCKET_KM2: Final = 1.0
POCKETS_KEPT: Final = 200
UNHELD: Final = tuple(state for state in State if not state.is_held)


@dataclass(frozen=True)
class Described:
    """What a picture says of its gaps and pockets, and what another picture may take over from it.

    Attributes
    ----------
    gaps
        Each gap by its run, along the seam. Taken over where the run is the same and nothing in its strips changed.
    pockets
        Each pocket by its slots (the bytes of int64), largest first. Taken over where the slots are the same.
    notices
        What to know about them.
    """

    gaps: Mapping[Run, Gap] = field(default_factory=dict)
    pockets: Mapping[bytes, Pocket] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


def describe(
    workings: Workings, *, known: Described | None = None, first_posts: FirstPosts = first_posts_by_travel
) -> Described:
    """Return the gaps along the seam, the pockets behind held lengths, and what to know about them.

    Parameters
    ----------
    workings
        The picture in the making.
    known
        Gaps and pockets that can be taken over; None describes all anew.
    first_posts
        Names the post whose element is first at a slot.
    """
    known = known or Described()
    nearest = nearest_elements(workings, first_posts)
    ground = [workings.unheld(run.strips) for run in workings.runs if run not in known.gaps]
    pockets, notices = _pocket_ground(workings)
    new = [slots for slots in pockets if slots.tobytes() not in known.pockets]
    shapes = iter(outlines(workings.band.ground.grid, workings.band.strips, [*ground, *new]))
    slots_of_new = iter(ground)
    gaps = {
        run: replace(known.gaps[run], nearest=elements)
        if run in known.gaps
        else _gap(workings, run, next(slots_of_new), elements, next(shapes))
        for run, elements in zip(workings.runs, nearest, strict=True)
    }
    described = {
        name: known.pockets[name] if name in known.pockets else _pocket(workings.band, slots, next(shapes))
        for slots in pockets
        for name in (slots.tobytes(),)
    }
    return Described(gaps, described, notices)


def _gap(
    workings: Workings,
    run: Run,
    slots: NDArray[np.int64],
    nearest: tuple[NearestElement, ...],
    geometry: MultiPolygon,
) -> Gap:
    band, sector = workings.band, workings.parameters.terms.sectors[workings.rules.sector[run.first]].id
    needed_min = word_needed_min(workings.evidence.confirmed, workings.rules, slots, band.strips.of_slots(slots))
    on_it = np.zeros(len(workings.state), np.bool_)
    on_it[slots] = True
    places = workings.places.on(on_it)
    return Gap(
        id=gap_id(sector, band.from_km[run.strips].tolist()),
        sector=sector,
        from_km=float(band.from_km[run.first]),
        to_km=float(band.to_km[run.last]),
        length_km=float(band.length_km[run.strips].sum()),
        state_km=_by_state(workings.crossings.state[run.strips], band.length_km[run.strips]),
        state_km2=_by_state(workings.state[slots], np.full(len(slots), band.cell_km2)),
        area_km2=float(len(slots) * band.cell_km2),
        residents=workings.places.living(places),
        places=tuple(name for name in (workings.places.names[i] for i in places) if name)[:PLACES_NAMED],
        places_count=len(places),
        incidents_last_year=None if workings.incidents is None else int(on_it[workings.incidents].sum()),
        seen_by=_seen_by(workings, slots),
        nearest=nearest,
        sharing=sharing_gain(needed_min, band.cell_km2),
        centre_xy_m=_centre(band, run, slots),
        geometry=geometry,
    )


def _by_state(state: NDArray[np.uint8], amount: NDArray[np.float64]) -> dict[State, float]:
    return {one: float(amount[state == one].sum()) for one in UNHELD}


def _seen_by(workings: Workings, slots: NDArray[np.int64]) -> tuple[str, ...]:
    if not len(slots):
        return ()
    seen = np.count_nonzero(workings.evidence.confirmed.rate_per_min[:, slots] > 0, axis=1) / len(slots)
    return tuple(party.id for party, share in zip(workings.laydown.parties, seen, strict=True) if share >= SEEN_SHARE)


def _centre(band: Band, run: Run, slots: NDArray[np.int64]) -> tuple[float, float]:
    """Return the ground nearest to the middle of the run's middle length, from its own strip if that has any.

    That middle itself if there is no ground.
    """
    seam = band.ground.seam
    if seam is None:
        message = "a run of lengths needs a seam"
        raise RuntimeError(message)
    middle_length = (run.first + run.last) // 2
    middle = (seam.start_xy_m[middle_length] + seam.end_xy_m[middle_length]) / 2
    own = slots[slice(*np.searchsorted(slots, band.strips.start[middle_length : middle_length + 2]))]
    near = own if len(own) else slots
    if len(near):
        xy_m = band.xy_of_slots(near)
        middle = xy_m[np.argmin(np.hypot(*(xy_m - middle).T))]
    return float(middle[0]), float(middle[1])


def _pocket_ground(workings: Workings) -> tuple[list[NDArray[np.int64]], tuple[Notice, ...]]:
    """Return the slots of each pocket, largest first, and a notice if there are more than are kept."""
    strips, grid = workings.band.strips, workings.band.ground.grid
    behind = workings.band.lengths[is_held(workings.crossings.state)]
    unheld = np.zeros(grid.rows * grid.cols, np.bool_)
    unheld[strips.cells[workings.unheld(behind)]] = True
    label, _ = scipy.ndimage.label(unheld.reshape(grid.shape), structure=np.ones((3, 3)))
    of_slot = label.ravel()[strips.cells]
    in_pocket = np.flatnonzero(of_slot)
    order = np.argsort(of_slot[in_pocket], kind="stable")
    sizes = np.bincount(of_slot[in_pocket])[1:]
    pieces = np.split(in_pocket[order], np.cumsum(sizes)[:-1])
    large = sorted((p for p in pieces if len(p) * grid.cell_km2 >= POCKET_KM2), key=lambda p: (-len(p), p[0]))
    if len(large) <= POCKETS_KEPT:
        return large, ()
    text = N_("There are %(count)s pockets of 1 km2 or more; the %(kept)s largest are listed.")
    return large[:POCKETS_KEPT], (Notice("pockets-cut", text, {"count": len(large), "kept": POCKETS_KEPT}),)


def _pocket(band: Band, slots: NDArray[np.int64], geometry: MultiPolygon) -> Pocket:
    x_m, y_m = band.xy_of_slots(slots[:1])[0].tolist()
    strips = band.strips.of_slots(slots[[0, -1]])
    return Pocket(
        id=f"P-{x_m:.0f}-{y_m:.0f}",
        area_km2=float(len(slots) * band.cell_km2),
        from_km=float(band.from_km[strips[0]]),
        to_km=float(band.to_km[strips[1]]),
        geometry=geometry,
    )
