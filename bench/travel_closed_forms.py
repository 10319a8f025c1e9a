"""Grounds on which the time of the quickest way is known in closed form, for ``travel.py``."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CELL_M = 30.0
SIDE = 400


@dataclass(frozen=True)
class ClosedForm:
    """Pace [s/m] (NaN cannot be passed), the source's row and column, exact minutes (NaN where not asked)."""

    pace: NDArray[np.float32]
    source: tuple[int, int]
    exact_min: NDArray[np.float64]

    def errors(self, minutes: NDArray[np.float64]) -> tuple[float, float]:
        """Return the mean and the greatest relative error over every cell asked, the source left out."""
        asked = self.exact_min > 0
        off = np.abs(minutes[asked] / self.exact_min[asked] - 1)
        return float(off.mean()), float(off.max())


def _offsets(source: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows, cols = np.indices((SIDE, SIDE)).astype(float)
    return (rows - source[0]) * CELL_M, (cols - source[1]) * CELL_M


def uniform() -> ClosedForm:
    """One pace everywhere: straight lines."""
    source = SIDE // 2, SIDE // 2
    return ClosedForm(np.ones((SIDE, SIDE), np.float32), source, np.hypot(*_offsets(source)) / 60)


def refracted(beyond: float = 2.5) -> ClosedForm:
    """Two half planes, the far one slower: the way that takes least time crosses the edge as Snell's law says."""
    source, edge = (SIDE // 2, SIDE // 5), 2 * SIDE // 5
    pace = np.ones((SIDE, SIDE), np.float32)
    pace[:, edge:] = beyond
    down, right = _offsets(source)
    near_m = (edge - 0.5 - source[1]) * CELL_M
    far_m = right - near_m
    low, high = np.minimum(down, 0.0), np.maximum(down, 0.0)
    for _ in range(60):
        at = (low + high) / 2
        slope = at / np.hypot(at, near_m) - beyond * (down - at) / np.hypot(down - at, np.maximum(far_m, 1.0))
        low, high = np.where(slope < 0, at, low), np.where(slope < 0, high, at)
    exact_min = (np.hypot(low, near_m) + beyond * np.hypot(down - low, far_m)) / 60
    return ClosedForm(pace, source, np.where(far_m > 0, exact_min, np.nan))


def round_a_corner() -> ClosedForm:
    """Close a quarter of the plane: ways behind it go by its corner."""
    source, corner = (5 * SIDE // 8, SIDE // 4), (2 * SIDE // 5, 2 * SIDE // 5)
    pace = np.ones((SIDE, SIDE), np.float32)
    pace[corner[0] :, corner[1] :] = np.nan
    down, right = _offsets(source)
    corner_down, corner_right = ((place - 0.5 - at) * CELL_M for place, at in zip(corner, source, strict=True))
    by_corner = np.hypot(corner_down, corner_right) + np.hypot(down - corner_down, right - corner_right)
    behind = (right > corner_right) & (down * corner_right > corner_down * right)
    exact_min = np.where(behind, by_corner, np.hypot(down, right)) / 60
    return ClosedForm(pace, source, np.where(np.isfinite(pace), exact_min, np.nan))


def along_arcs(slowest_m_per_s: float = 0.5, growth_per_s: float = 0.0004) -> ClosedForm:
    """Speed that grows steadily: ways are arcs (Cerveny 2001, Seismic Ray Theory, section 3.7)."""
    source = SIDE // 10, SIDE // 2
    down, right = _offsets(source)
    speed = slowest_m_per_s + growth_per_s * (down - down.min())
    bent = 1 + (down**2 + right**2) * growth_per_s**2 / (2 * speed[source] * speed)
    return ClosedForm((1 / speed).astype(np.float32), source, np.arccosh(bent) / growth_per_s / 60)


def along_a_road() -> ClosedForm:
    """Lay a road one cell wide along a diagonal: who follows it never leaves its cells. Asked on the road only."""
    source, steps = (SIDE // 10, SIDE // 10), np.arange(SIDE)
    pace = np.ones((SIDE, SIDE), np.float32)
    pace[steps, steps] = 3.6 / 40
    exact_min = np.full((SIDE, SIDE), np.nan)
    exact_min[steps, steps] = np.abs(steps - source[0]) * np.sqrt(2) * CELL_M * float(pace[source]) / 60
    return ClosedForm(pace, source, exact_min)


FORMS = {
    "uniform": uniform,
    "Snell": refracted,
    "corner": round_a_corner,
    "arcs": along_arcs,
    "road": along_a_road,
}
