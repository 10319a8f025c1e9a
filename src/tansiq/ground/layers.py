"""Reading features of any format OGR knows, within bounds, straight into WGS 84 degrees or grid coordinates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyogrio
import pyogrio.errors
import pyogrio.raw
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import CRSError

from tansiq.errors import BadInputError, UnreadableInputError, UsageError
from tansiq.ground.sources import VectorSource, require_file
from tansiq.language import N_

MAX_FEATURES: Final = 2_000_000
# Formats that OGR parses whole: the rest are read through an index or row by row.
MAX_TEXT_BYTES: Final = 512 << 20
_TEXT_SUFFIXES: Final = frozenset(
    {".geojson", ".json", ".geojsonl", ".kml", ".gml", ".gpx", ".osm", ".csv", ".topojson"}
)
# A side drawn straight in degrees bends on the grid: cut first, so that it stays within a metre of itself.
_SIDE_DEG: Final = 0.02
_SIDE_M: Final = 2000.0

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Features:
    """Features of one source.

    Attributes
    ----------
    geometry
        object [features] of shapely geometries, none of them empty.
    fields
        Columns by name in lower case, object or number [features].
    layers
        Names of the layers they were read from.
    """

    geometry: NDArray[np.object_]
    fields: Mapping[str, NDArray[Any]]
    layers: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of features."""
        return len(self.geometry)

    def take(self, keep: NDArray[Any]) -> "Features":
        """Return the features that ``keep`` (a mask or indices) names."""
        return Features(self.geometry[keep], {name: column[keep] for name, column in self.fields.items()}, self.layers)


def list_layers(source: VectorSource) -> list[str]:
    """Return the names of a file's layers that have geometry.

    Raises
    ------
    UnreadableInputError
        If the file is missing, empty, too large for its format, or not one OGR reads.
    """
    require_file(source.path, folder=True)
    if source.path.suffix.lower() in _TEXT_SUFFIXES and source.path.stat().st_size > MAX_TEXT_BYTES:
        template = N_(
            "%(file)s has %(size_mb)d MB; a file of this format may have %(limit_mb)d MB. Cut it to your area and "
            "convert it to GeoPackage: ogr2ogr -spat WEST SOUTH EAST NORTH OUT.gpkg FILE"
        )
        size_mb = source.path.stat().st_size >> 20
        raise UnreadableInputError(template, file=source.path, size_mb=size_mb, limit_mb=MAX_TEXT_BYTES >> 20)
    try:
        layers = pyogrio.list_layers(source.path)
    except pyogrio.errors.DataSourceError as error:
        template = N_(
            "%(file)s is not a file of features that can be read, or it is damaged. Give a GeoPackage, shapefile, "
            "GeoJSON or another format of OGR."
        )
        raise UnreadableInputError(template, file=source.path) from error
    return [str(name) for name, kind in layers if kind is not None]


def read_layers(source: VectorSource, *, every_layer: bool = False, lonlat_bounds: Bounds | None = None) -> Features:
    """Read features in WGS 84 degrees, longitude first.

    Parameters
    ----------
    source
        File, layer, where clause.
    every_layer
        Without a layer name, read every layer of the file; otherwise a file of several layers is refused.
    lonlat_bounds
        West, south, east, north [deg]: only features that touch this are read. None reads all.

    Raises
    ------
    UnreadableInputError
        If the file cannot be read, or holds more than :data:`MAX_FEATURES` features there.
    UsageError
        If the layer is not there or must be named, or the where clause is wrong.
    BadInputError
        If a layer has no CRS, no feature at all, or positions that are not on Earth.
    """
    found = [_read_layer(source, layer, lonlat_bounds) for layer in _chosen(source, every_layer=every_layer)]
    names = sorted({name for part in found for name in part.fields})
    fields = {name: np.concatenate([_column(part, name) for part in found]) for name in names}
    return Features(
        np.concatenate([part.geometry for part in found]), fields, tuple(name for part in found for name in part.layers)
    )


def _column(part: Features, name: str) -> NDArray[Any]:
    return part.fields[name].astype(object) if name in part.fields else np.full(len(part), None, object)


def _chosen(source: VectorSource, *, every_layer: bool) -> list[str]:
    there = list_layers(source)
    if source.layer is not None and source.layer not in there:
        template = N_("%(file)s has no layer %(layer)s. Its layers: %(layers)s.")
        raise UsageError(template, file=source.path, layer=source.layer, layers=", ".join(there))
    if source.layer is not None:
        return [source.layer]
    if not there:
        template = N_("%(file)s has no layer with positions. Give a file of points, lines or areas.")
        raise BadInputError(template, file=source.path)
    if len(there) > 1 and not every_layer:
        template = N_("%(file)s has several layers. Name one: %(file)s:LAYER. Its layers: %(layers)s.")
        raise UsageError(template, file=source.path, layers=", ".join(there))
    return there


def _read_layer(source: VectorSource, layer: str, lonlat_bounds: Bounds | None) -> Features:
    crs = _crs_of(source, layer)
    to_lonlat = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    bounds = None
    if lonlat_bounds is not None:
        bounds = to_lonlat.transform_bounds(*lonlat_bounds, direction="INVERSE", densify_pts=21)
    meta, wkb, columns = _read_raw(source, layer, bounds)
    geometry = _parse(source, layer, wkb)
    # A line of one repeated point is no line; it takes up no ground.
    pointlike = (shapely.get_dimensions(geometry) > 0) & (shapely.length(geometry) == 0)
    present = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry) | pointlike)
    geometry = geometry[present]
    _check_degrees(source, layer, geometry, crs)
    geometry = _cut_sides(source, layer, geometry, _SIDE_DEG if crs.is_geographic else _SIDE_M)
    if not crs.equals(pyproj.CRS.from_epsg(4326), ignore_axis_order=True):
        geometry = _transformed(geometry, to_lonlat)
    fields = {str(n).lower(): np.asarray(c)[present] for n, c in zip(meta["fields"], columns, strict=True)}
    return Features(geometry, fields, (layer,))


def _crs_of(source: VectorSource, layer: str) -> pyproj.CRS:
    try:
        info = pyogrio.read_info(source.path, layer=layer)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise _damaged(source, layer) from error
    if info["features"] == 0:
        template = N_("Layer %(layer)s of %(file)s is empty. Choose another layer or leave the option out.")
        raise BadInputError(template, layer=layer, file=source.path)
    if not info["crs"]:
        template = N_(
            "Layer %(layer)s of %(file)s does not say its coordinate reference system. Set it: "
            "ogr2ogr -a_srs EPSG:4326 OUT.gpkg FILE"
        )
        raise BadInputError(template, layer=layer, file=source.path)
    try:
        return pyproj.CRS.from_user_input(info["crs"])
    except CRSError as error:
        template = N_("The coordinate reference system of layer %(layer)s of %(file)s is not known: %(reason)s.")
        raise BadInputError(template, layer=layer, file=source.path, reason=error) from error


def _damaged(source: VectorSource, layer: str) -> UnreadableInputError:
    template = N_("Layer %(layer)s of %(file)s cannot be read: it is damaged or cut short. Get the file again.")
    return UnreadableInputError(template, layer=layer, file=source.path)


def _read_raw(source: VectorSource, layer: str, bounds: Bounds | None) -> tuple[dict[str, Any], Any, list[Any]]:
    try:
        meta, _, wkb, columns = pyogrio.raw.read(
            source.path, layer=layer, where=source.where, bbox=bounds, max_features=MAX_FEATURES + 1
        )
    except (pyogrio.errors.FeatureError, ValueError, pyogrio.errors.DataLayerError) as error:
        if source.where is None:
            raise _damaged(source, layer) from error
        template = N_("The where clause %(where)s does not fit layer %(layer)s of %(file)s: %(reason)s")
        raise UsageError(template, where=source.where, layer=layer, file=source.path, reason=error) from error
    except (pyogrio.errors.DataSourceError, UnicodeDecodeError) as error:
        raise _damaged(source, layer) from error
    if len(wkb) > MAX_FEATURES:
        template = N_(
            "Layer %(layer)s of %(file)s has more than %(limit)d features on this ground. Choose some with "
            "FILE:LAYER?WHERE or simplify it."
        )
        raise UnreadableInputError(template, layer=layer, file=source.path, limit=MAX_FEATURES)
    if len(wkb) == 0 and source.where is not None and bounds is None:
        template = N_("No feature of layer %(layer)s of %(file)s fits %(where)s. Check the where clause.")
        raise UsageError(template, where=source.where, layer=layer, file=source.path)
    return meta, wkb, columns


def _parse(source: VectorSource, layer: str, wkb: NDArray[np.object_]) -> NDArray[np.object_]:
    try:
        return np.asarray(shapely.from_wkb(wkb), object)
    except shapely.errors.GEOSException as error:
        raise _damaged(source, layer) from error


def _cut_sides(source: VectorSource, layer: str, geometry: NDArray[np.object_], side: float) -> NDArray[np.object_]:
    flat = shapely.force_2d(geometry)
    try:
        if np.isfinite(shapely.get_coordinates(flat)).all():
            return np.asarray(shapely.segmentize(flat, side), object)
    except shapely.errors.GEOSException as error:
        raise _misshapen(source, layer) from error
    raise _misshapen(source, layer)


def _misshapen(source: VectorSource, layer: str) -> BadInputError:
    template = N_(
        "Layer %(layer)s of %(file)s has shapes whose points coincide or are no numbers. Repair it: "
        "ogr2ogr -makevalid OUT.gpkg FILE"
    )
    return BadInputError(template, layer=layer, file=source.path)


def _check_degrees(source: VectorSource, layer: str, geometry: NDArray[np.object_], crs: pyproj.CRS) -> None:
    if not crs.is_geographic or len(geometry) == 0:
        return
    west, south, east, north = shapely.total_bounds(geometry)
    if south >= -90 and north <= 90 and west >= -360 and east <= 360:  # noqa: PLR2004 - degrees of the globe
        return
    template = N_(
        "Layer %(layer)s of %(file)s says it is in degrees but reaches from %(west).1f to %(east).1f east and "
        "%(south).1f to %(north).1f north. Set its true coordinate reference system, or exchange latitude and "
        "longitude."
    )
    raise BadInputError(template, layer=layer, file=source.path, west=west, east=east, south=south, north=north)


def _transformed(geometry: NDArray[np.object_], transformer: pyproj.Transformer) -> NDArray[np.object_]:
    def turn(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    return np.asarray(shapely.transform(geometry, turn), object)


def project(geometry: NDArray[np.object_], crs: pyproj.CRS) -> NDArray[np.object_]:
    """Project geometries from WGS 84 degrees to a CRS."""
    return _transformed(geometry, pyproj.Transformer.from_crs(4326, crs, always_xy=True))


def swapped(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return geometries with their two coordinates exchanged."""
    return np.asarray(shapely.transform(geometry, lambda xy: xy[:, ::-1]), object)
