"""The whole band from real data: time and memory of the full picture, as a person would run it.

    python bench/band.py [--cells 250 90] [--runs 3] [--keep FOLDER]

Builds the ground and the exercise laydown once per cell size, then runs ``tansiq gaps`` in a fresh process, the
median of ``--runs``. Wall time includes starting Python; memory is the process's peak resident set.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared" / "data"
GOALS = {250: (8.0, 4.0), 90: (60.0, 4.0)}


def run(*words: str) -> tuple[float, float]:
    """Run one ``tansiq`` command; return wall seconds and its peak resident memory in GB."""
    started = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "tansiq", *words], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"tansiq {' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")  # noqa: EM102, TRY003 - a bench ends with words
    return time.perf_counter() - started, usage.ru_maxrss / 2**20


def build(folder: Path, cell_m: int) -> tuple[Path, Path, float]:
    """Build ground and laydown at one cell size unless they are there; return both and the build's seconds."""
    ground, laydown = folder / f"ground-{cell_m}", folder / f"laydown-{cell_m}.geojson"
    seconds = 0.0
    if not ground.exists():
        seam = f"{SHARED}/boundaries.gpkg:internal_lines_derived?line_id='districts_1991_approx'"
        seconds, _ = run(
            "ground", "build", str(ground), "--dem", f"{SHARED}/dem_30s_dted0.tif",
            "--places", f"{SHARED}/places.gpkg:osm_places", "--boundaries", f"{SHARED}/boundaries.gpkg:adm1",
            "--water", f"{SHARED}/water.gpkg", "--seam", seam, "--width-km", "60", "--cell", str(cell_m),
        )  # fmt: skip
    if not laydown.exists():
        run("exercise", "laydown", str(ground), str(laydown))
    return ground, laydown, seconds


def measure(folder: Path, cell_m: int, runs: int) -> None:
    """Print one row: medians of wall time and memory, and what the picture says."""
    ground, laydown, build_s = build(folder, cell_m)
    out = folder / f"picture-{cell_m}"
    samples = [run("gaps", str(ground), str(laydown), str(out)) for _ in range(runs)]
    wall_s, memory_gb = (statistics.median(column) for column in zip(*samples, strict=True))
    picture = json.loads((out / "picture.json").read_text(encoding="utf-8"))
    goal_s, goal_gb = GOALS.get(cell_m, (float("nan"), 4.0))
    print(
        f"{cell_m:6d} {picture['area_km2']:9.0f} {len(picture['gaps']):5d} {build_s:8.1f} {wall_s:8.1f} {goal_s:7.0f} "
        f"{memory_gb:8.2f} {goal_gb:7.1f}   " + " ".join(f"{wall:.1f}" for wall, _ in samples),
        flush=True,
    )


def main() -> None:
    """Parse the options and measure each cell size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, nargs="+", default=[250, 90], help="cell sizes [m]")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder to keep grounds in between runs")
    options = parser.parse_args()
    print(
        f"{'cell m':>6} {'area km2':>9} {'gaps':>5} {'build s':>8} {'gaps s':>8} {'goal s':>7} "
        f"{'peak GB':>8} {'goal':>7}   runs"
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for cell_m in options.cells:
            measure(folder, cell_m, options.runs)


if __name__ == "__main__":
    main()
