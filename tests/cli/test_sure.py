"""``tansiq sure`` from ground to files: they agree with each other and with the picture, and are there whole or not."""

import csv
import errno
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from click.testing import CliRunner, Result
from PIL import Image
from scipy.stats import binomtest

import tansiq.ground
from tansiq.cli.main import COMMANDS, main
from tansiq.exchange import laydown_file
from tansiq.gaps.spread import DEFAULTS, read_spreads
from tansiq.gaps.spread.files import folder as writing

FILES = {
    "sure.json", "spreads.toml", "gaps.csv", "ledger.csv", "influences.csv", "samples.csv", "gap_probability.tif",
    "map.png",
}  # fmt: skip
SAMPLES = 20


def tansiq_(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@dataclass(frozen=True)
class Made:
    ground: Path
    laydown: Path
    out: Path
    document: dict[str, Any]
    picture: dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    home = tmp_path_factory.mktemp("sure")
    ground, laydown, out, picture = home / "ground", home / "laydown.geojson", home / "out", home / "picture"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(COMMANDS, "sure", ("tansiq.cli.sure:sure", ""))
        for words in (
            ("exercise", "sketch", ground, "--cell", 2000),
            ("exercise", "laydown", ground, laydown),
            ("gaps", ground, laydown, picture),
            ("sure", ground, laydown, out, "--samples", SAMPLES),
        ):
            result = tansiq_("--lang", "en", *words)
            assert result.exit_code == 0, result.output
        documents = [json.loads(path.read_text("utf-8")) for path in (out / "sure.json", picture / "picture.json")]
        yield Made(ground, laydown, out, *documents)


def rows(made: Made, name: str) -> list[dict[str, str]]:
    with (made.out / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_promised_files_are_there(made: Made) -> None:
    assert {path.name for path in made.out.iterdir()} == FILES
    with Image.open(made.out / "map.png") as image:
        assert image.width == 2250


def test_as_stated_it_is_the_picture(made: Made) -> None:
    said, picture = made.document, made.picture
    held = {key: picture["seam_by_state_km"][key] + picture["by_state_km2"][key] for key in ("held", "held_together")}
    assert said["seam_held_km"]["as_stated"] + said["held_km2"]["as_stated"] == pytest.approx(sum(held.values()))
    assert [one["held_as_stated"] for one in said["lengths"]] == [
        one["state"] in {"held", "held_together"} for one in picture["lengths"]
    ]
    assert [gap["id"] for gap in said["gaps"]] == [gap["id"] for gap in picture["gaps"]]
    assert [one["id"] for one in said["measures"]] == [one["id"] for one in picture["ledger"]]


def test_robust_gaps_are_marked_in_document_tables_and_ledger(made: Made) -> None:
    robust = {gap["id"] for gap in made.document["gaps"] if gap["unheld"]["count"] >= 0.95 * SAMPLES}
    assert robust
    assert set(made.document["robust_gaps"]) == robust
    assert {row["id"] for row in rows(made, "gaps.csv") if row["robust"] == "yes"} == robust
    ledger = rows(made, "ledger.csv")
    assert [row["id"] for row in ledger] == [one["id"] for one in made.picture["ledger"]]
    for row in ledger:
        assert row["robust_gaps"].split() == [gap for gap in row["gaps"].split() if gap in robust]
        assert 0 <= float(row["turns_low"]) <= float(row["turns"]) <= float(row["turns_high"]) <= 1
        assert float(row["km2_p05"]) <= float(row["km2_p50"]) <= float(row["km2_p95"])
    tried = [one["in_samples"] for one in made.document["measures"]]
    assert {one["samples"] for one in tried} == {SAMPLES}
    assert any(one["turns"]["count"] > 0 for one in tried)
    km = sum(one["to_km"] - one["from_km"] for one in made.document["lengths"] if one["unheld"]["share"] >= 0.95)
    assert made.document["robust_seam_km"] == pytest.approx(km)


def test_the_raster_has_shares_with_their_wilson_bounds_in_the_area_alone(made: Made) -> None:
    area = tansiq.ground.open(made.ground).area
    with rasterio.open(made.out / "gap_probability.tif") as raster:
        share, low, high = raster.read()
        assert raster.descriptions == ("gap_probability", "low", "high")
    assert np.array_equal(np.isnan(share), ~area)
    assert made.document["robust_km2"] == pytest.approx(float((share >= 0.95).sum()) * 4)
    for count in np.unique(np.round(share[area] * SAMPLES)).astype(int).tolist():
        peer = binomtest(count, SAMPLES).proportion_ci(method="wilson")
        cells = area & (np.round(np.nan_to_num(share) * SAMPLES) == count)
        assert low[cells] == pytest.approx(peer.low, abs=1e-6)
        assert high[cells] == pytest.approx(peer.high, abs=1e-6)


def test_the_samples_can_be_made_again_from_their_table(made: Made) -> None:
    table = rows(made, "samples.csv")
    assert len(table) == SAMPLES
    mean = sum(float(row["seam_held_km"]) for row in table) / SAMPLES
    assert mean == pytest.approx(made.document["seam_held_km"]["mean"], abs=1e-3)
    ids = {post.id for post in laydown_file.read(made.laydown).posts}
    named = {post for row in table for post in (*row["away"].split(), *row["trusted"].split())}
    assert named
    assert named <= ids
    assert {row["ford_foot"] for row in table} <= {"yes", "no"}


def test_influences_are_told_for_every_assumption_of_the_window(made: Made) -> None:
    told = {one["assumption"] for one in made.document["held_km2"]["influences"]}
    assert told == {name for name in DEFAULTS if not name.endswith("_night")}
    assert len(rows(made, "influences.csv")) == 2 * len(told)
    assert made.document["computed"] == SAMPLES + len(told) * SAMPLES // 2


def test_the_spreads_it_was_made_with_can_be_given_again_for_the_same_bytes(made: Made, tmp_path: Path) -> None:
    agreed, again = made.out / "spreads.toml", tmp_path / "again"
    assert dict(read_spreads(agreed).given) == dict(DEFAULTS)
    result = tansiq_("sure", made.ground, made.laydown, again, "--samples", SAMPLES, "--spreads", agreed)
    assert result.exit_code == 0, result.output
    for name in FILES - {"sure.json", "map.png"}:
        assert (again / name).read_bytes() == (made.out / name).read_bytes()
    said = json.loads((again / "sure.json").read_text("utf-8"))
    assert {entry["role"] for entry in said.pop("inputs")} == {"ground", "laydown", "spreads"}
    assert said == {key: value for key, value in made.document.items() if key != "inputs"}


def test_another_window_draws_its_own_assumptions_and_another_seed_draws_anew(made: Made, tmp_path: Path) -> None:
    words = ("--samples", 4, "--window", "night", "--seed", 9, "--no-influences", "--measures", 0)
    result = tansiq_("--lang", "en", "sure", made.ground, made.laydown, tmp_path / "out", *words)
    assert result.exit_code == 0, result.output
    said = json.loads((tmp_path / "out" / "sure.json").read_text("utf-8"))
    assert (said["window"], said["seed"], said["computed"]) == ("night", 9, 4)
    assert said["held_km2"]["influences"] == []
    assert {one["in_samples"] for one in said["measures"]} <= {None}
    assert "few-samples" in {one["code"] for one in said["warnings"]}


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--samples", "1"), 2, "1"),
        (("--seed", "-1"), 2, "-1"),
        (("--spreads", "nowhere.toml"), 3, "nowhere.toml"),
        (("--window", "dusk"), 2, "dusk"),
    ],
)
def test_bad_questions_are_refused_and_nothing_is_written(
    made: Made, tmp_path: Path, more: tuple[str, ...], code: int, said: str
) -> None:
    result = tansiq_("--lang", "en", "sure", made.ground, made.laydown, tmp_path / "out", *more)
    assert result.exit_code == code, result.output
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_else_in_it_is_left_alone(made: Made, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("no run", encoding="utf-8")
    assert tansiq_("sure", made.ground, made.laydown, tmp_path).exit_code == 6
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("raised", "code"), [(KeyboardInterrupt(), 130), (OSError(errno.ENOSPC, "No space left on device"), 6)]
)
def test_stopped_while_writing_leaves_the_earlier_run_and_nothing_else(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: int
) -> None:
    out = tmp_path / "run"
    asked = ("sure", made.ground, made.laydown, out, "--samples", 2, "--no-influences", "--measures", 0)
    assert tansiq_(*asked).exit_code == 0
    before = (out / "sure.json").read_bytes()

    def stop(*_given: object) -> None:
        raise raised

    monkeypatch.setattr(writing, "write_sure_map", stop)
    assert tansiq_(*asked, "--seed", 5).exit_code == code
    assert (out / "sure.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_stopped_while_sampling_writes_nothing(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tansiq.gaps.spread.sampling.Sampler.held", stop)
    assert tansiq_("sure", made.ground, made.laydown, tmp_path / "out").exit_code == 130
    assert list(tmp_path.iterdir()) == []
