"""The fast viewshed: a fan of sight rays in each of eight octants, advanced one ring of cells at a time.

Terms: in an octant, the *major* axis is the one that grows fastest away from the observer. Ring ``i`` holds the cells
``i`` steps along it; ``k`` counts cells along the minor axis, 0 on the axis to ``i`` on the diagonal. Slopes are
heights above the eye per step of the major axis, which orders targets on one ray as true slopes do, and is the same
number from both octants that share a diagonal.

A ray ``e`` leaves the eye towards minor offset ``e`` on the last ring and keeps the greatest slope it has met, its
*horizon*. The terrain under it is interpolated linearly on every ring. A cell lies between two rays; it is visible if
its target's slope is at least the horizon interpolated between them. ``docs/decisions/0004-visibility-engine.md``
says why this and not cell-to-cell propagation.
"""

import math

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled

NOTHING_YET = np.float32(-3e38)  # horizon of a ray that has met no terrain


@compiled()
def _slopes(
    heights: NDArray[np.float32],
    base: int,
    step: int,
    count: int,
    eye: np.float32,
    void: np.float32,
    ring: int,
    bend: float,
    slopes: NDArray[np.float32],
) -> None:
    """Fill ``slopes[k]`` with terrain slopes of ring cells ``heights[base + k * step]``, curvature applied."""
    per_step = np.float32(1.0) / np.float32(ring)
    bend_ring = np.float32(bend * ring)
    bend_minor = np.float32(bend / ring)
    for k in range(count):
        height = heights[base + k * step]
        if not math.isfinite(height):
            height = void
        minor = np.float32(k)
        slopes[k] = (height - eye) * per_step - (bend_ring + minor * minor * bend_minor)


@compiled()
def _judge(
    slopes: NDArray[np.float32],
    horizon: NDArray[np.float32],
    count: int,
    rays_per_cell: np.float32,
    last_ray: int,
    lift: np.float32,
    heights: NDArray[np.float32],
    base: int,
    step: int,
    patch: NDArray[np.uint8],
    at: int,
    patch_step: int,
) -> None:
    """Write 1 to the patch for every cell of the ring whose target reaches the horizon, else 0."""
    one = np.float32(1.0)
    for k in range(count):
        place = np.float32(k) * rays_per_cell
        ray = min(int(place), last_ray)
        part = place - np.float32(ray)
        hidden_below = horizon[ray] * (one - part) + horizon[ray + 1] * part
        seen = slopes[k] + lift >= hidden_below and math.isfinite(heights[base + k * step])
        patch[at + k * patch_step] = seen


@compiled()
def _advance(
    slopes: NDArray[np.float32], horizon: NDArray[np.float32], count: int, cells_per_ray: np.float32, last_cell: int
) -> None:
    """Raise each ray's horizon by the terrain it meets on this ring."""
    one = np.float32(1.0)
    for ray in range(count):
        place = np.float32(ray) * cells_per_ray
        cell = min(int(place), last_cell)
        part = place - np.float32(cell)
        slope = slopes[cell] * (one - part) + slopes[cell + 1] * part
        horizon[ray] = max(horizon[ray], slope)


@compiled()
def fan_patch(
    elevation: NDArray[np.float32],
    row: int,
    col: int,
    radius: int,
    reach2: float,
    eye_m: float,
    target_m: float,
    bend: float,
    void_m: float,
    patch: NDArray[np.uint8],
) -> None:
    """Fill ``patch`` (uint8 [2 * radius + 1, 2 * radius + 1], zeroed) with the viewshed of one observer.

    ``elevation`` is a C-contiguous float32 grid [m]; ``reach2`` the squared range [cells2]; ``bend`` the drop by
    curvature less refraction at a distance of one cell [m]; ``void_m`` the height that missing cells block with.
    """
    rows, cols = elevation.shape
    heights = elevation.ravel()
    out = patch.ravel()
    side = 2 * radius + 1
    here = row * cols + col
    centre = radius * side + radius
    eye = np.float32(elevation[row, col] + np.float32(eye_m))
    void = np.float32(void_m)
    target = np.float32(target_m)
    horizon = np.empty(radius + 2, np.float32)
    slopes = np.empty(radius + 3, np.float32)
    out[centre] = 1
    for octant in range(8):
        major = 1 if octant & 1 else -1
        minor = 1 if octant & 2 else -1
        major_is_row = not octant & 4
        major_room = (rows - 1 - row if major > 0 else row) if major_is_row else (cols - 1 - col if major > 0 else col)
        minor_room = (cols - 1 - col if minor > 0 else col) if major_is_row else (rows - 1 - row if minor > 0 else row)
        ring_step = major * (cols if major_is_row else 1)
        cell_step = minor * (1 if major_is_row else cols)
        patch_ring_step = major * (side if major_is_row else 1)
        patch_cell_step = minor * (1 if major_is_row else side)
        horizon[:] = NOTHING_YET
        for ring in range(1, min(radius, major_room) + 1):
            if ring * ring > reach2:
                break
            width = math.sqrt(reach2 - ring * ring)
            judged = min(ring, int(width), minor_room)
            last_ray = min(radius, int(width * radius / ring) + 2)
            last_read = min(ring, last_ray * ring // radius + 1)
            known = min(last_read, minor_room)
            base = here + ring * ring_step
            _slopes(heights, base, cell_step, known + 1, eye, void, ring, bend, slopes)
            # Rays that leave the grid go on over its last known cell.
            slopes[known + 1 : last_read + 2] = slopes[known]
            _judge(
                slopes,
                horizon,
                judged + 1,
                np.float32(radius / ring),
                radius - 1,
                target / np.float32(ring),
                heights,
                base,
                cell_step,
                out,
                centre + ring * patch_ring_step,
                patch_cell_step,
            )
            # Clamping to the last pair of cells keeps a diagonal ray on the diagonal, whatever its place rounds to.
            _advance(slopes, horizon, last_ray + 1, np.float32(ring / radius), ring - 1)
