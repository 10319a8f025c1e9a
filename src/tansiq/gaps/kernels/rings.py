"""What both viewshed engines share: an observer's surroundings, ring by ring, for eight octants at once.

In an octant, the *major* axis is the one that grows fastest away from the observer. Ring ``i`` holds the cells ``i``
steps along it; ``k`` counts cells along the minor axis, 0 on the axis to ``i`` on the diagonal. Slopes are heights
above the eye per step of the major axis, which orders targets on one line as true slopes do, and is the same number
from both octants that share a diagonal. ``kernels.octants`` says how the octants are numbered and lie in memory.

Beyond the grid's edge the outermost cells are repeated. No line between two cells of the grid depends on them.
"""

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.octants import gather, lay, turn
from tansiq.gaps.kernels.vectors import LANES

PAD: Final = 16  # cells beyond the outermost ring that may be read or written with it
NOTHING_YET: Final = np.float32(-3e38)  # horizon of a ray that has met no terrain


class View(NamedTuple):
    """One observer: cell, radius [cells], squared range [cells2], eye and height of missing cells [m], curvature [m].

    ``eye`` is above sea level; ``bend`` is the drop by curvature less refraction at a distance of one cell.
    """

    row: int
    col: int
    radius: int
    reach2: float
    eye: float
    void: float
    bend: float


class Plane(NamedTuple):
    """Verdicts added up over a rectangle that begins at ``top``, ``left`` of the grid and may reach past its edges.

    Those of the octants along columns stand in ``rows`` (uint16 [height * width]), the others, rows as columns, in
    ``turned`` (uint16 [width * height]).
    """

    rows: NDArray[np.uint16]
    turned: NDArray[np.uint16]
    top: int
    left: int
    height: int
    width: int


class Surroundings(NamedTuple):
    """Memory for one observer at a time; ``stride`` is the length of a row of ``turned`` and ``edge``."""

    turned: NDArray[np.float32]  # the columns of eight rings to the right, then to the left, as rows
    edge: NDArray[np.float32]  # the rows of one ring below and above, repeated past the grid's edge
    slopes: NDArray[np.float32]
    verdict: NDArray[np.uint8]
    stride: int


def surroundings(radius: int) -> Surroundings:
    """Return memory for observers of at most ``radius`` cells."""
    stride, places = 2 * (radius + PAD), LANES * (radius + 2 * PAD)
    return Surroundings(
        np.zeros(2 * LANES * stride, np.float32),
        np.zeros(2 * stride, np.float32),
        np.zeros(places, np.float32),
        np.zeros(places, np.uint8),
        stride,
    )


@compiled()
def cells_in_reach(ring: int, reach2: float) -> int:
    """Return the greatest ``k`` with ``ring**2 + k**2 <= reach2``, or -1."""
    if ring * ring > reach2:
        return -1
    k = int(math.sqrt(reach2 - ring * ring))
    while ring * ring + k * k > reach2:
        k -= 1
    while ring * ring + (k + 1) * (k + 1) <= reach2:
        k += 1
    return k


@compiled()
def rays_on(ring: int, rays: int, reach2: float) -> int:
    """Return how many rays are needed on ``ring``, of those that leave for places 0 to ``rays`` of the last ring."""
    return min(rays, cells_in_reach(ring, reach2) * rays // ring + 2) + 1


@compiled()
def places_on(ring: int, rays: int, reach2: float) -> int:
    """Return how many places of ``ring`` its rays and cells touch, rounded up to whole vectors."""
    touched = min(ring, (rays_on(ring, rays, reach2) - 1) * ring // rays + 1) + 2
    return (touched + LANES - 1) // LANES * LANES


@compiled()
def _nearest(place: int, size: int) -> int:
    return min(max(place, 0), size - 1)


@compiled()
def _turn_columns(elevation: NDArray[np.float32], view: View, ring: int, half: int, around: Surroundings) -> None:
    """Copy the columns of rings ``ring`` to ``ring + 7``, ``half`` cells both ways, to ``around.turned``."""
    rows, cols = elevation.shape
    grid = elevation.ravel()
    for side in range(2):
        first = view.col + ring if side == 0 else view.col - ring - LANES + 1
        middle = side * LANES * around.stride + around.stride // 2
        for down in range(-half, half, LANES):
            row = view.row + down
            if row >= 0 and row + LANES <= rows and first >= 0 and first + LANES <= cols:
                turn(grid, row * cols + first, cols, around.turned, middle + down, around.stride)
                continue
            for y in range(LANES):
                for x in range(LANES):
                    height = elevation[_nearest(row + y, rows), _nearest(first + x, cols)]
                    around.turned[middle + x * around.stride + down + y] = height


@compiled()
def _copy_rows(elevation: NDArray[np.float32], view: View, ring: int, half: int, around: Surroundings) -> None:
    """Copy the rows of ``ring`` below and above, ``half`` cells both ways, to ``around.edge``."""
    rows, cols = elevation.shape
    for side in range(2):
        row = _nearest(view.row + (ring if side == 0 else -ring), rows)
        middle = side * around.stride + around.stride // 2
        for right in range(-half, half + 1):
            around.edge[middle + right] = elevation[row, _nearest(view.col + right, cols)]


@compiled()
def fill_slopes(
    elevation: NDArray[np.float32], view: View, ring: int, rays: int, last: int, around: Surroundings
) -> int:
    """Fill ``around.slopes`` of one ring, of ``last`` that come in order, and return of how many places."""
    rows, cols = elevation.shape
    count = places_on(ring, rays, view.reach2)
    slot = (ring - 1) % LANES
    if slot == 0:
        half = 0
        for ahead in range(ring, min(ring + LANES, last + 1)):
            half = max(half, places_on(ahead, rays, view.reach2))
        _turn_columns(elevation, view, ring, half, around)
    middle = around.stride // 2
    right, left = slot * around.stride + middle, (2 * LANES - 1 - slot) * around.stride + middle
    eye, void = np.float32(view.eye), np.float32(view.void)
    per_step = np.float32(1.0) / np.float32(ring)
    bend_ring, bend_minor = np.float32(view.bend * ring), np.float32(view.bend / ring)
    inside = min(view.row, rows - 1 - view.row) >= ring and min(view.col, cols - 1 - view.col) >= count
    if inside:
        grid = elevation.ravel()
        here = view.row * cols + view.col
        down, up = here + ring * cols, here - ring * cols
        for k in range(0, count, LANES):
            gather(grid, down, up, around.turned, right, left, k, eye, void, per_step, bend_ring, bend_minor,
                   around.slopes)  # fmt: skip
    else:
        _copy_rows(elevation, view, ring, count, around)
        down, up = middle, around.stride + middle
        for k in range(0, count, LANES):
            gather(around.edge, down, up, around.turned, right, left, k, eye, void, per_step, bend_ring, bend_minor,
                   around.slopes)  # fmt: skip
    return count


@compiled()
def drop_twins(verdict: NDArray[np.uint8], ring: int, count: int) -> None:
    """Clear verdicts on cells that belong to two octants in one of them, and those past ``count`` in its vector."""
    for octant in range(1, LANES, 2):
        verdict[octant] = 0  # the axes belong to the octants whose minor axis goes ahead
    if count > ring:
        for octant in range(LANES // 2, LANES):
            verdict[LANES * ring + octant] = 0  # the diagonals belong to those along columns
    for place in range(LANES * count, LANES * ((count + LANES - 1) // LANES * LANES)):
        verdict[place] = 0


@compiled()
def add_verdicts(verdict: NDArray[np.uint8], view: View, ring: int, count: int, plane: Plane) -> None:
    """Add the verdicts on the first ``count`` places of ``ring``, 0 or 1, to ``plane``."""
    row, col = view.row - plane.top, view.col - plane.left
    here, turned = row * plane.width + col, col * plane.height + row
    down, right = ring * plane.width, ring * plane.height
    for k in range(0, count, LANES):
        lay(verdict, k, plane.rows, here + down, here - down, plane.turned, turned + right, turned - right)


@compiled()
def add_own_cell(view: View, plane: Plane) -> None:
    """Add the observer's own cell to ``plane``."""
    plane.rows[(view.row - plane.top) * plane.width + view.col - plane.left] += np.uint16(1)
