"""From ground to front on a land small enough to know the answer."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from tansiq.domain.agreement import Sector
from tansiq.domain.names import Names
from tansiq.errors import BadGroundError, BadInputError
from tansiq.ground.model import Ground
from tansiq.siting.checkpoints import End, Front, Movement, Settings, choose_checkpoints
from tansiq.siting.limits import Limits, Share
from tests.siting.checkpoints.land import NORTH, ROADS, SOUTH, build

TO_SOUTH = Movement(End("North", *NORTH), End("South", *SOUTH), 600)
BACK = Movement(End("South", *SOUTH), End("North", *NORTH), 400)
# The trunk road takes 10 minutes, the secondary one 14, the track 42.
SHORT_WAY_ROUND = Settings(detour_percent=0.0, detour_min=8.0)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return build(tmp_path_factory.mktemp("land"))


def front(ground: Ground, count: int = 2, **more: object) -> Front:
    given = {"movements": (TO_SOUTH, BACK), "settings": SHORT_WAY_ROUND, "grain": 0.0, **more}
    return choose_checkpoints(ground, count=count, **given)  # type: ignore[arg-type]  # as each test says


def kinds(front: Front) -> list[list[str]]:
    return [sorted(place.road_class for place in choice.places) for choice in front.choices]


def test_one_place_on_the_usual_way_meets_all_and_another_shuts_the_way_round(ground: Ground) -> None:
    found = front(ground)
    assert kinds(found) == [["secondary", "trunk"], []]
    first = found.choices[0].figures
    assert (first.met, first.evadable, first.corridor_km) == (1_000, 0, 0.0)
    assert found.complete
    assert found.bound == 1_000
    alone = front(ground, 1).choices[0].figures
    assert (alone.met, alone.evadable) == (1_000, 1_000)


def test_places_stand_on_the_seam_where_roads_cross_it(ground: Ground) -> None:
    trunk = next(place for place in front(ground).places if place.road_class == "trunk" and not place.junction)
    assert (trunk.lon_deg, trunk.lat_deg) == pytest.approx((44.20, 35.12), abs=3e-3)
    assert trunk.passing == 1_000
    assert trunk.seam_km == pytest.approx(9.1, abs=0.2)


def test_the_delay_is_that_of_a_queue_at_each_lane(ground: Ground) -> None:
    figures = replace(SHORT_WAY_ROUND, stop_min=0.5, lanes=2, open_h=10.0)
    place = front(ground, 1, settings=figures).choices[0].places[0]
    assert place.busy == pytest.approx(1_000 * 0.5 / (2 * 600))
    assert place.wait_min == pytest.approx(0.5 / (1 - place.busy))
    assert place.delay_min == np.ceil(1_000 * place.wait_min)


def test_a_place_where_queues_would_not_end_is_left_out(ground: Ground) -> None:
    found = front(ground, 1, settings=replace(SHORT_WAY_ROUND, stop_min=1.0, lanes=1, open_h=10.0))
    assert "trunk" not in {place.road_class for place in found.places}
    assert found.network.refused["queue"] > 0


def test_the_slow_track_is_a_way_round_only_for_who_accepts_it(ground: Ground) -> None:
    patient = front(ground, 3, settings=Settings(detour_percent=900.0))
    assert kinds(patient)[0] == ["secondary", "track", "trunk"]
    assert "track" not in {place.road_class for place in front(ground).places}


def test_opening_and_closing_change_choice_and_front(ground: Ground) -> None:
    found = front(ground, 2)
    place = {one.road_class: one.id for one in found.places if not one.junction}
    assert found.with_closed(place["trunk"]).choices[0].figures.met == 0
    opened = found.with_closed(place["trunk"]).with_opened(place["trunk"])
    assert (opened.opened, opened.closed) == ((place["trunk"],), ())
    assert all(place["trunk"] in {one.id for one in choice.places} for choice in opened.choices)
    changed = found.choices[0].with_closed(place["secondary"])
    assert (changed.figures.met, changed.figures.evadable, changed.on_front) == (1_000, 1_000, False)
    assert changed.with_opened(place["secondary"]).figures == found.choices[0].figures


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"count": 0}, "1 checkpoint or more"),
        ({"opened": ("C999",)}, "C999"),
        ({"opened": ("C001",), "closed": ("C001",)}, "both open and closed"),
        ({"count": 1, "opened": ("C001", "C002")}, "only 1 may be"),
        ({"movements": ()}, "no movements"),
        ({"movements": (Movement(End("Nowhere", 44.35, 35.25), End("South", *SOUTH), 1),)}, "Nowhere"),
        ({"limits": Limits(shares=(Share("9"),))}, "sector 9"),
        ({"limits": Limits(max_slope=0.0), "settings": Settings(near_m=0.0)}, "No place on a road"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(ground: Ground, more: dict[str, object], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        front(ground, **more)  # type: ignore[arg-type]  # as above


def test_shares_of_sectors_are_kept(ground: Ground) -> None:
    west = Sector("w", Names("West"), 0.0, 10.0)
    east = Sector("e", Names("East"), 10.0, 30.0)
    found = front(ground, 2, sectors=(west, east), limits=Limits(shares=(Share("e", at_most=0.0),)))
    assert {place.sector for place in found.places} == {"w", "e"}
    assert all(place.sector == "w" for choice in found.choices for place in choice.places)
    assert found.choices[0].figures.evadable == 1_000


def test_movements_between_places_that_no_road_joins_are_told(tmp_path: Path) -> None:
    island = ([(44.26, 35.10), (44.26, 35.13)], "track")
    cut_off = Movement(End("Island", 44.26, 35.115), End("South", *SOUTH), 70)
    found = front(build(tmp_path, roads=(*ROADS, island)), movements=(TO_SOUTH, cut_off))
    assert found.network.severed == 70
    assert found.network.movements == 670
    assert found.bound == 600
    assert "movements-severed" in {notice.code for notice in found.notices}


def test_a_protected_site_keeps_places_away(tmp_path: Path, ground: Ground) -> None:
    near = shapely.Point(44.20, 35.12)
    school = build(tmp_path, protected=(near.x, near.y))

    def on_trunk(found: Front) -> float:
        place = next(one for one in found.places if one.road_class == "trunk" and not one.junction)
        at = shapely.Point(*map(float, school.grid.xy_from_lonlat(near.x, near.y)))
        return float(at.distance(shapely.Point(place.x_m, place.y_m)))

    assert on_trunk(front(ground)) < 300
    assert 500 < on_trunk(front(school)) < 800
    assert front(school).network.refused["protected"] > 0


def test_corridors_count_where_a_place_stands_on_their_road_part(ground: Ground) -> None:
    along = shapely.LineString(np.column_stack(ground.grid.xy_from_lonlat([44.11, 44.112], [35.12, 35.09])))
    figures = replace(SHORT_WAY_ROUND, per_corridor_km=1_000.0, corridor_road_m=100.0)
    found = front(ground, 2, corridors=(along,), settings=figures)
    assert len(found.network.stretches) == 1
    first = found.choices[0].figures
    assert first.corridor_km == pytest.approx(found.network.stretches[0].length_km)
    assert first.counted == first.met + round(first.corridor_km * 1_000)
    assert first.counted == found.bound
    assert "track" in kinds(found)[0]


def test_without_movements_they_are_assumed_by_gravity_and_said_to_be(ground: Ground) -> None:
    found = front(ground, 1, movements=None)
    # Two larger places with 30,000 residents, 10 movements for each 1,000: half of them either way.
    assert found.network.movements == 300
    assert found.choices[0].figures.met == 300
    assert "movements-assumed" in {notice.code for notice in found.notices}


def test_ground_without_roads_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadGroundError, match="no roads for vehicles"):
        front(build(tmp_path, roads=()))


def test_the_same_question_has_the_same_answer(ground: Ground) -> None:
    one, other = front(ground), front(ground)
    assert [choice.opened for choice in one.choices] == [choice.opened for choice in other.choices]
    assert one.places == other.places


def test_what_the_listener_raises_stops_it(ground: Ground) -> None:
    def stop(_done: float, _label: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        front(ground, progress=stop)
