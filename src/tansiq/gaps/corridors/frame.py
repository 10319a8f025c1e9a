"""The ground abreast of the seam, its two sides and its edges, on a frame two cells wider than the grid.

Ground past an end of the seam (its nearest point of the seam is that end, and it lies beyond it) is no part of the
walk: somebody who goes round the end has not crossed. An edge is where the area ends on one side: a cell of it with a
neighbour, also across a corner, outside the area and on the same side of the seam. So the band's ends are no edges,
whether the area is rounded there or cut off square.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from tansiq.errors import BadGroundError
from tansiq.gaps.corridors.kernels.sides import END, LEFT, RIGHT, START, tell_sides
from tansiq.ground.grid import Grid
from tansiq.ground.model import Ground, Seam
from tansiq.ground.seam import length_segments
from tansiq.language import N_

RIM: Final = 2  # one cell round the grid has a side, one round that lets neighbours go without bounds
_SHORTEST_M: Final = 1e-3
_AROUND: Final = np.ones((3, 3), np.bool_)


@dataclass(frozen=True)
class Frame:
    """Every cell of the grid and of its rim, numbered along the rows.

    Attributes
    ----------
    grid
        The grid inside the rim.
    strip
        int32 [frame rows, frame cols]: as ``Ground.strip``, -1 on the rim.
    side
        int8 [frame rows, frame cols]: LEFT or RIGHT of the seam, past its START or END, NOWHERE; also told of cells
        outside the area that touch it.
    """

    grid: Grid
    strip: NDArray[np.int32]
    side: NDArray[np.int8]

    @property
    def cols(self) -> int:
        """Number of columns, rim included: how far apart the numbers of cells above each other are."""
        return int(self.strip.shape[1])

    def walked(self, side: int) -> NDArray[np.bool_]:
        """Return the area's cells on one side of the seam, bool [frame rows, frame cols]."""
        inside: NDArray[np.bool_] = np.logical_and(self.strip >= 0, self.side == side)
        return inside

    @cached_property
    def edges(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The cells where the area ends on the left and on the right, int64 each."""
        return self._edge(LEFT), self._edge(RIGHT)

    @cached_property
    def seam_steps(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every step over the seam: its left cells and its right cells, int64 [steps] each, by left cell."""
        right = self.walked(RIGHT)
        beside = np.flatnonzero(self.walked(LEFT) & scipy.ndimage.binary_dilation(right, _AROUND))
        around = np.array([dr * self.cols + dc for dr in (-1, 0, 1) for dc in (-1, 0, 1) if dr or dc])
        lefts, rights = np.repeat(beside, len(around)), (beside[:, None] + around).ravel()
        over = right.ravel()[rights]
        return lefts[over], rights[over]

    def _edge(self, side: int) -> NDArray[np.int64]:
        beyond = (self.strip < 0) & (self.side == side)
        return np.flatnonzero(self.walked(side) & scipy.ndimage.binary_dilation(beyond, _AROUND))

    def past(self, end: int) -> NDArray[np.int64]:
        """Return the cells past one end of the seam (START or END), in the area or touching it, int64."""
        return np.flatnonzero(self.side == end)

    def framed(self, raster: NDArray[np.float32], missing: float) -> NDArray[np.float32]:
        """Return a raster of the grid as float32 [frame cells], ``missing`` on the rim."""
        return np.pad(raster, RIM, constant_values=missing).ravel()

    def in_grid(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the numbers that cells of the frame have in the flattened grid, int64; none may lie on the rim."""
        row, col = np.divmod(cells, self.cols)
        return (row - RIM) * self.grid.cols + col - RIM

    def xy_m(self, cells: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the centres of cells, float64 [cells, 2], in grid coordinates [m]."""
        row, col = np.divmod(cells, self.cols)
        return np.column_stack(self.grid.xy_from_cells(row - RIM, col - RIM))


def _directed(seam: Seam) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Return the seam's segments and their lengths without those too short to have a direction: cutting leaves some."""
    segments, length_of = length_segments(seam)
    long_enough = np.hypot(*(segments[:, 2:] - segments[:, :2]).T) > _SHORTEST_M
    return segments[long_enough], length_of[long_enough]


def frame_ground(ground: Ground) -> Frame:
    """Tell the sides of the ground's cells.

    Raises
    ------
    BadGroundError
        If the ground has no seam, or the area does not reach beyond it on both sides.
    """
    if ground.seam is None or not len(ground.seam):
        raise BadGroundError(
            N_("The ground %(ground)s has no seam, so there is nothing to cross. Build it with --seam."),
            ground=ground.name,
        )
    grid, strip = ground.grid, np.pad(ground.strip, RIM, constant_values=-1)
    segments, length_of = _directed(ground.seam)
    first = np.searchsorted(length_of, np.arange(len(ground.seam) + 1))
    side = np.zeros(strip.shape, np.int8)
    x_min, y_max = grid.x_min_m - RIM * grid.cell_m, grid.y_max_m + RIM * grid.cell_m
    tell_sides(strip, segments, first, x_min, y_max, grid.cell_m, side)
    frame = Frame(grid, strip, side)
    if not all(map(len, frame.edges)):
        template = N_(
            "The area of the ground %(ground)s does not end on both sides of its seam, so nobody can cross from edge "
            "to edge. Build it with the seam inside the area."
        )
        raise BadGroundError(template, ground=ground.name)
    return frame


__all__ = ["END", "LEFT", "RIGHT", "RIM", "START", "Frame", "frame_ground"]
