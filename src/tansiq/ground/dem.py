"""Elevation model files: looked at, refused where they cannot serve, and grouped into products."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyproj
import rasterio
import shapely
from affine import Affine
from pyproj.exceptions import ProjError
from rasterio.errors import RasterioIOError
from shapely import Polygon

from tansiq.errors import BadGroundError, UnreadableInputError
from tansiq.ground.sources import require_file
from tansiq.language import N_

_SAME: Final = 1e-6
_LATTICE_TOLERANCE: Final = 0.01  # cells
_UNITS_M: Final = frozenset({"", "m", "metre", "metres", "meter", "meters"})


@dataclass(frozen=True)
class Dem:
    """One elevation model file.

    Attributes
    ----------
    path
        The file.
    crs_wkt
        Its CRS.
    transform
        Affine map of its cells.
    width, height
        Cells.
    cell_m
        Its own cell size where it lies, the larger of the two sides [m].
    footprint
        Its outline in WGS 84 degrees.
    """

    path: Path
    crs_wkt: str
    transform: Affine
    width: int
    height: int
    cell_m: float
    footprint: Polygon


def open_dem(path: Path) -> Dem:
    """Look at one elevation model without reading its heights.

    Raises
    ------
    UnreadableInputError
        If it is missing, empty or not a raster.
    BadGroundError
        If it has several bands, no CRS or one that is nowhere on Earth, a turned grid, heights in feet, or cells that
        are no plain numbers.
    """
    require_file(path, folder=True)
    try:
        with rasterio.open(path) as dataset:
            _check(path, dataset)
            width, height, transform = dataset.width, dataset.height, dataset.transform
            crs_wkt = dataset.crs.to_wkt()
    except RasterioIOError as error:
        template = N_("%(file)s is not an elevation raster that can be read, or it is damaged. Give a GeoTIFF or DTED.")
        raise UnreadableInputError(template, file=path) from error
    try:
        footprint = _footprint(crs_wkt, transform, width, height)
        cell_m = _own_cell_m(crs_wkt, transform, width, height)
    except ProjError as error:
        raise _not_on_earth(path) from error
    if not np.isfinite(shapely.get_coordinates(footprint)).all() or not math.isfinite(cell_m):
        raise _not_on_earth(path)
    return Dem(path, crs_wkt, transform, width, height, cell_m, footprint)


def _not_on_earth(path: Path) -> BadGroundError:
    template = N_(
        "The coordinate reference system of %(file)s does not fit its positions: they are nowhere on Earth. Set the "
        "true one: gdal_edit.py -a_srs EPSG:4326 FILE"
    )
    return BadGroundError(template, file=path)


def _check(path: Path, dataset: rasterio.DatasetReader) -> None:
    if dataset.count != 1:
        template = N_(
            "%(file)s has %(bands)d bands; an elevation model has one. Choose it: gdal_translate -b 1 FILE OUT.tif"
        )
        raise BadGroundError(template, file=path, bands=dataset.count)
    if dataset.crs is None:
        template = N_(
            "%(file)s does not say its coordinate reference system. Set it: gdal_edit.py -a_srs EPSG:4326 FILE"
        )
        raise BadGroundError(template, file=path)
    if dataset.transform.b or dataset.transform.d or dataset.transform.e >= 0:
        template = N_("The rows of %(file)s do not run from north to south. Straighten it: gdalwarp FILE OUT.tif")
        raise BadGroundError(template, file=path)
    if np.dtype(dataset.dtypes[0]).kind not in "iuf":
        template = N_(
            "The cells of %(file)s are %(dtype)s, not heights. Give an elevation model of whole or decimal numbers."
        )
        raise BadGroundError(template, file=path, dtype=dataset.dtypes[0])
    _check_units(path, dataset)


def _check_units(path: Path, dataset: rasterio.DatasetReader) -> None:
    unit = (dataset.units[0] or "").strip().lower()
    tags = " ".join(str(value) for key, value in dataset.tags().items() if "unit" in key.lower()).lower()
    if unit not in _UNITS_M or "feet" in tags or "foot" in tags:
        template = N_(
            "The heights in %(file)s are in %(unit)s; metres are needed. From feet: "
            'gdal_calc.py -A FILE --calc="A*0.3048" --type=Float32 --outfile=OUT.tif'
        )
        raise BadGroundError(template, file=path, unit=unit or tags)


def _footprint(crs_wkt: str, transform: Affine, width: int, height: int) -> Polygon:
    corners = [transform @ corner for corner in ((0, 0), (width, 0), (width, height), (0, height))]
    outline = shapely.segmentize(Polygon(corners), max(abs(transform.a) * width, abs(transform.e) * height) / 50)
    to_lonlat = pyproj.Transformer.from_crs(crs_wkt, 4326, always_xy=True)
    xy = shapely.get_coordinates(outline)
    return Polygon(np.column_stack(to_lonlat.transform(xy[:, 0], xy[:, 1])))


def _own_cell_m(crs_wkt: str, transform: Affine, width: int, height: int) -> float:
    crs = pyproj.CRS.from_wkt(crs_wkt)
    to_lonlat = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    middle = transform @ (width / 2, height / 2)
    lon, lat = to_lonlat.transform(
        [middle[0], middle[0] + transform.a, middle[0]], [middle[1], middle[1], middle[1] + transform.e]
    )
    _, _, sides = pyproj.Geod(ellps="WGS84").inv([lon[0]] * 2, [lat[0]] * 2, lon[1:], lat[1:])
    return float(max(sides))


@dataclass(frozen=True)
class Lattice:
    """Elevation models whose cells fall on one lattice: tiles of one product."""

    dems: tuple[Dem, ...]

    @property
    def cell_m(self) -> float:
        """Own cell size [m]."""
        return self.dems[0].cell_m

    def offset(self, dem: Dem) -> tuple[int, int]:
        """Row and column of a model's first cell, from the first model's."""
        first = self.dems[0].transform
        return round((dem.transform.f - first.f) / first.e), round((dem.transform.c - first.c) / first.a)

    def admits(self, dem: Dem) -> bool:
        """Tell whether a model's cells fall on this lattice."""
        mine = self.dems[0]
        same_cells = all(
            math.isclose(a, b, rel_tol=_SAME)
            for a, b in ((mine.transform.a, dem.transform.a), (mine.transform.e, dem.transform.e))
        )
        if not same_cells or mine.crs_wkt != dem.crs_wkt:
            return False
        steps = (
            (dem.transform.f - mine.transform.f) / mine.transform.e,
            (dem.transform.c - mine.transform.c) / mine.transform.a,
        )
        return all(abs(step - round(step)) < _LATTICE_TOLERANCE for step in steps)


def lattices(dems: Sequence[Dem]) -> list[Lattice]:
    """Group models into lattices, coarsest first, so that what comes later may overwrite."""
    groups: list[Lattice] = []
    for dem in dems:
        at = next((i for i, group in enumerate(groups) if group.admits(dem)), None)
        if at is None:
            groups.append(Lattice((dem,)))
        else:
            groups[at] = Lattice((*groups[at].dems, dem))
    return sorted(groups, key=lambda group: -group.cell_m)
