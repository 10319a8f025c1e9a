"""Who lives on a piece of ground, and what happened there: totals of places and incidents, never persons."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from tansiq.domain.names import Names
from tansiq.errors import BadGroundError
from tansiq.gaps.polygons import slots_at
from tansiq.gaps.strips import Strips
from tansiq.ground.model import Feature, Ground, Notice
from tansiq.language import N_

PLACES_NAMED: Final = 10
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Places:
    """The places on the area, largest first (rank, then residents, then name).

    Attributes
    ----------
    slot
        int64 [places]: slot of each place.
    residents
        float64 [places]: people living there, NaN where nobody says.
    names
        What each is called, in the language that has a name.
    """

    slot: NDArray[np.int64]
    residents: NDArray[np.float64]
    names: tuple[str, ...]

    def on(self, ground: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the indices of the places on ``ground`` (bool [slots]), largest first."""
        return np.flatnonzero(ground[self.slot])

    def living(self, places: NDArray[np.int64]) -> int | None:
        """Return the people living in ``places``; None where no place says."""
        said = self.residents[places]
        said = said[~np.isnan(said)]
        return int(said.sum()) if len(said) else None


def _name(feature: Feature) -> str:
    said = (str(feature.properties.get(f"name_{language}") or "") for language in ("en", "ar", "ckb"))
    return Names(*said).best("en")


def _points(features: tuple[Feature, ...]) -> list[shapely.Point]:
    return [shapely.point_on_surface(feature.geometry) for feature in features]


def find_places(ground: Ground, strips: Strips) -> Places:
    """Put the ground's places on the area's cells; those outside the area are left out."""
    features = ground.features("places")
    slots = slots_at(ground.grid, strips, _points(features))
    found = []
    for feature, slot in zip(features, slots.tolist(), strict=True):
        if slot >= 0:
            residents = feature.properties.get("residents")
            people = float("nan") if residents is None else float(residents)
            rank = feature.properties.get("rank") or 5
            found.append((int(rank), -np.nan_to_num(people), _name(feature), slot, people))
    found.sort(key=lambda place: place[:4])
    return Places(
        np.array([place[3] for place in found], np.int64),
        np.array([place[4] for place in found], np.float64),
        tuple(place[2] for place in found),
    )


def find_incidents(ground: Ground, strips: Strips, at: datetime) -> tuple[NDArray[np.int64] | None, tuple[Notice, ...]]:
    """Return the slots of the incidents in the 365 days before ``at``, repeated where several happened.

    None if the ground has no incidents, or if its latest one is older than that: then nothing is known of the last
    year, and a notice says when the data end.

    Raises
    ------
    BadGroundError
        For an incident without an ISO date.
    """
    features = ground.features("incidents")
    if not features:
        return None, ()
    dates = [_date(ground, feature) for feature in features]
    today = at.date()
    if max(dates) < today - YEAR:
        text = N_(
            "The incidents on this ground end on %(date)s, more than a year before the picture: none are counted."
        )
        return None, (Notice("old-incidents", text, {"date": max(dates).isoformat()}),)
    lately = [feature for feature, day in zip(features, dates, strict=True) if today - YEAR <= day <= today]
    slots = slots_at(ground.grid, strips, _points(tuple(lately)))
    return slots[slots >= 0], ()


def _date(ground: Ground, feature: Feature) -> date:
    said = str(feature.properties.get("date"))
    try:
        return date.fromisoformat(said[:10])
    except ValueError as error:
        raise BadGroundError(
            N_("The ground %(name)s has an incident dated %(date)s. Build it again with dates such as 2026-11-22."),
            name=ground.name,
            date=said,
        ) from error
