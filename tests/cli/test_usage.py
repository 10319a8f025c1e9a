"""Words of a command that cannot be: refused in the reader's language, with code 2 and before any work."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tansiq.cli.main import main

WRONG = [
    ["gaps"],
    ["gaps", "g", "l", "o", "--window", "noon"],
    ["ground", "build", "--slope"],
    ["nothing"],
    ["gaps", "g", "l", "o", "--at", "noon"],
]


def tansiq(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize("words", WRONG)
@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_they_are_refused_in_the_language_asked_for(words: list[str], language: str) -> None:
    told = tansiq("--lang", language, *words)
    assert told.exit_code == 2
    assert re.search("[\u0600-\u06ff]", told.stderr)
    assert told.stderr.startswith("tansiq: ")
    assert told.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "named"), [(["gaps"], "GROUND"), (WRONG[1], "--window"), (WRONG[2], "--slope"), (WRONG[3], "nothing")]
)
def test_what_is_wrong_and_where_to_read_on_are_named(words: list[str], named: str) -> None:
    told = tansiq(*words)
    assert named in told.stderr
    assert "--help" in told.stderr


@pytest.mark.parametrize("option", [["gaps", "g", "l", "o", "--at"], ["exercise", "laydown", "g", "o.csv", "--as-of"]])
@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("noon", "is not a time. Write it as"),
        ("2026-11-22T14:30", "has no time zone"),
        ("0001-01-01T00:00+14:00", "between the years"),
        ("9999-12-31T23:59-14:00", "between the years"),
    ],
)
def test_a_moment_that_cannot_be(option: list[str], value: str, sentence: str) -> None:
    told = tansiq(*option, value)
    assert told.exit_code == 2
    assert f"{option[-1]} {value}" in told.stderr
    assert sentence in told.stderr


def test_a_filled_template_is_not_written_over(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("hours of work")
    told = tansiq("laydown", "template", mine)
    assert told.exit_code == 6
    assert "--force" in told.stderr
    assert mine.read_text() == "hours of work"
    assert tansiq("laydown", "template", mine, "--force").exit_code == 0
    assert tansiq("laydown", "check", mine).exit_code == 0
