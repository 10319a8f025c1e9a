"""``tansiq gaps`` from ground to files, every file read back by a library of its own."""

import csv
import hashlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from click.testing import CliRunner, Result
from PIL import Image

from tansiq.cli import main

STATES = ("held", "held_together", "slow", "blind", "open", "unknown")


def tansiq(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@dataclass(frozen=True)
class Made:
    ground: Path
    laydown: Path
    out: Path
    document: dict[str, Any]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The shipped ground at 1 km, its exercise laydown, and the picture of both."""
    folder = tmp_path_factory.mktemp("made")
    ground, laydown, out = folder / "ground", folder / "laydown.geojson", folder / "picture"
    for words in (
        ("exercise", "sketch", ground, "--cell", 1000),
        ("exercise", "laydown", ground, laydown),
        ("gaps", ground, laydown, out),
    ):
        result = tansiq("--lang", "en", *words)
        assert result.exit_code == 0, result.output
    return Made(ground, laydown, out, json.loads((out / "picture.json").read_text(encoding="utf-8")))


def test_all_promised_files_are_there(made: Made) -> None:
    promised = {"picture.json", "states.tif", "seen.tif", "minutes.tif", "gaps.geojson", "gaps.gpkg", "ledger.csv"}
    assert {path.name for path in made.out.iterdir()} == promised | {"map.png"}


def test_ground_and_seam_by_state_add_up(made: Made) -> None:
    document = made.document
    assert tuple(document["by_state_km2"]) == STATES
    assert sum(document["by_state_km2"].values()) == pytest.approx(document["area_km2"], abs=1e-3)
    assert sum(document["seam_by_state_km"].values()) == pytest.approx(document["seam_km"], abs=1e-6)


def test_states_raster_agrees_with_the_figures(made: Made) -> None:
    with rasterio.open(made.out / "states.tif") as raster:
        cell_km2 = abs(raster.transform.a * raster.transform.e) / 1e6
        counts = np.bincount(raster.read(1).ravel(), minlength=7)
    for value, state in enumerate(STATES, start=1):
        assert counts[value] * cell_km2 == pytest.approx(made.document["by_state_km2"][state], abs=1e-5)


def test_nothing_is_seen_or_reached_by_nobody(made: Made) -> None:
    with rasterio.open(made.out / "states.tif") as raster:
        state = raster.read(1)
    with rasterio.open(made.out / "seen.tif") as raster:
        seen = raster.read()
        assert raster.descriptions == ("federal", "regional")
    with rasterio.open(made.out / "minutes.tif") as raster:
        minutes = raster.read()
    slow, blind, held = (state == value for value in (3, 4, 1))
    assert (seen[:, slow].sum(axis=0) > 0).all()
    assert (np.nanmin(minutes[:, blind], axis=0) <= 45).all()
    assert (((seen[:, held] > 0) & (minutes[:, held] <= 45)).any(axis=0)).all()


def test_gap_shapes_agree_with_their_figures_and_do_not_overlap(made: Made) -> None:
    *_, geometry, fields = pyogrio.raw.read(made.out / "gaps.gpkg", layer="gaps")
    shapes = shapely.from_wkb(geometry)
    names = pyogrio.read_info(made.out / "gaps.gpkg", layer="gaps")["fields"]
    area_km2 = fields[list(names).index("area_km2")]
    np.testing.assert_allclose(shapely.area(shapes) / 1e6, area_km2, rtol=1e-9)
    assert shapely.is_valid(shapes).all()
    assert shapely.area(shapely.union_all(shapes)) / 1e6 == pytest.approx(area_km2.sum(), rel=1e-9)
    assert list(fields[0]) == [gap["id"] for gap in made.document["gaps"]]


def test_geojson_is_wgs84_and_names_the_same_gaps(made: Made) -> None:
    *_, geometry, _ = pyogrio.raw.read(made.out / "gaps.geojson")
    bounds = shapely.total_bounds(shapely.from_wkb(geometry))
    assert -180 <= bounds[0] < bounds[2] <= 180
    assert 33 < bounds[1] < bounds[3] < 38
    features = json.loads((made.out / "gaps.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["id"] for feature in features] == [gap["id"] for gap in made.document["gaps"]]
    assert all(feature["properties"]["fictional"] for feature in features)


def test_gaps_are_the_unheld_runs_of_lengths(made: Made) -> None:
    unheld_km = sum(
        length["to_km"] - length["from_km"]
        for length in made.document["lengths"]
        if length["state"] not in {"held", "held_together"}
    )
    assert sum(gap["length_km"] for gap in made.document["gaps"]) == pytest.approx(unheld_km, abs=1e-6)


def test_ledger_table_is_the_ledger(made: Made) -> None:
    with (made.out / "ledger.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["id"] for row in rows] == [measure["id"] for measure in made.document["ledger"]]
    for row, measure in zip(rows, made.document["ledger"], strict=True):
        assert float(row["km2"]) == pytest.approx(measure["km2"], abs=5e-4)


def test_no_cell_of_the_ledger_table_starts_a_spreadsheet_formula(made: Made) -> None:
    with (made.out / "ledger.csv").open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@"]


def test_inputs_are_recorded_with_their_digests(made: Made) -> None:
    recorded = {entry["role"]: entry["sha256"] for entry in made.document["inputs"]}
    assert recorded["laydown"] == hashlib.sha256(made.laydown.read_bytes()).hexdigest()
    assert recorded["ground"] == hashlib.sha256((made.ground / "ground.toml").read_bytes()).hexdigest()


def test_sketch_and_fiction_are_said(made: Made) -> None:
    assert made.document["fictional"] is True
    assert made.document["sketch"] is True
    assert "sketch" in {warning["code"] for warning in made.document["warnings"]}


def test_map_is_a_picture_of_some_size(made: Made) -> None:
    with Image.open(made.out / "map.png") as image:
        assert image.width >= 2000
        assert image.height >= 1000
        assert len(image.convert("RGB").resize((200, 150)).getcolors(maxcolors=40000) or []) > 100


def test_the_same_inputs_give_the_same_bytes_elsewhere(made: Made, tmp_path: Path) -> None:
    again = tmp_path / "somewhere" / "else"
    assert tansiq("gaps", made.ground, made.laydown, again).exit_code == 0
    for path in made.out.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name


def test_geopackage_carries_no_time_of_writing(made: Made) -> None:
    with sqlite3.connect(f"file:{made.out / 'gaps.gpkg'}?mode=ro", uri=True) as database:
        changed = {row[0] for row in database.execute("select last_change from gpkg_contents")}
    assert changed == {"2000-01-01T00:00:00.000Z"}


def test_map_can_be_drawn_in_each_language(made: Made, tmp_path: Path) -> None:
    drawn = {"en": (made.out / "map.png").read_bytes()}
    for language in ("ar", "ckb"):
        assert tansiq("--lang", language, "gaps", made.ground, made.laydown, tmp_path / language).exit_code == 0
        drawn[language] = (tmp_path / language / "map.png").read_bytes()
        assert (tmp_path / language / "picture.json").read_bytes() == (made.out / "picture.json").read_bytes()
    assert len(set(drawn.values())) == 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--at", "2026-11-22T14:30"), 2, "time zone"),
        (("--at", "yesterday"), 2, "not a time"),
        (("--window", "dusk"), 2, "dusk"),
        (("--respond-within", "-1"), 2, "-1"),
    ],
)
def test_bad_options_are_refused_in_words(
    made: Made, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    result = tansiq("gaps", made.ground, made.laydown, tmp_path / "out", *words)
    assert result.exit_code == code
    assert said in result.output
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(made: Made, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not a picture", encoding="utf-8")
    result = tansiq("gaps", made.ground, made.laydown, tmp_path)
    assert result.exit_code == 6
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def _no_ground(made: Made, folder: Path) -> tuple[Path, Path]:
    return folder / "nowhere", made.laydown


def _no_laydown(made: Made, folder: Path) -> tuple[Path, Path]:
    return made.ground, folder / "nowhere.geojson"


def _laydown_off_the_ground(made: Made, folder: Path) -> tuple[Path, Path]:
    document = json.loads(made.laydown.read_text(encoding="utf-8"))
    document["features"][0]["geometry"]["coordinates"] = [10.0, 50.0]
    for key in ("mgrs",):
        document["features"][0]["properties"].pop(key, None)
    path = folder / "off.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    return made.ground, path


@pytest.mark.parametrize(("inputs", "code"), [(_no_ground, {3, 5}), (_no_laydown, {3}), (_laydown_off_the_ground, {4})])
def test_bad_inputs_end_with_a_sentence_and_write_nothing(
    made: Made, tmp_path: Path, inputs: Callable[[Made, Path], tuple[Path, Path]], code: set[int]
) -> None:
    ground, laydown = inputs(made, tmp_path)
    result = tansiq("gaps", ground, laydown, tmp_path / "new" / "out")
    assert result.exit_code in code, result.output
    assert result.output.startswith("tansiq: ")
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder in which even root can make nothing: /proc")
def test_a_place_where_nothing_can_be_made_is_told_before_the_computation(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tansiq.gaps.picture", None)
    result = tansiq("gaps", made.ground, made.laydown, "/proc/picture")
    assert result.exit_code == 6
    assert "/proc/picture" in result.output


@pytest.mark.shared
def test_real_band_gives_a_picture_that_adds_up(shared: Path, tmp_path: Path) -> None:
    data = shared / "data"
    seam = f"{data}/boundaries.gpkg:internal_lines_derived?line_id='districts_1991_approx'"
    result = tansiq(
        "ground", "build", tmp_path / "g", "--dem", data / "dem_30s_dted0.tif", "--places",
        f"{data}/places.gpkg:osm_places", "--boundaries", f"{data}/boundaries.gpkg:adm1", "--water",
        data / "water.gpkg", "--seam", seam, "--width-km", 60, "--cell", 2000,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert tansiq("exercise", "laydown", tmp_path / "g", tmp_path / "l.xlsx").exit_code == 0
    result = tansiq("gaps", tmp_path / "g", tmp_path / "l.xlsx", tmp_path / "p")
    assert result.exit_code == 0, result.output
    document = json.loads((tmp_path / "p" / "picture.json").read_text(encoding="utf-8"))
    assert sum(document["by_state_km2"].values()) == pytest.approx(document["area_km2"], abs=1e-3)
    assert document["seam_km"] == pytest.approx(839, abs=2)
    assert 5 <= len(document["gaps"]) <= 200
    assert "no-roads" in {warning["code"] for warning in document["warnings"]}
    assert all(gap["residents"] is None for gap in document["gaps"])


def test_an_earlier_picture_is_replaced_and_nothing_else_left(made: Made, tmp_path: Path) -> None:
    out = tmp_path / "picture"
    assert tansiq("gaps", made.ground, made.laydown, out).exit_code == 0
    assert tansiq("gaps", made.ground, made.laydown, out, "--window", "night").exit_code == 0
    assert json.loads((out / "picture.json").read_text(encoding="utf-8"))["window"] == "night"
    assert [path.name for path in tmp_path.iterdir()] == ["picture"]
