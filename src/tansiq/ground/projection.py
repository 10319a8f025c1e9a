"""The CRS a ground package is computed in: of three kinds, the one with the least scale error over the area.

Distances, areas and speeds are taken straight from the grid, so what matters is how far a metre on the grid is
from a metre on the ground, at worst and in any direction. See ``docs/decisions/0003-grid-crs.md``.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import LambertConformalConic1SPConversion, TransverseMercatorConversion
from shapely.geometry.base import BaseGeometry

_SAMPLES: Final = 24  # per axis over the area's bounds
_CENTRES: Final = 13  # positions tried for a projection's centre
_EDGE_DEG: Final = 0.05

Degrees = NDArray[np.float64]
_Centred = tuple[float, float, float]  # latitude, longitude [deg] and scale of a projection's centre


@dataclass(frozen=True, slots=True)
class CrsChoice:
    """A CRS and how true it is.

    Attributes
    ----------
    kind
        ``lambert-conformal-conic``, ``transverse-mercator`` or ``utm``.
    crs_wkt
        WKT2:2019.
    scale_error
        Largest ``|scale - 1|`` over the area, in any direction [-].
    tried
        The same figure for every kind tried [-].
    """

    kind: str
    crs_wkt: str
    scale_error: float
    tried: dict[str, float]


def scale_error(crs: pyproj.CRS, lon_deg: Degrees, lat_deg: Degrees) -> float:
    """Return the largest ``|scale - 1|`` in any direction at the given WGS 84 positions [-]."""
    return _error(pyproj.Proj(crs), lon_deg, lat_deg)


def choose_crs(area_lonlat: BaseGeometry) -> CrsChoice:
    """Choose the CRS for an area.

    Parameters
    ----------
    area_lonlat
        The area in WGS 84 degrees, longitude first.

    Returns
    -------
    CrsChoice
        The kind with the least scale error; the earlier in the order above wins a tie.
    """
    lon, lat = _sample(area_lonlat)
    candidates = {
        "lambert-conformal-conic": _best_lambert(lon, lat),
        "transverse-mercator": _best_transverse(lon, lat),
        "utm": _utm(lon, lat),
    }
    tried = {kind: scale_error(crs, lon, lat) for kind, crs in candidates.items()}
    kind = min(tried, key=lambda name: tried[name])
    return CrsChoice(kind, candidates[kind].to_wkt("WKT2_2019"), tried[kind], tried)


def _sample(area: BaseGeometry) -> tuple[Degrees, Degrees]:
    west, south, east, north = area.bounds
    lon, lat = np.meshgrid(np.linspace(west, east, _SAMPLES), np.linspace(south, north, _SAMPLES))
    inside = shapely.contains_xy(area, lon, lat)
    edge = shapely.get_coordinates(shapely.segmentize(area, _EDGE_DEG))
    return np.concatenate([lon[inside], edge[:, 0]]), np.concatenate([lat[inside], edge[:, 1]])


def _scale_range(proj: pyproj.Proj, lon: Degrees, lat: Degrees) -> tuple[float, float]:
    factors = proj.get_factors(lon, lat)
    return float(np.min(factors.tissot_semiminor)), float(np.max(factors.tissot_semimajor))


def _error(proj: pyproj.Proj, lon: Degrees, lat: Degrees) -> float:
    least, most = _scale_range(proj, lon, lat)
    return max(abs(least - 1.0), abs(most - 1.0))


def _balanced(proj: str, lat_0: float, lon_0: float, lon: Degrees, lat: Degrees) -> tuple[float, _Centred]:
    """Scale a projection so that its errors above and below 1 are equal; return the error and the figures.

    Tried as plain figures: making a whole CRS of each takes longer than all the rest.
    """
    centred = {"proj": proj, "lat_0": lat_0, "lon_0": lon_0, "datum": "WGS84"}
    if proj == "lcc":
        centred["lat_1"] = lat_0
    least, most = _scale_range(pyproj.Proj({**centred, "k_0": 1.0}), lon, lat)
    # Rounded so that the definition can be written down; the error is measured afterwards, on the rounded one.
    k_0 = round(2.0 / (least + most), 6)
    return _error(pyproj.Proj({**centred, "k_0": k_0}), lon, lat), (lat_0, lon_0, k_0)


def _best_lambert(lon: Degrees, lat: Degrees) -> pyproj.CRS:
    lon_0 = round((lon.min() + lon.max()) / 2, 2)
    # On the equator the cone would have no apex.
    tries = [_balanced("lcc", lat_0 or 0.01, lon_0, lon, lat) for lat_0 in _centres(lat)]
    lat_0, lon_0, k_0 = min(tries, key=lambda each: each[0])[1]
    return _named(LambertConformalConic1SPConversion(lat_0, lon_0, scale_factor_natural_origin=k_0))


def _best_transverse(lon: Degrees, lat: Degrees) -> pyproj.CRS:
    lat_0 = round((lat.min() + lat.max()) / 2, 2)
    tries = [_balanced("tmerc", lat_0, lon_0, lon, lat) for lon_0 in _centres(lon)]
    lat_0, lon_0, k_0 = min(tries, key=lambda each: each[0])[1]
    return _named(TransverseMercatorConversion(lat_0, lon_0, scale_factor_natural_origin=k_0))


def _named(conversion: LambertConformalConic1SPConversion | TransverseMercatorConversion) -> pyproj.CRS:
    return ProjectedCRS(conversion, name="Tansiq grid", geodetic_crs=pyproj.CRS.from_epsg(4326))


def _centres(degrees: Degrees) -> list[float]:
    """Middle half of the span, in hundredths of a degree."""
    least, most = float(degrees.min()), float(degrees.max())
    quarter = (most - least) / 4
    return sorted({round(float(d), 2) for d in np.linspace(least + quarter, most - quarter, _CENTRES)})


def _utm(lon: Degrees, lat: Degrees) -> pyproj.CRS:
    zone = math.floor((float(lon.min() + lon.max()) / 2 + 180) / 6) % 60 + 1
    south = float(lat.min() + lat.max()) < 0
    return pyproj.CRS.from_epsg((32700 if south else 32600) + zone)
