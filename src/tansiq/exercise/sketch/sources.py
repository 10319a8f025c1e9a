"""The sketch as files that any geographic program reads, so that it goes through the same door as surveyed ground."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from tansiq.domain.names import Names
from tansiq.exercise.sketch import facts
from tansiq.exercise.sketch.relief import Relief

DECIMALS: Final = 5
"""Decimals of a degree kept: about a metre, finer than anything here is known."""

Row = tuple[BaseGeometry, dict[str, Any]]


def write_elevation(relief: Relief, path: Path) -> None:
    """Write the relief as a GeoTIFF in WGS 84, float32 metres."""
    rows, cols = relief.elevation_m.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=cols,
        height=rows,
        count=1,
        dtype="float32",
        crs="EPSG:4326",
        transform=Affine(relief.cell_deg, 0.0, relief.west_deg, 0.0, -relief.cell_deg, relief.north_deg),
        compress="deflate",
        predictor=3,
    ) as file:
        file.write(relief.elevation_m, 1)


def write_vectors(folder: Path) -> Mapping[str, Path]:
    """Write every vector fact into ``folder``, one GeoJSON file each.

    Returns
    -------
    ``places``, ``roads``, ``water``, ``boundaries`` and ``seam``, and where each was written. GeoJSON and not
    GeoPackage, because the latter records when it was written: the same facts must give the same digests.
    """
    layers: dict[str, Iterable[Row]] = {
        "places": _places(),
        "roads": ((_line(road.line), {"class": road.road_class}) for road in facts.roads()),
        "water": _water(),
        "boundaries": ((Polygon(_rounded(g.ring)), _named(g.names)) for g in facts.governorates()),
        "seam": [(_line(facts.seam()), {"name_en": "Sketched seam"})],
    }
    paths = {name: folder / f"sketch_{name}.geojson" for name in layers}
    for name, rows in layers.items():
        paths[name].write_text(_collection(rows), encoding="utf-8")
    return paths


def _places() -> Iterable[Row]:
    for town in facts.towns():
        known = {"residents": town.residents, "rank": town.rank}
        yield Point(town.lon_deg, town.lat_deg), _named(town.names) | known


def _water() -> Iterable[Row]:
    for river in facts.rivers():
        kind = {"waterway": "river", "intermittent": "yes" if river.seasonal else "no"}
        yield _line(river.course), _named(river.names) | kind
    for lake in facts.lakes():
        yield Polygon(_rounded(lake.shore)), _named(lake.names) | {"waterway": "", "intermittent": "no"}


def _named(names: Names) -> dict[str, Any]:
    return {f"name_{language}": name for language, name in asdict(names).items()}


def _rounded(line: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(line[:, :2], DECIMALS)


def _line(line: NDArray[np.float64]) -> LineString:
    return LineString(_rounded(line))


def _collection(rows: Iterable[Row]) -> str:
    features = [
        {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(geometry)}
        for geometry, properties in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=0)
