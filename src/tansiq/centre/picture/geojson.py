"""Shapes from the grid as GeoJSON (RFC 7946): WGS 84, longitude first."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tansiq.ground.grid import Grid

DECIMALS: Final = 5  # about a metre


def to_wgs84(geometry: BaseGeometry, grid: Grid, decimals: int = DECIMALS) -> BaseGeometry:
    """Return ``geometry`` in longitudes and latitudes [deg], rounded for writing."""

    def convert(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        lonlat: NDArray[np.float64] = np.column_stack(grid.lonlat_from_xy(xy[:, 0], xy[:, 1]))
        return lonlat.round(decimals)

    return shapely.transform(geometry, convert)


def feature(
    geometry: BaseGeometry, grid: Grid, properties: Mapping[str, Any], *, key: str | int | None = None,
    decimals: int = DECIMALS,
) -> dict[str, Any]:  # fmt: skip
    """Return one GeoJSON feature from a geometry in grid coordinates [m]."""
    shape = shapely.geometry.mapping(to_wgs84(geometry, grid, decimals))
    made = {"type": "Feature", "properties": dict(properties), "geometry": shape}
    return made if key is None else made | {"id": key}


def point(lon_deg: float, lat_deg: float, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return a GeoJSON point feature."""
    position = {"type": "Point", "coordinates": [round(lon_deg, 6), round(lat_deg, 6)]}
    return {"type": "Feature", "properties": dict(properties), "geometry": position}


def collection(features: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a GeoJSON feature collection."""
    return {"type": "FeatureCollection", "features": list(features)}
