"""Three real centres under an agreement that both parties signed, worked on by commands as their people do."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tansiq.centre.demonstration.making import Founding

PROJECT = Path(__file__).parents[2]
_FOUNDED: list[Path] = []


@dataclass
class Told:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def run(*words: object) -> Told:
    """Run ``python -m`` with ``words``."""
    variables = {**os.environ, "TANSIQ_LANG": "en"}
    variables.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", *map(str, words)]
    done = subprocess.run(command, cwd=PROJECT, env=variables, capture_output=True, text=True, check=False)
    return Told(done.returncode, done.stdout, done.stderr)


def exchange(*words: object) -> Told:
    """Run a command of ``tansiq exchange``."""
    return run("tansiq", "--quiet", "exchange", *words)


def well(told: Told) -> str:
    """Return what a command said that must have ended well."""
    assert told.code == 0, told.err
    return told.out


def say(centre: Path, count: int = 1) -> None:
    """Put messages down at federal-hq, released to both parties."""
    well(run("tests.cli.saying", centre, "federal", count))


def found(factory: pytest.TempPathFactory) -> Path:
    """Found the centres, once for all tests of a run: ``federal-hq``, ``bar``, ``regional-hq``; to be copied."""
    if not _FOUNDED:
        _FOUNDED.append(Founding(factory.mktemp("centres") / "founded").run())
    return _FOUNDED[0]
