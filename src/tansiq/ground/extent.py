"""How far a ground package reaches: its area, its CRS, its grid."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize
from shapely.geometry.base import BaseGeometry

from tansiq.errors import BadInputError, UsageError
from tansiq.ground.grid import Grid
from tansiq.ground.layers import Bounds, project, read_layers
from tansiq.ground.model import Seam
from tansiq.ground.projection import CrsChoice, choose_crs
from tansiq.ground.seam import cut_seam, merge_seam
from tansiq.ground.sources import VectorSource
from tansiq.ground.strips import nearest_lengths
from tansiq.language import N_

MAX_CELLS: Final = 200_000_000
_ROUND: Final = 32  # segments to a quarter circle of a band's round ends
_WIDEST_DEG: Final = 40.0
_M_PER_DEG: Final = 111_000.0  # rounded: it only bounds what is plainly a mistake


@dataclass(frozen=True)
class Extent:
    """The area of joint security interest on its grid.

    Attributes
    ----------
    choice
        The CRS and its scale error.
    grid
        Covers the area and the margin; its corner lies on multiples of the cell size.
    area, kept
        The area, and the area with its margin, in grid coordinates [m].
    width_m
        Width of the band along the seam [m], None for a given area.
    seam
        The seam, None for a given area.
    """

    choice: CrsChoice
    grid: Grid
    area: BaseGeometry
    kept: BaseGeometry
    width_m: float | None
    seam: Seam | None

    def strips(self) -> NDArray[np.int32]:
        """Return the nearest seam length of every cell of the area, -1 outside it; 0 where there is no seam."""
        if self.seam is None or self.width_m is None:
            return _centres_in(self.grid, self.area).astype(np.int32) - 1
        return nearest_lengths(self.grid, self.seam, self.width_m / 2)

    def wanted(self) -> NDArray[np.bool_]:
        """Return bool [rows, cols]: cells of the area and its margin."""
        return _centres_in(self.grid, self.kept)

    def lonlat_bounds(self) -> Bounds:
        """West, south, east, north of the grid [deg], a little generous."""
        grid = self.grid
        west, south, east, north = pyproj.Transformer.from_crs(grid.crs, 4326, always_xy=True).transform_bounds(
            *grid_box(grid).bounds, densify_pts=41
        )
        return west - 0.01, south - 0.01, east + 0.01, north + 0.01


def grid_box(grid: Grid) -> BaseGeometry:
    """Return the grid's outline [m]."""
    bottom, right = grid.y_max_m - grid.rows * grid.cell_m, grid.x_min_m + grid.cols * grid.cell_m
    return shapely.box(grid.x_min_m, bottom, right, grid.y_max_m)


def _centres_in(grid: Grid, geometry: BaseGeometry) -> NDArray[np.bool_]:
    return np.asarray(rasterize([geometry], grid.shape, transform=grid.transform, dtype=np.uint8)).astype(bool)


def extent_of_area(source: VectorSource, *, margin_m: float, cell_m: float) -> Extent:
    """Lay the grid over polygons.

    Raises
    ------
    BadInputError
        If the source holds something else than polygons, or is far too wide for one grid.
    UsageError
        If the cell is too small for the area.
    """
    geometry = read_layers(source).geometry
    if not len(geometry) or not {g.geom_type for g in geometry} <= {"Polygon", "MultiPolygon"}:
        template = N_("The area in %(file)s must be one or more polygons. Choose the layer with FILE:LAYER.")
        raise BadInputError(template, file=source.path)
    area = shapely.union_all(shapely.make_valid(geometry))
    _check_width(source, area)
    choice = choose_crs(area)
    projected = project(np.array([area], object), pyproj.CRS.from_wkt(choice.crs_wkt))[0]
    return _extent(choice, projected, margin_m=margin_m, cell_m=cell_m)


def extent_of_seam(source: VectorSource, *, width_m: float, margin_m: float, cell_m: float) -> Extent:
    """Lay the grid over the band within half a width of the seam.

    Raises
    ------
    BadInputError
        If the source does not hold one line, or is far too wide for one grid.
    UsageError
        If the cell is too small for the area, or the band too wide.
    """
    line = merge_seam(read_layers(source).geometry, file=str(source.path))
    _check_width(source, line)
    _check_band(line, width_m)
    choice = choose_crs(_band_lonlat(line, width_m / 2))
    crs = pyproj.CRS.from_wkt(choice.crs_wkt)
    seam = cut_seam(project(np.array([line], object), crs)[0])
    area = seam.line.buffer(width_m / 2, quad_segs=_ROUND)
    return _extent(choice, area, margin_m=margin_m, cell_m=cell_m, width_m=width_m, seam=seam)


def _check_width(source: VectorSource, geometry: BaseGeometry) -> None:
    west, south, east, north = geometry.bounds
    if max(east - west, north - south) > _WIDEST_DEG:
        template = N_("The area in %(file)s is %(span).0f degrees across, too wide for one grid. Check its positions.")
        raise BadInputError(template, file=source.path, span=max(east - west, north - south))


def _check_band(line: BaseGeometry, width_m: float) -> None:
    west, south, east, north = line.bounds
    widest_m = (_WIDEST_DEG - max(east - west, north - south)) * _M_PER_DEG
    if width_m > widest_m:
        template = N_("A band of %(width)g km is too wide for one grid; at most %(most)d km are possible on this seam.")
        raise UsageError(template, width=width_m / 1000, most=int(widest_m / 1000))


def _band_lonlat(line: BaseGeometry, half_m: float) -> BaseGeometry:
    middle = line.centroid
    local = pyproj.CRS.from_dict({"proj": "aeqd", "lat_0": middle.y, "lon_0": middle.x, "datum": "WGS84"})
    band = project(np.array([line], object), local)[0].buffer(half_m, quad_segs=_ROUND)
    to_lonlat = pyproj.Transformer.from_crs(local, 4326, always_xy=True)
    lonlat: BaseGeometry = shapely.transform(band, lambda xy: np.column_stack(to_lonlat.transform(xy[:, 0], xy[:, 1])))
    return lonlat


def _extent(
    choice: CrsChoice,
    area: BaseGeometry,
    *,
    margin_m: float,
    cell_m: float,
    width_m: float | None = None,
    seam: Seam | None = None,
) -> Extent:
    kept = area.buffer(margin_m, quad_segs=_ROUND) if margin_m > 0 else area
    left, bottom, right, top = (float(v) for v in kept.bounds)
    _check_cells((right - left) * (top - bottom), cell_m)
    col_0, col_1 = math.floor(left / cell_m), math.ceil(right / cell_m)
    row_0, row_1 = math.floor(bottom / cell_m), math.ceil(top / cell_m)
    grid = Grid(choice.crs_wkt, col_0 * cell_m, row_1 * cell_m, cell_m, row_1 - row_0, col_1 - col_0)
    return Extent(choice, grid, area, kept, width_m, seam)


def _check_cells(square_m: float, cell_m: float) -> None:
    if square_m / cell_m**2 > MAX_CELLS:
        template = N_(
            "Cells of %(cell_m)g m would give %(millions).0f million cells; at most %(limit).0f million are possible. "
            "Take cells of at least %(fits_m)d m, or a smaller area."
        )
        fits_m = math.ceil(math.sqrt(square_m / MAX_CELLS) * 1.001)
        raise UsageError(
            template, cell_m=cell_m, millions=square_m / cell_m**2 / 1e6, limit=MAX_CELLS / 1e6, fits_m=fits_m
        )
