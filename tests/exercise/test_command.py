"""``tansiq exercise``: the files it writes say what the laydown says."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import tansiq.ground
from tansiq.cli.main import main
from tansiq.exchange import laydown_file
from tansiq.exercise import laydown
from tansiq.ground.model import Ground


@pytest.mark.parametrize("ending", ["geojson", "xlsx"])
def test_a_written_laydown_reads_back_as_it_was_drawn(sketched: Ground, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"forces.{ending}"
    ran = CliRunner().invoke(main, ["exercise", "laydown", str(sketched.path), str(out)])
    assert ran.exit_code == 0, ran.output
    assert laydown_file.read(out) == laydown(sketched)


def test_the_same_command_writes_the_same_bytes(sketched: Ground, tmp_path: Path) -> None:
    written = []
    for name in ("a.geojson", "b.geojson"):
        CliRunner().invoke(main, ["exercise", "laydown", str(sketched.path), str(tmp_path / name)])
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


def test_seed_number_and_moment_can_be_chosen(sketched: Ground, tmp_path: Path) -> None:
    out = tmp_path / "forces.geojson"
    asked = ["--seed", "5", "--posts", "30", "--as-of", "2027-01-01T08:00+03:00"]
    ran = CliRunner().invoke(main, ["exercise", "laydown", str(sketched.path), str(out), *asked])
    assert ran.exit_code == 0, ran.output
    laid = laydown_file.read(out)
    assert len(laid.posts) == 30
    assert laid.as_of is not None
    assert laid.as_of.isoformat() == "2027-01-01T08:00:00+03:00"


def test_a_moment_that_is_none_is_told_with_its_remedy(sketched: Ground, tmp_path: Path) -> None:
    asked = ["exercise", "laydown", str(sketched.path), str(tmp_path / "x.geojson"), "--as-of", "noon"]
    ran = CliRunner().invoke(main, asked)
    assert ran.exit_code == 2
    assert "Write it as 2026-11-22T14:30+03:00" in ran.output
    assert not (tmp_path / "x.geojson").exists()


def test_csv_carries_the_posts_and_says_what_it_left_out(sketched: Ground, tmp_path: Path) -> None:
    out = tmp_path / "forces.csv"
    ran = CliRunner().invoke(main, ["exercise", "laydown", str(sketched.path), str(out)])
    assert ran.exit_code == 0, ran.output
    assert "forces.csv: CSV carries posts only; the sectors, centres, brigades" in ran.stderr
    drawn, read = laydown(sketched), laydown_file.read(out)
    assert (read.posts, read.parties, read.as_of, read.fictional) == (drawn.posts, drawn.parties, drawn.as_of, True)
    assert (read.centres, read.brigades, read.terms.sectors) == ((), (), ())


def test_a_laydown_that_is_there_is_not_written_over(sketched: Ground, tmp_path: Path) -> None:
    mine = tmp_path / "mine.xlsx"
    mine.write_bytes(b"hours of work")
    words = ["exercise", "laydown", str(sketched.path), str(mine)]
    told = CliRunner().invoke(main, words)
    assert told.exit_code == 6
    assert "--force" in told.stderr
    assert mine.read_bytes() == b"hours of work"
    assert CliRunner().invoke(main, [*words, "--force"]).exit_code == 0
    assert laydown_file.read(mine) == laydown(sketched)


def test_the_sketch_is_written_as_a_ground_package_that_says_it_is_a_sketch(tmp_path: Path) -> None:
    out = tmp_path / "ground"
    ran = CliRunner().invoke(main, ["--quiet", "exercise", "sketch", str(out), "--cell", "2000"])
    assert ran.exit_code == 0, ran.output
    ground = tansiq.ground.open(out)
    assert ground.sketch
    assert "sketch" in {notice.code for notice in ground.notices}
    assert ground.grid.cell_m == 2000.0
