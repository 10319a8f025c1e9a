"""Pieces put together are the whole, bit for bit, on rough ground with holes."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.domain.laydown import Laydown
from tansiq.domain.post import ReactionElement
from tansiq.gaps import party_layers, picture
from tansiq.gaps.layers import unsure_cells, watcher
from tansiq.gaps.posts import place_posts
from tansiq.gaps.workers import LocalHands
from tansiq.gaps.workers.layers import party_layers_on, unsure_cells_on
from tansiq.gaps.workers.pieces import look, sight_pieces
from tansiq.ground.model import Ground

HANDS = LocalHands()
POST = st.tuples(
    st.sampled_from(["north", "south"]),
    st.floats(100, 19_900),
    st.floats(100, 11_900),
    st.sampled_from([0.0, 50.0, 350.0, 2_345.6, 6_000.0, 90_000.0]),
    st.sampled_from([0.0, 0.2, 1 / 3, 17.3]),
    st.booleans(),
    st.sampled_from([None, ReactionElement("foot", 3.3), ReactionElement("vehicle", 12.7)]),
)


@pytest.fixture(scope="module")
def rough(synthetic: ModuleType) -> Ground:
    """Hills, holes, and a river that vehicles do not pass."""
    flat = synthetic.straight_ground()
    random = np.random.default_rng(7)
    height = np.cumsum(np.cumsum(random.normal(size=flat.grid.shape), axis=0), axis=1).astype(np.float32)
    height[20:24, 50:60] = np.nan
    height[90, ::7] = np.nan
    vehicle = flat.vehicle_s_per_m.copy()
    vehicle[:100, 120] = np.inf
    return replace(flat, elevation_m=height, vehicle_s_per_m=vehicle)


def laydown_of(synthetic: ModuleType, ground: Ground, drawn: list[tuple]) -> Laydown:
    posts = [
        synthetic.make_post(
            ground, f"P{number}", party, (x, y), range_m=range_m, detect_per_min=rate, reaction=reaction,
            confirmed_at=synthetic.EARLIER if trusted else synthetic.LONG_AGO,
        )
        for number, (party, x, y, range_m, rate, trusted, reaction) in enumerate(drawn)
    ]  # fmt: skip
    on_ground = [
        post
        for post in posts
        if np.isfinite(
            ground.elevation_m[ground.grid.cells_from_xy(*ground.grid.xy_from_lonlat([post.lon_deg], [post.lat_deg]))]
        ).all()
    ]
    return synthetic.make_laydown(on_ground)


@settings(max_examples=25)
@given(drawn=st.lists(POST, max_size=25))
def test_layers_made_of_pieces_are_the_layers(synthetic: ModuleType, rough: Ground, drawn: list[tuple]) -> None:
    laydown = laydown_of(synthetic, rough, drawn)
    parameters = synthetic.settled(rough, laydown)
    for whole, pieces in zip(
        party_layers(rough, laydown, parameters), party_layers_on(HANDS, rough, laydown, parameters), strict=True
    ):
        assert pieces.party == whole.party
        for name in ("seen_by", "rate_per_min", "rate_all_per_min", "minutes", "minutes_all"):
            ours, theirs = getattr(pieces, name), getattr(whole, name)
            assert ours.dtype == theirs.dtype
            assert ours.tobytes() == theirs.tobytes(), name
    unsure = unsure_cells_on(HANDS, rough, laydown, parameters)
    assert np.array_equal(unsure, unsure_cells(rough, laydown, parameters))


def test_sums_that_float32_rounds_keep_the_posts_order(synthetic: ModuleType, rough: Ground) -> None:
    drawn = [("north", 5000.0 + 40 * n, 6000.0, 6000.0, 1.1 + n / 7, True, None) for n in range(40)]
    laydown = laydown_of(synthetic, rough, drawn)
    parameters = synthetic.settled(rough, laydown)
    whole, _ = party_layers(rough, laydown, parameters)
    pieces, _ = party_layers_on(HANDS, rough, laydown, parameters)
    assert whole.rate_per_min.max() > 16
    assert pieces.rate_per_min.tobytes() == whole.rate_per_min.tobytes()
    backwards, _ = party_layers(rough, replace(laydown, posts=laydown.posts[::-1]), parameters)
    assert backwards.rate_per_min.tobytes() != whole.rate_per_min.tobytes()  # so order is what was tested


@given(drawn=st.lists(POST, min_size=1, max_size=25))
@settings(max_examples=25)
def test_pieces_hold_every_watcher_once_in_order(synthetic: ModuleType, rough: Ground, drawn: list[tuple]) -> None:
    laydown = laydown_of(synthetic, rough, drawn)
    parameters = synthetic.settled(rough, laydown)
    watching = [watcher(one, parameters) for one in place_posts(rough, laydown)[0]]
    pieces = list(sight_pieces(rough, watching, parameters))
    assert [
        replace(one, row=one.row + piece.row, col=one.col + piece.col) for piece in pieces for one in piece.watchers
    ] == watching
    assert all(len(look(piece)) == len(piece.watchers) <= 8 for piece in pieces[:2])


def test_the_picture_made_of_pieces_is_the_picture(synthetic: ModuleType, rough: Ground) -> None:
    drawn = [
        ("north" if n % 2 else "south", 1000.0 + 900 * n, 3000.0 + 300 * n, 4000.0, 0.3, n % 5 > 0, reaction)
        for n, reaction in enumerate([None, ReactionElement("vehicle", 5.0), None, ReactionElement("foot", 2.0)] * 4)
    ]
    laydown = laydown_of(synthetic, rough, drawn)
    one, two = picture(rough, laydown), picture(rough, laydown, hands=HANDS)
    assert one.ledger
    assert one.ledger == two.ledger
    assert one.lengths == two.lengths
    assert one.state.tobytes() == two.state.tobytes()
