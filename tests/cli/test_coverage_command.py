"""``tansiq coverage``: two parties release, the joint centre makes the picture, and what is refused."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import rasterio
from click.testing import CliRunner, Result
from numpy.typing import NDArray

from tansiq.cli import main
from tansiq.cli.console import EXIT_CANCELLED
from tansiq.errors import BadInputError, UnreadableInputError, UnwritableOutputError, UsageError
from tansiq.journal.record import KINDS

HELD = (1, 2)


def tansiq(*words: object) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *map(str, words)])


def done(*words: object) -> Result:
    result = tansiq(*words)
    assert result.exit_code == 0, result.output
    return result


def held(picture: Path) -> NDArray[np.bool_]:
    with rasterio.open(picture / "states.tif") as states:
        return np.isin(states.read(1), HELD)


@dataclass(frozen=True)
class Made:
    folder: Path
    ground: Path
    laydown: Path
    secret: Path

    def release(self, out: str, party: str, *more: object) -> Path:
        path = self.folder / out
        done("coverage", "make", self.ground, self.laydown, path, "--party", party, *more)
        return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("coverage")
    here = Made(folder, folder / "ground", folder / "laydown.geojson", folder / "secret")
    done("exercise", "sketch", here.ground, "--cell", 1000)
    done("exercise", "laydown", here.ground, here.laydown)
    here.secret.write_bytes(b"a secret of the party's own")
    return here


@pytest.fixture(scope="module")
def released(made: Made) -> tuple[Path, Path]:
    secret = ("--secret", made.secret)
    return made.release("f.coverage", "federal", *secret), made.release("r.coverage", "regional", *secret)


def test_a_coverage_and_the_body_of_its_record_are_written(made: Made, released: tuple[Path, Path]) -> None:
    body = json.loads((made.folder / "f.coverage.json").read_text(encoding="utf-8"))
    KINDS["coverage/1"].check(body)
    data = released[0].read_bytes()
    assert body["attachments"][0]["digest"] == "sha256:" + hashlib.sha256(data).hexdigest()
    assert (body["cell_m"], body["draws"], body["fictional"]) == (2000, 1, True)
    posts = json.loads(made.laydown.read_text(encoding="utf-8"))["features"]
    assert not [p["properties"]["id"] for p in posts if p["properties"]["id"].encode() in data]


def test_the_same_words_give_the_same_bytes(made: Made, released: tuple[Path, Path]) -> None:
    again = made.release("again.coverage", "federal", "--secret", made.secret)
    assert again.read_bytes() == released[0].read_bytes()


def test_the_picture_of_two_coverages_is_a_picture_like_any_other(made: Made, released: tuple[Path, Path]) -> None:
    out = made.folder / "picture"
    told = done("coverage", "picture", made.ground, *released, out, "--agreed", made.laydown)
    assert "2000 m, without posts" in told.stderr
    assert "federal moved its posts" in told.stderr
    document = json.loads((out / "picture.json").read_text(encoding="utf-8"))
    assert document["fictional"]
    assert [each["role"] for each in document["inputs"]] == ["ground", "coverage", "coverage", "agreed"]
    assert document["inputs"][1]["sha256"] == hashlib.sha256(released[0].read_bytes()).hexdigest()
    assert {element["post"] for gap in document["gaps"] for element in gap["nearest"]} == {None}
    assert document["by_state_km2"]["held"] > 0
    assert len(document["parameters"]["sectors"]) == 6


def test_unmoved_coverage_says_so_and_holds_nothing_that_posts_do_not_hold(made: Made) -> None:
    told = tansiq("coverage", "make", made.ground, made.laydown, made.folder / "f0.coverage", "--party", "federal")
    assert "can be read off" in told.stderr
    both = made.folder / "f0.coverage", made.release("r0.coverage", "regional")
    joint, posts = made.folder / "joint", made.folder / "posts"
    done("coverage", "picture", made.ground, *both, joint, "--agreed", made.laydown)
    done("gaps", made.ground, made.laydown, posts)
    ours, theirs = held(joint), held(posts)
    assert ours.any()
    assert not (ours & ~theirs).any()


def test_a_finer_cell_than_agreed_is_refused_and_nothing_is_written(made: Made) -> None:
    out = made.folder / "fine.coverage"
    told = tansiq("coverage", "make", made.ground, made.laydown, out, "--party", "federal", "--cell", 1000)
    assert told.exit_code == UsageError.exit_code
    assert "finer than the 2000 m agreed" in told.stderr
    assert not list(made.folder.glob("fine*"))
    made.release("1km.coverage", "federal", "--cell", 1000, "--smallest", 1000)
    body = json.loads((made.folder / "1km.coverage.json").read_text(encoding="utf-8"))
    assert body["cell_m"] == 1000


def test_nothing_is_written_over_unless_it_is_asked_for(made: Made, released: tuple[Path, Path]) -> None:
    words = ("coverage", "make", made.ground, made.laydown, released[0], "--party", "federal", "--secret", made.secret)
    assert tansiq(*words).exit_code == UnwritableOutputError.exit_code
    assert tansiq(*words, "--force").exit_code == 0


def test_a_weak_secret_or_none_at_its_place_is_refused(made: Made) -> None:
    weak = made.folder / "weak"
    weak.write_bytes(b"short")
    words = (
        "coverage",
        "make",
        made.ground,
        made.laydown,
        made.folder / "x.coverage",
        "--party",
        "federal",
        "--secret",
    )
    assert tansiq(*words, weak).exit_code == UsageError.exit_code
    assert tansiq(*words, made.folder / "nowhere").exit_code == UnreadableInputError.exit_code


def test_a_coverage_that_is_none_or_not_its_body_s_is_refused(made: Made, released: tuple[Path, Path]) -> None:
    out = made.folder / "never"
    other = made.folder / "other.coverage"
    other.write_bytes(made.laydown.read_bytes())
    told = tansiq("coverage", "picture", made.ground, released[0], other, out)
    assert told.exit_code == BadInputError.exit_code
    other.write_bytes(released[1].read_bytes())
    done("coverage", "picture", made.ground, released[0], other, out)
    body = (made.folder / "f.coverage.json").read_bytes()
    (made.folder / "other.coverage.json").write_bytes(body)
    told = tansiq("coverage", "picture", made.ground, released[0], other, made.folder / "never2")
    assert told.exit_code == BadInputError.exit_code
    assert "not the one that the record names" in told.stderr
    assert not (made.folder / "never2").exists()


def test_two_coverages_of_one_party_are_refused(made: Made, released: tuple[Path, Path]) -> None:
    told = tansiq("coverage", "picture", made.ground, released[0], released[0], made.folder / "one")
    assert told.exit_code == BadInputError.exit_code
    assert "one of each party" in told.stderr


def test_being_stopped_leaves_nothing_behind(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tansiq.gaps.coverage.making.coarsen", interrupted)
    out = made.folder / "stopped.coverage"
    told = tansiq("coverage", "make", made.ground, made.laydown, out, "--party", "federal")
    assert told.exit_code == EXIT_CANCELLED
    assert not list(made.folder.glob("*stopped*"))
