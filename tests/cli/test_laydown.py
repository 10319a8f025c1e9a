"""``tansiq laydown`` at a terminal."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tansiq.cli.main import main


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("ending", ["geojson", "csv", "xlsx"])
def test_a_template_can_be_checked_at_once(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"mine.{ending}"
    written = run("laydown", "template", path)
    assert written.exit_code == 0, written.output
    assert str(path) in written.output
    checked = run("laydown", "check", path)
    assert checked.exit_code == 0, checked.output
    assert "2 posts (Federal forces 1, Peshmerga 1), no faults" in checked.output
    assert "fictional" in checked.output


def test_the_format_gives_a_name_its_ending(tmp_path: Path) -> None:
    assert run("laydown", "template", "--format", "csv", tmp_path / "mine").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("absent.csv", None, 3), ("empty.csv", b"", 3), ("bad.csv", b"id,party,mgrs\na,one,x\nb,two,y\n", 4)],
)
def test_the_exit_code_tells_the_kind_of_fault(tmp_path: Path, name: str, content: bytes | None, code: int) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    checked = run("laydown", "check", path)
    assert checked.exit_code == code
    assert name in checked.output
