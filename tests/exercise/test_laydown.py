"""The exercise laydown: what was asked for, checked with geometry that the laydown does not use."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely
from shapely import LineString, Point

from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.time import Window
from tansiq.errors import BadGroundError, UsageError
from tansiq.exercise import laydown
from tansiq.ground.model import Feature, Ground

MakeHills = Callable[..., Ground]

ARABIC_ONLY = "يكىة"
SORANI_ONLY = "یکەێۆڵڕپچگژڤ"


@pytest.fixture(scope="module", params=["hills", "sketched"])
def ground(request: pytest.FixtureRequest) -> Ground:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Ground)
    return found


@pytest.fixture(scope="module")
def laid(ground: Ground) -> Laydown:
    return laydown(ground)


def points_of(laid: Laydown, ground: Ground, party: str | None = None) -> list[Point]:
    posts = [post for post in laid.posts if party in {None, post.party}]
    x_m, y_m = ground.grid.xy_from_lonlat([p.lon_deg for p in posts], [p.lat_deg for p in posts])
    return [Point(x, y) for x, y in zip(x_m, y_m, strict=True)]


def seam_of(ground: Ground) -> LineString:
    assert ground.seam is not None
    return ground.seam.line


def every_name(laid: Laydown) -> list[Names]:
    forces = [*(party.names for party in laid.parties), *(post.names for post in laid.posts)]
    joint = [*(centre.names for centre in laid.centres), *(brigade.names for brigade in laid.brigades)]
    return [laid.title, *forces, *joint, *(sector.names for sector in laid.terms.sectors)]


def test_the_same_ground_and_seed_give_the_same_forces(ground: Ground) -> None:
    assert laydown(ground) == laydown(ground)
    assert laydown(ground, seed=1).posts != laydown(ground, seed=2).posts


def test_posts_of_both_parties_are_half_and_half_with_unique_ids(laid: Laydown) -> None:
    assert len({post.id for post in laid.posts}) == 120
    assert Counter(post.party for post in laid.posts) == {"federal": 60, "regional": 60}
    assert laid.fictional


def test_posts_stand_5_to_15_km_from_the_seam(laid: Laydown, ground: Ground) -> None:
    off_m = [seam_of(ground).distance(point) for point in points_of(laid, ground)]
    assert min(off_m) >= 5_000 - 2
    assert max(off_m) <= 15_000 + 2


def test_each_party_stands_on_its_own_side(laid: Laydown, ground: Ground) -> None:
    for party in laid.parties:
        sign = 1 if party.side == "left" else -1
        side = seam_of(ground).buffer(sign * 16_000, single_sided=True)
        assert all(side.covers(point) for point in points_of(laid, ground, party.id))


def test_the_regional_party_stands_to_the_north_east(make_hills: MakeHills) -> None:
    for line, side in (
        (LineString([(400e3, 4000e3), (500e3, 3980e3)]), "left"),
        (LineString([(500e3, 3980e3), (400e3, 4000e3)]), "right"),
    ):
        ground = make_hills(line)
        laid = laydown(ground, posts=20)
        assert {party.id: party.side for party in laid.parties}["regional"] == side
        north = {party: np.mean([p.y for p in points_of(laid, ground, party)]) for party in ("federal", "regional")}
        assert north["regional"] > north["federal"]


def test_posts_of_one_party_stand_2_km_apart(laid: Laydown, ground: Ground) -> None:
    for party in ("federal", "regional"):
        assert min(a.distance(b) for a, b in combinations(points_of(laid, ground, party), 2)) >= 2_000 - 2


def test_posts_stand_on_locally_high_ground(laid: Laydown, ground: Ground) -> None:
    """Against cells drawn at random from the same two belts: the median post is above nine in ten of them."""
    generator = np.random.default_rng(1)
    rows, cols = np.nonzero(ground.strip >= 0)
    some = generator.choice(len(rows), 3000, replace=False)
    x_m, y_m = ground.grid.xy_from_cells(rows[some], cols[some])
    off_m = shapely.distance(seam_of(ground), shapely.points(x_m, y_m))
    belt = some[(off_m >= 5_000) & (off_m <= 15_000)]
    posts = points_of(laid, ground)
    post_row, post_col = ground.grid.cells_from_xy([p.x for p in posts], [p.y for p in posts])
    chance = [above_surroundings_m(ground, r, c) for r, c in zip(rows[belt], cols[belt], strict=True)]
    stand = [above_surroundings_m(ground, r, c) for r, c in zip(post_row, post_col, strict=True)]
    assert np.mean(np.array(chance) < np.median(stand)) > 0.9


def above_surroundings_m(ground: Ground, row: int, col: int) -> float:
    reach = round(3_000 / ground.grid.cell_m)
    around = ground.elevation_m[max(0, row - reach) : row + reach + 1, max(0, col - reach) : col + reach + 1]
    return float(ground.elevation_m[row, col] - np.nanmean(around))


def test_posts_stand_where_one_can_leave(laid: Laydown, ground: Ground) -> None:
    posts = points_of(laid, ground)
    row, col = ground.grid.cells_from_xy([p.x for p in posts], [p.y for p in posts])
    assert np.isfinite(ground.elevation_m[row, col]).all()
    assert np.isfinite(ground.vehicle_s_per_m[row, col]).all()
    assert np.isfinite(ground.foot_s_per_m[row, col]).all()
    water = shapely.union_all([feature.geometry for feature in ground.features("water")])
    assert all(point.distance(water) > 0 for point in posts) or water.is_empty


def test_no_post_stands_in_water_or_beyond_the_boundaries(make_hills: MakeHills) -> None:
    line = LineString([(400e3, 4000e3), (510e3, 3970e3)])
    river = LineString([(400e3, 4010e3), (510e3, 3980e3)])
    home = shapely.box(420e3, 3900e3, 700e3, 4100e3)
    layers = {"water": (Feature(river, {}),), "boundaries": (Feature(home, {}),)}
    ground = make_hills(line, layers)
    posts = points_of(laydown(ground, posts=60), ground)
    assert min(point.distance(river) for point in posts) > ground.grid.cell_m - 2
    assert all(home.covers(point) for point in posts)


def test_ranges_are_4_km_and_three_in_ten_8_km_and_half_at_night(laid: Laydown) -> None:
    assert Counter(post.range_day_m for post in laid.posts) == {4_000.0: 84, 8_000.0: 36}
    assert all(post.range_night_m == post.range_day_m / 2 for post in laid.posts)
    assert all(2.0 <= post.eye_m <= 12.0 for post in laid.posts)


def test_one_post_in_six_has_a_reaction_element(laid: Laydown) -> None:
    elements = [post.reaction for post in laid.posts if post.reaction]
    assert len(elements) == 20
    assert {element.mode for element in elements} == {"foot", "vehicle"}
    assert all(5.0 <= element.ready_min <= 20.0 for element in elements)
    parties = Counter(post.party for post in laid.posts if post.reaction)
    assert parties["federal"] == parties["regional"]


def test_posts_with_a_reaction_element_stand_forward(laid: Laydown, ground: Ground) -> None:
    points = zip(laid.posts, points_of(laid, ground), strict=True)
    assert all(seam_of(ground).distance(point) <= 8_000 + 2 for post, point in points if post.reaction)


def test_confirmations_lie_before_the_moment_one_in_ten_stale_and_one_or_two_never(laid: Laydown) -> None:
    assert laid.as_of is not None
    moments = [post.confirmed_at for post in laid.posts if post.confirmed_at]
    assert 1 <= len(laid.posts) - len(moments) <= 2
    assert all(moment < laid.as_of for moment in moments)
    stale = sum(laid.as_of - moment > timedelta(hours=24) for moment in moments)
    assert 9 <= stale <= 15


def test_most_posts_are_manned_all_day_and_some_only_by_day_or_by_night(laid: Laydown) -> None:
    watches = [(p.manned.covers(Window.DAY), p.manned.covers(Window.NIGHT)) for p in laid.posts]
    shares = Counter(watches)
    assert shares[(True, True)] >= 84
    assert shares[(True, False)] >= 5
    assert shares[(False, True)] >= 5
    assert shares[(False, False)] == 0


def test_a_post_with_a_reaction_element_is_always_manned(laid: Laydown) -> None:
    manned = [post.manned for post in laid.posts if post.reaction]
    assert all(hours.covers(window) for hours in manned for window in Window)


def test_six_centres_each_in_its_own_sector(laid: Laydown, ground: Ground) -> None:
    x_m, y_m = ground.grid.xy_from_lonlat([c.lon_deg for c in laid.centres], [c.lat_deg for c in laid.centres])
    km = [seam_of(ground).project(Point(x, y)) / 1000 for x, y in zip(x_m, y_m, strict=True)]
    assert len(laid.centres) == len(laid.terms.sectors) == 6
    for at, sector in zip(km, laid.terms.sectors, strict=True):
        assert sector.from_km <= at < sector.to_km


def test_sectors_cover_the_seam_without_overlap(laid: Laydown, ground: Ground) -> None:
    sectors = laid.terms.sectors
    assert sectors[0].from_km == 0.0
    assert sectors[-1].to_km == pytest.approx(seam_of(ground).length / 1000)
    assert all(a.to_km == b.from_km for a, b in pairwise(sectors))
    assert sum(not sector.partner_may_respond for sector in sectors) == 1
    assert {sector.respond_within_min for sector in sectors} == {None, 30.0}


def test_centres_take_the_names_of_towns_near_the_seam(sketched: Ground) -> None:
    towns = {feature.properties["name_en"] for feature in sketched.features("places")}
    named = [centre.names.en.removeprefix("Joint coordination centre ") for centre in laydown(sketched).centres]
    assert set(named) <= towns
    assert len(set(named)) == 6


def test_brigades_20_and_22_are_formed_and_await_pay(laid: Laydown) -> None:
    brigades = laid.brigades
    assert [brigade.id for brigade in brigades] == ["20", "22"]
    assert all(brigade.state == "formed" and "pay" in brigade.awaiting for brigade in brigades)


def test_every_name_is_there_in_three_languages_in_their_own_letters(laid: Laydown) -> None:
    for names in every_name(laid):
        assert names.en
        assert names.ar
        assert names.ckb
        assert not set(names.ckb) & set(ARABIC_ONLY)
        assert not set(names.ar) & set(SORANI_ONLY)


def test_parties_and_title_say_that_they_are_fictional(laid: Laydown) -> None:
    for names in (laid.title, *(party.names for party in laid.parties)):
        assert "fictional" in names.en
        assert "خيالية" in names.ar
        assert "خەیاڵی" in names.ckb


def test_without_a_seam_there_is_nothing_to_stand_along(hills: Ground) -> None:
    with pytest.raises(BadGroundError, match="no seam"):
        laydown(replace(hills, seam=None))


def test_more_posts_than_the_ground_holds_are_refused(make_hills: MakeHills) -> None:
    short = make_hills(LineString([(450e3, 4000e3), (460e3, 4000e3)]))
    with pytest.raises(BadGroundError, match="no room for 400 posts"):
        laydown(short, posts=400)


def test_a_moment_without_a_zone_is_refused(hills: Ground) -> None:
    with pytest.raises(UsageError, match="time zone"):
        laydown(hills, as_of=datetime(2026, 11, 22))  # noqa: DTZ001 - the fault under test


def test_another_moment_moves_the_confirmations_with_it(hills: Ground) -> None:
    later = datetime(2027, 1, 1, tzinfo=UTC)
    laid = laydown(hills, as_of=later)
    assert laid.as_of == later
    assert all(post.confirmed_at < later for post in laid.posts if post.confirmed_at)


def test_no_posts_at_all_are_refused(hills: Ground) -> None:
    with pytest.raises(UsageError, match="at least one"):
        laydown(hills, posts=0)
