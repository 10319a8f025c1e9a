"""Commands, exit codes and console: documented, distinct, told in words."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tansiq import errors
from tansiq.cli import main
from tansiq.cli.console import EXIT_CANCELLED, EXIT_FAULT, Reporting, current_language, progress_bar
from tansiq.cli.main import COMMANDS, preferred_language
from tansiq.errors import BadInputError, TansiqError
from tansiq.language import N_

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def kinds_of(kind: type[TansiqError] = TansiqError) -> Iterator[type[TansiqError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from kinds_of(below)


def reporting(error: BaseException) -> click.Command:
    @click.command()
    def fail() -> None:
        with Reporting():
            raise error

    return fail


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists_says_what_it_does_and_is_in_the_readme(name: str) -> None:
    told = CliRunner().invoke(main, [name, "--help"])
    assert told.exit_code == 0, told.output
    assert "Usage:" in told.output
    assert f"tansiq {name}" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_says_what_it_is(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    below = list(command.commands.values()) if isinstance(command, click.Group) else [command]
    options = [option for each in below for option in each.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_every_exit_code_has_one_meaning_and_is_in_the_readme() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    ours = {kind.exit_code for kind in kinds_of() if kind.__module__ == errors.__name__}
    assert len(ours) == len([kind for kind in kinds_of() if kind.__module__ == errors.__name__])
    assert told == ours | {0, EXIT_FAULT, EXIT_CANCELLED}


def test_an_error_is_one_sentence_with_its_own_code_and_no_traceback() -> None:
    error = BadInputError(N_("%(file)s, row %(row)s: no such party."), file="posts.csv", row=7)
    told = CliRunner().invoke(reporting(error))
    assert told.exit_code == BadInputError.exit_code
    assert told.stderr == "tansiq: posts.csv, row 7: no such party.\n"
    assert told.stdout == ""


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_ctrl_c_ends_with_130(error: BaseException) -> None:
    assert CliRunner().invoke(reporting(error)).exit_code == EXIT_CANCELLED


def test_a_fault_of_the_program_keeps_its_traceback_and_says_how_to_report() -> None:
    told = CliRunner().invoke(reporting(ZeroDivisionError("what?")))
    assert told.exit_code == EXIT_FAULT
    assert "Traceback" in told.stderr
    assert "ZeroDivisionError: what?" in told.stderr
    assert "report" in told.stderr.splitlines()[-1]


def test_click_s_own_refusals_pass_through() -> None:
    told = CliRunner().invoke(reporting(click.UsageError("no")))
    assert told.exit_code == errors.UsageError.exit_code


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ar_IQ.UTF-8"}, "ar"),
        ({"LANG": "ar_IQ.UTF-8", "LC_ALL": "ckb_IQ"}, "ckb"),
        ({"TANSIQ_LANG": "ckb", "LC_ALL": "en_GB"}, "ckb"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_AT"}, "en"),
    ],
)
def test_the_language_comes_from_the_environment(environment: dict[str, str], language: str) -> None:
    assert preferred_language(environment) == language


@pytest.mark.parametrize("words", [["--lang", "ar", "--help"], ["--lang", "ar", "gaps", "--help"]])
def test_help_is_told_in_the_language_asked_for(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def upper_case(message: str, language: str, _fields: object = None) -> str:
        return message.upper() if language == "ar" else message

    # By name it would be the command of that name, not the module.
    monkeypatch.setattr(sys.modules["tansiq.cli.main"], "translate", upper_case)
    expected = re.compile("GAP PICTURE|COORDINATION BETWEEN")
    assert expected.search(CliRunner().invoke(main, words).output)
    assert not expected.search(CliRunner().invoke(main, ["--lang", "en", *words[2:]]).output)


def test_help_does_not_import_what_commands_need() -> None:
    call = (
        "import sys; from tansiq.cli import main; main(['--help'], standalone_mode=False);"
        "sys.exit(bool({'numpy', 'numba', 'django', 'rasterio', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)


def test_progress_says_nothing_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as progress:
        progress(0.4, "reading")
        progress(1.0, "done")
    assert capsys.readouterr().err == ""


def test_outside_a_command_the_language_is_english() -> None:
    assert current_language() == "en"
