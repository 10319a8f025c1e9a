"""``tansiq patrols`` from ground to files and paper."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner, Result

from tansiq.cli import main
from tansiq.cli.main import COMMANDS


def tansiq(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@dataclass(frozen=True)
class Made:
    ground: Path
    laydown: Path
    out: Path
    document: dict[str, Any]


ASKED = ("--bases", "F014,K017", "--vehicles", "2,1", "--days", 6, "--segment-km", 12, "--slot-min", 60)


@pytest.fixture(scope="module", autouse=True)
def command() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(COMMANDS, "patrols", ("tansiq.cli.patrols:patrols", "Plan patrols that cannot be foreseen."))  # type: ignore[arg-type]  # a dict underneath
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, command: None) -> Made:  # noqa: ARG001 - must be known first
    folder = tmp_path_factory.mktemp("patrolled")
    ground, laydown, out = folder / "ground", folder / "laydown.geojson", folder / "patrols"
    for words in (
        ("exercise", "sketch", ground, "--cell", 3000),
        ("exercise", "laydown", ground, laydown),
        ("patrols", ground, laydown, out, *ASKED, "--seed", 42),
    ):
        result = tansiq("--lang", "en", *words)
        assert result.exit_code == 0, result.output
    return Made(ground, laydown, out, json.loads((out / "patrols.json").read_text(encoding="utf-8")))


def roster(out: Path) -> list[dict[str, str]]:
    with (out / "roster.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_promised_files_are_there(made: Made) -> None:
    assert {path.name for path in made.out.iterdir()} == {"patrols.json", "segments.csv", "roster.csv", "rosters"}
    assert {path.name for path in (made.out / "rosters").iterdir()} == {
        f"{base}.{language}.pdf" for base in ("01-F014", "02-K017") for language in ("en", "ar", "ckb")
    }


def test_the_bound_the_value_and_the_observers_agree(made: Made) -> None:
    found = made.document
    ways = {each["way"]: each for each in found["observers"]}
    assert found["bound"] <= found["value"] < found["value_without_patrols"]
    assert ways["plan"]["known"] == pytest.approx(found["value"])
    assert ways["plan"]["watched_28"] <= found["value"] + 1e-6
    assert all(each["known"] >= found["bound"] for each in ways.values())
    assert 0 < found["gate_watched"] <= found["value_without_patrols"]
    for base in found["bases"]:
        assert sum(detail["share"] for detail in base["details"]) == pytest.approx(1.0)


def test_the_roster_is_drawn_from_the_plan_and_keeps_to_the_shift(made: Made) -> None:
    planned = {
        (base["id"], tour["leaves"], stop["segment"], stop["from"], stop["to"], tour["back"])
        for base in made.document["bases"]
        for detail in base["details"]
        for tour in detail["tours"]
        for stop in tour["stops"]
    }
    rows = roster(made.out)
    assert len({(row["date"], row["base"], row["vehicle"]) for row in rows}) == 6 * 3
    for row in rows:
        times = {name: datetime.fromisoformat(row[name]) for name in ("leaves", "from", "to", "back")}
        said = (row["base"], *(f"{times[name]:%H:%M}" for name in ("leaves", "from", "to", "back")))
        assert (said[0], said[1], row["segment"], *said[2:]) in planned
        assert times["leaves"] <= times["from"] < times["to"] <= times["back"]
        assert (times["back"] - times["leaves"]).total_seconds() <= 8 * 3600


def test_each_base_s_paper_says_its_own_roster_and_no_other(made: Made) -> None:
    rows = roster(made.out)
    for name, base in (("01-F014", "F014"), ("02-K017", "K017")):
        pages = pypdf.PdfReader(made.out / "rosters" / f"{name}.en.pdf").pages
        text = "\n".join(page.extract_text() for page in pages)
        own = [row for row in rows if row["base"] == base]
        assert f"For base {base} only" in text
        assert all(row["segment"] in text and row["date"] in text for row in own)
        assert ("K017" if base == "F014" else "F014") not in text


def test_the_same_seed_gives_the_same_bytes_and_a_longer_roster_begins_alike(made: Made, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert tansiq("patrols", made.ground, made.laydown, again, *ASKED, "--seed", 42).exit_code == 0
    for path in (one for one in made.out.rglob("*") if one.is_file()):
        assert (again / path.relative_to(made.out)).read_bytes() == path.read_bytes()
    longer = tmp_path / "longer"
    assert tansiq("patrols", made.ground, made.laydown, longer, *ASKED, "--seed", 42, "--days", 9).exit_code == 0
    before = roster(made.out)
    assert roster(longer)[: len(before)] == before


def test_without_a_seed_one_is_drawn_and_told(made: Made, tmp_path: Path) -> None:
    result = tansiq("--lang", "en", "patrols", made.ground, made.laydown, tmp_path / "out", *ASKED, "--days", 1)
    document = json.loads((tmp_path / "out" / "patrols.json").read_text(encoding="utf-8"))
    assert int(document["seed"]).bit_length() > 64
    assert document["seed"] in result.output
    assert f"leave today: at most {document['gate_watched']:.2f}" in result.output


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--bases", "nowhere,K017"), 4, "nowhere"),
        (("--vehicles", "two"), 2, "two"),
        (("--vehicles", "1,2,3"), 2, "1 to 20"),
        (("--seed", "-3"), 2, "-3"),
        (("--from", "tomorrow"), 2, "tomorrow"),
        (("--slot-min", "7"), 2, "7"),
        (("--shift-h", "20"), 2, "20"),
        (("--weights", "beauty"), 2, "beauty"),
    ],
)
def test_bad_questions_are_refused_and_nothing_is_written(
    made: Made, tmp_path: Path, more: tuple[str, ...], code: int, said: str
) -> None:
    result = tansiq("--lang", "en", "patrols", made.ground, made.laydown, tmp_path / "out", *ASKED, *more)
    assert result.exit_code == code, result.output
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_else_in_it_is_left_alone(made: Made, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not patrols", encoding="utf-8")
    result = tansiq("patrols", made.ground, made.laydown, tmp_path, *ASKED)
    assert result.exit_code == 6
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
