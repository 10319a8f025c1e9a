"""``./tansiq check``: everything that must hold before a change lands. All of it runs, even after a failure."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tools import tree

ROOT = Path(__file__).resolve().parent.parent


class Verdict(NamedTuple):
    """How a check ended, and what it said."""

    passed: bool
    words: str


def command(*words: str) -> Callable[[], Verdict]:
    """Return a check that runs Python with these words and passes if it ends with code 0."""

    def run() -> Verdict:
        done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return Verdict(done.returncode == 0, done.stdout + done.stderr)

    return run


def files() -> Verdict:
    """Check what the repository holds."""
    wrong = tree.faults(ROOT)
    return Verdict(not wrong, "\n".join([*wrong, *tree.long_files(ROOT)]))


CHECKS: dict[str, Callable[[], Verdict]] = {
    "format (ruff)": command("-m", "ruff", "format", "--check", "."),
    "lint (ruff)": command("-m", "ruff", "check", "."),
    "types (mypy, strict)": command("-m", "mypy"),
    "imports (import-linter)": command("-c", "from importlinter.cli import lint_imports_command as lint; lint()"),
    "translations": command("-m", "tools.translations", "check"),
    "migrations (Django)": command(
        "-m", "django", "makemigrations", "--check", "--dry-run", "--settings", "tansiq.centre.settings"
    ),
    "files": files,
}


def main() -> int:
    """Run every check and return 1 if one failed."""
    failed = []
    for name, check in CHECKS.items():
        started = time.monotonic()
        verdict = check()
        word = "passed" if verdict.passed else "FAILED"
        print(f"{name}: {word} in {time.monotonic() - started:.1f} s", flush=True)
        if not verdict.passed:
            failed.append(name)
        if verdict.words.strip() and (not verdict.passed or check is files):
            print(verdict.words.strip(), flush=True)
    print(
        f"{len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed"
        + (f"; failed: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
