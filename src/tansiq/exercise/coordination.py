"""Joint coordination centres along the band, and the sectors cut midway between them.

The agreement that the exercise starts from has joint coordination centres along the whole of the band and a rule for
each stretch; here there are six, at towns near the seam.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import shapely

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.names import Names
from tansiq.domain.unit import CoordinationCentre
from tansiq.exercise import words
from tansiq.exercise.sketch.facts import Town, towns
from tansiq.ground.model import Feature, Ground, Seam

CENTRES: Final = 6
NEAR_SEAM_M: Final = 25_000.0
TOWN_RANK: Final = 3
FASTER_SECTOR: Final = 4
FASTER_RESPOND_MIN: Final = 30.0
CLOSED_SECTOR: Final = 2
"""In this sector the partner may not respond, so that the ledger shows what permission alone would hold."""


@dataclass(frozen=True, slots=True)
class _Site:
    """A centre's place: names (empty if no place is near), grid coordinates [m], kilometre along the seam."""

    names: Names
    x_m: float
    y_m: float
    km: float


def centres_and_terms(ground: Ground, seam: Seam) -> tuple[tuple[CoordinationCentre, ...], Terms]:
    """Return the centres in the order of the seam, and terms with one sector for each of them."""
    sites = _sites(ground, seam)
    centres = tuple(_centre(ground, number, site) for number, site in enumerate(sites, 1))
    return centres, Terms(sectors=_sectors(sites, float(seam.to_km[-1])))


def _sites(ground: Ground, seam: Seam) -> list[_Site]:
    places = _near_places(ground, seam)
    total_km = float(seam.to_km[-1])
    sites = []
    for number in range(CENTRES):
        from_km, to_km = total_km * number / CENTRES, total_km * (number + 1) / CENTRES
        here = [ranked for ranked in places if from_km <= ranked[1].km < to_km]
        sites.append(min(here, key=lambda ranked: ranked[0])[1] if here else _on_seam(seam, (from_km + to_km) / 2))
    return sites


def _near_places(ground: Ground, seam: Seam) -> list[tuple[tuple[int, float, str], _Site]]:
    """Return the places near the seam with what they are chosen by: towns first, then distance, then name.

    Towns that the sketch knows count on any ground that holds them: many packages' places do not say which is a town.
    """
    known = [_town_site(ground, seam, town) for town in towns()]
    told = [_place_site(feature, seam) for feature in ground.features("places")]
    found = []
    for rank, site in (*known, *told):
        off_m = seam.line.distance(shapely.Point(site.x_m, site.y_m))
        if off_m <= NEAR_SEAM_M and site.names != Names():
            found.append(((max(rank, TOWN_RANK - 1), off_m, site.names.best("en")), site))
    return found


def _town_site(ground: Ground, seam: Seam, town: Town) -> tuple[int, _Site]:
    x_m, y_m = ground.grid.xy_from_lonlat(town.lon_deg, town.lat_deg)
    return town.rank, _site(town.names, seam, float(x_m), float(y_m))


def _place_site(feature: Feature, seam: Seam) -> tuple[int, _Site]:
    said, point = feature.properties, feature.geometry.centroid
    names = Names(en=said["name_en"] or "", ar=said["name_ar"] or "", ckb=said["name_ckb"] or "")
    return int(said["rank"]), _site(names, seam, point.x, point.y)


def _site(names: Names, seam: Seam, x_m: float, y_m: float) -> _Site:
    return _Site(names, x_m, y_m, float(seam.line.project(shapely.Point(x_m, y_m))) / 1000.0)


def _on_seam(seam: Seam, km: float) -> _Site:
    point = shapely.line_interpolate_point(seam.line, km * 1000.0)
    return _Site(Names(), point.x, point.y, km)


def _centre(ground: Ground, number: int, site: _Site) -> CoordinationCentre:
    lon_deg, lat_deg = ground.grid.lonlat_from_xy(site.x_m, site.y_m)
    return CoordinationCentre(
        id=f"jcc-{number}",
        names=words.centre(number, site.names),
        lon_deg=round(float(lon_deg), 5),
        lat_deg=round(float(lat_deg), 5),
    )


def _sectors(sites: list[_Site], total_km: float) -> tuple[Sector, ...]:
    """Cut the seam midway between neighbouring centres, at whole kilometres."""
    cuts = [float(round((a.km + b.km) / 2)) for a, b in pairwise(sites)]
    edges = [0.0, *cuts, total_km]
    return tuple(
        Sector(
            id=str(number),
            names=words.sector(number, site.names),
            from_km=edges[number - 1],
            to_km=edges[number],
            respond_within_min=FASTER_RESPOND_MIN if number == FASTER_SECTOR else None,
            partner_may_respond=number != CLOSED_SECTOR,
        )
        for number, site in enumerate(sites, 1)
    )
