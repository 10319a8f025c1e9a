"""``tansiq checkpoints`` from ground to files, on a land of three roads."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from tansiq.cli import main
from tests.siting.checkpoints.land import build

FILES = {"checkpoints.json", "checkpoints.geojson", "front.csv", "front.svg", "front.png", "map.png"}
MOVEMENTS = "origin,destination,movements_per_day\nNorth,South,600\nSouth,North,400\n"
ASKED = ("--count", 2, "--grain", 0, "--detour", 0, "--detour-min", 8)


def tansiq(*words: object) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *(str(word) for word in words)])


@dataclass(frozen=True)
class Made:
    ground: Path
    movements: Path
    out: Path
    said: str

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.out / "checkpoints.json").read_text(encoding="utf-8"))
        return document

    def run(self, out: Path, *more: object) -> Result:
        return tansiq("checkpoints", self.ground, out, *ASKED, "--movements", self.movements, *more)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("checkpoints")
    build(folder)
    movements = folder / "movements.csv"
    movements.write_text(MOVEMENTS, encoding="utf-8")
    first = Made(folder / "package", movements, folder / "out", "")
    result = first.run(first.out)
    assert result.exit_code == 0, result.output
    return Made(first.ground, movements, first.out, result.output)


def test_all_promised_files_are_there_and_no_other(made: Made) -> None:
    assert {path.name for path in made.out.iterdir()} == FILES


def test_the_document_holds_front_bound_and_what_was_assumed(made: Made) -> None:
    document = made.document
    assert document["format"] == "tansiq-checkpoints/1"
    first = document["choices"][0]
    assert (first["id"], first["met"], first["evadable"]) == ("F01", 1_000, 0)
    assert document["bound"] == first["counted"] == 1_000
    assert document["complete"] is True
    assert document["settings"]["detour_min"] == 8
    assert {entry["role"] for entry in document["inputs"]} == {"ground", "movements"}
    assert {warning["code"] for warning in document["warnings"]} >= {"roads-only", "protected-listing"}
    by_id = {place["id"]: place for place in document["places"]}
    assert first["delay_min"] == sum(by_id[place]["delay_min"] for place in first["places"])


def test_the_person_is_told_the_first_choice_and_the_bound(made: Made) -> None:
    assert "The first counts 1,000 movements a day (of them 0 could go round)" in made.said
    assert "no choice counts more than 1,000" in made.said
    assert "Every choice whatever is matched" in made.said


def test_the_table_is_the_front(made: Made) -> None:
    with (made.out / "front.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    choices = made.document["choices"]
    assert [row["id"] for row in rows] == [choice["id"] for choice in choices]
    assert [row["places"].split() for row in rows] == [choice["places"] for choice in choices]
    assert [int(row["delay_min"]) for row in rows] == [choice["delay_min"] for choice in choices]


def test_the_places_are_points_that_say_which_choices_open_them(made: Made) -> None:
    collection = json.loads((made.out / "checkpoints.geojson").read_text(encoding="utf-8"))
    places, choices = made.document["places"], made.document["choices"]
    assert [feature["id"] for feature in collection["features"]] == [place["id"] for place in places]
    for feature, place in zip(collection["features"], places, strict=True):
        assert feature["geometry"] == {"type": "Point", "coordinates": [place["lon_deg"], place["lat_deg"]]}
        expected = [choice["id"] for choice in choices if place["id"] in choice["places"]]
        assert feature["properties"]["choices"] == expected


def test_plot_and_map_are_pictures_of_some_size(made: Made) -> None:
    for name, width in (("front.png", 1_690), ("map.png", 2_250)):
        with Image.open(made.out / name) as image:
            assert image.width == width
            assert len(image.convert("L").getcolors() or []) > 20
    assert (made.out / "front.svg").read_text(encoding="utf-8").count("<path") > 20


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_the_pictures_are_drawn_in_the_language_asked_for(made: Made, tmp_path: Path, language: str) -> None:
    words = ["checkpoints", made.ground, tmp_path / "out", *ASKED, "--movements", made.movements]
    result = CliRunner().invoke(main, ["--lang", language, *map(str, words)])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "map.png").read_bytes() != (made.out / "map.png").read_bytes()
    for name in ("checkpoints.json", "checkpoints.geojson", "front.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (made.out / name).read_bytes()


def test_the_same_inputs_give_the_same_bytes_elsewhere(made: Made, tmp_path: Path) -> None:
    again = tmp_path / "else" / "where"
    assert made.run(again).exit_code == 0
    for name in FILES:
        assert (again / name).read_bytes() == (made.out / name).read_bytes(), name


def test_closing_and_opening_places_changes_every_choice(made: Made, tmp_path: Path) -> None:
    first, other = made.document["choices"][0]["places"]
    assert made.run(tmp_path / "out", "--closed", first, "--opened", other).exit_code == 0
    document = json.loads((tmp_path / "out" / "checkpoints.json").read_text(encoding="utf-8"))
    assert document["asked"]["closed"] == [first]
    assert all(other in choice["places"] and first not in choice["places"] for choice in document["choices"])


def test_corridors_and_limits_come_from_files(made: Made, tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[44.11, 35.12], [44.112, 35.09]]}
    feature = {"type": "Feature", "properties": {}, "geometry": line}
    corridors, limits = tmp_path / "corridors.geojson", tmp_path / "limits.toml"
    corridors.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    limits.write_text("standoff_m = 750\n", encoding="utf-8")
    asked = ("--corridors", corridors, "--limits", limits, "--corridor-weight", 500, "--near", 9)
    result = made.run(tmp_path / "out", *asked)
    assert result.exit_code == 0, result.output
    document = json.loads((tmp_path / "out" / "checkpoints.json").read_text(encoding="utf-8"))
    assert document["corridor_road_km"] > 0
    assert document["limits"]["standoff_m"] == 750
    assert (document["settings"]["per_corridor_km"], document["settings"]["near_m"]) == (500, 9_000)
    assert {entry["role"] for entry in document["inputs"]} == {"ground", "movements", "corridors", "limits"}


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--closed", "C999"), 4, "C999"),
        (("--corridors", "nowhere.geojson"), 3, "nowhere.geojson"),
        (("--limits", "nowhere.toml"), 3, "nowhere.toml"),
        (("--count", 0), 2, "0"),
        (("--grain", 2), 2, "2"),
    ],
)
def test_bad_questions_are_refused_and_nothing_is_written(
    made: Made, tmp_path: Path, more: tuple[object, ...], code: int, said: str
) -> None:
    result = made.run(tmp_path / "out", *more)
    assert result.exit_code == code, result.output
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_without_time_what_there_is_is_written_and_said_to_be_incomplete(made: Made, tmp_path: Path) -> None:
    result = made.run(tmp_path / "out", "--time-limit", 0)
    assert result.exit_code == 0, result.output
    assert "choices that none of these match may be missing" in result.output
    document = json.loads((tmp_path / "out" / "checkpoints.json").read_text(encoding="utf-8"))
    assert (document["choices"], document["complete"]) == ([], False)
    assert document["bound"] >= 1_000
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES


@pytest.mark.usefixtures("made")
def test_ground_without_roads_is_told_plainly_and_nothing_is_written(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    build(bare, roads=())
    result = tansiq("checkpoints", bare / "package", tmp_path / "out", "--count", 1)
    assert result.exit_code == 5
    assert "has no roads for vehicles" in result.output
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(made: Made, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not checkpoints", encoding="utf-8")
    assert made.run(tmp_path).exit_code == 6
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_stopped_while_writing_leaves_the_earlier_front_and_nothing_else(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert made.run(out).exit_code == 0
    before = (out / "checkpoints.json").read_bytes()

    def stop(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tansiq.siting.checkpoints.map.write_map", stop)
    assert made.run(out, "--lanes", 3).exit_code == 130
    assert (out / "checkpoints.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
