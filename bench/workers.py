"""The same picture by the plain command and on clusters of processes of this machine, with their bytes compared.

    python bench/workers.py [--cell 250] [--workers 1 2] [--runs 3] [--keep FOLDER]

Builds the ground and the exercise laydown once (see ``band.py``). Each run is ``tansiq gaps`` in a fresh process, as a
person would start it: starting the workers is part of it, and said apart. Rounds alternate, so that a busy machine is
busy for all; medians of ``--runs``.
"""

import argparse
import hashlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from band import build

_START = (
    "import sys, time\n"
    "from tansiq.gaps.workers import opened, read_address\n"
    "if __name__ == '__main__':\n"
    "    begun = time.perf_counter()\n"
    "    with opened(read_address(sys.argv[1])):\n"
    "        print(time.perf_counter() - begun)\n"
)


def command(ground: Path, laydown: Path, out: Path, on: str) -> tuple[float, float]:
    """Make the picture once; return wall seconds, and the processor seconds of the command and its workers."""
    words = [sys.executable, "-m", "tansiq", "--quiet", "gaps", str(ground), str(laydown), str(out)]
    begun = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        words + (["--on", on] if on else []), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, used


def start_s(on: str) -> float:
    """Return the seconds that opening a cluster takes; 0 without one."""
    if not on:
        return 0.0
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "start.py"
        script.write_text(_START)
        return float(subprocess.run([sys.executable, script, on], check=True, capture_output=True, text=True).stdout)


def digest(folder: Path) -> str:
    """Return a digest of every file in a folder."""
    whole = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cell", type=int, default=250, help="cell size [m]")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder to keep the ground in between runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        ground, laydown, _ = build(folder, options.cell)
        where = ["", *(f"dask://local?workers={count}" for count in options.workers)]
        seen: dict[str, list[tuple[float, float]]] = {on: [] for on in where}
        digests: set[str] = set()
        print(f"cell {options.cell} m, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
        for number in range(options.runs):
            for on in where:
                out = folder / "pictures" / f"{options.cell}-{number}-{where.index(on)}"
                out.parent.mkdir(exist_ok=True)
                seen[on].append(command(ground, laydown, out, on))
                digests.add(digest(out))
        starts = {on: start_s(on) for on in where}
        print(f"{'where':28s} {'wall s':>8s} {'CPU s':>8s} {'start s':>8s}   walls")
        for on in where:
            wall, used = (statistics.median(column) for column in zip(*seen[on], strict=True))
            walls = " ".join(f"{one:.1f}" for one, _ in seen[on])
            print(f"{on or 'plain':28s} {wall:8.1f} {used:8.1f} {starts[on]:8.1f}   {walls}")
        print(f"bytes: {'the same' if len(digests) == 1 else 'DIFFERENT'}; load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
