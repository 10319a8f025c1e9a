"""Least costs and ways against SciPy's Dijkstra, and against trying every way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tansiq.gaps.corridors.ways import least_cost, least_way, ways_back
from tests.gaps.corridors import by_hand

few = settings(max_examples=60)
COST = st.one_of(st.floats(1e-9, 1e3), st.just(float("inf")), st.sampled_from([1.0, 2.0]))


@st.composite
def ground(draw: st.DrawFn, most: int = 7) -> NDArray[np.float64]:
    rows, cols = draw(st.integers(1, most)), draw(st.integers(1, most))
    drawn = draw(st.lists(COST, min_size=rows * cols, max_size=rows * cols))
    return np.array(drawn).reshape(rows, cols)


def framed(cost: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """Half costs on a frame one cell wider, for a cell of one metre."""
    return np.pad(cost / 2, 1, constant_values=np.inf).ravel(), cost.shape[1] + 2


def numbered(cells: list[int], cols: int) -> NDArray[np.int64]:
    """Cells of the bare ground in the frame's numbers."""
    row, col = np.divmod(np.array(cells, np.int64), cols)
    return (row + 1) * (cols + 2) + col + 1


@few
@given(cost=ground(), seed=st.integers(0, 2**16), neighbours=st.sampled_from([4, 8]))
def test_costs_are_those_of_dijkstra(cost: NDArray[np.float64], seed: int, neighbours: int) -> None:
    half, wide = framed(cost)
    seeds = np.random.default_rng(seed).integers(0, cost.size, 2).tolist()
    ours = least_cost(half, wide, numbered(seeds, cost.shape[1]), diagonal=neighbours == 8)
    theirs = by_hand.least_costs(cost, 1.0, seeds, corners=neighbours == 8)
    theirs[~np.isfinite(cost.ravel())] = np.inf
    np.testing.assert_allclose(ours.reshape(-1, wide)[1:-1, 1:-1].ravel(), theirs, rtol=1e-12)


@few
@given(cost=ground(most=3), seed=st.integers(0, 2**16))
def test_no_way_of_all_is_cheaper(cost: NDArray[np.float64], seed: int) -> None:
    half, wide = framed(cost)
    start, end = np.random.default_rng(seed).integers(0, cost.size, 2).tolist()
    way = least_way(half, wide, numbered([start], cost.shape[1]), numbered([end], cost.shape[1]))
    best = by_hand.by_trying_all(cost, 1.0, [start], {end})
    if not len(way):
        assert best == np.inf
        return
    row, col = np.divmod(way, wide)
    assert (way[0], way[-1]) == tuple(numbered([start, end], cost.shape[1]))
    length = np.hypot(np.diff(row), np.diff(col))
    assert set(np.round(length**2)) <= {1, 2}
    assert ((half[way][:-1] + half[way][1:]) * length).sum() == pytest.approx(best, rel=1e-12)


@few
@given(cost=ground(), seed=st.integers(0, 2**16), neighbours=st.sampled_from([4, 8]))
def test_every_way_back_costs_what_its_end_does(cost: NDArray[np.float64], seed: int, neighbours: int) -> None:
    half, wide = framed(cost)
    seeds = numbered(np.random.default_rng(seed).integers(0, cost.size, 2).tolist(), cost.shape[1])
    total = least_cost(half, wide, seeds, diagonal=neighbours == 8)
    ends = np.append(np.arange(half.size), -1)
    first, cells = ways_back(half, wide, total, ends, diagonal=neighbours == 8)
    for end in ends.tolist():
        way = cells[first[end] : first[end + 1]] if end >= 0 else cells[first[-1] :]
        assert bool(len(way)) == (end >= 0 and bool(np.isfinite(total[end])))
        if len(way):
            step = np.hypot(*np.diff(np.divmod(way, wide)))
            assert way[0] == end
            assert way[-1] in seeds
            assert ((half[way][:-1] + half[way][1:]) * step).sum() == pytest.approx(total[end], rel=1e-12, abs=1e-300)


@few
@given(cost=ground(), seed=st.integers(0, 2**16), closed=st.integers(0, 2**49 - 1))
def test_knowing_what_is_ahead_finds_a_way_that_costs_the_same(
    cost: NDArray[np.float64], seed: int, closed: int
) -> None:
    half, wide = framed(cost)
    start, *ends = np.random.default_rng(seed).integers(0, cost.size, 3).tolist()
    seeds, goals = numbered([start], cost.shape[1]), numbered(ends, cost.shape[1])
    ahead = least_cost(half, wide, goals)
    shut = np.array([bool(closed >> n & 1) and n % 3 == 0 for n in range(cost.size)]).reshape(cost.shape)
    half, wide = framed(np.where(shut, np.inf, cost))  # closing cells afterwards makes nothing cheaper
    plain, guided = least_way(half, wide, seeds, goals), least_way(half, wide, seeds, goals, ahead=ahead)

    def price(way: NDArray[np.int64]) -> float:
        step = np.hypot(*np.diff(np.divmod(way, wide)))
        return float(((half[way][:-1] + half[way][1:]) * step).sum())

    assert len(plain[:1]) == len(guided[:1])
    assert price(guided) == pytest.approx(price(plain), rel=1e-12)


def test_a_thousand_cells_that_tie_give_the_same_way_every_time() -> None:
    half, wide = framed(np.ones((40, 25)))
    ways = [least_way(half, wide, numbered([3, 24], 25), numbered([980, 999], 25)).tobytes() for _ in range(3)]
    assert len(set(ways)) == 1
