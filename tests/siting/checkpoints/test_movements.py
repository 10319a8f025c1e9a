"""Movements and corridors as files: read as written, refused in words."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from tansiq.errors import BadInputError, TansiqError, UnreadableInputError
from tansiq.ground.model import Ground
from tansiq.ground.road_graph import from_ground
from tansiq.siting.checkpoints import read_corridors, read_movements
from tansiq.siting.checkpoints.movements import MAX_BYTES, MAX_ROWS
from tansiq.siting.checkpoints.stretches import road_parts
from tests.siting.checkpoints.land import NORTH, SOUTH, build

HEAD = "origin,destination,movements_per_day\n"


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return build(tmp_path_factory.mktemp("land"))


def test_places_are_named_in_any_language_or_by_position(ground: Ground, tmp_path: Path) -> None:
    path = tmp_path / "movements.csv"
    path.write_text(f"{HEAD} north ,South,600\nالشمال,44.2/35.06, 40 \n44.25/35.12,Village,0\n", encoding="utf-8-sig")
    found = read_movements(path, ground)
    assert [one.per_day for one in found] == [600, 40, 0]
    assert found[0].origin == found[1].origin
    assert (found[0].origin.name, found[0].origin.lon_deg) == ("North", pytest.approx(NORTH[0], abs=1e-6))
    assert (found[1].destination.name, found[1].destination.lat_deg) == ("44.2/35.06", SOUTH[1])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("origin,destination\nNorth,South\n", "movements_per_day"),
        ("", "origin"),
        (HEAD, "only a heading"),
        (HEAD + "Nowhere,South,1\n", "line 2: the ground has no place called Nowhere"),
        (HEAD + "North,Twin,1\n", "2 places are called Twin"),
        (HEAD + "North,South,12.5\n", "movements_per_day is 12.5"),
        (HEAD + "North,South,-1\n", "movements_per_day is -1"),
        (HEAD + "North,South,2000000\n", "up to 1000000"),
        (HEAD + "North,South\n", "movements_per_day is -"),
        (HEAD + "North,,3\n", "place called -"),
        (HEAD + "35.06/44.2,South,3\n", "longitude first"),
        (HEAD + "999/99,South,3\n", "not on the ground"),
        (HEAD + 'North,"South,3\n', "line"),
    ],
)
def test_what_cannot_be_is_refused_in_words(ground: Ground, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "movements.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TansiqError) as refused:
        read_movements(path, ground)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * (MAX_BYTES + 1), HEAD.encode() + b"a,b,1\n" * 3])
def test_what_is_no_table_is_refused(ground: Ground, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "movements.csv"
    path.write_bytes(content)
    with pytest.raises(TansiqError):
        read_movements(path, ground)


def test_no_more_rows_are_read_than_may_be(ground: Ground, tmp_path: Path) -> None:
    path = tmp_path / "movements.csv"
    path.write_text(HEAD + "North,South,1\n" * (MAX_ROWS + 1), encoding="utf-8")
    with pytest.raises(UnreadableInputError, match="more than 20000 rows"):
        read_movements(path, ground)


def test_a_file_that_is_not_there_is_told(ground: Ground, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError):
        read_movements(tmp_path / "none.csv", ground)


def corridors(path: Path, *shapes: shapely.Geometry, kinds: tuple[str, ...] = ()) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"kind": kinds[number]} if kinds else {},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for number, shape in enumerate(shapes)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_the_road_part_of_a_corridor_is_what_runs_near_a_road(ground: Ground, tmp_path: Path) -> None:
    """Across the trunk road it is twice the distance; along it, all of it."""
    across = shapely.LineString([(44.195, 35.14), (44.205, 35.14)])
    along = shapely.LineString([(44.2002, 35.15), (44.2002, 35.13)])
    far = shapely.LineString([(44.16, 35.15), (44.17, 35.15)])
    lines = read_corridors(corridors(tmp_path / "c.geojson", across, along, far), ground)
    first, second = road_parts(lines, from_ground(ground), 100.0)
    assert first.length_km == pytest.approx(0.2, rel=0.02)
    assert second.length_km == pytest.approx(lines[1].length / 1000, rel=1e-6)
    assert np.isfinite(shapely.get_coordinates(first.line)).all()


def test_ways_through_gaps_and_porous_lengths_are_not_taken_for_corridors(ground: Ground, tmp_path: Path) -> None:
    lines = [shapely.LineString([(44.2, 35.15), (44.2 + step, 35.13)]) for step in (0.01, 0.02, 0.03)]
    path = corridors(tmp_path / "c.geojson", *lines, kinds=("porous", "corridor", "gap"))
    (taken,) = read_corridors(path, ground)
    (alone,) = read_corridors(corridors(tmp_path / "alone.geojson", lines[1]), ground)
    assert taken.equals(alone)


def test_corridors_that_are_no_lines_are_refused(ground: Ground, tmp_path: Path) -> None:
    path = corridors(tmp_path / "c.geojson", shapely.Point(44.2, 35.1))
    with pytest.raises(BadInputError, match="not lines"):
        read_corridors(path, ground)


def test_without_corridors_there_are_no_road_parts(ground: Ground) -> None:
    assert road_parts((), from_ground(ground), 100.0) == ()
