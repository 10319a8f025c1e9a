"""Corridors where the seam winds and the band is round at its ends, against SciPy's Dijkstra."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tansiq.gaps.corridors import LengthWays, find_corridors
from tansiq.gaps.corridors.frame import LEFT, RIGHT, frame_ground
from tansiq.gaps.workings import prepare
from tansiq.ground.model import Ground
from tansiq.ground.seam import cut_seam
from tansiq.ground.strips import nearest_lengths
from tests.gaps.corridors import by_hand

few = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
CELL_M = 500.0


def winding(synthetic: ModuleType, heights: list[float]) -> Ground:
    line = list(zip(np.linspace(3_000, 15_000, len(heights)).tolist(), heights, strict=True))
    ground: Ground = synthetic.make_ground(line, width_m=18_000, height_m=14_000, cell_m=CELL_M)
    assert ground.seam is not None
    seam = cut_seam(ground.seam.line)
    strip = nearest_lengths(ground.grid, seam, 2500.0)
    pace = np.random.default_rng(3).uniform(0.7, 1.4, strip.shape).astype(np.float32)
    return replace(ground, seam=seam, strip=strip, walk_s_per_m=pace)


def edges(ground: Ground, side: NDArray[np.int8]) -> tuple[list[int], list[int]]:
    """Cells of the area that have a neighbour outside it on their own side, cell by cell."""
    rows, cols = ground.grid.shape
    found: dict[int, list[int]] = {LEFT: [], RIGHT: []}
    for row, col in np.argwhere((ground.strip >= 0) & np.isin(side[2:-2, 2:-2], [LEFT, RIGHT])).tolist():
        own = side[row + 2, col + 2]
        around = [(row + dr, col + dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1)]
        outside = [(r, c) for r, c in around if not (0 <= r < rows and 0 <= c < cols) or ground.strip[r, c] < 0]
        if any(side[r + 2, c + 2] == own for r, c in outside):
            found[own].append(row * cols + col)
    return found[LEFT], found[RIGHT]


def least_steps(
    ground: Ground, side: NDArray[np.int8], cost: NDArray[np.float64], costs: list[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """The least cost of crossing in each length once, over every step from a left cell to a right one."""
    assert ground.seam is not None
    best = np.full(len(ground.seam), np.inf)
    cols = ground.grid.cols
    for start, end, price in by_hand.steps(cost, CELL_M):
        if side.ravel()[start] == LEFT and side.ravel()[end] == RIGHT:
            length = ground.strip[divmod(start, cols)]
            best[length] = min(best[length], costs[0][start] + price + costs[1][end])
    return best


def price_of_way(lengths: LengthWays, i: int, ground: Ground, cost: NDArray[np.float64]) -> float:
    way = lengths.way(i)
    return by_hand.price_of(way, ground, cost) if len(way) else np.inf


@few
@given(heights=st.lists(st.floats(4_000, 10_000), min_size=2, max_size=6), seed=st.integers(0, 2**32 - 1))
def test_ways_are_the_least_wherever_the_seam_turns(synthetic: ModuleType, heights: list[float], seed: int) -> None:
    ground = winding(synthetic, heights)
    rng = np.random.default_rng(seed)
    rate = (rng.uniform(0, 0.2, ground.grid.shape) * (rng.random(ground.grid.shape) < 0.5)).astype(np.float32)
    layers = synthetic.layers_of(ground, north={"rate": rate})
    parameters = synthetic.settled(ground, synthetic.make_laydown([]))
    made = find_corridors(prepare(ground), layers, parameters, direction="forward", k=2, apart_m=2000)
    frame = frame_ground(ground).side
    side = frame[2:-2, 2:-2]
    cost = by_hand.cost_per_m(ground, layers, by_hand.MINUTE_COUNTS)
    cost[~np.isin(side, [LEFT, RIGHT])] = np.inf
    left, right = edges(ground, frame)
    best = by_hand.least_costs(cost, CELL_M, left)[right].min()
    assert by_hand.price_of(made.paths[0].xy_m, ground, cost) == pytest.approx(best, rel=1e-12)
    own = [np.where(side == each, cost, np.inf) for each in (LEFT, RIGHT)]
    costs = [by_hand.least_costs(own[n], CELL_M, edge) for n, edge in enumerate((left, right))]
    expected = least_steps(ground, side, cost, costs)
    ours = [price_of_way(made.lengths, i, ground, cost) for i in range(len(made.lengths))]
    np.testing.assert_allclose(ours, expected, rtol=1e-12)
    for path in made.paths:
        assert min(abs(path.seam_km - km) for km in path.crossings_km) == 0
        assert len(path.crossings_km) % 2 == 1  # it ends on the other side
