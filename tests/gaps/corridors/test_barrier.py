"""Barriers against SciPy's labelled regions and its maximum flow."""

from typing import Any

import numpy as np
import pytest
import scipy.sparse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse.csgraph import maximum_flow

from tansiq.gaps.corridors import Barrier, prove_barrier
from tansiq.gaps.workings import prepare

few = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
MASKS = st.tuples(st.integers(0, 2**32 - 1), st.floats(0, 1))


def drawn(field: Any, mask: tuple[int, float]) -> tuple[NDArray[np.bool_], Barrier]:  # noqa: ANN401 - a fixture's class
    held = np.random.default_rng(mask[0]).random(field.shape) < mask[1]
    return held, field.barrier(held)


def passable(unheld: NDArray[np.bool_]) -> bool:
    """Whether one region, corners counted as joined, touches the first row and the last."""
    label, _ = ndimage.label(unheld, structure=np.ones((3, 3)))
    return bool(set(label[0][label[0] > 0]) & set(label[-1][label[-1] > 0]))


def cells(field: Any, xy_m: NDArray[np.float64]) -> NDArray[np.bool_]:  # noqa: ANN401 - as above
    mask = np.zeros(field.shape, np.bool_)
    mask[tuple(field.cells(xy_m).T)] = True
    return mask


def fewest_to_close(held: NDArray[np.bool_]) -> int:
    """How many unheld cells must be held so that none can pass: ways that share no cell (Menger 1927)."""
    rows, cols = held.shape
    source, sink = 2 * held.size, 2 * held.size + 1
    start, end, room = [], [], []

    def join(a: int, b: int, capacity: int) -> None:
        start.append(a), end.append(b), room.append(capacity)

    for row, col in np.argwhere(~held).tolist():
        cell = row * cols + col
        join(2 * cell, 2 * cell + 1, 1)
        if row == 0:
            join(source, 2 * cell, 1)
        if row == rows - 1:
            join(2 * cell + 1, sink, 1)
        for r in range(max(0, row - 1), min(rows, row + 2)):
            for c in range(max(0, col - 1), min(cols, col + 2)):
                if not held[r, c] and (r, c) != (row, col):
                    join(2 * cell + 1, 2 * (r * cols + c), 1)
    size = 2 * held.size + 2
    graph = scipy.sparse.csr_matrix((np.array(room, np.int32), (start, end)), shape=(size, size), dtype=np.int32)
    return int(maximum_flow(graph, source, sink).flow_value)


@few
@given(mask=MASKS)
@example(mask=(1, 0.0))
@example(mask=(1, 1.0))
def test_it_stands_exactly_where_no_unheld_region_joins_the_edges(field: Any, mask: tuple[int, float]) -> None:  # noqa: ANN401 - as above
    held, barrier = drawn(field, mask)
    assert barrier.stands is not passable(~held)
    assert barrier.stands is (barrier.missing_km == 0)


@few
@given(mask=MASKS)
def test_the_wall_alone_cuts_every_crossing(field: Any, mask: tuple[int, float]) -> None:  # noqa: ANN401 - as above
    held, barrier = drawn(field, mask)
    if not barrier.stands:
        assert len(barrier.wall_xy_m) == 0
        return
    wall = cells(field, barrier.wall_xy_m)
    assert not (wall & ~held).any()
    assert not passable(~wall)


@few
@given(mask=MASKS)
def test_the_way_that_shows_there_is_none_is_unheld_from_edge_to_edge(field: Any, mask: tuple[int, float]) -> None:  # noqa: ANN401 - as above
    held, barrier = drawn(field, mask)
    if barrier.stands:
        assert len(barrier.unheld_xy_m) == 0
        assert barrier.unheld_km is barrier.seam_km is None
        return
    way = field.cells(barrier.unheld_xy_m)
    assert not held[tuple(way.T)].any()
    assert (way[0, 0], way[-1, 0]) == (0, field.shape[0] - 1)
    assert (np.abs(np.diff(way, axis=0)).max(axis=1) == 1).all()
    assert barrier.unheld_km == pytest.approx(np.hypot(*np.diff(way, axis=0).T).sum() / 2)
    assert barrier.seam_km is not None
    assert 0 <= barrier.seam_km <= 8


@few
@given(mask=MASKS)
def test_no_fewer_cells_would_close_it_than_the_chain_lacks(field: Any, mask: tuple[int, float]) -> None:  # noqa: ANN401 - as above
    held, barrier = drawn(field, mask)
    missing = cells(field, barrier.missing_xy_m)
    assert not (missing & held).any()
    assert missing.sum() == len(barrier.missing_xy_m) == fewest_to_close(held)
    assert barrier.missing_km == 0.5 * missing.sum()
    assert not passable(~(held | missing))
    assert field.barrier(held | missing).stands


@few
@given(mask=MASKS)
def test_the_chain_leads_from_end_to_end_side_by_side(field: Any, mask: tuple[int, float]) -> None:  # noqa: ANN401 - as above
    held, barrier = drawn(field, mask)
    chain = field.cells(barrier.chain_xy_m)
    assert (np.abs(np.diff(chain, axis=0)).sum(axis=1) == 1).all()
    assert sorted((chain[0, 1], chain[-1, 1])) == [0, field.shape[1] - 1]
    assert barrier.chain_km == 0.5 * len(chain)
    missing = cells(field, barrier.missing_xy_m)
    assert np.array_equal(missing, cells(field, barrier.chain_xy_m) & ~held)


def test_held_cells_that_touch_only_at_a_corner_stop_nobody(field: Any) -> None:  # noqa: ANN401 - as above
    held = np.zeros(field.shape, np.bool_)
    held[4, :8], held[5, 8:] = True, True
    barrier = field.barrier(held)
    assert not barrier.stands
    assert barrier.missing_km == 0.5
    held[5, 7] = True
    assert field.barrier(held).stands


def test_the_band_s_ends_may_not_be_gone_round(synthetic: Any) -> None:  # noqa: ANN401 - a module
    # A rounded band whose middle is held from end to end of the seam: the caps past its ends are no way round.
    ground = synthetic.make_ground(
        [(4000, 5000), (16_000, 5000)], width_m=20_000, height_m=10_000, cell_m=250, half_width_m=3000
    )
    held = np.zeros(ground.grid.shape, np.bool_)
    held[18:22] = True
    layers = synthetic.layers_of(ground, north={"rate": held * 1.0, "minutes": np.where(held, 5.0, np.inf)})
    parameters = synthetic.settled(ground, synthetic.make_laydown([]))
    assert prove_barrier(prepare(ground), layers, parameters).stands
    held[18:22, 40] = False
    layers = synthetic.layers_of(ground, north={"rate": held * 1.0, "minutes": np.where(held, 5.0, np.inf)})
    barrier = prove_barrier(prepare(ground), layers, parameters)
    assert barrier.missing_km == 0.25
    assert barrier.seam_km == pytest.approx(6.125)
    assert barrier.chain_km == pytest.approx(12)


def test_ground_that_is_seen_and_reached_too_late_is_no_barrier(field: Any) -> None:  # noqa: ANN401 - as above
    layers = field.layers(north={"rate": 5.0, "minutes": 60.0})
    assert not prove_barrier(field.band, layers, field.parameters()).stands
    layers = field.layers(north={"rate": 0.0, "rate_all": 5.0, "minutes": 10.0})
    assert not prove_barrier(field.band, layers, field.parameters()).stands  # unknown never counts as held
