"""Real centres in folders of their own, worked on by commands as their people do."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).parents[2]


@dataclass
class Told:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def acknowledged(self) -> dict[int, str]:
        """What a writer's lines say is in the journal: places and digests."""
        return {int(place): digest for place, digest in map(str.split, self.out.splitlines())}


@dataclass
class Centre:
    """A centre's folder, the environment its commands run in, and what they are run by."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()

    def run(self, *words: object, limit_bytes: int | None = None, **environment: str) -> Told:
        """Run ``python -m`` with ``words``; no file may grow beyond ``limit_bytes``."""
        command = [*self.prefix, sys.executable, "-m", *map(str, words)]
        if limit_bytes is not None:
            command = ["/usr/bin/prlimit", f"--fsize={limit_bytes}", *command]
        variables = {**os.environ, "TANSIQ_LANG": "en", **self.environment, **environment}
        variables.pop("DJANGO_SETTINGS_MODULE", None)
        done = subprocess.run(command, cwd=PROJECT, env=variables, capture_output=True, text=True, check=False)
        return Told(done.returncode, done.stdout, done.stderr)

    def centre(self, verb: str, *words: object, **environment: str) -> Told:
        """Run a command of ``tansiq centre`` on the folder."""
        return self.run("tansiq", "centre", verb, self.folder, *words, **environment)

    def write(self, count: int, seed: int = 1, limit_bytes: int | None = None) -> Told:
        """Put records down."""
        return self.run("tests.faults.writing", self.folder, count, seed, limit_bytes=limit_bytes)

    def check(self, *words: object) -> Told:
        """Check its promises."""
        return self.centre("check", *words)


def found(folder: Path, database: str = "") -> Centre:
    """Make a joint centre."""
    made = Centre(folder)
    more = ["--database", database] if database else []
    told = made.centre("init", "--name", "bar", "--joint", "--exercise", *more)
    assert told.code == 0, told.err
    shutil.rmtree(folder / "offline")  # the parties have carried their roots away
    return made


def copied(centre: Centre, folder: Path) -> Centre:
    """Copy a centre that does not run, with its database in the folder."""
    shutil.copytree(centre.folder, folder)
    return Centre(folder)
