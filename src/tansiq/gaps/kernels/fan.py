"""The fast viewshed: a fan of sight rays in each of eight octants, advanced one ring of cells at a time.

A ray ``e`` leaves the eye towards place ``e`` of the last ring and keeps the greatest slope it has met, its *horizon*.
The terrain under it is interpolated linearly on every ring. A cell lies between two rays; it is visible if its target's
slope is at least the horizon interpolated between them. ``docs/decisions/0004-visibility-engine.md`` says why this and
not cell-to-cell propagation; ``kernels.rings`` has the terms.
"""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.rays import advance, judge
from tansiq.gaps.kernels.rings import (
    NOTHING_YET,
    PAD,
    Plane,
    Surroundings,
    View,
    add_own_cell,
    add_verdicts,
    cells_in_reach,
    drop_twins,
    fill_slopes,
    rays_on,
)
from tansiq.gaps.kernels.vectors import LANES


def horizons(radius: int) -> NDArray[np.float32]:
    """Return memory for the horizons of observers of at most ``radius`` cells."""
    return np.zeros(LANES * (radius + PAD), np.float32)


# Where a ray crosses a ring, or a cell lies between rays, is a whole number and a remainder, carried from one to the
# next: exact, and cheaper than a division or a rounding.


@compiled()
def _judge_ring(
    around: Surroundings, horizon: NDArray[np.float32], ring: int, radius: int, count: int, target_m: float
) -> None:
    """Put verdicts on the first ``count`` cells of ``ring`` into ``around.verdict``."""
    per_step = np.float32(1.0) / np.float32(ring)
    lift = np.float32(target_m) / np.float32(ring)
    whole, more = radius // ring, radius % ring
    ray = rest = 0
    for k in range(count):
        part = np.float32(rest) * per_step
        judge(around.slopes, k * LANES, lift, horizon, ray * LANES, part, around.verdict)
        ray += whole
        rest += more
        if rest >= ring:
            rest -= ring
            ray += 1


@compiled()
def _advance_rays(
    slopes: NDArray[np.float32], horizon: NDArray[np.float32], ring: int, radius: int, count: int
) -> None:
    """Raise the horizons of the first ``count`` rays by the terrain they meet on ``ring``."""
    per_ray = np.float32(1.0) / np.float32(radius)
    cell = rest = 0
    for ray in range(count):
        advance(slopes, cell * LANES, np.float32(rest) * per_ray, horizon, ray * LANES)
        rest += ring
        if rest >= radius:
            rest -= radius
            cell += 1


@compiled()
def add_fan(
    elevation: NDArray[np.float32],
    view: View,
    target_m: float,
    around: Surroundings,
    horizon: NDArray[np.float32],
    plane: Plane,
) -> None:
    """Add to ``plane`` the cells one observer sees.

    Parameters
    ----------
    elevation
        C-contiguous float32 grid [m]; cells that are not finite are missing.
    view
        The observer; a negative squared range sees nothing.
    target_m
        Height of targets [m].
    around, horizon
        Memory for its radius.
    plane
        Covers the observer's radius and 8 cells more on every side.
    """
    if view.reach2 < 0:
        return
    add_own_cell(view, plane)
    horizon[:] = NOTHING_YET
    last = min(view.radius, cells_in_reach(0, view.reach2))
    for ring in range(1, last + 1):
        fill_slopes(elevation, view, ring, view.radius, last, around)
        count = min(ring, cells_in_reach(ring, view.reach2)) + 1
        _judge_ring(around, horizon, ring, view.radius, count, target_m)
        drop_twins(around.verdict, ring, count)
        add_verdicts(around.verdict, view, ring, count, plane)
        _advance_rays(around.slopes, horizon, ring, view.radius, rays_on(ring, view.radius, view.reach2))
