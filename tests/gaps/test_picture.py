"""The whole picture: gaps, pockets, curve, what is told, and that it is the same every time."""

from dataclasses import fields, replace
from datetime import timedelta
from types import ModuleType

import numba
import numpy as np
import pytest
import rasterio.features

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.names import Names
from tansiq.domain.post import ReactionElement
from tansiq.domain.state import State
from tansiq.errors import BadGroundError, BadInputError
from tansiq.gaps import Picture, picture, picture_from_layers
from tansiq.gaps.sharing import SHARE_WITHIN_MIN
from tansiq.ground.model import Ground


@pytest.fixture(scope="module")
def ground(synthetic: ModuleType) -> Ground:
    layers = {
        "places": (
            synthetic.place(1500, 9000, "Large", 900, rank=2),
            synthetic.place(1400, 2000, "Small", 100, rank=4),
            synthetic.place(2500, 3000, "Silent", None, rank=4),
            synthetic.place(-5000, 3000, "Elsewhere", 5000, rank=1),
        ),
        "incidents": (
            synthetic.incident(1500, 9000, "2026-10-01"),
            synthetic.incident(1500, 9000, "2026-10-01"),
            synthetic.incident(1500, 9000, "2025-10-01"),
            synthetic.incident(1500, 9000, "2027-01-01"),
        ),
    }
    made: Ground = synthetic.straight_ground(layers=layers)
    return made


@pytest.fixture(scope="module")
def made(synthetic: ModuleType, ground: Ground) -> Picture:
    posts = [
        synthetic.make_post(ground, "N1", "north", (6000, 8000), reaction=ReactionElement("vehicle", 10)),
        synthetic.make_post(ground, "N2", "north", (19_000, 9000), reaction=ReactionElement("foot", 2)),
        synthetic.make_post(ground, "S1", "south", (13_000, 4000)),
        synthetic.make_post(ground, "S2", "south", (17_000, 5000), confirmed_at=synthetic.LONG_AGO),
    ]
    sectors = (Sector("1", Names(), 0, 12), Sector("2", Names(), 12, 20))
    return picture(ground, synthetic.make_laydown(posts, Terms(share_within_min=40, sectors=sectors)))


def test_gaps_are_the_longest_runs_of_unheld_lengths_within_a_sector(made: Picture) -> None:
    covered = [i for gap in made.gaps for i in range(round(gap.from_km), round(gap.to_km))]
    assert covered == [length.index for length in made.lengths if not length.state.is_held]
    for gap in made.gaps:
        inside = [length for length in made.lengths if gap.from_km <= length.from_km < gap.to_km]
        assert {length.sector for length in inside} == {gap.sector}
    for before, after in zip(made.gaps, made.gaps[1:], strict=False):
        assert before.to_km < after.from_km or before.sector != after.sector


def test_a_gaps_ground_is_the_unheld_part_of_its_strips(made: Picture) -> None:
    held = np.isin(made.state, [State.HELD, State.TOGETHER])
    for gap in made.gaps:
        strips = (made.ground.strip >= gap.from_km) & (made.ground.strip < gap.to_km)
        drawn = rasterio.features.geometry_mask(
            [gap.geometry], made.ground.grid.shape, made.ground.grid.transform, invert=True
        )
        assert np.array_equal(drawn, strips & ~held)
        assert gap.geometry.is_valid
        assert gap.area_km2 == pytest.approx(gap.geometry.area / 1e6)
        assert sum(gap.state_km2.values()) == pytest.approx(gap.area_km2)
        assert sum(gap.state_km.values()) == pytest.approx(gap.length_km)


def test_pockets_are_connected_unheld_ground_behind_held_lengths(made: Picture) -> None:
    held = np.isin(made.state, [State.HELD, State.TOGETHER])
    held_length = np.array([length.state.is_held for length in made.lengths])
    behind = ~held & held_length[made.ground.strip]
    assert len(made.pockets) > 0
    assert len({pocket.id for pocket in made.pockets}) == len(made.pockets)
    left = behind.copy()
    for pocket in made.pockets:
        drawn = rasterio.features.geometry_mask(
            [pocket.geometry], made.ground.grid.shape, made.ground.grid.transform, invert=True
        )
        assert not (drawn & ~behind).any()
        assert pocket.area_km2 == pytest.approx(drawn.sum() * 0.01)
        assert pocket.area_km2 >= 1.0
        strips = made.ground.strip[drawn]
        assert (pocket.from_km, pocket.to_km) == (strips.min(), strips.max() + 1)
        left &= ~drawn
    assert left.sum() < behind.sum()


def test_places_count_people_and_unknown_is_never_nought(made: Picture) -> None:
    first = made.gaps[0]
    assert first.from_km == 0
    assert (first.residents, first.places, first.places_count) == (1000, ("Large", "Small", "Silent"), 3)
    assert made.gaps[-1].residents is None
    assert made.gaps[-1].places_count == 0


def test_a_place_that_does_not_say_leaves_residents_unknown(synthetic: ModuleType) -> None:
    silent = synthetic.straight_ground(layers={"places": (synthetic.place(1500, 9000, "Silent", None),)})
    assert picture(silent, synthetic.make_laydown([])).gaps[0].residents is None


def test_incidents_are_those_of_the_last_365_days(made: Picture) -> None:
    assert made.gaps[0].incidents_last_year == 2
    assert made.gaps[-1].incidents_last_year == 0


def test_incidents_older_than_a_year_are_no_knowledge(synthetic: ModuleType, ground: Ground) -> None:
    later = replace(synthetic.make_laydown([]), as_of=synthetic.NOW + timedelta(days=800))
    old = picture(ground, later)
    assert old.gaps[0].incidents_last_year is None
    assert [n.fields["date"] for n in old.notices if n.code == "old-incidents"] == ["2027-01-01"]
    without = picture(synthetic.straight_ground(), synthetic.make_laydown([]))
    assert without.gaps[0].incidents_last_year is None


def test_an_incident_without_a_date_is_refused(synthetic: ModuleType) -> None:
    undated = synthetic.straight_ground(layers={"incidents": (synthetic.incident(1, 1, "spring"),)})
    with pytest.raises(BadGroundError, match="spring"):
        picture(undated, synthetic.make_laydown([]))


def test_the_nearest_element_is_the_one_that_arrives_first(synthetic: ModuleType) -> None:
    # One on the seam's row of cells that leaves early or late, the other 11 cells away on foot: whichever is sooner.
    ground = synthetic.straight_ground()
    far = synthetic.make_post(ground, "FAR", "north", (2050, 5950), reaction=ReactionElement("vehicle", 3), range_m=0)
    near = synthetic.make_post(ground, "NEAR", "north", (2050, 7050), reaction=ReactionElement("foot", 4), range_m=0)
    made = picture(ground, synthetic.make_laydown([far, near]), ledger=False)
    north, south = made.gaps[0].nearest
    assert (north.party, north.post, north.minutes) == ("north", "FAR", 3.0)
    assert (south.party, south.post, south.minutes) == ("south", None, None)
    made = picture(ground, synthetic.make_laydown([replace(far, reaction=ReactionElement("vehicle", 20)), near]))
    north, _ = made.gaps[0].nearest
    assert north.post == "NEAR"
    assert north.minutes == pytest.approx(4 + 0.72 * 1100 / 60)


def test_seen_by_names_parties_that_see_a_tenth_of_the_ground(made: Picture) -> None:
    for gap in made.gaps:
        drawn = rasterio.features.geometry_mask(
            [gap.geometry], made.ground.grid.shape, made.ground.grid.transform, invert=True
        )
        shares = {layers.party: (layers.rate_per_min[drawn] > 0).mean() for layers in made.layers}
        assert set(gap.seen_by) == {party for party, share in shares.items() if share >= 0.1}


def test_the_sharing_curve_is_what_pictures_at_those_times_hold(made: Picture) -> None:
    assert [point.share_within_min for point in made.sharing_curve] == list(SHARE_WITHIN_MIN)
    for point in made.sharing_curve[::3]:
        other = picture(made.ground, made.laydown, share_within_min=point.share_within_min, ledger=False)
        ground_km2, seam_km = other.by_state_km2(), other.seam_by_state_km()
        assert point.held_km2 == pytest.approx(ground_km2[State.HELD] + ground_km2[State.TOGETHER])
        assert point.seam_held_km == pytest.approx(seam_km[State.HELD] + seam_km[State.TOGETHER])


def test_a_gaps_sharing_gain_is_what_a_picture_at_that_time_holds_there(made: Picture) -> None:
    gains = [gap for gap in made.gaps if gap.sharing is not None]
    assert gains
    for gap in gains:
        assert gap.sharing is not None
        other = picture(made.ground, made.laydown, share_within_min=gap.sharing.share_within_min, ledger=False)
        most = picture(made.ground, made.laydown, share_within_min=0, ledger=False)
        drawn = rasterio.features.geometry_mask(
            [gap.geometry], made.ground.grid.shape, made.ground.grid.transform, invert=True
        )
        held, could = (np.isin(one.state[drawn], [State.HELD, State.TOGETHER]).sum() * 0.01 for one in (other, most))
        assert gap.sharing.km2 == pytest.approx(held)
        assert held >= 0.9 * could


def test_the_same_inputs_give_the_same_picture_on_any_number_of_threads(made: Picture) -> None:
    threads = numba.get_num_threads()
    try:
        numba.set_num_threads(1)
        again = picture(made.ground, made.laydown)
    finally:
        numba.set_num_threads(threads)
    for field in fields(Picture):
        one, two = getattr(made, field.name), getattr(again, field.name)
        if field.name in {"state", "unsure"}:
            assert one.tobytes() == two.tobytes()
        elif field.name not in {"layers", "ground"}:
            assert one == two
    for before, after in zip(made.layers, again.layers, strict=True):
        for field in fields(before)[1:]:
            assert getattr(before, field.name).tobytes() == getattr(after, field.name).tobytes()


def test_released_rasters_alone_give_the_same_states_and_gaps(made: Picture) -> None:
    bare = replace(made.laydown, posts=())
    joint = picture_from_layers(made.ground, bare, made.layers, made.parameters)
    assert np.array_equal(joint.state, made.state)
    assert [length.state for length in joint.lengths] == [length.state for length in made.lengths]
    assert [gap.id for gap in joint.gaps] == [gap.id for gap in made.gaps]
    assert all(element.post is None for gap in joint.gaps for element in gap.nearest)
    assert {measure.kind for measure in joint.ledger} <= {"word", "partner", "joint_post"}


def test_layers_that_do_not_fit_are_refused(synthetic: ModuleType, made: Picture) -> None:
    p, q = made.layers
    with pytest.raises(BadInputError, match="order"):
        picture_from_layers(made.ground, made.laydown, (q, p), made.parameters)
    with pytest.raises(BadInputError, match="Resample"):
        picture_from_layers(synthetic.straight_ground(cell_m=200), made.laydown, (p, q), made.parameters)


def test_strips_beyond_the_seam_are_refused(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground()
    ground.strip[0, 0] = 20
    with pytest.raises(BadGroundError, match="beyond the end"):
        picture(ground, synthetic.make_laydown([]))


def test_without_posts_nothing_is_held_and_the_picture_says_so(synthetic: ModuleType) -> None:
    empty = picture(synthetic.straight_ground(), synthetic.make_laydown([]))
    assert empty.by_state_km2()[State.OPEN] == 240
    assert [(gap.from_km, gap.to_km) for gap in empty.gaps] == [(0, 20)]
    assert "no-posts" in {notice.code for notice in empty.notices}


def test_without_a_seam_there_is_ground_but_no_gap(synthetic: ModuleType) -> None:
    ground = synthetic.make_ground(None, width_m=8000, height_m=8000)
    post = synthetic.make_post(ground, "N1", "north", (4000, 4000), reaction=ReactionElement("vehicle", 5))
    made = picture(ground, synthetic.make_laydown([post]))
    assert made.by_state_km2()[State.HELD] == pytest.approx(np.pi * 4**2, rel=0.01)
    assert made.lengths == made.gaps == made.pockets == ()


def test_missing_elevation_in_sight_is_marked_unsure(synthetic: ModuleType) -> None:
    ground = synthetic.straight_ground()
    post = synthetic.make_post(ground, "N1", "north", (9000, 7000))
    assert not picture(ground, synthetic.make_laydown([post]), ledger=False).unsure.any()
    ground.elevation_m[40:45, 100:105] = np.nan
    assert picture(ground, synthetic.make_laydown([post]), ledger=False).unsure[40:45, 100:105].all()


def test_progress_runs_from_nought_to_one(synthetic: ModuleType) -> None:
    told: list[float] = []
    picture(synthetic.straight_ground(), synthetic.make_laydown([]), progress=lambda done, _doing: told.append(done))
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert told == sorted(told)
