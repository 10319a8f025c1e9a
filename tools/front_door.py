"""What ``./tansiq`` does: set up what a command needs, then become that command. Standard library only."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from tools import page_libraries
from tools.stamps import Step, StepError, do, is_fresh

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".tansiq"
STAMPS = LOCAL / "stamps"
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
UV_VERSION = "0.13.9"
LINES_OF_A_FAILURE = 15

HELP = """\
Tansiq shows where the ground between two forces is not held, why, and what would close it.

  ./tansiq demo              set up, then open the map of a fictional exercise (--port N, --no-browser)
  ./tansiq test [ARGS]       set up, then run the tests on SQLite and again on PostgreSQL; ARGS go to pytest, once
  ./tansiq check             set up, then check format, types, imports, translations, files
  ./tansiq words             refresh the translation catalogues from the sources

  ./tansiq ground | exercise | laydown | gaps ...     work on your own ground: see README.md
  ./tansiq --version         any other words go to the tansiq command; try ./tansiq gaps --help
"""

NETWORK = "This step fetches from {where}. Check the connection (or the proxy and certificates) and run it again."


def uv_command() -> list[str]:
    """Return the uv to use: one on PATH of the tried minor version or newer, else the one fetched by set-up."""
    found = shutil.which("uv")
    if found:
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.search(r"(\d+)\.(\d+)", said)
        if version and (int(version[1]), int(version[2])) >= tuple(map(int, UV_VERSION.split(".")[:2])):
            return [found]
    return [str(LOCAL / "uv" / "bin" / "uv")]


def run_logged(command: Sequence[str | Path], log: str, **environment: str) -> None:
    """Run ``command`` in the checkout with its words kept in a log.

    Raises
    ------
    StepError
        If it could not start or ended with another code than 0; the text is the end of what it said.
    """
    path = LOCAL / "log" / f"{log}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    inherited = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    with path.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            command, cwd=ROOT, env=inherited | environment, stdout=out, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode != 0:
        raise StepError(
            "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-LINES_OF_A_FAILURE:])
        )


def pip_command() -> list[str | Path]:
    """Return a pip to call: this Python's, else one in a small environment of its own.

    Raises
    ------
    StepError
        If this Python has neither pip nor the means to make it.
    """
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        return [sys.executable, "-m", "pip"]
    run_logged([sys.executable, "-m", "venv", "--clear", LOCAL / "pip"], "pip")
    return [LOCAL / "pip" / "bin" / "python", "-m", "pip"]


def fetch_uv() -> None:
    """Install the pinned uv into the local folder."""
    shutil.rmtree(LOCAL / "uv", ignore_errors=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
    run_logged([*pip_command(), "install", *options, "--target", LOCAL / "uv", f"uv=={UV_VERSION}"], "uv")


def sync(*groups: str) -> None:
    """Bring the environment to what ``uv.lock`` says, under this Python if there is no environment yet."""
    python = [] if VENV_PYTHON.exists() else ["--python", sys.executable]
    options = ["--frozen", "--no-python-downloads", "--no-progress", *python, *groups]
    run_logged([*uv_command(), "sync", *options], "packages", UV_PROJECT_ENVIRONMENT=str(ROOT / ".venv"))


def fetch_page_libraries() -> None:
    """Fetch and copy what the page needs."""
    said = page_libraries.fetch(ROOT, VENV_PYTHON)
    if said:
        raise StepError("\n".join(said.splitlines()[-LINES_OF_A_FAILURE:]))


def compile_words() -> None:
    """Compile the catalogues with the environment's Python, which has polib."""
    run_logged([VENV_PYTHON, ROOT / "tools" / "words.py", ROOT], "words")


def uv_step() -> Step:
    """Fetch uv where there is none."""
    return Step(
        key="uv",
        title=f"uv {UV_VERSION}, which installs Python packages",
        inputs=(),
        outputs=(LOCAL / "uv" / "bin" / "uv",),
        run=fetch_uv,
        advice=NETWORK.format(where="PyPI with pip")
        + " Without pip: install it (Debian, Ubuntu: python3-pip or python3-venv), or install uv by hand.",
        salt=UV_VERSION,
    )


def packages_step(*, dev: bool) -> Step:
    """Install the Python packages: those that run, or also those that test and check.

    The narrower step keeps packages that are there already (``--inexact``), so that a demo after a test run does
    not take the tools away.
    """
    groups = ("--group", "dev") if dev else ("--inexact", "--no-default-groups", "--group", "setup")
    return Step(
        key="packages-dev" if dev else "packages",
        title="Python packages of uv.lock" + (", with those for tests and checks" if dev else ""),
        inputs=(ROOT / "pyproject.toml", ROOT / "uv.lock"),
        outputs=(VENV_PYTHON,),
        run=lambda: sync(*groups),
        advice=NETWORK.format(where="PyPI"),
        salt=str(ROOT),
    )


def library_step() -> Step:
    """Fetch the page's libraries."""
    lockfiles = tuple(ROOT / name for name in page_libraries.LOCKFILES)
    return Step(
        key="page-libraries",
        title="page libraries of package-lock.json (map, symbols, plots, font)",
        inputs=(*lockfiles, ROOT / "tools" / "page_libraries.py"),
        outputs=page_libraries.targets(ROOT),
        run=fetch_page_libraries,
        advice=NETWORK.format(where="the npm registry"),
    )


def words_step() -> Step:
    """Compile the catalogues."""
    catalogues = tuple(sorted((ROOT / "src" / "tansiq" / "locale").glob("*/LC_MESSAGES/*.po")))
    return Step(
        key="words",
        title="Arabic and Sorani catalogues",
        inputs=catalogues,
        outputs=tuple(path.with_suffix(".mo") for path in catalogues),
        run=compile_words,
        advice="A .po file under src/tansiq/locale cannot be read; the message above names it.",
        salt=str([path.relative_to(ROOT).as_posix() for path in catalogues]),
    )


def needed_steps(*, dev: bool) -> list[Step]:
    """Return the steps that are not fresh, in order; uv only where packages must be installed and there is none."""
    packages = packages_step(dev=dev)
    steps = [step for step in (packages, library_step(), words_step()) if not is_fresh(step, STAMPS)]
    wider = is_fresh(packages_step(dev=True), STAMPS)
    if wider and packages in steps:
        steps.remove(packages)
    fetched = str(LOCAL / "uv" / "bin" / "uv")
    if packages in steps and uv_command() == [fetched] and not is_fresh(uv_step(), STAMPS):
        steps.insert(0, uv_step())
    return steps


@contextmanager
def alone() -> Iterator[None]:
    """Hold the set-up lock; wait, and say so, while another run holds it."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another run is setting up; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(words: str) -> None:
    """Print one line to stderr: stdout belongs to the command."""
    print(words, file=sys.stderr, flush=True)


def set_up(*, dev: bool) -> None:
    """Do every step that is not fresh, one line each with the seconds it took; end with code 1 if one fails."""
    if not needed_steps(dev=dev):
        return
    with alone():
        steps = needed_steps(dev=dev)  # another run may have done them while this one waited
        for number, step in enumerate(steps, 1):
            started = time.monotonic()
            print(f"set-up {number}/{len(steps)}: {step.title} ...", end=" ", file=sys.stderr, flush=True)
            try:
                do(step, STAMPS)
            except (StepError, OSError) as error:
                say(f"failed\n\n{error}\n\ntansiq: set-up stopped at this step: {step.title}. {step.advice}")
                sys.exit(1)
            say(f"{time.monotonic() - started:.1f} s")


def become(command: Sequence[str | Path], *, inside: bool) -> NoReturn:
    """Replace this process by ``command``, so that its exit code and signals are its own; ``inside`` the checkout."""
    if inside:
        os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(command[0], [str(part) for part in command])  # noqa: S606 - the point is to hand over without a shell


# A file's tests stay in one process, since they share what is slow to make; each process takes up to 1 GB.
AT_ONCE = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
# Browser tests ask the same of the database as the others, and take minutes.
ON_POSTGRESQL = ("-m", "database and not browser", "--postgresql")


def run_all_tests() -> NoReturn:
    """Run all tests, then those that ask the database again on PostgreSQL; end with the first bad exit code."""
    pytest = [str(VENV_PYTHON), "-m", "pytest"]
    codes = []
    for options in ((), ON_POSTGRESQL):
        say(f"tests {' '.join(options)}".rstrip())
        try:
            codes.append(subprocess.run([*pytest, *AT_ONCE, *options], cwd=ROOT, check=False).returncode)
        except KeyboardInterrupt:
            sys.exit(130)
    sys.exit(next(filter(None, codes), 0))


def enter(words: list[str]) -> None:
    """Do what the words after ``./tansiq`` ask for."""
    if not words or words[0] in {"-h", "--help", "help"}:
        print(HELP, end="")
        return
    own = {
        "test": ("-m", "pytest"),
        "check": ("-m", "tools.check"),
        "words": ("-m", "tools.translations", "refresh"),
    }
    first, rest = words[0], words[1:]
    set_up(dev=first in own)
    if words == ["test"]:
        run_all_tests()
    if first in own:
        become([VENV_PYTHON, *own[first], *rest], inside=True)
    become([VENV_PYTHON, "-P", "-m", "tansiq", *words], inside=False)
