from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

import tansiq.ground
from tansiq.cli.ground import ground
from tansiq.cli.main import main

if TYPE_CHECKING:
    from tests.ground.conftest import Land


def arguments(land: "Land", *more: str) -> list[str]:
    given = ["--dem", str(land.dem()), "--seam", f"{land.seam()}:seam", "--width-km", "6", "--cell", "500"]
    return ["ground", "build", str(land.folder / "package"), *given, "--margin-km", "2", *more]


def test_the_command_builds_what_the_function_builds(land: "Land") -> None:
    result = CliRunner().invoke(main, arguments(land, "--name", "Trial", "--licence", "dem=Public release"))
    assert result.exit_code == 0, result.output
    built = tansiq.ground.open(land.folder / "package", verify=True)
    by_call = land.build("called", dem=[land.folder / "dem.tif"], seam=f"{land.folder / 'seam.gpkg'}:seam",
                         name="Trial", licences={"dem": "Public release"})  # fmt: skip
    assert built.sha256 == by_call.sha256
    assert "Ground package written to" in result.stdout
    assert "No road data" in result.stderr


def test_showing_a_package_repeats_its_notices(land: "Land") -> None:
    land.build(sketch=True)
    result = CliRunner().invoke(main, ["ground", "show", str(land.folder / "package"), "--verify"])
    assert result.exit_code == 0
    assert "cells of 500 m" in result.output
    assert "sketch" in result.output


@pytest.mark.parametrize(
    ("more", "code"),
    [(["--cell", "-1"], 2), (["--dem", "gone.tif"], 3), (["--licence", "x"], 2), (["--places", "gone.gpkg"], 3)],
)
def test_exit_codes_tell_the_kinds_apart(land: "Land", more: list[str], code: int) -> None:
    result = CliRunner().invoke(main, arguments(land, *more))
    assert result.exit_code == code
    assert result.stderr.startswith("tansiq: ")
    assert land.left_over() == []


def test_every_option_says_what_it_is_for() -> None:
    build = ground.commands["build"]
    assert all(option.help for option in build.params if isinstance(option, click.Option))
