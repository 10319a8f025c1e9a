"""The exact viewshed: verdicts of the plain sight line, most of them proven by bounds, the rest traced.

Between two neighbouring rays of the fan lies a *wedge*, nowhere wider than a cell. A plain sight line stays in one
wedge. On every ring it crosses, terrain is linear between cells, so its height there lies between the least and the
greatest of three: those at the wedge's two edges and that of the cell between them, if there is one. The greatest of
the greatest met so far bounds the line's horizon from above, the greatest of the least from below. A target above
the upper bound is seen, one below the lower is hidden, whatever the line through it meets exactly.

Bounds are float32, the plain sight line is float64. Each ring's are moved apart by more than rounding can have lost
(:func:`_margin`), so a proven verdict is that of ``kernels.sightline``, bit for bit, ties included. What is not proven
is traced with the same arithmetic, but only on rings near which the wedge's terrain reaches the target's line at all:
upper bounds are kept for blocks of rings. ``docs/decisions/0018-exact-visibility.md`` has the proof.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.compiled import compiled
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
from tansiq.gaps.kernels.trace import sees
from tansiq.gaps.kernels.vectors import LANES
from tansiq.gaps.kernels.wedges import decide, steepest, widen

FINENESS: Final = 3  # wedges per cell of the outermost ring
LEAST_BLOCK: Final = 16  # rings
MOST_BLOCKS: Final = 32
TAME_M: Final = 1e9  # heights the margin is sure for
_UNDECIDED: Final = 2
_UNDECIDED_ANYWHERE: Final = np.uint64(0x0202_0202_0202_0202)


class Bounds(NamedTuple):
    """Memory for the bounds of one observer at a time."""

    before: NDArray[np.float32]  # greatest upper bound of the blocks before this one
    upper: NDArray[np.float32]  # upper bounds of each block of ``block`` rings, one block after another
    lower: NDArray[np.float32]
    edges: NDArray[np.float32]
    peak: NDArray[np.float32]
    block: int


def bounds(radius: int) -> Bounds:
    """Return memory for the bounds of observers of at most ``radius`` cells."""
    size = LANES * (FINENESS * radius + PAD)
    block = max(LEAST_BLOCK, -(-radius // MOST_BLOCKS))
    blocks = -(-radius // block) + 1
    before, lower, edges = (np.zeros(size, np.float32) for _ in range(3))
    return Bounds(before, np.zeros(blocks * size, np.float32), lower, edges, np.zeros(LANES, np.float32), block)


@compiled()
def _margin(
    slopes: NDArray[np.float32], places: int, view: View, ring: int, target_m: float, peak: NDArray[np.float32]
) -> float:
    """Return more than the slopes of ``ring`` and what is interpolated between them can be off.

    With s the steepest slope, b the drop at one cell and e the eye's height: heights and eye are rounded to float32
    (2**-24 of s and of e / ring each), divided, lowered and interpolated (some 8 roundings of s and of 2 b ring), and
    the drop, a square, is interpolated linearly (b / (4 ring) at most). The plain line's own roundings are 2**-52 of
    heights and are covered by the term in e and the target's height. Every term here is at least four times that.
    """
    peak[:] = 0
    for k in range(0, places, LANES):
        steepest(slopes, k * LANES, peak)
    steep = float(peak.max())
    bend = abs(view.bend)
    near = 0.26 * bend + 2.0**-20 * abs(view.eye) + 2.0**-40 * target_m
    return 2.0**-19 * steep + 2.0**-18 * bend * ring + near / ring + 1e-30


@compiled()
def _decide_ring(
    around: Surroundings, held: Bounds, at: int, ring: int, rays: int, count: int, lift: np.float32, margin: np.float32
) -> None:
    """Put verdicts on the first ``count`` cells of ``ring`` into ``around.verdict``, 2 where bounds do not tell."""
    whole, more = rays // ring, rays % ring
    wedge = rest = 0
    for k in range(count):
        here = min(wedge, rays - 1) * LANES
        decide(
            around.slopes, k * LANES, lift, margin, held.before, here, held.upper, at + here, held.lower, around.verdict
        )
        wedge += whole
        rest += more
        if rest >= ring:
            rest -= ring
            wedge += 1


@compiled()
def _widen_wedges(
    slopes: NDArray[np.float32], held: Bounds, at: int, ring: int, rays: int, count: int, margin: np.float32
) -> None:
    """Raise the bounds of the wedges between the first ``count`` rays by the terrain on ``ring``."""
    per_ray = np.float32(1.0) / np.float32(rays)
    held.edges[:LANES] = slopes[:LANES]
    cell = rest = 0
    for wedge in range(count - 1):
        rest += ring
        crossed = rest >= rays
        if crossed:
            rest -= rays
            cell += 1
        here = wedge * LANES
        widen(
            slopes,
            cell * LANES,
            np.float32(rest) * per_ray,
            crossed,
            margin,
            held.edges,
            here,
            held.upper,
            at + here,
            held.lower,
        )


@compiled()
def _trace_undecided(
    elevation: NDArray[Any], view: View, target_m: float, ring: int, rays: int, count: int, held: Bounds,
    verdict: NDArray[np.uint8],
) -> None:  # fmt: skip
    """Replace every 2 among the verdicts on ``ring`` by the plain sight line's."""
    words = verdict.view(np.uint64)
    for k in range(count):
        if words[k] & _UNDECIDED_ANYWHERE:
            wedge = min(k * rays // ring, rays - 1)
            for octant in range(LANES):
                place = k * LANES + octant
                if verdict[place] == _UNDECIDED:
                    above = held.upper[wedge * LANES + octant :: held.lower.size]
                    verdict[place] = sees(elevation, view, target_m, ring, k, octant, above, held.block)


@compiled()
def add_certified(
    heights: NDArray[np.float32],
    elevation: NDArray[np.floating[Any]],
    view: View,
    target_m: float,
    around: Surroundings,
    held: Bounds,
    plane: Plane,
) -> None:
    """Add to ``plane`` exactly the cells whose plain sight line from one observer is free.

    Parameters
    ----------
    heights
        ``elevation`` in float32, C-contiguous; no height but missing ones may reach ``TAME_M``.
    elevation
        C-contiguous grid [m], float32 or float64; cells that are not finite are missing.
    view, target_m, around, plane
        As in :func:`tansiq.gaps.kernels.fan.add_fan`.
    held
        Memory for its radius.
    """
    if view.reach2 < 0:
        return
    add_own_cell(view, plane)
    held.before[:] = NOTHING_YET
    held.lower[:] = NOTHING_YET
    rays = FINENESS * view.radius
    last = min(view.radius, cells_in_reach(0, view.reach2))
    for ring in range(1, last + 1):
        at = (ring - 1) // held.block * held.lower.size
        if (ring - 1) % held.block == 0:
            held.upper[at : at + held.lower.size] = NOTHING_YET
        places = fill_slopes(heights, view, ring, rays, last, around)
        margin = _margin(around.slopes, places, view, ring, target_m, held.peak)
        lift = np.float32(target_m) / np.float32(ring)
        count = min(ring, cells_in_reach(ring, view.reach2)) + 1
        own = np.float32(margin + 2.0**-20 * lift)
        _decide_ring(around, held, at, ring, rays, count, lift, own)
        drop_twins(around.verdict, ring, count)
        _trace_undecided(elevation, view, target_m, ring, rays, count, held, around.verdict)
        add_verdicts(around.verdict, view, ring, count, plane)
        _widen_wedges(around.slopes, held, at, ring, rays, rays_on(ring, rays, view.reach2), np.float32(margin))
        if ring % held.block == 0:
            for place in range(held.before.size):
                held.before[place] = max(held.before[place], held.upper[at + place])
