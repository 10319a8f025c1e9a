"""The picture's shapes: ``gaps.geojson`` for the web, ``gaps.gpkg`` for a desktop GIS."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
import shapely.ops
from numpy.typing import NDArray
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from tansiq.domain.laydown import Laydown
from tansiq.gaps.model import Gap, Length, Picture, Pocket
from tansiq.ground.grid import Grid
from tansiq.ground.model import Seam
from tansiq.ground.storage import write_layer

_WGS84_DECIMALS: Final = 6
Row = dict[str, Any]


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
    grid, gaps, pockets = picture.ground.grid, picture.gaps, picture.pockets
    _layer(path, "gaps", [gap.geometry for gap in gaps], [_gap_properties(gap) for gap in gaps], _GAP_COLUMNS, grid)
    if picture.ground.seam is not None:
        lines = _length_lines(picture.ground.seam, picture.lengths)
        _layer(path, "lengths", lines, [_length_properties(one) for one in picture.lengths], _LENGTH_COLUMNS, grid)
    shapes, rows = [pocket.geometry for pocket in pockets], [_pocket_properties(pocket) for pocket in pockets]
    _layer(path, "pockets", shapes, rows, _POCKET_COLUMNS, grid)
    _layer(path, "posts", _post_points(picture.laydown, grid), _post_rows(picture.laydown), _POST_COLUMNS, grid)


def _to_wgs84(geometry: BaseGeometry, grid: Grid) -> BaseGeometry:
    def convert(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        lonlat = np.column_stack(grid.lonlat_from_xy(xy[:, 0], xy[:, 1])).astype(np.float64)
        return lonlat.round(_WGS84_DECIMALS)

    return shapely.transform(geometry, convert)


_GAP_COLUMNS: Final = (
    "id", "sector", "from_km", "to_km", "length_km", "area_km2", "residents", "places", "places_count",
    "incidents_last_year", "seen_by",
)  # fmt: skip
_LENGTH_COLUMNS: Final = (
    "index", "from_km", "to_km", "sector", "state", "p_seen", "p_answered_alone", "p_answered_shared",
)  # fmt: skip
_POCKET_COLUMNS: Final = ("id", "area_km2", "from_km", "to_km")
_GEOMETRY_TYPES: Final = {"gaps": "MultiPolygon", "lengths": "LineString", "pockets": "MultiPolygon", "posts": "Point"}
_POST_COLUMNS: Final = ("id", "party", "name", "fictional")


def _gap_properties(gap: Gap) -> Row:
    plain = {name: getattr(gap, name) for name in _GAP_COLUMNS}
    return plain | {"places": "; ".join(gap.places), "seen_by": " ".join(gap.seen_by)}


def _length_properties(length: Length) -> Row:
    return {name: getattr(length, name) for name in _LENGTH_COLUMNS} | {"state": length.state.key}


def _pocket_properties(pocket: Pocket) -> Row:
    return {name: getattr(pocket, name) for name in _POCKET_COLUMNS}


def _post_rows(laydown: Laydown) -> list[Row]:
    return [
        {"id": post.id, "party": post.party, "name": post.names.best("en"), "fictional": laydown.fictional}
        for post in laydown.posts
    ]


def _post_points(laydown: Laydown, grid: Grid) -> list[Point]:
    x_m, y_m = grid.xy_from_lonlat([p.lon_deg for p in laydown.posts], [p.lat_deg for p in laydown.posts])
    return [Point(x, y) for x, y in zip(x_m, y_m, strict=True)]


def _length_lines(seam: Seam, lengths: Sequence[Length]) -> list[LineString]:
    cut = [shapely.ops.substring(seam.line, length.from_km * 1e3, length.to_km * 1e3) for length in lengths]
    return [line if isinstance(line, LineString) else LineString([line, line]) for line in cut]


def _layer(
    path: Path, name: str, shapes: Sequence[BaseGeometry], rows: Sequence[Row], columns: Sequence[str], grid: Grid
) -> None:
    table = {column: [row[column] for row in rows] for column in columns}
    kind = _GEOMETRY_TYPES[name]
    write_layer(path, name, np.array(shapes, dtype=object), table, grid.crs_wkt, geometry_type=kind)
