"""Digests that name what the site is made of, so that nothing cached outlives a change."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1]
DIGEST_LETTERS: Final = 12


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:DIGEST_LETTERS]


@cache
def software_digest() -> str:
    """Return a digest of the package's code and words: it changes whenever a result could."""
    return _digest(path for ending in ("*.py", "*.mo", "*.toml") for path in PACKAGE.rglob(ending))


@cache
def ground_digest() -> str:
    """Return a digest of what the exercise's ground and forces are made by: it changes whenever they could."""
    folders = (PACKAGE / name for name in ("domain", "ground", "exercise"))
    return _digest(path for folder in folders for path in folder.rglob("*") if _is_source(path))


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


@cache
def static_digest() -> str:
    """Return a digest of every static file of the site."""
    centre = PACKAGE / "centre"
    return _digest(path for folder in centre.glob("**/static") for path in folder.rglob("*") if path.is_file())
