"""Least ways by SciPy's Dijkstra over an explicit graph, and by trying every way: nothing of the programme."""

from collections.abc import Iterator
from math import hypot

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from tansiq.gaps.model import PartyLayers
from tansiq.ground.model import Ground

MINUTE_COUNTS = 1e-6
Cell = tuple[int, int]


def cost_per_m(ground: Ground, layers: tuple[PartyLayers, PartyLayers], minute: float) -> NDArray[np.float64]:
    """What walking a metre costs on every cell: both rates and what a minute counts, times the minutes of a metre."""
    rate = layers[0].rate_per_min.astype(float) + layers[1].rate_per_min.astype(float)
    minutes = ground.walk_s_per_m.astype(float) / 60
    return np.where(np.isfinite(minutes) & (ground.strip >= 0), (rate + minute) * minutes, np.inf)


def steps(cost: NDArray[np.float64], cell_m: float, *, corners: bool = True) -> Iterator[tuple[int, int, float]]:
    """Every step between neighbours that can be passed, both ways: from, to, cost."""
    rows, cols = cost.shape
    around = [(dr, dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1) if (dr or dc) and (corners or not (dr and dc))]
    for row, col in np.argwhere(np.isfinite(cost)).tolist():
        for dr, dc in around:
            r, c = row + dr, col + dc
            if 0 <= r < rows and 0 <= c < cols and np.isfinite(cost[r, c]):
                price = (cost[row, col] + cost[r, c]) / 2 * hypot(dr, dc) * cell_m
                yield row * cols + col, r * cols + c, price


def graph(cost: NDArray[np.float64], cell_m: float, *, corners: bool = True) -> scipy.sparse.csr_matrix:
    """The same as a sparse matrix; a step that costs nothing costs 1e-300, since SciPy leaves zeros out."""
    listed = list(steps(cost, cell_m, corners=corners))
    start, end, price = (np.array(column) for column in zip(*listed, strict=True)) if listed else ([], [], [])
    return scipy.sparse.csr_matrix((np.maximum(price, 1e-300), (start, end)), shape=(cost.size, cost.size))


def least_costs(
    cost: NDArray[np.float64], cell_m: float, seeds: list[int], *, corners: bool = True
) -> NDArray[np.float64]:
    """Least cost from any seed to every cell, flat."""
    if not seeds:
        return np.full(cost.size, np.inf)
    found = dijkstra(graph(cost, cell_m, corners=corners), indices=seeds, min_only=True)
    return np.asarray(found, float)


def by_trying_all(cost: NDArray[np.float64], cell_m: float, seeds: list[int], goals: set[int]) -> float:
    """The least cost over every way that visits no cell twice; for a dozen cells at most."""
    onward: dict[int, list[tuple[int, float]]] = {}
    for start, end, price in steps(cost, cell_m):
        onward.setdefault(start, []).append((end, price))
    best = np.inf

    def walk(cell: int, spent: float, seen: frozenset[int]) -> None:
        nonlocal best
        if spent >= best:
            return
        if cell in goals:
            best = spent
            return
        for end, price in onward.get(cell, []):
            if end not in seen:
                walk(end, spent + price, seen | {end})

    for seed in seeds:
        if np.isfinite(cost.ravel()[seed]):
            walk(seed, 0.0, frozenset({seed}))
    return best


def price_of(xy_m: NDArray[np.float64], ground: Ground, cost: NDArray[np.float64]) -> float:
    """What a way through cell centres costs, step by step; fails where a step is none to a neighbour."""
    row, col = ground.grid.cells_from_xy(xy_m[:, 0], xy_m[:, 1])
    total = 0.0
    for a, b, c, d in zip(row[:-1], col[:-1], row[1:], col[1:], strict=True):
        assert max(abs(a - c), abs(b - d)) == 1
        total += (cost[a, b] + cost[c, d]) / 2 * hypot(a - c, b - d) * ground.grid.cell_m
    return total
