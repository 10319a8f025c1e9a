"""Straight crossings of the seam's lengths: which cells somebody walks over who crosses without knowing the posts.

A length is crossed along *lanes*: parallel lines across its chord, one every cell along it (at least five), walked
from one edge of the area to the other in steps of one cell. A lane keeps the samples that lie in its own length's
strip, so at a bend, where strips are wedges, it ends where the strip does.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.lanes import sample_lanes
from tansiq.gaps.kernels.strips import farthest_across
from tansiq.gaps.strips import Strips
from tansiq.ground.grid import Grid
from tansiq.ground.model import Ground, Seam

FEWEST_LANES: Final = 5


@dataclass(frozen=True)
class Lanes:
    """The cells under every lane.

    Attributes
    ----------
    of_length
        int64 [lengths + 1]: the lanes of length ``i`` are ``of_length[i]:of_length[i + 1]``.
    first
        int64 [lanes + 1]: the samples of a lane are ``first[lane]:first[lane + 1]``.
    sample
        int32 [samples]: slot under each sample.
    foot
        int32 [lanes]: slot of the seam cell where the lane crosses the chord, -1 if that is outside the area.
    walk_min
        float32 [slots]: minutes to walk one step (one cell size) over a slot's cell; 0 where nobody can walk, so that
        such ground adds no exposure and the lane's other samples decide.
    """

    of_length: NDArray[np.int64]
    first: NDArray[np.int64]
    sample: NDArray[np.int32]
    foot: NDArray[np.int32]
    walk_min: NDArray[np.float32]

    def missing(self) -> NDArray[np.bool_]:
        """Return bool [lengths]: lengths that no lane crosses, because their strip is empty or beside them."""
        samples_before = self.first[self.of_length]
        return np.equal(samples_before[1:], samples_before[:-1])


def walk_step_min(ground: Ground, strips: Strips) -> NDArray[np.float32]:
    """Return the minutes to walk one cell size over each slot's cell, float32 [slots]; 0 where nobody can walk."""
    pace = ground.walk_s_per_m.ravel()[strips.cells]
    minutes = pace * np.float32(ground.grid.cell_m / 60.0)
    return np.where(np.isfinite(minutes), minutes, np.float32(0.0)).astype(np.float32)


def _from_corner(grid: Grid, xy_m: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([xy_m[:, 0] - grid.x_min_m, grid.y_max_m - xy_m[:, 1]])


def _feet(grid: Grid, seam: Seam) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return of_length, the length of each lane, and the point where each lane crosses its chord (y down)."""
    start, end = _from_corner(grid, seam.start_xy_m), _from_corner(grid, seam.end_xy_m)
    chord_m = np.hypot(*(end - start).T)
    lanes = np.where(chord_m > 0, np.maximum(FEWEST_LANES, np.ceil(chord_m / grid.cell_m)), 0).astype(np.int64)
    of_length = np.concatenate([np.zeros(1, np.int64), np.cumsum(lanes)])
    length = np.repeat(np.arange(len(seam), dtype=np.int64), lanes)
    along = (np.arange(of_length[-1]) - of_length[length] + 0.5) / lanes[length]
    return of_length, length, start[length] + along[:, None] * (end - start)[length]


def _across(grid: Grid, seam: Seam, strips: Strips) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return each length's unit normal (y down), and how many steps its strip reaches from it on either side."""
    start, end = _from_corner(grid, seam.start_xy_m), _from_corner(grid, seam.end_xy_m)
    chord = end - start
    chord_m = np.hypot(*chord.T)
    unit = chord / np.where(chord_m > 0, chord_m, 1.0)[:, None]
    normal = np.column_stack([-unit[:, 1], unit[:, 0]])
    reach_m = np.zeros(len(seam))
    farthest_across(strips.start, strips.cells, grid.cols, grid.cell_m, (start + end) / 2, normal, reach_m)
    return normal, np.ceil(reach_m / grid.cell_m).astype(np.int64) + 1


def lay_lanes(ground: Ground, strips: Strips) -> Lanes:
    """Sample the cells under every length's lanes. Without a seam there are none."""
    walk_min = walk_step_min(ground, strips)
    if ground.seam is None or len(ground.seam) == 0:
        nothing, none = np.zeros(1, np.int64), np.empty(0, np.int32)
        return Lanes(nothing, nothing, none, none, walk_min)
    grid, seam = ground.grid, ground.seam
    of_length, length, foot_m = _feet(grid, seam)
    normal, steps = _across(grid, seam, strips)
    first = np.zeros(len(length) + 1, np.int64)
    fixed = (strips.slot_of, strips.start, length, foot_m, normal, steps, grid.cell_m)
    sample_lanes(*fixed, first, np.empty(0, np.int32))
    first = np.cumsum(first)
    sample = np.empty(first[-1], np.int32)
    if len(sample):
        sample_lanes(*fixed, first, sample)
    return Lanes(of_length, first, sample, _foot_slots(strips, foot_m, grid.cell_m), walk_min)


def _foot_slots(strips: Strips, foot_m: NDArray[np.float64], cell_m: float) -> NDArray[np.int32]:
    col, row = np.floor(foot_m / cell_m).astype(np.int64).T
    rows, cols = strips.slot_of.shape
    on_grid = (row >= 0) & (row < rows) & (col >= 0) & (col < cols)
    slots = np.full(len(foot_m), -1, np.int32)
    slots[on_grid] = strips.slot_of[row[on_grid], col[on_grid]]
    return slots
