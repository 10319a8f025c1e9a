"""Travel time against scikit-image's MCP_Geometric, which adds in float64 along the same eight directions."""

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.graph import MCP_Geometric

from tansiq.gaps.travel import travel_minutes

pytestmark = pytest.mark.peers
CELL_M = 90.0
ROUNDING = 1.2e-7  # one float32 rounding, to either side


def by_skimage(pace: NDArray[np.float32], sources: NDArray[np.int64]) -> NDArray[np.float64]:
    minutes_per_cell = np.where(np.isnan(pace), np.inf, pace.astype(float)) * CELL_M / 60
    costs, _ = MCP_Geometric(minutes_per_cell).find_costs([(int(row), int(col)) for row, col in sources])
    return np.asarray(costs, float)


def assert_same(pace: NDArray[np.float32], sources: NDArray[np.int64]) -> None:
    ours, theirs = travel_minutes(pace, CELL_M, sources), by_skimage(pace, sources)
    assert (np.isinf(ours) == np.isinf(theirs)).all()
    reached = np.isfinite(theirs)
    np.testing.assert_allclose(ours[reached], theirs[reached], rtol=ROUNDING)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", [(1, 1), (1, 200), (64, 64), (65, 63), (210, 331)])
def test_random_ground_with_barriers_and_several_sources(seed: int, shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(seed)
    pace = rng.lognormal(0, 0.5 * seed, shape).astype(np.float32)
    pace[rng.random(shape) < 0.08 * seed] = np.inf
    pace[rng.random(shape) < 0.01 * seed] = np.nan
    sources = rng.integers(0, shape, (1 + seed, 2))
    pace[tuple(sources.T)] = 1.0
    assert_same(pace, sources)


def test_fast_roads_through_slow_ground() -> None:
    rng = np.random.default_rng(11)
    pace = rng.uniform(1, 4, (300, 300)).astype(np.float32)
    for start, end in rng.uniform(0, 299, (8, 2, 2)):
        line = np.linspace(start, end, 900).astype(int)
        pace[tuple(line.T)] = 3.6 / 70
    assert_same(pace, rng.integers(0, 300, (5, 2)))


def test_one_cell_a_million_million_times_slower_than_the_rest() -> None:
    pace = np.ones((140, 140), np.float32)
    pace[70, :] = 1e12
    pace[:, 30] = 1e-6
    assert_same(pace, np.array([[3, 3], [100, 100]]))


def test_a_maze_that_winds_through_many_tiles() -> None:
    pace = np.ones((200, 200), np.float32)
    pace[1::2] = np.inf
    pace[1::4, -1] = 1.0
    pace[3::4, 0] = 1.0
    assert_same(pace, np.array([[0, 0]]))
