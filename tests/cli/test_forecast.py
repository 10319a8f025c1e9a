"""``tansiq forecast`` from incidents and ground to files, and as a weighing of sites and patrols."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from click.testing import CliRunner, Result

import tansiq.ground
from tansiq.cli import main
from tansiq.cli.main import COMMANDS
from tansiq.errors import BadInputError
from tansiq.gaps import prepare
from tansiq.siting.forecast import expected_by_cell
from tansiq.siting.weights import weights

FIRST = date(2024, 1, 1)


def tansiq_run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module", autouse=True)
def command() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(COMMANDS, "forecast", ("tansiq.cli.forecast:forecast", "Forecast where incidents will be."))  # type: ignore[arg-type]  # a dict underneath
        yield


def write_incidents(path: Path, count: int, days: int, seed: int) -> None:
    """Write made-up incidents near Kirkuk, and one far away, with columns that must not be read."""
    rng = np.random.default_rng(seed)
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["date_start", "latitude", "longitude", "where_prec", "side_a", "best"])
        for day in sorted(rng.integers(0, days, count).tolist()):
            lat, lon = 35.47 + rng.normal(0, 0.03), 44.39 + rng.normal(0, 0.03)
            rows.writerow([(FIRST + timedelta(days=day)).isoformat(), lat, lon, 1, "SOMEBODY", 99])
        rows.writerow([FIRST.isoformat(), 33.3, 44.4, 1, "SOMEBODY", 99])


@dataclass(frozen=True)
class Made:
    ground: Path
    incidents: Path
    out: Path
    document: dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, command: None) -> Made:  # noqa: ARG001 - must be known first
    folder = tmp_path_factory.mktemp("foretold")
    ground, incidents, out = folder / "ground", folder / "incidents.csv", folder / "forecast"
    assert tansiq_run("exercise", "sketch", ground, "--cell", 3000).exit_code == 0
    write_incidents(incidents, 200, 600, 5)
    result = tansiq_run("--lang", "en", "forecast", incidents, ground, out, "--horizon-days", 60)
    assert result.exit_code == 0, result.output
    assert "Held out, mixture" in result.output
    return Made(ground, incidents, out, json.loads((out / "forecast.json").read_text(encoding="utf-8")))


def test_all_promised_files_are_there(made: Made) -> None:
    assert {path.name for path in made.out.iterdir()} == {"forecast.json", "forecast.tif", "scores.csv"}


def test_the_raster_adds_up_to_what_is_expected_and_lies_on_the_ground(made: Made) -> None:
    land = tansiq.ground.open(made.ground)
    with rasterio.open(made.out / "forecast.tif") as dataset:
        surface = dataset.read(1)
        assert dataset.transform == land.grid.transform
    assert (np.isnan(surface) == ~land.area).all()
    assert np.nansum(surface.astype(np.float64)) == pytest.approx(made.document["expected"], rel=1e-5)
    highest = land.grid.lonlat_from_xy(
        *land.grid.xy_from_cells(*np.unravel_index(np.nanargmax(surface), surface.shape))
    )
    assert highest == (pytest.approx(44.39, abs=0.1), pytest.approx(35.47, abs=0.1))


def test_the_document_and_the_table_say_the_same(made: Made) -> None:
    found = made.document
    assert found["incidents"] == 200
    assert found["incidents_outside"] == 1
    assert len(found["folds"]) == 6
    assert sum(part["share"] for part in found["mixture"]) == pytest.approx(1.0, abs=1e-4)
    with (made.out / "scores.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 7 * 5
    pooled = {row["method"]: row for row in rows[-5:]}
    for name, score in found["pooled"].items():
        assert float(pooled[name]["log_likelihood"]) == score["log_likelihood"]
        assert float(pooled[name]["pai_0.01"]) == score["pai_0.01"]
    assert found["pooled"]["uniform"]["pai_0.05"] == pytest.approx(1.0)
    assert found["pooled"]["mixture"]["log_likelihood"] > found["pooled"]["uniform"]["log_likelihood"]


def test_nothing_but_place_and_day_is_read(made: Made, tmp_path: Path) -> None:
    bare = tmp_path / "bare.csv"
    with made.incidents.open(encoding="utf-8", newline="") as stream, bare.open("w", encoding="utf-8") as out:
        for row in csv.DictReader(stream):
            if out.tell() == 0:
                out.write("date,latitude,longitude\n")
            out.write(f"{row['date_start']},{row['latitude']},{row['longitude']}\n")
    assert tansiq_run("forecast", bare, made.ground, tmp_path / "out", "--horizon-days", 60).exit_code == 0
    assert (tmp_path / "out" / "forecast.tif").read_bytes() == (made.out / "forecast.tif").read_bytes()
    for path in made.out.iterdir():
        assert b"SOMEBODY" not in path.read_bytes()


def test_the_same_inputs_give_the_same_bytes_and_an_earlier_forecast_is_replaced(made: Made, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ("forecast", made.incidents, made.ground, out, "--horizon-days", 60)
    assert tansiq_run(*asked, "--hold-out-from", "2025-01-01").exit_code == 0
    assert tansiq_run(*asked).exit_code == 0
    for path in made.out.iterdir():
        assert (out / path.name).read_bytes() == path.read_bytes()


def test_older_incidents_come_from_a_second_file(made: Made, tmp_path: Path) -> None:
    older = tmp_path / "older.csv"
    write_incidents(older, 50, 300, 6)
    more = ("--background", older, "--hold-out-from", "2025-06-01", "--horizon-days", 30)
    assert tansiq_run("forecast", made.incidents, made.ground, tmp_path / "out", *more).exit_code == 0
    document = json.loads((tmp_path / "out" / "forecast.json").read_text(encoding="utf-8"))
    assert document["incidents"] == 250
    assert document["folds"][0]["from"] == "2025-06-01"
    assert [entry["role"] for entry in document["inputs"]] == ["ground", "incidents", "incidents"]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--hold-out-from", "soon"), 2, "soon"),
        (("--hold-out-from", "2031-01-01"), 4, "2031-01-01"),
        (("--hold-out-from", "2024-01-02"), 4, "2024-01-02"),
        (("--horizon-days", "3"), 2, "3"),
        (("--background", "nowhere.csv"), 3, "nowhere.csv"),
    ],
)
def test_bad_questions_are_refused_and_nothing_is_written(
    made: Made, tmp_path: Path, more: tuple[str, ...], code: int, said: str
) -> None:
    result = tansiq_run("--lang", "en", "forecast", made.incidents, made.ground, tmp_path / "out", *more)
    assert result.exit_code == code, result.output
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_sites_and_patrols_can_be_weighed_by_the_forecast(made: Made) -> None:
    """The weighing is the surface itself, taken to the area's cells; ground without incidents has none."""
    from tests.gaps import conftest as synthetic  # noqa: PLC0415 - only here

    days = [(FIRST + timedelta(days=k)).isoformat() for k in range(0, 400, 4)]
    layers = {"incidents": tuple(synthetic.incident(5_000 + 10 * k, 3_000, day) for k, day in enumerate(days))}
    ground = synthetic.straight_ground(cell_m=500.0, layers=layers)
    band = prepare(ground)
    made_weights = weights(band, "forecast")
    assert made_weights.sum() == pytest.approx(expected_by_cell(ground).sum())
    assert made_weights.sum() == pytest.approx(365 / 4, rel=0.05)
    with pytest.raises(BadInputError):
        weights(prepare(tansiq.ground.open(made.ground)), "forecast")
