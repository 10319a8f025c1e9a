"""The facts the sketch is drawn from: complete, plausible, written in the right letters."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from shapely import Polygon

from tansiq.domain.names import Names
from tansiq.exercise.sketch import facts
from tansiq.exercise.sketch.curves import LAT_KM, LON_KM

ARABIC_LETTERS_THAT_SORANI_DOES_NOT_USE = set("يكىةثذصضطظأإؤ")
LETTERS_THAT_ARABIC_DOES_NOT_HAVE = set("یکەێۆڵڕپچگژڤھ")
ASIDE_KM = 10.0


def all_names() -> list[Names]:
    land = [*(town.names for town in facts.towns()), *(area.names for area in facts.governorates())]
    return [*land, *(river.names for river in facts.rivers()), *(lake.names for lake in facts.lakes())]


def test_there_are_80_to_120_towns_with_names_of_their_own() -> None:
    names = [town.names.en for town in facts.towns()]
    assert 80 <= len(names) <= 120
    assert len(set(names)) == len(names)


def test_every_name_is_there_in_three_languages() -> None:
    assert all(names.en and names.ar and names.ckb for names in all_names())


def test_sorani_is_written_with_sorani_letters() -> None:
    wrong = {n.ckb: set(n.ckb) & ARABIC_LETTERS_THAT_SORANI_DOES_NOT_USE for n in all_names()}
    assert not {name: letters for name, letters in wrong.items() if letters}


def test_arabic_is_written_with_arabic_letters() -> None:
    wrong = {n.ar: set(n.ar) & LETTERS_THAT_ARABIC_DOES_NOT_HAVE for n in all_names()}
    assert not {name: letters for name, letters in wrong.items() if letters}


def test_unknown_residents_are_unknown_and_not_zero() -> None:
    living = [town.residents for town in facts.towns()]
    assert None in living
    assert all(number is None or number >= 1_000 for number in living)
    assert all(1 <= town.rank <= 5 for town in facts.towns())


def test_no_town_lies_in_a_reservoir() -> None:
    shores = [Polygon(lake.shore) for lake in facts.lakes()]
    assert all(shore.is_valid for shore in shores)
    wet = [t.names.en for t in facts.towns() if any(s.contains(shapely.Point(t.lon_deg, t.lat_deg)) for s in shores)]
    assert wet == []


def test_rivers_never_rise_downstream() -> None:
    for river in facts.rivers():
        assert (np.diff(river.course[:, 2]) <= 1e-9).all(), river.names.en


def test_tributaries_end_on_the_river_they_join() -> None:
    """The Great Zab joins the Tigris south of Nimrud, the Little Zab at Zab, the Alwand the Diyala at Jalawla."""
    courses = {river.names.en: river.course for river in facts.rivers()}
    joins = {
        "Great Zab": "Tigris",
        "Little Zab": "Tigris",
        "Adhaim": "Tigris",
        "Khazir": "Great Zab",
        "Alwand": "Diyala",
    }
    for tributary, main in joins.items():
        mouth = shapely.Point(courses[tributary][-1, :2])
        assert shapely.LineString(courses[main][:, :2]).distance(mouth) < 0.03, tributary


def test_roads_join_their_towns() -> None:
    towns = [shapely.Point(town.lon_deg, town.lat_deg) for town in facts.towns()]
    network = shapely.union_all([shapely.LineString(road.line) for road in facts.roads()])
    off = {town.names.en: network.distance(p) for town, p in zip(facts.towns(), towns, strict=True)}
    assert {name for name, degrees in off.items() if degrees > 1e-9} == set()


def test_roads_have_classes_that_ground_knows() -> None:
    assert {road.road_class for road in facts.roads()} <= {"trunk", "primary", "secondary"}


def test_governorates_do_not_overlap_and_hold_their_capitals() -> None:
    areas = {g.names.en: Polygon(g.ring) for g in facts.governorates()}
    assert len(areas) == 7
    assert all(area.is_valid for area in areas.values())
    union = shapely.union_all(list(areas.values()))
    assert union.area == pytest.approx(sum(area.area for area in areas.values()), rel=1e-3)
    seats = {"Nineveh": "Mosul", "Duhok": "Duhok", "Erbil": "Erbil", "Kirkuk": "Kirkuk", "Salah al-Din": "Tikrit",
             "Sulaymaniyah": "Sulaymaniyah", "Diyala": "Baquba"}  # fmt: skip
    towns = {town.names.en: shapely.Point(town.lon_deg, town.lat_deg) for town in facts.towns()}
    for governorate, seat in seats.items():
        assert areas[governorate].contains(towns[seat]), governorate


def test_the_seam_runs_from_the_syrian_to_the_iranian_border_and_does_not_cross_itself() -> None:
    seam = shapely.LineString(facts.seam())
    assert seam.is_simple
    assert facts.seam()[0, 0] < 42.0
    assert facts.seam()[-1, 0] > 45.4


def test_the_seam_runs_between_towns_and_through_none() -> None:
    seam = shapely.LineString(facts.seam())
    near = {t.names.en: seam.distance(shapely.Point(t.lon_deg, t.lat_deg)) * 100 for t in facts.towns()}
    assert {name for name, km in near.items() if km < 2.0} == set()


@pytest.mark.shared
def test_towns_lie_where_public_gazetteers_have_them(shared: Path) -> None:
    there = gazetteer(shared)
    off_km: dict[str, float] = {}
    for town in facts.towns():
        spellings = {plain(town.names.en), plain(town.names.ar), plain(town.names.ckb)}
        same = [xy for spelling in spellings for xy in there.get(spelling, ())]
        if same:
            off = (np.array(same) - [town.lon_deg, town.lat_deg]) * [LON_KM, LAT_KM]
            off_km[town.names.en] = float(np.hypot(*off.T).min())
    assert len(off_km) >= 40
    # A name can belong to two places far apart (Salah al-Din, Rabia); nearly all must agree.
    far = {name: km for name, km in off_km.items() if km > ASIDE_KM}
    assert len(far) <= 0.25 * len(off_km), far


def gazetteer(shared: Path) -> dict[str, list[tuple[float, float]]]:
    found = defaultdict(list)
    for layer, columns in (
        ("ne_populated_places", ("name",)),
        ("dtm_locations", ("name_en", "name_ar")),
        ("osm_places", ("name",)),
    ):
        _, _, wkb, fields = pyogrio.raw.read(shared / "data" / "places.gpkg", layer=layer, columns=list(columns))
        xy = shapely.get_coordinates(shapely.from_wkb(wkb))
        for values in fields:
            for value, at in zip(values, xy, strict=True):
                found[plain(str(value))].append((at[0], at[1]))
    return found


def plain(name: str) -> str:
    """Fold spelling that differs between gazetteers: centre words, hamza, final h, letters of two alphabets."""
    folded = name.lower().translate(str.maketrans("أإآةيك", "اااهیک"))
    for word in ("markaz ", "مرکز ", " center", " centre", " city", "al-", "al ", "-"):
        folded = folded.replace(word, " " if word == "-" else "")
    return folded.strip()
