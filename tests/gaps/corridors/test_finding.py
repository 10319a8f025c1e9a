"""Corridors against SciPy's Dijkstra on small ground, and against closed forms."""

from dataclasses import replace
from itertools import pairwise
from math import exp, hypot
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.names import Names
from tansiq.domain.state import State
from tansiq.errors import BadGroundError, BadInputError, UsageError
from tansiq.gaps import picture_from_layers
from tansiq.gaps.corridors import Corridors, corridor_of, find_corridors
from tansiq.gaps.workings import prepare
from tests.gaps.corridors import by_hand

few = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
WALK_MIN_PER_M = 0.72 / 60
RATES = st.integers(0, 2**32 - 1)


def drawn_rates(seed: int, shape: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Two parties' rates: patches of unseen ground, ground seen alike, and ground seen anyhow."""
    rng = np.random.default_rng(seed)
    choices = np.array([0.0, 0.05, 0.2])
    north, south = choices[rng.integers(0, 3, shape)], rng.uniform(0, 0.3, shape) * (rng.random(shape) < 0.5)
    return north.astype(np.float32), south.astype(np.float32)


def drawn(field: Any, seed: int, **asked: Any) -> tuple[Any, Corridors]:  # noqa: ANN401 - a fixture's class
    north, south = drawn_rates(seed, field.shape)
    layers = field.layers(north={"rate": north}, south={"rate": south})
    return layers, field.corridors(layers, **asked)


def top(field: Any) -> list[int]:  # noqa: ANN401 - as above
    return list(range(field.shape[1]))


def bottom(field: Any) -> list[int]:  # noqa: ANN401 - as above
    rows, cols = field.shape
    return list(range((rows - 1) * cols, rows * cols))


@few
@given(seed=RATES)
def test_the_first_corridor_is_the_least_exposed_way_of_all(field: Any, seed: int) -> None:  # noqa: ANN401 - as above
    layers, made = drawn(field, seed, direction="forward", k=1)
    cost = by_hand.cost_per_m(field.ground, layers, by_hand.MINUTE_COUNTS)
    exposure = by_hand.cost_per_m(field.ground, layers, 0.0)
    best = by_hand.least_costs(cost, 500, top(field))[bottom(field)].min()
    (path,) = made.paths
    assert by_hand.price_of(path.xy_m, field.ground, cost) == pytest.approx(best, rel=1e-12)
    assert path.exposure == pytest.approx(by_hand.price_of(path.xy_m, field.ground, exposure), rel=1e-6)
    least = by_hand.least_costs(exposure, 500, top(field))[bottom(field)].min()
    assert least * (1 - 1e-6) <= path.exposure <= least * (1 + 1e-6) + 1e-6 * path.minutes
    assert path.p_unseen == exp(-path.exposure)
    rows = field.cells(path.xy_m)[:, 0]
    assert (rows[0], rows[-1]) == (0, field.shape[0] - 1)


@few
@given(seed=RATES, apart_m=st.sampled_from([0.0, 600.0, 1500.0, 3000.0]))
def test_each_corridor_is_the_least_that_crosses_nowhere_near_those_before(
    field: Any,  # noqa: ANN401 - as above
    seed: int,
    apart_m: float,
) -> None:
    layers, made = drawn(field, seed, direction="forward", k=4, apart_m=apart_m)
    cost = by_hand.cost_per_m(field.ground, layers, by_hand.MINUTE_COUNTS)
    crossings: list[tuple[float, float]] = []
    middle_row = field.shape[0] // 2 - 1  # the last row north of the seam
    for path in made.paths:
        closed = cost.copy()
        for col in range(field.shape[1]):
            steps = [((col + c + 1) * 250.0, 3000.0) for c in (col - 1, col, col + 1) if 0 <= c < field.shape[1]]
            if any(hypot(x - u, y - v) <= apart_m for x, y in steps for u, v in crossings):
                closed[middle_row, col] = np.inf
        best = by_hand.least_costs(closed, 500, top(field))[bottom(field)].min()
        assert by_hand.price_of(path.xy_m, field.ground, cost) == pytest.approx(best, rel=1e-12)
        cells = field.cells(path.xy_m)
        over = [(a, b) for a, b in pairwise(cells.tolist()) if (a[0] <= middle_row) != (b[0] <= middle_row)]
        here = [((a[1] + b[1] + 1) * 250.0, 3000.0) for a, b in over]
        assert all(hypot(x - u, y - v) > apart_m for x, y in here for u, v in crossings)
        assert list(path.crossings_km) == pytest.approx([x / 1000 for x, _ in here])
        assert path.seam_km == path.crossings_km[-1]
        crossings += here
    prices = [by_hand.price_of(path.xy_m, field.ground, cost) for path in made.paths]
    assert prices == sorted(prices)


@few
@given(seed=RATES)
def test_at_every_length_the_way_is_the_least_that_keeps_to_its_side(field: Any, seed: int) -> None:  # noqa: ANN401 - as above
    layers, made = drawn(field, seed, k=1)
    cost = by_hand.cost_per_m(field.ground, layers, by_hand.MINUTE_COUNTS)
    half = field.shape[0] // 2
    north, south = cost.copy(), cost.copy()
    north[half:], south[:half] = np.inf, np.inf
    down = by_hand.least_costs(north, 500, top(field)).reshape(field.shape)[half - 1]
    up = by_hand.least_costs(south, 500, bottom(field)).reshape(field.shape)[half]
    cols = field.shape[1]
    for length in range(8):
        steps = [
            down[c] + (cost[half - 1, c] + cost[half, d]) / 2 * 500 * hypot(1, c - d) + up[d]
            for c in (2 * length, 2 * length + 1)
            for d in (c - 1, c, c + 1)
            if 0 <= d < cols
        ]
        way = made.lengths.way(length)
        assert by_hand.price_of(way, field.ground, cost) == pytest.approx(min(steps), rel=1e-12)
        exposure = by_hand.price_of(way, field.ground, by_hand.cost_per_m(field.ground, layers, 0.0))
        assert made.lengths.exposure[length] == pytest.approx(exposure, rel=1e-6, abs=1e-12)
        assert made.lengths.minutes[length] == pytest.approx(made.lengths.way_km[length] * 1000 * WALK_MIN_PER_M)
        assert made.lengths.quick_km[length] == pytest.approx(5.5)
        assert made.lengths.detour_min[length] >= -1e-9
    assert np.array_equal(made.lengths.p_unseen, np.exp(-made.lengths.exposure))
    least = (made.lengths.exposure + by_hand.MINUTE_COUNTS * made.lengths.minutes).min()
    assert made.paths[0].exposure + by_hand.MINUTE_COUNTS * made.paths[0].minutes <= least * (1 + 1e-6)


@few
@given(seed=RATES, more=RATES)
def test_another_post_never_lets_anybody_pass_less_seen(field: Any, seed: int, more: int) -> None:  # noqa: ANN401 - as above
    north, south = drawn_rates(seed, field.shape)
    added = drawn_rates(more, field.shape)[1]
    before = field.corridors(field.layers(north={"rate": north}, south={"rate": south}), k=1)
    after = field.corridors(field.layers(north={"rate": north + added}, south={"rate": south}), k=1)

    def costs(made: Corridors) -> NDArray[np.float64]:
        paths = [path.exposure + by_hand.MINUTE_COUNTS * path.minutes for path in made.paths]
        return np.append(made.lengths.exposure + by_hand.MINUTE_COUNTS * made.lengths.minutes, paths)

    assert (costs(after) >= costs(before) * (1 - 1e-6)).all()


@few
@given(seed=RATES)
def test_backwards_is_the_same_way_with_the_same_figures(field: Any, seed: int) -> None:  # noqa: ANN401 - as above
    _, made = drawn(field, seed, k=3, apart_m=1000)
    forward, backward = made.paths[: len(made.paths) // 2], made.paths[len(made.paths) // 2 :]
    assert [path.id for path in made.paths] == [f"{way}{n + 1}" for way in "FB" for n in range(len(forward))]
    for there, back in zip(forward, backward, strict=True):
        assert np.array_equal(there.xy_m, back.xy_m[::-1])
        for figure in ("exposure", "p_unseen", "minutes", "exposed_min", "length_km"):
            assert getattr(there, figure) == getattr(back, figure)
        assert there.crossings_km == back.crossings_km[::-1]
        if there.most_exposed is not None and back.first_seen is not None:
            assert there.first_seen is not None
            assert there.first_seen.after_min + back.first_seen.after_min <= there.minutes * (1 + 1e-9)


@few
@given(seed=RATES)
def test_parties_exchanged_are_passed_alike(field: Any, seed: int) -> None:  # noqa: ANN401 - as above
    north, south = drawn_rates(seed, field.shape)
    one = field.corridors(field.layers(north={"rate": north}, south={"rate": south}), k=2)
    two = field.corridors(field.layers(north={"rate": south}, south={"rate": north}), k=2)
    other = {"north": "south", "south": "north"}
    for a, b in zip(one.paths, two.paths, strict=True):
        assert np.array_equal(a.xy_m, b.xy_m)
        assert a.exposure == b.exposure
        if a.first_seen is not None and b.first_seen is not None:
            assert {other[party] for party in a.first_seen.seen_by} == set(b.first_seen.seen_by)


@few
@given(seed=RATES)
def test_no_way_is_more_exposed_than_walking_straight_across(field: Any, seed: int) -> None:  # noqa: ANN401 - as above
    layers, made = drawn(field, seed, k=0)
    exposure = by_hand.cost_per_m(field.ground, layers, 0.0)
    for length in range(8):
        straight = [((exposure[:-1, c] + exposure[1:, c]) / 2 * 500).sum() for c in (2 * length, 2 * length + 1)]
        assert made.lengths.exposure[length] <= min(straight) * (1 + 1e-6) + 1e-6 * 6000 * WALK_MIN_PER_M


def test_even_detection_is_rate_times_minutes(field: Any) -> None:  # noqa: ANN401 - as above
    made = field.corridors(field.layers(north={"rate": 0.02}, south={"rate": 0.01}))
    minutes = 5500 * WALK_MIN_PER_M
    for path in made.paths:
        assert path.minutes == pytest.approx(minutes)
        assert path.exposed_min == pytest.approx(minutes)
        assert path.exposure == pytest.approx(0.03 * minutes)
        assert path.length_km == pytest.approx(5.5)
        assert path.first_seen is not None
        assert path.first_seen.seen_by == ("north", "south")
        assert path.first_seen.tell == ()
        assert path.first_seen.after_min == 0
    np.testing.assert_allclose(made.lengths.exposure, 0.03 * minutes, rtol=1e-6)


def test_where_nobody_sees_the_way_is_straight(field: Any) -> None:  # noqa: ANN401 - as above
    made = field.corridors(field.layers(), apart_m=2000)
    assert (
        len(made.paths) == 2 * 3
    )  # 8 km hold crossings 0.25, 2.75, 5.25 and 7.75 km along at best; closed cells cost some
    for path in made.paths:
        assert path.exposure == path.exposed_min == 0
        assert path.p_unseen == 1
        assert path.length_km == pytest.approx(5.5)
        assert path.first_seen is path.most_exposed is None
    assert (made.lengths.exposure == 0).all()
    assert not made.lengths.porous.any()


def wall(field: Any, gate: int) -> NDArray[np.float64]:  # noqa: ANN401 - as above
    """Two rows of seen ground north of the seam, but for one column."""
    rate = np.zeros(field.shape)
    rate[3:5] = 0.5
    rate[3:5, gate] = 0.0
    return rate


def test_who_knows_the_posts_goes_through_the_gate_and_on_straight(field: Any) -> None:  # noqa: ANN401 - as above
    made = field.corridors(field.layers(north={"rate": wall(field, 11), "minutes": 20.0}), k=1)
    (path, _) = made.paths
    assert set(field.cells(path.xy_m)[3:5, 1]) == {11}
    assert path.exposure == 0
    assert path.length_km == pytest.approx(5.5)


def test_held_lengths_beside_the_gate_are_porous_and_say_what_the_detour_costs(field: Any) -> None:  # noqa: ANN401 - as above
    made = field.corridors(field.layers(north={"rate": wall(field, 11), "minutes": 20.0}), k=1)
    lengths = made.lengths
    assert (lengths.state[[0, 1, 2, 3, 4, 6, 7]] == State.HELD).all()
    assert (lengths.exposure == 0).all()
    assert lengths.porous.tolist() == [True, True, True, True, True, lengths.state[5] == State.HELD, True, True]
    # To length 0: four steps down to the gate's end at column 11, a corner, nine along the row between wall and seam to
    # column 1, and six down.
    assert lengths.way_km[0] == pytest.approx(0.5 * (4 + 2**0.5 + 9 + 6))
    assert lengths.detour_km[0] == pytest.approx(lengths.way_km[0] - 5.5)
    assert lengths.detour_min[0] == pytest.approx(lengths.detour_km[0] * 1000 * WALK_MIN_PER_M)


def test_a_wall_without_a_gate_is_crossed_at_its_thinnest_and_word_goes_to_the_partner(field: Any) -> None:  # noqa: ANN401 - as above
    rate = np.zeros(field.shape)
    rate[2:5], rate[3:5, 6] = 0.01, 0.0  # one row thick at column 6
    terms = Terms(respond_within_min=45, share_within_min=15)
    layers = field.layers(north={"rate": rate, "minutes": 50.0}, south={"minutes": 25.0})
    (path, back) = field.corridors(layers, terms, k=1).paths
    assert path.exposure == pytest.approx(0.01 * 500 * WALK_MIN_PER_M, rel=1e-6)
    assert path.exposed_min == pytest.approx(500 * WALK_MIN_PER_M)
    for sight in (path.first_seen, path.most_exposed, back.first_seen):
        assert sight is not None
        assert field.cells(np.array([sight.xy_m])).tolist() == [[2, 6]]
        assert sight.seen_by == ("north",)
        assert sight.tell == ("south",)
        north, south = sight.answers
        assert (north.minutes, north.with_word_min, north.in_time) == (50.0, 50.0, False)
        assert (south.minutes, south.with_word_min, south.in_time) == (25.0, 40.0, True)
    assert path.first_seen is not None
    assert back.first_seen is not None
    assert path.first_seen.after_km == pytest.approx(1.0)
    assert back.first_seen.after_km == pytest.approx(4.5)


@pytest.mark.parametrize(("partner", "share", "in_time"), [(True, 20, True), (True, 21, False), (False, 0, False)])
def test_the_partner_answers_where_it_may_and_word_passes_in_time(
    field: Any,  # noqa: ANN401 - as above
    partner: bool,  # noqa: FBT001 - as above
    share: float,
    in_time: bool,  # noqa: FBT001 - as above
) -> None:
    sector = Sector("1", Names("One"), 0, 8, partner_may_respond=partner)
    terms = Terms(respond_within_min=45, share_within_min=share, sectors=(sector,))
    layers = field.layers(north={"rate": 0.01}, south={"minutes": 25.0})
    (path, _) = field.corridors(layers, terms, k=1).paths
    assert path.most_exposed is not None
    north, south = path.most_exposed.answers
    assert (north.minutes, north.with_word_min, north.in_time) == (None, None, False)
    assert south.with_word_min == (25.0 + share if partner else None)
    assert south.in_time is in_time


def test_each_gap_has_the_least_exposed_way_across_its_lengths(field: Any) -> None:  # noqa: ANN401 - as above
    rate = np.full(field.shape, 0.002)
    rate[:, 4:8], rate[:, 12] = 5.0, 0.0
    layers = field.layers(north={"rate": rate, "minutes": 20.0})
    laydown = field.synthetic.make_laydown([])
    picture = picture_from_layers(field.ground, laydown, layers, field.parameters(), band=field.band, ledger=False)
    made = field.corridors(layers, k=1)
    assert len(picture.gaps) == 2
    for gap in picture.gaps:
        path = corridor_of(gap, made)
        assert path is not None
        inside = np.arange(8)[(np.arange(8) >= gap.from_km) & (np.arange(8) < gap.to_km)]
        assert path.exposure == made.lengths.exposure[inside].min()
        assert gap.from_km <= path.seam_km <= gap.to_km
        assert path.gap == path.id == gap.id
    assert set(made.by_gap) == {gap.id for gap in picture.gaps}
    states = [length.state for length in picture.lengths]
    assert made.lengths.state.tolist() == states
    assert made.lengths.p_seen.tolist() == [length.p_seen for length in picture.lengths]


def test_ground_whose_pace_is_not_known_is_gone_round_and_told(field: Any) -> None:  # noqa: ANN401 - as above
    pace = field.ground.walk_s_per_m.copy()
    pace[2, :14] = np.nan
    ground = replace(field.ground, walk_s_per_m=pace)
    made = find_corridors(prepare(ground), field.layers(), field.parameters(), k=2)
    assert [notice.code for notice in made.notices] == ["corridors-on-unknown-ground", "fewer-corridors"]
    assert all((field.cells(path.xy_m)[2, 1] >= 14) for path in made.paths[:1])
    pace[2] = np.nan
    cut = find_corridors(prepare(replace(ground, walk_s_per_m=pace)), field.layers(), field.parameters())
    assert cut.paths == ()
    assert np.isnan(cut.lengths.exposure).all()
    assert np.isnan(cut.lengths.p_unseen).all()
    assert not cut.lengths.porous.any()
    assert [len(cut.lengths.way(i)) for i in range(8)] == [0] * 8
    assert cut.by_gap == {}


def test_the_same_inputs_give_the_same_bytes_on_any_number_of_threads(field: Any) -> None:  # noqa: ANN401 - as above
    def everything() -> tuple[object, ...]:
        _, made = drawn(field, 7, k=3, apart_m=1000)
        ways = [path.xy_m.tobytes() for path in made.paths]
        return (
            ways,
            made.lengths.points_xy_m.tobytes(),
            made.lengths.exposure.tobytes(),
            made.lengths.minutes.tobytes(),
        )

    before, threads = everything(), numba.get_num_threads()
    try:
        numba.set_num_threads(1)
        assert everything() == before
    finally:
        numba.set_num_threads(threads)


def test_questions_that_make_no_sense_are_refused(field: Any) -> None:  # noqa: ANN401 - as above
    with pytest.raises(UsageError, match="sideways"):
        field.corridors(field.layers(), direction="sideways")
    for asked in ({"k": -1}, {"apart_m": -1.0}, {"apart_m": float("nan")}):
        with pytest.raises(UsageError, match="0 or more"):
            field.corridors(field.layers(), **asked)
    small = field.synthetic.layers_of(field.synthetic.straight_ground())
    with pytest.raises(BadInputError, match="12 x 16"):
        field.corridors(small)
    pace = field.ground.walk_s_per_m.copy()
    pace[4, 4] = 0
    with pytest.raises(BadGroundError, match="above 0"):
        find_corridors(prepare(replace(field.ground, walk_s_per_m=pace)), field.layers(), field.parameters())
