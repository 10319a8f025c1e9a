"""Measure: a post both parties man, on high ground near the seam, that both sees and reaches.

What it sees is known to both at once, and its element is both parties' own, so ground it sees and either party reaches
in time is held alone. It is given the usual figures of a post and a vehicle element that leaves after five minutes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.names import Names
from tansiq.domain.post import Post
from tansiq.gaps.detection import Watcher
from tansiq.gaps.ledger.proposal import Proposal, reached_from, seen_by_watcher
from tansiq.gaps.ledger.trial import Addition, Arrival, Effect, Sight, Trial
from tansiq.gaps.model import Gap
from tansiq.gaps.workings import Band, Workings

WINDOWS: Final = 5
NEAR_SEAM_M: Final = 2_000.0
READY_MIN: Final = 5.0


def propose(workings: Workings, gaps: Sequence[Gap]) -> Iterator[Proposal]:
    """Propose, for each gap, the best of a few high places; the subject is the gap's id.

    A candidate is the highest cell a vehicle can stand on, within :data:`NEAR_SEAM_M` of the seam, in each of up to
    :data:`WINDOWS` stretches of the gap; the best is the one that turns most ground.
    """
    for gap, run in zip(gaps, workings.runs, strict=True):
        stretches = np.array_split(run.strips, min(WINDOWS, len(run.strips)))
        places = [place for strips in stretches if (place := _highest(workings.band, strips)) is not None]
        if places:
            yield Proposal(f"joint-{gap.id}", "joint_post", gap.id, _change(workings, places))


def _highest(band: Band, strips: NDArray[np.int64]) -> tuple[int, int] | None:
    """Return the row and column of the highest cell near the seam where a vehicle can stand; None if there is none."""
    slots = band.strips.slots_of(strips)
    slots = slots[_from_seam_m(band, slots) <= NEAR_SEAM_M]
    cells = band.strips.cells[slots]
    ground = band.ground
    cells = cells[np.isfinite(ground.vehicle_s_per_m.ravel()[cells]) & np.isfinite(ground.elevation_m.ravel()[cells])]
    if not len(cells):
        return None
    row, col = divmod(int(cells[np.argmax(ground.elevation_m.ravel()[cells])]), ground.grid.cols)
    return row, col


def _from_seam_m(band: Band, slots: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the distance of each slot from the chord of its own length, float64 [m]."""
    seam = band.ground.seam
    if seam is None:
        message = "a gap needs a seam"
        raise RuntimeError(message)
    strip = band.strips.of_slots(slots)
    start = seam.start_xy_m[strip]
    chord = seam.end_xy_m[strip] - start
    offset = band.xy_of_slots(slots) - start
    square = np.maximum((chord**2).sum(axis=1), 1e-9)
    along = np.clip((offset * chord).sum(axis=1) / square, 0.0, 1.0)
    return np.asarray(np.hypot(*(offset - along[:, None] * chord).T), np.float64)


def _watcher(workings: Workings, place: tuple[int, int]) -> Watcher:
    usual = Post("", "", Names(), 0.0, 0.0)
    window = workings.parameters.window
    return Watcher(*place, usual.eye_m, usual.range_m(window), usual.detect_per_min(window))


def _change(workings: Workings, places: Sequence[tuple[int, int]]) -> Callable[[], Callable[[Trial], Effect]]:
    def prepare() -> Callable[[Trial], Effect]:
        additions = [_additions(workings, place) for place in places]
        return lambda trial: _best(workings, places, [trial.of_additions(one) for one in additions])

    return prepare


def _best(workings: Workings, places: Sequence[tuple[int, int]], effects: Sequence[Effect]) -> Effect:
    """Return the effect that turns most ground, the first of equals, with the place it was tried at."""
    best = int(np.argmax([len(effect.slots) for effect in effects]))
    x_m, y_m = workings.band.ground.grid.xy_from_cells(*places[best])
    return replace(effects[best], post=(float(x_m), float(y_m)))


def _additions(workings: Workings, place: tuple[int, int]) -> list[Addition]:
    arrival = reached_from(workings, 0, place, "vehicle", READY_MIN)
    sight = seen_by_watcher(workings, 0, _watcher(workings, place))
    return [arrival, Arrival(1, arrival.slots, arrival.minutes), *_shared_sight(workings, sight)]


def _shared_sight(workings: Workings, sight: Sight) -> tuple[Sight, Sight]:
    """Give each cell's sight to the party that is there first: seen once, and answered if either arrives in time.

    The joint element counts for both alike, so it does not change who is first.
    """
    minutes = workings.evidence.confirmed.minutes[:, sight.slots]
    second = minutes[1] < minutes[0]
    return (
        Sight(0, sight.slots[~second], sight.rate_per_min[~second]),
        Sight(1, sight.slots[second], sight.rate_per_min[second]),
    )
