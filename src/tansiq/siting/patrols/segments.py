"""The seam's unheld lengths cut into segments that one vehicle patrols, and what each counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.state import State
from tansiq.errors import BadInputError
from tansiq.gaps.corridors import find_corridors
from tansiq.gaps.model import Picture
from tansiq.gaps.runs import unheld_runs
from tansiq.gaps.states import is_held
from tansiq.gaps.workings import Band
from tansiq.language import N_
from tansiq.siting.weights import UNITS, Weighing, weights

Counting = Weighing | Literal["unanswered", "corridor"]
UNIT_OF: Final[Mapping[str, str]] = dict(UNITS) | {
    "unanswered": N_("unanswered crossings"),
    "corridor": N_("crossings that pass unseen"),
}


@dataclass(frozen=True)
class Segment:
    """A stretch of seam that is not held.

    Attributes
    ----------
    id
        ``S`` and a number along the seam.
    sector, from_km, to_km
        Where it is.
    first, last
        Its lengths, both included.
    value
        What a crossing there counts (:func:`cut`).
    row, col
        Cell of the seam, nearest to the segment's middle, that a vehicle can stand on; None if there is none.
    lon_deg, lat_deg
        The same place, or the segment's middle, WGS 84 degrees.
    """

    id: str
    sector: str
    from_km: float
    to_km: float
    first: int
    last: int
    value: float
    row: int | None
    col: int | None
    lon_deg: float
    lat_deg: float


def cut(band: Band, picture: Picture, by: Counting, segment_km: float) -> tuple[Segment, ...]:
    """Cut every run of lengths that are not held into nearly equal segments of at most ``segment_km``.

    What a segment counts, by the weighing: its km of seam; or what lies on the unheld ground of its strips (km2,
    residents, incidents ...); or the chance that a direct crossing is not answered, averaged over its lengths
    (``unanswered``); or that somebody who knows the posts passes unseen, at whichever of its lengths is best for that
    (``corridor``). For the last, porous lengths, held but passed by a known way, are patrolled like unheld ones.

    Raises
    ------
    BadInputError
        If the ground has no seam, every length is held, or nothing on unheld ground says what is weighed.
    """
    if not picture.lengths:
        template = N_("The ground %(ground)s has no seam; patrols go along a seam. Build it with one.")
        raise BadInputError(template, ground=band.ground.name)
    state = np.array([int(one.state) for one in picture.lengths], np.uint8)
    if by == "corridor":
        ways = find_corridors(band, picture.layers, picture.parameters, k=0).lengths
        worth = np.nan_to_num(ways.p_unseen)
        state[ways.porous] = State.OPEN
    else:
        worth = _worth(band, picture, by)
    together: dict[str, Callable[[NDArray[np.float64]], np.float64]] = {"unanswered": np.mean, "corridor": np.max}
    made = []
    for number, (first, last) in enumerate(_pieces(picture, state, segment_km), start=1):
        value = float(together.get(by, np.sum)(worth[first : last + 1]))
        made.append(_segment(band, picture, number, first, last, value))
    if not made:
        raise BadInputError(N_("Every length of the seam is held: there is nothing to patrol."))
    if not any(one.value > 0 for one in made):
        template = N_("Nothing on unheld ground of %(ground)s counts by %(by)s. Weigh by area.")
        raise BadInputError(template, ground=band.ground.name, by=by)
    return tuple(made)


def _pieces(picture: Picture, state: NDArray[np.uint8], segment_km: float) -> list[tuple[int, int]]:
    """Return the first and last length of every segment."""
    sectors = {name: k for k, name in enumerate(dict.fromkeys(one.sector for one in picture.lengths))}
    sector = np.array([sectors[one.sector] for one in picture.lengths], np.int64)
    most = max(1, int(segment_km))
    pieces = []
    for run in unheld_runs(state, sector):
        parts = -(-(run.last - run.first + 1) // most)
        ends = np.linspace(run.first, run.last + 1, parts + 1).round().astype(int).tolist()
        pieces += [(low, high - 1) for low, high in pairwise(ends)]
    return pieces


def _worth(band: Band, picture: Picture, by: Weighing | Literal["unanswered"]) -> NDArray[np.float64]:
    """Return what each length counts, float64 [lengths]."""
    if by == "unanswered":
        return np.array([1.0 - one.p_answered_shared for one in picture.lengths])
    if by == "seam":  # not from cells: one cell may lie under several lengths
        return np.array([one.to_km - one.from_km for one in picture.lengths])
    held = is_held(picture.state.ravel()[band.strips.cells])
    on = np.where(held, 0.0, weights(band, by))
    strip = band.strips.of_slots(np.arange(len(on)))
    return np.bincount(strip, on, len(picture.lengths)).astype(np.float64)


def _segment(band: Band, picture: Picture, number: int, first: int, last: int, value: float) -> Segment:
    lengths, grid = picture.lengths, band.ground.grid
    seam = band.ground.seam
    assert seam is not None  # noqa: S101 - a picture with lengths has a seam
    middle_km = (lengths[first].from_km + lengths[last].to_km) / 2
    middle = seam.line.interpolate(middle_km * 1000.0)
    foot = band.lanes.foot[band.lanes.of_length[first] : band.lanes.of_length[last + 1]]
    row, col = np.divmod(band.strips.cells[foot[foot >= 0]], grid.cols)
    passable = np.isfinite(band.ground.vehicle_s_per_m[row, col])
    row, col = row[passable], col[passable]
    place: tuple[int | None, int | None] = (None, None)
    x_m, y_m = middle.x, middle.y
    if len(row):
        xs, ys = grid.xy_from_cells(row, col)
        best = int(np.argmin(np.hypot(xs - middle.x, ys - middle.y)))
        place, x_m, y_m = (int(row[best]), int(col[best])), float(xs[best]), float(ys[best])
    lon_deg, lat_deg = grid.lonlat_from_xy(x_m, y_m)
    return Segment(
        id=f"S{number:03d}",
        sector=lengths[first].sector,
        from_km=lengths[first].from_km,
        to_km=lengths[last].to_km,
        first=first,
        last=last,
        value=value,
        row=place[0],
        col=place[1],
        lon_deg=float(lon_deg),
        lat_deg=float(lat_deg),
    )
