"""What ``./tansiq`` does before anything is set up."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import front_door, page_libraries

ROOT = Path(__file__).parents[2]


def run_script(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a bare copy of the checkout in ``folder``, without network, uv or node."""
    shutil.copy(ROOT / "tansiq", folder / "tansiq")
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    environment = {"PATH": str(folder / "empty"), "PIP_INDEX_URL": (folder / "no-index").as_uri(), "PIP_NO_INDEX": "1"}
    return subprocess.run(
        [sys.executable, folder / "tansiq", *words], env=environment, capture_output=True, text=True, check=False
    )


def test_without_words_it_explains_itself_and_sets_nothing_up(tmp_path: Path) -> None:
    done = run_script(tmp_path)
    assert done.returncode == 0
    assert "./tansiq demo" in done.stdout
    assert not (tmp_path / ".tansiq").exists()


def test_a_failed_step_says_which_what_it_needs_and_leaves_no_stamp(tmp_path: Path) -> None:
    folder = tmp_path / "a checkout, with spaces"
    folder.mkdir()
    done = run_script(folder, "gaps")
    assert done.returncode == 1
    assert "set-up stopped at this step: uv" in done.stderr
    assert "PyPI" in done.stderr
    assert not list((folder / ".tansiq").glob("stamps/*"))


def test_the_script_itself_can_be_read_by_an_old_python() -> None:
    # feature_version asks the parser to refuse syntax newer than that release.
    source = (ROOT / "tansiq").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6)).body


def test_a_uv_that_is_too_old_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "uv"
    old.write_text("#!/bin/sh\necho uv 0.2.1\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert front_door.uv_command() == [str(front_door.LOCAL / "uv" / "bin" / "uv")]
    old.write_text("#!/bin/sh\necho uv 0.13.9\n")
    assert front_door.uv_command() == [str(old)]


def test_a_word_becomes_its_command_with_its_exit_code() -> None:
    call = (
        "import sys; from tools.front_door import become;"
        "become([sys.executable, '-c', 'raise SystemExit(37)'], inside=False)"
    )
    done = subprocess.run(
        [sys.executable, "-c", call], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == 37


def test_every_page_library_comes_with_its_licence(tmp_path: Path) -> None:
    for package, names in page_libraries.FILES.items():
        assert "LICENSE.txt" in names.values(), package
        for source in names:
            path = tmp_path / "node_modules" / package / source
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("words\n//# sourceMappingURL=x.map\n")
    page_libraries.copy(tmp_path)
    assert all(path.is_file() for path in page_libraries.targets(tmp_path))
    script = tmp_path / page_libraries.FOLDER / "mgrs" / "mgrs.esm.js"
    assert script.read_text() == "words\n"


@pytest.mark.parametrize(("codes", "ends_with"), [((0, 0), 0), ((1, 0), 1), ((0, 2), 2), ((5, 1), 5)])
def test_tests_run_on_both_databases_whatever_the_first_run_says(
    monkeypatch: pytest.MonkeyPatch, codes: tuple[int, int], ends_with: int
) -> None:
    runs: list[list[str]] = []

    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        runs.append(command)
        return subprocess.CompletedProcess(command, codes[len(runs) - 1])

    monkeypatch.setattr(front_door.subprocess, "run", run)
    monkeypatch.setattr(front_door, "set_up", lambda **_: None)
    with pytest.raises(SystemExit) as ended:
        front_door.enter(["test"])
    assert ended.value.code == ends_with
    assert ["--postgresql" in command for command in runs] == [False, True]
