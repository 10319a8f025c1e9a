"""``tansiq centre invite``: a code for whom no account can invite."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


def tansiq(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tansiq", "--lang", "en", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TANSIQ_"))}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("invite") / "bar"
    done = tansiq("centre", "init", str(made), "--name", "bar", "--joint", "--exercise")
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"joins with this code: ([a-z0-9]{4}-){5}[a-z0-9]{4}", done.stdout)) == 4
    return made


def test_code_is_printed_with_the_page_it_opens(folder: Path) -> None:
    done = tansiq("centre", "invite", str(folder), "--party", "federal", "--role", "duty_officer", "--role", "planner")
    assert done.returncode == 0, done.stderr
    found = re.search(r"Joins at /accounts/join/(\S+)/ .* Code: (\S+)", done.stdout)
    assert found
    assert found[1] == found[2]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--party", "martian", "--role", "viewer"], "no party of this centre"),
        (["--party", "federal", "--role", "king"], "There is no role king"),
        (["--party", "federal"], "Give --role once or more"),
        (["--party", "federal", "--role", "viewer", "--renew", "fed-duty-1"], "Give --role once or more"),
        (["--party", "federal", "--renew", "fed-duty-1"], "There is no account fed-duty-1"),
        (["--party", "federal", "--role", "administrator", "--role", "viewer"], "holds no other role"),
    ],
)
def test_what_cannot_be_is_refused_in_words(folder: Path, arguments: list[str], says: str) -> None:
    done = tansiq("centre", "invite", str(folder), *arguments)
    assert done.returncode not in (0, 70)
    assert says in done.stderr
