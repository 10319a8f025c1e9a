"""What a cell counts: its area, the people living there, incidents past or expected, or the seam it lies under."""

from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from tansiq.errors import BadInputError
from tansiq.gaps.people import find_places
from tansiq.gaps.polygons import slots_at
from tansiq.gaps.workings import Band
from tansiq.language import N_
from tansiq.siting.forecast.forecasting import expected_by_cell

Weighing = Literal["area", "residents", "incidents", "seam", "forecast"]
WEIGHINGS: Final[tuple[Weighing, ...]] = ("area", "residents", "incidents", "seam", "forecast")
UNITS: Final[dict[Weighing, str]] = {
    "area": "km2",
    "residents": N_("residents"),
    "incidents": N_("incidents"),
    "seam": "km",
    "forecast": N_("incidents expected in a year"),
}


def weights(band: Band, by: Weighing) -> NDArray[np.float64]:
    """Return what each cell of the area counts, float64 [slots], in the unit of :data:`UNITS`.

    Raises
    ------
    BadInputError
        If nothing on the ground says it: no residents, no incidents, no seam.
    """
    made = _MAKERS[by](band)
    if not made.any():
        template = N_(
            "The ground %(ground)s has nothing to weigh by %(by)s. Weigh by area, or build it with such data."
        )
        raise BadInputError(template, ground=band.ground.name, by=by)
    return made


def _area(band: Band) -> NDArray[np.float64]:
    return np.full(len(band.strips.cells), band.cell_km2)


def _residents(band: Band) -> NDArray[np.float64]:
    places = find_places(band.ground, band.strips)
    return np.bincount(places.slot, np.nan_to_num(places.residents), len(band.strips.cells)).astype(np.float64)


def _incidents(band: Band) -> NDArray[np.float64]:
    points = [shapely.point_on_surface(feature.geometry) for feature in band.ground.features("incidents")]
    slots = slots_at(band.ground.grid, band.strips, points)
    return np.bincount(slots[slots >= 0], minlength=len(band.strips.cells)).astype(np.float64)


def _forecast(band: Band) -> NDArray[np.float64]:
    if not band.ground.features("incidents"):
        return np.zeros(len(band.strips.cells))
    return expected_by_cell(band.ground).ravel()[band.strips.cells]


def _seam(band: Band) -> NDArray[np.float64]:
    """Share each kilometre among the cells under it."""
    made = np.zeros(len(band.strips.cells))
    for length, km in enumerate(band.length_km.tolist()):
        foot = band.lanes.foot[band.lanes.of_length[length] : band.lanes.of_length[length + 1]]
        under = foot[foot >= 0]
        np.add.at(made, under, km / max(1, len(under)))
    return made


_MAKERS: Final = {"area": _area, "residents": _residents, "incidents": _incidents, "seam": _seam, "forecast": _forecast}
