"""``tansiq corridors`` from ground to files."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from pyproj import Geod

from tansiq.cli import main
from tansiq.cli.main import COMMANDS
from tansiq.gaps.corridors.files import folder


def tansiq(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@dataclass(frozen=True)
class Made:
    ground: Path
    laydown: Path
    out: Path
    document: dict[str, Any]


ASKED = ("--k", 3, "--apart", 20, "--window", "both")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    where = tmp_path_factory.mktemp("corridors")
    ground, laydown, out = where / "ground", where / "laydown.geojson", where / "corridors"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(COMMANDS, "corridors", ("tansiq.cli.corridors:corridors", "Find where the posts can be passed."))  # type: ignore[arg-type]  # a dict underneath
        for words in (
            ("exercise", "sketch", ground, "--cell", 2000),
            ("exercise", "laydown", ground, laydown),
            ("corridors", ground, laydown, out, *ASKED),
        ):
            result = tansiq("--lang", "en", *words)
            assert result.exit_code == 0, result.output
        assert "No barrier of held ground" in result.output
        yield Made(ground, laydown, out, json.loads((out / "corridors.json").read_text(encoding="utf-8")))


def features(made: Made, name: str = "corridors.geojson") -> list[dict[str, Any]]:
    document = json.loads((made.out / name).read_text(encoding="utf-8"))
    assert document["type"] == "FeatureCollection"
    return list(document["features"])


def rows(made: Made) -> list[dict[str, str]]:
    with (made.out / "lengths.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_promised_files_are_there(made: Made) -> None:
    assert {path.name for path in made.out.iterdir()} == {
        "corridors.json", "corridors.geojson", "barrier.geojson", "lengths.csv",
        "corridors-day.png", "corridors-night.png",
    }  # fmt: skip
    for window in ("day", "night"):
        with Image.open(made.out / f"corridors-{window}.png") as image:
            assert image.size[0] == 2250


def test_the_document_says_what_was_asked_and_found(made: Made) -> None:
    document = made.document
    assert document["format"] == "tansiq-corridors/1"
    assert document["fictional"] is True
    assert document["parameters"]["apart_km"] == 20
    assert [entry["role"] for entry in document["inputs"]] == ["ground", "laydown"]
    day, night = document["windows"]
    assert (day["window"], night["window"]) == ("day", "night")
    for window in (day, night):
        assert [path["id"] for path in window["corridors"]] == ["F1", "F2", "F3", "B1", "B2", "B3"]
        km = [path["seam_km"] for path in window["corridors"][:3]]
        assert len(km) == len(set(km))
        for forward, backward in zip(window["corridors"][:3], window["corridors"][3:], strict=True):
            assert (forward["from"], forward["to"]) == (backward["to"], backward["from"])
            assert forward["exposure"] == backward["exposure"]
        assert window["barrier"]["stands"] is False
        assert 0 < window["barrier"]["missing_km"] <= window["barrier"]["chain_km"]


def test_lines_are_as_long_on_the_globe_as_the_document_says(made: Made) -> None:
    geod = Geod(ellps="WGS84")
    told = {(w["window"], path["id"]): path for w in made.document["windows"] for path in w["corridors"] + w["gaps"]}
    lines = [feature for feature in features(made) if feature["properties"]["kind"] in {"corridor", "gap"}]
    assert len(lines) >= 2 * 3
    for line in lines:
        said = line["properties"]
        assert said["fictional"] is True
        path = told[said["window"], said["id"]]
        lon, lat = zip(*line["geometry"]["coordinates"], strict=True)
        assert geod.line_length(lon, lat) / 1000 == pytest.approx(path["length_km"], rel=0.01)
        assert [lon[0], lat[0]] == path["from"]
        assert said["exposure"] == path["exposure"]


def test_the_table_has_every_length_and_the_document_the_porous_ones(made: Made) -> None:
    for window in made.document["windows"]:
        mine = [row for row in rows(made) if row["window"] == window["window"]]
        assert [int(row["index"]) for row in mine] == list(range(len(mine)))
        assert sum(float(row["to_km"]) - float(row["from_km"]) for row in mine) == pytest.approx(window["seam_km"])
        porous = [int(row["index"]) for row in mine if row["porous"] == "yes"]
        assert porous == window["porous"]
        assert all(mine[i]["state"] in {"held", "held_together"} for i in porous)
        assert all(float(mine[i]["p_unseen"]) >= 0.1 for i in porous)
        assert all(float(row["detour_min"]) >= -1e-6 for row in mine if row["detour_min"])
        drawn = [f["properties"]["length"] for f in features(made) if f["properties"]["kind"] == "porous"
                 and f["properties"]["window"] == window["window"]]  # fmt: skip
        assert drawn == porous


def test_the_barrier_is_drawn_as_it_is_told(made: Made) -> None:
    kinds = [
        (feature["properties"]["window"], feature["properties"]["kind"])
        for feature in features(made, "barrier.geojson")
    ]
    assert kinds == [(window, kind) for window in ("day", "night") for kind in ("chain", "missing", "unheld")]
    missing = [f for f in features(made, "barrier.geojson") if f["properties"]["kind"] == "missing"]
    counted = [window["barrier"]["missing_cells"] for window in made.document["windows"]]
    assert [len(each["geometry"]["coordinates"]) for each in missing] == counted


def test_the_same_inputs_give_the_same_bytes_elsewhere(made: Made, tmp_path: Path) -> None:
    again = tmp_path / "else" / "where"
    assert tansiq("corridors", made.ground, made.laydown, again, *ASKED).exit_code == 0
    for name in ("corridors.json", "corridors.geojson", "barrier.geojson", "lengths.csv"):
        assert (again / name).read_bytes() == (made.out / name).read_bytes()


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_one_window_has_one_map_in_the_language_asked(made: Made, tmp_path: Path, language: str) -> None:
    out = tmp_path / language
    result = tansiq("--lang", language, "corridors", made.ground, made.laydown, out, "--k", 1)
    assert result.exit_code == 0, result.output
    assert (out / "corridors.png").is_file()
    assert (out / "corridors.png").read_bytes() != (made.out / "corridors-day.png").read_bytes()
    document = json.loads((out / "corridors.json").read_text(encoding="utf-8"))
    assert [path["id"] for path in document["windows"][0]["corridors"]] == ["F1", "B1"]


@pytest.mark.parametrize(
    ("more", "said"), [(("--k", "-1"), "-1"), (("--apart", "-2"), "-2"), (("--at", "noon"), "noon")]
)
def test_bad_questions_are_refused_and_nothing_is_written(
    made: Made, tmp_path: Path, more: tuple[str, str], said: str
) -> None:
    result = tansiq("--lang", "en", "corridors", made.ground, made.laydown, tmp_path / "out", *more)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_else_in_it_is_left_alone(made: Made, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not corridors", encoding="utf-8")
    result = tansiq("corridors", made.ground, made.laydown, tmp_path)
    assert result.exit_code == 6
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert tansiq("corridors", made.ground, made.laydown, tmp_path / "letter.txt").exit_code == 6


def test_stopped_while_writing_leaves_the_earlier_corridors_and_nothing_else(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "corridors"
    asked = ("corridors", made.ground, made.laydown, out, "--k", 1)
    assert tansiq(*asked).exit_code == 0
    before = (out / "corridors.json").read_bytes()

    def stop(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder, "write_map", stop)
    assert tansiq(*asked).exit_code == 130
    assert (out / "corridors.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["corridors"]
