"""Past incidents on the area's cells: places and days, nothing else."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from tansiq.errors import BadGroundError, BadInputError
from tansiq.ground.incidents import Incidents
from tansiq.ground.model import Ground
from tansiq.language import N_

MOST_PLACES: Final = 5_000


@dataclass(frozen=True)
class Past:
    """Incidents on the area, by day.

    Attributes
    ----------
    day
        int64 [incidents]: ordinal of the date, ascending.
    place
        int64 [incidents]: index into the places.
    xy_m
        float64 [places, 2]: distinct positions in grid coordinates [m].
    row, col
        int64 [places]: the cell of each place.
    outside
        How many incidents were left out as they lie outside the area.
    """

    day: NDArray[np.int64]
    place: NDArray[np.int64]
    xy_m: NDArray[np.float64]
    row: NDArray[np.int64]
    col: NDArray[np.int64]
    outside: int

    def __len__(self) -> int:
        """Return the number of incidents."""
        return len(self.day)

    def counts(self, first: int, end: int) -> NDArray[np.float64]:
        """Return incidents at each place from day ``first`` to before ``end``, float64 [places]."""
        within = slice(*np.searchsorted(self.day, [first, end]))
        return np.bincount(self.place[within], minlength=len(self.row)).astype(np.float64)


def past_of(ground: Ground, sources: list[Incidents]) -> Past:
    """Put incidents on the area of ``ground``.

    Raises
    ------
    BadInputError
        If none lies on it.
    """
    points = np.concatenate([one.points for one in sources])
    lon_deg, lat_deg = shapely.get_x(points), shapely.get_y(points)
    xy_m = np.column_stack(ground.grid.xy_from_lonlat(lon_deg, lat_deg))
    days = [date.fromisoformat(day[:10]).toordinal() for one in sources for day in one.dates]
    return _placed(ground, xy_m, np.array(days, np.int64))


def past_on(ground: Ground) -> Past:
    """Return the incidents that the ground package itself holds.

    Raises
    ------
    BadInputError
        If it holds none.
    BadGroundError
        If one has no date.
    """
    features = ground.features("incidents")
    try:
        days = [date.fromisoformat(str(one.properties.get("date"))[:10]).toordinal() for one in features]
    except ValueError as error:
        template = N_("The ground %(name)s has an incident without a date. Build it again with dates.")
        raise BadGroundError(template, name=ground.name) from error
    middles = [shapely.point_on_surface(one.geometry) for one in features]
    xy_m = np.column_stack([shapely.get_x(middles), shapely.get_y(middles)]).reshape(-1, 2)
    return _placed(ground, xy_m, np.array(days, np.int64))


def _placed(ground: Ground, xy_m: NDArray[np.float64], day: NDArray[np.int64]) -> Past:
    finite = np.isfinite(xy_m[:, 0]) & np.isfinite(xy_m[:, 1])
    row, col = ground.grid.cells_from_xy(*np.where(finite[:, None], xy_m, 0.0).T)
    on = finite & (row >= 0) & (row < ground.grid.rows) & (col >= 0) & (col < ground.grid.cols)
    on[on] = ground.area[row[on], col[on]]
    if not on.any():
        template = N_("No incident lies on the area of the ground %(ground)s. Give incidents of this area.")
        raise BadInputError(template, ground=ground.name)
    order = np.flatnonzero(on)[np.argsort(day[on], kind="stable")]
    places, place = np.unique(xy_m[order], axis=0, return_inverse=True)
    if len(places) > MOST_PLACES:
        template = N_("The incidents lie at %(count)s places; at most %(most)s can be used. Cut them to fewer years.")
        raise BadInputError(template, count=len(places), most=MOST_PLACES)
    rows, cols = ground.grid.cells_from_xy(*places.T)
    return Past(day[order], place.ravel().astype(np.int64), places, rows, cols, int(np.count_nonzero(~on)))
