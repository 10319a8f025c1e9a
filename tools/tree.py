"""What the repository may hold: short files, no fetched data, no libraries of others, no paths of a machine."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

LONGEST, LONG = 500, 300
COUNTED = frozenset({".py", ".js", ".mjs", ".css", ".html"})
FETCHED = re.compile(
    r"\.(tif|tiff|hgt|dt\d|gpkg|shp|pbf|pmtiles|mbtiles|npz|npy|parquet|sqlite3?|mo|woff2?|ttf|zip|whl)$"
    r"|\.min\.(js|css)$|(^|/)(node_modules|vendor|third_party)/"
)
MACHINE_PATH = re.compile(r"(?<![\w.~/:-])/(?:home|root|Users|work|tmp)/\w")
UNREAD = frozenset({".lock", ".png", ".jpg", ".webp", ".xlsx"})


def tracked(root: Path) -> list[Path]:
    """Return the files git tracks that are there, relative to ``root``."""
    said = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)  # noqa: S607
    return [Path(name) for name in said.stdout.split("\0") if name and (root / name).is_file()]


def lengths(root: Path, files: Iterable[Path]) -> dict[Path, int]:
    """Return the number of lines of each source file."""
    return {path: len((root / path).read_bytes().splitlines()) for path in files if path.suffix in COUNTED}


def machine_paths(path: Path, text: str) -> list[str]:
    """Return where ``text`` names a folder of somebody's machine."""
    lines = enumerate(text.splitlines(), 1)
    return [f"{path}:{number}: names a path of one machine" for number, line in lines if MACHINE_PATH.search(line)]


def faults(root: Path) -> list[str]:
    """Return what must not be in the repository."""
    files = tracked(root)
    found = [
        f"{path}: fetched, compiled or copied files are not committed" for path in files if FETCHED.search(str(path))
    ]
    found += [f"{path}: {n} lines, {LONGEST} is the limit" for path, n in lengths(root, files).items() if n > LONGEST]
    for path in files:
        if path.suffix not in UNREAD:
            found += machine_paths(path, (root / path).read_text(encoding="utf-8", errors="replace"))
    return found


def long_files(root: Path) -> list[str]:
    """Return the files that should be split soon."""
    return [f"{path}: {n} lines, {LONG} is the aim" for path, n in lengths(root, tracked(root)).items() if n > LONG]
