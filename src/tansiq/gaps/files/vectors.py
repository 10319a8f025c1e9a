"""The picture's shapes: ``gaps.geojson`` for the web, ``gaps.gpkg`` for a desktop GIS."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import shapely
import shapely.ops
from numpy.typing import NDArray
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from tansiq.domain.laydown import Laydown
from tansiq.gaps.model import Gap, Length, Picture, Pocket
from tansiq.ground.grid import Grid
from tansiq.ground.model import Seam

# A GeoPackage stamps each layer with the time of writing; a fixed one keeps the same picture the same bytes.
_FIXED_DATE: Final = "2000-01-01T00:00:00.000Z"
_WGS84_DECIMALS: Final = 6
Fields = dict[str, NDArray[Any]]


def write_geojson(picture: Picture, path: Path) -> None:
    """Write the gaps' ground in WGS 84 with six decimals (RFC 7946), one feature a gap."""
    grid = picture.ground.grid
    features = [
        {
            "type": "Feature",
            "id": gap.id,
            "properties": _gap_properties(gap) | {"fictional": picture.laydown.fictional},
            "geometry": shapely.geometry.mapping(_to_wgs84(gap.geometry, grid)),
        }
        for gap in picture.gaps
    ]
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def write_geopackage(picture: Picture, path: Path) -> None:
    """Write layers ``gaps``, ``lengths`` (when there is a seam), ``pockets`` and ``posts`` in the ground's CRS."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _FIXED_DATE})
    grid = picture.ground.grid
    gaps, pockets = picture.gaps, picture.pockets
    _layer(
        path, "gaps", "MultiPolygon", [gap.geometry for gap in gaps], _columns(gaps, _gap_properties, _GAP_TYPES), grid
    )
    if picture.ground.seam is not None:
        lines = _length_lines(picture.ground.seam, picture.lengths)
        _layer(path, "lengths", "LineString", lines, _columns(picture.lengths, _length_properties, _LENGTH_TYPES), grid)
    columns = _columns(pockets, _pocket_properties, _POCKET_TYPES)
    _layer(path, "pockets", "MultiPolygon", [pocket.geometry for pocket in pockets], columns, grid)
    points, columns = _posts(picture.laydown, grid)
    _layer(path, "posts", "Point", points, columns, grid)


def _to_wgs84(geometry: BaseGeometry, grid: Grid) -> BaseGeometry:
    def convert(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        lonlat = np.column_stack(grid.lonlat_from_xy(xy[:, 0], xy[:, 1])).astype(np.float64)
        return lonlat.round(_WGS84_DECIMALS)

    return shapely.transform(geometry, convert)


_GAP_TYPES: Final = {
    "id": "U", "sector": "U", "from_km": "f8", "to_km": "f8", "length_km": "f8", "area_km2": "f8",
    "residents": "f8", "places": "U", "places_count": "i8", "incidents_last_year": "f8", "seen_by": "U",
}  # fmt: skip
_LENGTH_TYPES: Final = {
    "index": "i8", "from_km": "f8", "to_km": "f8", "sector": "U", "state": "U",
    "p_seen": "f8", "p_answered_alone": "f8", "p_answered_shared": "f8",
}  # fmt: skip
_POCKET_TYPES: Final = {"id": "U", "area_km2": "f8", "from_km": "f8", "to_km": "f8"}


def _gap_properties(gap: Gap) -> dict[str, Any]:
    plain = {name: getattr(gap, name) for name in _GAP_TYPES}
    return plain | {"places": "; ".join(gap.places), "seen_by": " ".join(gap.seen_by)}


def _length_properties(length: Length) -> dict[str, Any]:
    return {name: getattr(length, name) for name in _LENGTH_TYPES} | {"state": length.state.key}


def _pocket_properties(pocket: Pocket) -> dict[str, Any]:
    return {name: getattr(pocket, name) for name in _POCKET_TYPES}


def _columns(items: Sequence[Any], properties: Callable[[Any], dict[str, Any]], types: dict[str, str]) -> Fields:
    rows = [properties(item) for item in items]
    return {name: _column([row[name] for row in rows], kind) for name, kind in types.items()}


def _column(values: list[Any], kind: str) -> NDArray[Any]:
    if kind == "U":
        return np.array(values, dtype=object)
    return np.array([np.nan if value is None else value for value in values], dtype=kind)


def _length_lines(seam: Seam, lengths: Sequence[Length]) -> list[LineString]:
    cut = [shapely.ops.substring(seam.line, length.from_km * 1e3, length.to_km * 1e3) for length in lengths]
    return [line if isinstance(line, LineString) else LineString([line, line]) for line in cut]


def _posts(laydown: Laydown, grid: Grid) -> tuple[list[Point], Fields]:
    x_m, y_m = grid.xy_from_lonlat([p.lon_deg for p in laydown.posts], [p.lat_deg for p in laydown.posts])
    columns = {
        "id": _column([post.id for post in laydown.posts], "U"),
        "party": _column([post.party for post in laydown.posts], "U"),
        "name": _column([post.names.best("en") for post in laydown.posts], "U"),
        "fictional": _column([int(laydown.fictional)] * len(laydown.posts), "i4"),
    }
    return [Point(x, y) for x, y in zip(x_m, y_m, strict=True)], columns


def _layer(path: Path, name: str, kind: str, geometries: Sequence[BaseGeometry], columns: Fields, grid: Grid) -> None:
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(geometries, dtype=object)),
        list(columns.values()),
        list(columns),
        layer=name,
        driver="GPKG",
        geometry_type=kind,
        crs=grid.crs_wkt,
        append=path.exists(),
    )
