"""``tansiq site`` from ground to files: the picture made again with the chosen places holds what was promised."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tansiq.cli import main
from tansiq.exchange import laydown_file
from tansiq.siting import choosing


def tansiq(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@dataclass(frozen=True)
class Made:
    ground: Path
    laydown: Path
    out: Path
    document: dict[str, Any]


ASKED = ("--joint-posts", 3, "--reaction", 2, "--watch", 2, "--candidates", 60)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("sited")
    ground, laydown, out = folder / "ground", folder / "laydown.geojson", folder / "places"
    for words in (
        ("exercise", "sketch", ground, "--cell", 2000),
        ("exercise", "laydown", ground, laydown),
        ("site", ground, laydown, out, *ASKED, "--refuse", "J01"),
    ):
        result = tansiq("--lang", "en", *words)
        assert result.exit_code == 0, result.output
    return Made(ground, laydown, out, json.loads((out / "siting.json").read_text(encoding="utf-8")))


def picture(made: Made, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((made.out / name / "picture.json").read_text(encoding="utf-8"))
    return document


def held_km2(document: dict[str, Any]) -> float:
    return float(document["by_state_km2"]["held"] + document["by_state_km2"]["held_together"])


def test_all_promised_files_are_there(made: Made) -> None:
    assert {path.name for path in made.out.iterdir()} == {
        "siting.json",
        "sites.csv",
        "laydown.geojson",
        "before",
        "after",
    }


def test_the_pictures_hold_what_the_plan_says(made: Made) -> None:
    assert held_km2(picture(made, "before")) == pytest.approx(made.document["held_before"], abs=1e-5)
    assert held_km2(picture(made, "after")) == pytest.approx(made.document["covered"], abs=1e-5)
    assert made.document["covered"] > made.document["held_before"]
    assert made.document["bound"] >= made.document["covered"]
    assert made.document["gap"] <= 1e-4 + 1e-6


def test_no_more_is_chosen_than_was_asked_for(made: Made) -> None:
    roles = [site["role"] for site in made.document["sites"]]
    assert roles == sorted(roles, key=["post", "reaction", "watch"].index)
    assert roles.count("post") <= 3
    assert roles.count("reaction") <= 2
    assert roles.count("watch") <= 2


def test_the_laydown_can_be_read_and_has_each_place_for_both_parties(made: Made) -> None:
    before, after = laydown_file.read(made.laydown), laydown_file.read(made.out / "laydown.geojson")
    new = after.posts[len(before.posts) :]
    assert after.posts[: len(before.posts)] == before.posts
    assert len(new) == 2 * len(made.document["sites"])
    assert {post.party for post in new} == {party.id for party in before.parties}
    assert after.fictional is True


def test_doing_without_a_place_costs_something_between_its_bounds(made: Made) -> None:
    (refusal,) = made.document["refusals"]
    assert refusal["site"] == "J01"
    assert 0 <= refusal["costs_at_least"] <= refusal["costs_at_most"]
    chosen = {(site["lat"], site["lon"]) for site in refusal["sites"]}
    refused = next(site for site in made.document["sites"] if site["id"] == "J01")
    assert (refused["lat"], refused["lon"]) not in chosen
    assert refusal["covered"] <= made.document["bound"]


def test_the_table_is_the_plan(made: Made) -> None:
    with (made.out / "sites.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["id"] for row in rows] == [site["id"] for site in made.document["sites"]]
    assert [row["id"] for row in rows if row["without_covered"]] == ["J01"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_the_same_inputs_give_the_same_bytes_elsewhere(made: Made, tmp_path: Path) -> None:
    again = tmp_path / "else" / "where"
    assert tansiq("site", made.ground, made.laydown, again, *ASKED, "--refuse", "J01").exit_code == 0
    for name in ("siting.json", "sites.csv", "laydown.geojson"):
        assert (again / name).read_bytes() == (made.out / name).read_bytes()


def test_candidates_limits_and_protected_sites_come_from_files(made: Made, tmp_path: Path) -> None:
    sites = made.document["sites"]
    points = [{"type": "Point", "coordinates": [site["lon"], site["lat"]]} for site in sites]
    features = [{"type": "Feature", "properties": {"kind": "school"}, "geometry": point} for point in points]

    def write(name: str, some: list[dict[str, Any]]) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps({"type": "FeatureCollection", "features": some}), encoding="utf-8")
        return path

    candidates, protected = write("candidates.geojson", features), write("protected.geojson", features[:1])
    limits = tmp_path / "limits.toml"
    limits.write_text('[people]\npost = 30\n[[company]]\nbrigade = "20"\nname = "1"\npresent = 60\n', encoding="utf-8")
    more = ("--candidates", candidates, "--protected", protected, "--limits", limits, "--joint-posts", 3)
    result = tansiq("--lang", "en", "site", made.ground, made.laydown, tmp_path / "out", *more)
    assert result.exit_code == 0, result.output
    document = json.loads((tmp_path / "out" / "siting.json").read_text(encoding="utf-8"))
    assert document["candidates"] == len(sites) - 1
    assert len(document["sites"]) <= 2
    assert (sites[0]["lat"], sites[0]["lon"]) not in {(site["lat"], site["lon"]) for site in document["sites"]}
    assert {entry["role"] for entry in document["inputs"]} == {"ground", "laydown", "limits"}
    assert "strength-unknown" not in {warning["code"] for warning in document["warnings"]}


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--refuse", "J99"), 4, "J99"),
        (("--limits", "nowhere.toml"), 3, "nowhere.toml"),
        (("--candidates", "nowhere.geojson"), 3, "nowhere.geojson"),
        (("--weights", "beauty"), 2, "beauty"),
        (("--joint-posts", "-1"), 2, "-1"),
    ],
)
def test_bad_questions_are_refused_and_nothing_is_written(
    made: Made, tmp_path: Path, more: tuple[str, ...], code: int, said: str
) -> None:
    asked = ("--joint-posts", 1, "--candidates", 20)
    result = tansiq("--lang", "en", "site", made.ground, made.laydown, tmp_path / "out", *asked, *more)
    assert result.exit_code == code, result.output
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_sector_is_refused(made: Made, tmp_path: Path) -> None:
    limits = tmp_path / "limits.toml"
    limits.write_text('[[share]]\nsector = "nowhere"\nat_most = 0.5\n', encoding="utf-8")
    result = tansiq("--lang", "en", "site", made.ground, made.laydown, tmp_path / "out", "--limits", limits)
    assert result.exit_code == 4
    assert "nowhere" in result.output


def test_a_folder_with_something_else_in_it_is_left_alone(made: Made, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not places", encoding="utf-8")
    result = tansiq("site", made.ground, made.laydown, tmp_path, *ASKED)
    assert result.exit_code == 6
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_stopped_while_writing_leaves_the_earlier_choice_and_nothing_else(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "places"
    asked = ("site", made.ground, made.laydown, out, "--joint-posts", 1, "--candidates", 20)
    assert tansiq(*asked).exit_code == 0
    before = (out / "siting.json").read_bytes()

    def stop(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tansiq.gaps.files.write", stop)
    assert tansiq(*asked).exit_code == 130
    assert (out / "siting.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["places"]


def test_stopped_while_choosing_writes_nothing(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(choosing, "chase", stop)
    result = tansiq("site", made.ground, made.laydown, tmp_path / "out", *ASKED)
    assert result.exit_code == 130
    assert list(tmp_path.iterdir()) == []
