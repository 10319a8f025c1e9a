"""Posts on the grid: where they may not stand, and when they do not count."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from tansiq.domain.post import ReactionElement
from tansiq.domain.time import MannedHours
from tansiq.errors import BadInputError
from tansiq.gaps import party_layers, picture, place_posts, settle


def test_a_post_stands_on_the_cell_that_contains_it(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground()
    placed, notices = place_posts(
        ground, synthetic.make_laydown([synthetic.make_post(ground, "N1", "north", (1010, 11_990))])
    )
    assert [(one.row, one.col, one.party) for one in placed] == [(0, 10, 0)]
    assert notices == ()


@pytest.mark.parametrize("xy_m", [(-10, 6000), (20_010, 6000), (5000, 12_010), (5000, -10), (9e6, 9e6)])
def test_a_post_outside_the_ground_is_refused_by_name(synthetic: ModuleType, xy_m: tuple[float, float]) -> None:
    ground = synthetic.straight_ground()
    laydown = synthetic.make_laydown([synthetic.make_post(ground, "N7", "north", xy_m)])
    with pytest.raises(BadInputError, match="N7"):
        place_posts(ground, laydown)


def test_swapped_coordinates_are_refused_by_name(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground()
    post = synthetic.make_post(ground, "N7", "north", (5000, 7000))
    swapped = replace(post, lon_deg=post.lat_deg, lat_deg=post.lon_deg)
    with pytest.raises(BadInputError, match=r"N7.*swapped"):
        place_posts(ground, synthetic.make_laydown([swapped]))


def test_a_post_on_missing_elevation_or_of_a_third_party_is_refused_by_name(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground()
    ground.elevation_m[40:60, 40:60] = np.nan
    with pytest.raises(BadInputError, match=r"N7.*no elevation"):
        place_posts(ground, synthetic.make_laydown([synthetic.make_post(ground, "N7", "north", (5000, 7000))]))
    with pytest.raises(BadInputError, match=r"N8.*third"):
        place_posts(ground, synthetic.make_laydown([synthetic.make_post(ground, "N8", "third", (9000, 7000))]))


def test_a_post_outside_the_area_counts_and_is_named(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground(half_width_m=3000)
    laydown = synthetic.make_laydown([synthetic.make_post(ground, "N7", "north", (9000, 10_000))])
    made = picture(ground, laydown, ledger=False)
    assert [n.fields["ids"] for n in made.notices if n.code == "posts-outside-area"] == ["N7"]
    assert made.layers[0].seen_by[ground.area].any()


@pytest.mark.parametrize(("hours", "counts"), [((6, 18), True), ((5, 19), True), ((7, 18), False), ((18, 30), False)])
def test_a_post_not_manned_through_the_whole_window_neither_sees_nor_reacts(
    synthetic: ModuleType, *, hours: tuple[int, int], counts: bool
) -> None:
    ground = synthetic.straight_ground()
    manned = MannedHours(hours[0] * 60, hours[1] * 60)
    element = ReactionElement("foot", 5)
    post = synthetic.make_post(ground, "N1", "north", (9000, 7000), manned=manned, reaction=element)
    laydown = synthetic.make_laydown([post])
    layers, _ = party_layers(ground, laydown, settle(ground, laydown)[0])
    assert layers.seen_by.any() == counts
    assert np.isfinite(layers.minutes_all).any() == counts


def test_a_stale_post_counts_among_all_posts_only(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground()
    element = ReactionElement("foot", 5)
    post = synthetic.make_post(ground, "N1", "north", (9000, 7000), confirmed_at=synthetic.LONG_AGO, reaction=element)
    laydown = synthetic.make_laydown([post])
    layers, _ = party_layers(ground, laydown, settle(ground, laydown)[0])
    assert layers.seen_by.any()
    assert layers.rate_all_per_min.any()
    assert not layers.rate_per_min.any()
    assert np.isfinite(layers.minutes_all).any()
    assert not np.isfinite(layers.minutes).any()
