"""What somebody who knows the posts can do at every length of the seam.

Two accumulations, one from each edge over its own side alone, meet at the steps that cross the seam; a step belongs to
the length that its left cell is nearest to. Keeping to one's own side until the crossing matters: somebody who had
crossed elsewhere could come to a held length from behind and step over the line and back, and would have shown nothing
about that length.
"""

from math import fsum

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.corridors.frame import LEFT, RIGHT, Frame
from tansiq.gaps.corridors.model import LengthWays
from tansiq.gaps.corridors.walk import Walk, gathered
from tansiq.gaps.corridors.ways import Cells, least_cost, ways_back
from tansiq.gaps.states import Crossings, is_held

Ways = tuple[Cells, Cells]


def length_ways(walk: Walk, ways: Ways, crossings: Crossings, seen_at_least: float) -> LengthWays:
    """Say what the least exposed way across every length is like.

    Parameters
    ----------
    walk
        What walking costs.
    ways
        The least exposed way across every length, as :func:`best_ways` finds it.
    crossings
        What direct crossings meet.
    seen_at_least
        P(seen) from which a length counts as seen [-].
    """
    first, cells = ways
    exposure, minutes, way_km = _figures(walk, first, cells)
    _, quick_min, quick_km = _figures(walk, *best_ways(walk, walk.half_min(), len(crossings.state)))
    p_unseen = np.exp(-exposure)
    return LengthWays(
        exposure=exposure,
        p_unseen=p_unseen,
        minutes=minutes,
        way_km=way_km,
        quick_min=quick_min,
        quick_km=quick_km,
        detour_min=minutes - quick_min,
        detour_km=way_km - quick_km,
        state=crossings.state,
        p_seen=crossings.p_seen,
        porous=is_held(crossings.state) & (p_unseen >= 1 - seen_at_least),
        first=first,
        points_xy_m=walk.frame.xy_m(cells),
    )


def best_ways(walk: Walk, half: NDArray[np.float64], lengths: int) -> Ways:
    """Return the least costly way across every length: it keeps left of the seam, crosses, and keeps right.

    Parameters
    ----------
    walk
        Where it walks.
    half
        float64 [cells]: what it costs, as ``walk.half`` or ``walk.half_min()``.
    lengths
        How many lengths the seam has.

    Returns
    -------
    first
        int64 [lengths + 1]: the way across length ``i`` is ``first[i]:first[i + 1]`` of ``cells``; empty where none
        leads.
    cells
        int64: from the left edge to the right one.
    """
    frame, cols = walk.frame, walk.frame.cols
    own = [np.where(frame.walked(side).ravel(), half, np.inf) for side in (LEFT, RIGHT)]
    cost = [least_cost(own[n], cols, edge) for n, edge in enumerate(frame.edges)]
    left, right = _best_steps(frame, half, cost, lengths)
    there_first, there = ways_back(own[0], cols, cost[0], left)
    on_first, on = ways_back(own[1], cols, cost[1], right)
    ways = [
        np.concatenate([there[there_first[i] : there_first[i + 1]][::-1], on[on_first[i] : on_first[i + 1]]])
        for i in range(lengths)
    ]
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum([len(way) for way in ways], dtype=np.int64)])
    return first, np.concatenate(ways) if ways else np.empty(0, np.int64)


def _best_steps(
    frame: Frame, half: NDArray[np.float64], cost: list[NDArray[np.float64]], lengths: int
) -> tuple[Cells, Cells]:
    """Return the cells of each length's least costly step over the seam, -1 where none can be reached."""
    left, right = frame.seam_steps
    whole = cost[0][left] + (half[left] + half[right]) * _longer(left, right, frame.cols) + cost[1][right]
    known = np.flatnonzero(np.isfinite(whole))
    strip = frame.strip.ravel()[left]
    order = known[np.lexsort((right[known], left[known], whole[known], strip[known]))]
    crossed, best = np.unique(strip[order], return_index=True)
    best_left, best_right = np.full(lengths, -1, np.int64), np.full(lengths, -1, np.int64)
    best_left[crossed], best_right[crossed] = left[order[best]], right[order[best]]
    return best_left, best_right


def _longer(left: Cells, right: Cells, cols: int) -> NDArray[np.float64]:
    """Return the length of each step in cells."""
    return np.where(np.isin(np.abs(right - left), (1, cols)), 1.0, 2.0**0.5)


def _figures(
    walk: Walk, first: Cells, cells: Cells
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return exposure [-], minutes and length [km] of ways that lie one after the other; NaN for an empty one."""
    step_m = walk.step_m(cells)
    step_m[first[1:-1][(first[1:-1] > 0) & (first[1:-1] < len(cells))] - 1] = 0.0  # from one way to the next
    minutes_per_m = walk.minutes_per_m(cells)
    per_step = (gathered(walk.rate(cells) * minutes_per_m, step_m), gathered(minutes_per_m, step_m), step_m / 1000)
    return tuple(_summed(first, each) for each in per_step)  # type: ignore[return-value]  # three in, three out


def _summed(first: Cells, per_step: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up each way by itself, exactly: its figure depends neither on other ways nor on where it starts."""
    spans = zip(first[:-1].tolist(), first[1:].tolist(), strict=True)
    return np.array([fsum(per_step[a : b - 1]) if b > a else np.nan for a, b in spans], np.float64)
