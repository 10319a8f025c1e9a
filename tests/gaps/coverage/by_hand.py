"""Coarsening cell by cell, by the words of ``docs/coverage.md`` and by nothing else of the programme."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.model import PartyLayers
from tansiq.ground.model import Ground

RATES = tuple(float(np.float32(step)) for step in (0.01, 0.02, 0.04, 0.08, 0.16))
MINUTES = (10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 60.0, 90.0)


def cell_numbers(ground: Ground, cell_m: int) -> Mapping[tuple[int, int], list[tuple[int, int]]]:
    """The area's fine cells in each coarse cell: counted from the origin of the reference system, by cell centre."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    grid = ground.grid
    for row in range(grid.rows):
        for col in range(grid.cols):
            x_m = grid.x_min_m + (col + 0.5) * grid.cell_m
            y_m = grid.y_max_m - (row + 0.5) * grid.cell_m
            if ground.strip[row, col] >= 0:
                found.setdefault((math.floor(x_m / cell_m), math.floor(y_m / cell_m)), []).append((row, col))
    return found


def least(values: list[float]) -> float:
    return max((step for step in RATES if step <= min(values)), default=0.0)


def most(values: list[float]) -> float:
    return min((step for step in MINUTES if max(values) <= step), default=math.inf)


def coarse(ground: Ground, layers: PartyLayers, cell_m: int) -> PartyLayers:
    """Layers on the ground's own grid, each cell with its coarse cell's value."""
    made = [np.zeros(ground.grid.shape, np.float32) for _ in range(2)]
    made += [np.full(ground.grid.shape, np.inf, np.float32) for _ in range(2)]
    given = (layers.rate_per_min, layers.rate_all_per_min, layers.minutes, layers.minutes_all)
    for cells in cell_numbers(ground, cell_m).values():
        for raster, out, rule in zip(given, made, (least, least, most, most), strict=True):
            value = rule([float(raster[cell]) for cell in cells])
            for cell in cells:
                out[cell] = value
    return PartyLayers(layers.party, (made[1] > 0).astype(np.uint16), *made)


def hills(ground: Ground, seed: int = 3) -> NDArray[np.float32]:
    """Relief with ridges of some hundred metres, so that sight lines end."""
    x_m, y_m = ground.grid.xy_from_cells(*np.indices(ground.grid.shape))
    phase = np.random.default_rng(seed).uniform(0, 6, 6)
    waves = [
        np.sin(x_m / w + p) * np.cos(y_m / (w * 1.3) - p) for w, p in zip((310, 470, 700, 1100), phase, strict=False)
    ]
    return np.asarray(60 * sum(waves), np.float32)
