"""Where a post could stand: passable, locally high cells on one side of the seam, some kilometres from it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from tansiq.domain.party import Side
from tansiq.ground.model import Ground, Seam

NEAREST_M: Final = 5_000.0
FARTHEST_M: Final = 15_000.0
AROUND_M: Final = 6_000.0
"""Width of the square whose mean height a cell is compared with [m]."""

CHORD_LENGTHS: Final = 2
"""Seam lengths to either side over which its direction is taken."""

Cells = NDArray[np.int64]


def local_height_m(ground: Ground) -> NDArray[np.float64]:
    """Return how far each cell stands above the ground around it.

    Returns
    -------
    float64 [rows, cols]: height above the mean of the square of :data:`AROUND_M` around the cell [m], missing cells
    left out of the mean; NaN where the elevation is missing. Source: the topographic position index (Weiss 2001).
    """
    known = np.isfinite(ground.elevation_m)
    height = np.where(known, ground.elevation_m, 0.0).astype(np.float64)
    width = max(3, round(AROUND_M / ground.grid.cell_m) | 1)
    share = uniform_filter(known.astype(np.float64), width, mode="constant")
    total = uniform_filter(height, width, mode="constant")
    return np.where(known, height - total / np.where(known, share, 1.0), np.nan)


@dataclass(frozen=True)
class Candidates:
    """Cells of some seam lengths' strips: row, column, side and distance.

    Attributes
    ----------
    row, col
        int64 [cells].
    left
        bool [cells]: left of the seam, looking along it.
    off_m
        float64 [cells]: distance to the seam's chord there [m]; infinite past either end of the seam.
    """

    row: Cells
    col: Cells
    left: NDArray[np.bool_]
    off_m: NDArray[np.float64]


@dataclass(frozen=True)
class HighGround:
    """The ground seen as places for posts.

    Attributes
    ----------
    ground
        A ground with a seam.
    seam
        Its seam.
    """

    ground: Ground
    seam: Seam

    @cached_property
    def height_m(self) -> NDArray[np.float64]:
        """float64 [rows, cols]: see :func:`local_height_m`."""
        return local_height_m(self.ground)

    @cached_property
    def _passable(self) -> NDArray[np.bool_]:
        # A post must be able to leave: no water (infinite on foot), no slope a vehicle cannot climb.
        return (
            np.isfinite(self.ground.foot_s_per_m)
            & np.isfinite(self.ground.vehicle_s_per_m)
            & np.isfinite(self.ground.elevation_m)
        )

    @cached_property
    def _by_strip(self) -> tuple[Cells, NDArray[np.int32]]:
        """Flat indices of usable cells ordered by strip, and their strips."""
        flat = np.flatnonzero((self.ground.strip >= 0) & self._passable)
        strips = self.ground.strip.ravel()[flat]
        order = np.argsort(strips, kind="stable")
        return flat[order], strips[order]

    @cached_property
    def _forbidden(self) -> BaseGeometry:
        """Water, widened by a cell so that no post stands in a river that a road crosses."""
        water = [feature.geometry for feature in self.ground.features("water")]
        return shapely.union_all(shapely.buffer(water, self.ground.grid.cell_m)) if water else Polygon()

    @cached_property
    def _inside(self) -> BaseGeometry | None:
        """The boundaries' ground, None if the package has none: a strip may reach across a border, posts may not."""
        shapes = [feature.geometry for feature in self.ground.features("boundaries")]
        areas = [shape for shape in shapes if isinstance(shape, Polygon | MultiPolygon)]
        return shapely.union_all(areas) if areas else None

    def candidates(self, first: int, last: int) -> Candidates:
        """Return the usable cells of the lengths ``first`` to ``last``, both included."""
        flat, strips = self._by_strip
        chosen = slice(int(np.searchsorted(strips, first, "left")), int(np.searchsorted(strips, last, "right")))
        row, col = np.divmod(flat[chosen], self.ground.grid.cols)
        return self._measured(row, col, strips[chosen].astype(np.int64))

    def _measured(self, row: Cells, col: Cells, strip: Cells) -> Candidates:
        """Measure cells against the seam's chord there: fast, and sure enough to look closer."""
        last = len(self.seam) - 1
        start = self.seam.start_xy_m[np.maximum(strip - CHORD_LENGTHS, 0)]
        end = self.seam.end_xy_m[np.minimum(strip + CHORD_LENGTHS, last)]
        x_m, y_m = self.ground.grid.xy_from_cells(row, col)
        along, to_cell = end - start, np.column_stack((x_m, y_m)) - start
        share = (along * to_cell).sum(axis=1) / (along * along).sum(axis=1)
        past = ((strip == 0) & (share < 0.0)) | ((strip == last) & (share > 1.0))
        off = to_cell - np.clip(share, 0.0, 1.0)[:, None] * along
        left = along[:, 0] * to_cell[:, 1] - along[:, 1] * to_cell[:, 0] > 0.0
        return Candidates(row, col, left, np.where(past, np.inf, np.sqrt((off * off).sum(axis=1))))

    def north_east_side(self) -> Side:
        """Return the side of the seam whose ground lies to the north-east of the other's, by the mean of its cells."""
        flat, strips = self._by_strip
        some = slice(None, None, max(1, len(flat) // 200_000))
        row, col = np.divmod(flat[some], self.ground.grid.cols)
        cells = self._measured(row, col, strips[some].astype(np.int64))
        x_m, y_m = self.ground.grid.xy_from_cells(row, col)
        north_east_m = x_m + y_m
        return "left" if north_east_m[cells.left].mean() >= north_east_m[~cells.left].mean() else "right"

    def ranked(self, first: int, last: int, side: Side, best_share: float, farthest_m: float) -> tuple[Cells, Cells]:
        """Return rows and columns of the locally highest cells on one side, highest first.

        Parameters
        ----------
        first, last
            Seam lengths whose strips are looked at, both included.
        side
            Side of the seam.
        best_share
            Share of the cells far enough from the seam that is returned (0..1], at least one if there is any.
        farthest_m
            From the seam [m]; the nearest is :data:`NEAREST_M`.
        """
        cells = self.candidates(first, last)
        fits = (cells.left == (side == "left")) & (cells.off_m >= NEAREST_M) & (cells.off_m <= farthest_m)
        row, col = cells.row[fits], cells.col[fits]
        order = np.argsort(-self.height_m[row, col], kind="stable")[: int(np.ceil(best_share * len(row)))]
        return row[order], col[order]

    def is_allowed(self, row: int, col: int, side: Side, farthest_m: float) -> bool:
        """Tell whether a post may stand in the cell: truly on its side and no farther, inside, off the water."""
        x_m, y_m = self.ground.grid.xy_from_cells(row, col)
        point = Point(float(x_m), float(y_m))
        if not NEAREST_M <= self.seam.line.distance(point) <= farthest_m or side_of(self.seam.line, point) != side:
            return False
        return not self._forbidden.intersects(point) and (self._inside is None or self._inside.covers(point))


def side_of(line: LineString, point: Point) -> Side:
    """Return the side of ``line`` on which ``point`` lies, looking along it; a point on the line counts as left.

    Decided where the line comes nearest: from a metre before that place to a metre after it. At a corner these two
    steps lie evenly about its bisector, so the answer is right on both sides of a bend.
    """
    nearest = line.project(point)
    before, here, after = (line.interpolate(max(0.0, nearest + step)) for step in (-1.0, 0.0, 1.0))
    along_x, along_y = after.x - before.x, after.y - before.y
    return "left" if along_x * (point.y - here.y) - along_y * (point.x - here.x) >= 0.0 else "right"
