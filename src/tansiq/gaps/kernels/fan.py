"""The fast viewshed: a fan of sight rays in each of eight octants, advanced one ring of cells at a time.

Terms: in an octant, the *major* axis is the one that grows fastest away from the observer. Ring ``i`` holds the cells
``i`` steps along it; ``k`` counts cells along the minor axis, 0 on the axis to ``i`` on the diagonal. Slopes are
heights above the eye per step of the major axis, which orders targets on one ray as true slopes do, and is the same
number from both octants that share a diagonal.

A ray ``e`` leaves the eye towards minor offset ``e`` on the last ring and keeps the greatest slope it has met, its
*horizon*. The terrain under it is interpolated linearly on every ring. A cell lies between two rays; it is visible if
its target's slope is at least the horizon interpolated between them. ``docs/decisions/0004-visibility-engine.md``
says why this and not cell-to-cell propagation.

The eight octants advance together: ray ``e`` of octant ``o`` is element ``8 * e + o``. All eight then share one
interpolation, and the innermost loops run over neighbours in memory, which compilers turn into vector instructions.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

OCTANTS: Final = 8
NOTHING_YET: Final = np.float32(-3e38)  # horizon of a ray that has met no terrain


# The innermost loops below index with unsigned integers and take the number of octants as an argument. With signed
# ones numba guards every access against negative indices, and with a constant the compiler unrolls the loop over
# octants before it could vectorise it; either makes them about four times slower.


@compiled()
def _gather(
    heights: NDArray[np.float32],
    base: int,
    step: int,
    known: int,
    needed: int,
    octant: int,
    octants: np.uint64,
    ring_heights: NDArray[np.float32],
) -> None:
    """Copy one octant's cells ``heights[base + k * step]``; past the ``known`` ones the last goes on."""
    at = np.uint64(base)
    into = np.uint64(octant)
    for _ in range(known):
        ring_heights[into] = heights[at]
        at += np.uint64(step)
        into += octants
    last = ring_heights[into - octants]
    for _ in range(known, needed):
        ring_heights[into] = last
        into += octants


@compiled()
def _slopes(
    ring_heights: NDArray[np.float32],
    count: int,
    eye: np.float32,
    void: np.float32,
    ring: int,
    bend: float,
    octants: np.uint64,
    slopes: NDArray[np.float32],
) -> bool:
    """Fill the slopes of a ring's first ``count`` cells, curvature applied; tell whether one is missing."""
    per_step = np.float32(1.0) / np.float32(ring)
    bend_ring = np.float32(bend * ring)
    bend_minor = np.float32(bend / ring)
    missing = np.uint64(0)
    for k in range(count):
        minor = np.float32(k)
        drop = bend_ring + minor * minor * bend_minor
        cell = np.uint64(k) * octants
        for octant in range(octants):
            height = ring_heights[cell + octant]
            known = abs(height) < np.float32(np.inf)  # false for NaN too
            missing |= np.uint64(not known)
            slopes[cell + octant] = ((height if known else void) - eye) * per_step - drop
    return bool(missing)


@compiled()
def _judge(
    slopes: NDArray[np.float32],
    horizon: NDArray[np.float32],
    count: int,
    rays_per_cell: np.float32,
    last_ray: np.int32,
    lift: np.float32,
    octants: np.uint64,
    seen: NDArray[np.uint8],
) -> None:
    """Tell of the first ``count`` cells of the ring whether their targets reach the horizon."""
    for k in range(count):
        place = np.float32(k) * rays_per_cell
        ray = min(np.int32(place), last_ray)
        part = place - np.float32(ray)
        rest = np.float32(1.0) - part
        cell = np.uint64(k) * octants
        left = np.uint64(ray) * octants
        right = left + octants
        for octant in range(octants):
            hidden_below = horizon[left + octant] * rest + horizon[right + octant] * part
            seen[cell + octant] = slopes[cell + octant] + lift >= hidden_below


@compiled()
def _advance(
    slopes: NDArray[np.float32],
    horizon: NDArray[np.float32],
    count: int,
    cells_per_ray: np.float32,
    last_cell: np.int32,
    octants: np.uint64,
) -> None:
    """Raise the horizons of the first ``count`` rays by the terrain they meet on this ring."""
    for ray in range(count):
        place = np.float32(ray) * cells_per_ray
        cell = min(np.int32(place), last_cell)
        part = place - np.float32(cell)
        rest = np.float32(1.0) - part
        left = np.uint64(cell) * octants
        right = left + octants
        here = np.uint64(ray) * octants
        for octant in range(octants):
            slope = slopes[left + octant] * rest + slopes[right + octant] * part
            before = horizon[here + octant]
            horizon[here + octant] = slope if slope > before else before  # noqa: FURB136 - max() is not vectorised


@compiled()
def _scatter(
    seen: NDArray[np.uint8],
    octant: int,
    octants: np.uint64,
    count: int,
    base: int,
    step: int,
    out: NDArray[np.uint8],
) -> None:
    """Copy one octant's first ``count`` verdicts to ``out[base + k * step]``."""
    at = np.uint64(octant)
    into = np.uint64(base)
    for _ in range(count):
        out[into] = seen[at]
        into += np.uint64(step)
        at += octants


@compiled()
def _hide_missing(elevation: NDArray[np.float32], row: int, col: int, radius: int, out: NDArray[np.uint8]) -> None:
    """Clear the cells of the patch whose elevation is missing."""
    rows, cols = elevation.shape
    for r in range(max(0, row - radius), min(rows, row + radius + 1)):
        for c in range(max(0, col - radius), min(cols, col + radius + 1)):
            if not math.isfinite(elevation[r, c]):
                out[(r - row + radius) * (2 * radius + 1) + c - col + radius] = 0


@compiled()
def _fan(
    elevation: NDArray[np.float32],
    row: int,
    col: int,
    radius: int,
    reach2: float,
    eye_m: float,
    target_m: float,
    bend: float,
    void_m: float,
    octants: np.uint64,
    out: NDArray[np.uint8],
) -> None:
    """Fill ``out`` (zeroed, (2 * radius + 1)**2 cells) with the viewshed of one observer."""
    if reach2 < 0:
        return
    rows, cols = elevation.shape
    heights = elevation.ravel()
    side = 2 * radius + 1
    here = row * cols + col
    centre = radius * side + radius
    eye = np.float32(elevation[row, col] + np.float32(eye_m))
    # Room to the grid's edge and steps in grid and patch: down, up, right, left.
    room = (rows - 1 - row, row, cols - 1 - col, col)
    grid_step = (cols, -cols, 1, -1)
    patch_step = (side, -side, 1, -1)
    horizon = np.full(OCTANTS * (radius + 2), NOTHING_YET, np.float32)
    ring_heights = np.zeros(OCTANTS * (radius + 3), np.float32)
    slopes = np.zeros(OCTANTS * (radius + 3), np.float32)
    seen = np.zeros(OCTANTS * (radius + 1), np.uint8)
    missing = False
    out[centre] = 1
    for ring in range(1, min(radius, int(math.sqrt(reach2))) + 1):
        width = math.sqrt(reach2 - ring * ring)
        judged = min(ring, int(width)) + 1
        rays = min(radius, int(width * radius / ring) + 2) + 1
        needed = min(ring, (rays - 1) * ring // radius + 1) + 2
        for octant in range(OCTANTS):
            major, minor = octant // 2, (octant % 2) + (2 if octant < OCTANTS // 2 else 0)
            if ring <= room[major]:
                base = here + ring * grid_step[major]
                known = min(needed - 1, room[minor] + 1)
                _gather(heights, base, grid_step[minor], known, needed, octant, octants, ring_heights)
        missing |= _slopes(ring_heights, needed, eye, np.float32(void_m), ring, bend, octants, slopes)
        lift = np.float32(target_m) / np.float32(ring)
        _judge(slopes, horizon, judged, np.float32(radius / ring), np.int32(radius - 1), lift, octants, seen)
        # Clamping to the last pair of cells keeps a diagonal ray on the diagonal, whatever its place rounds to.
        _advance(slopes, horizon, rays, np.float32(ring / radius), np.int32(ring - 1), octants)
        for octant in range(OCTANTS):
            major, minor = octant // 2, (octant % 2) + (2 if octant < OCTANTS // 2 else 0)
            if ring <= room[major]:
                count = min(judged, room[minor] + 1)
                _scatter(seen, octant, octants, count, centre + ring * patch_step[major], patch_step[minor], out)
    if missing:
        _hide_missing(elevation, row, col, radius, out)


@compiled()
def fan_patches(
    elevation: NDArray[np.float32],
    row: NDArray[np.int64],
    col: NDArray[np.int64],
    radius: NDArray[np.int64],
    reach2: NDArray[np.float64],
    eye_m: NDArray[np.float64],
    target_m: float,
    bend: float,
    void_m: float,
    octants: np.uint64,
    first: int,
    stop: int,
    start: NDArray[np.int64],
    cells: NDArray[np.uint8],
) -> None:
    """Compute the viewsheds of observers ``first`` to ``stop``.

    Parameters
    ----------
    elevation
        C-contiguous float32 grid [m]; cells that are not finite are missing.
    row, col, radius, reach2, eye_m
        Each observer's cell, radius of its patch [cells], squared range [cells2] (negative sees nothing), eye [m].
    target_m, void_m
        Height of targets, and height that missing cells block with [m].
    bend
        Drop by curvature less refraction at a distance of one cell [m].
    octants
        ``OCTANTS``.
    start, cells
        Where each patch begins in ``cells``, zeroed: uint8 [2 * radius + 1, 2 * radius + 1], 1 where visible.
    """
    for n in range(first, stop):
        size = (2 * radius[n] + 1) ** 2
        _fan(
            elevation,
            row[n],
            col[n],
            radius[n],
            reach2[n],
            eye_m[n],
            target_m,
            bend,
            void_m,
            octants,
            cells[start[n] : start[n] + size],
        )
