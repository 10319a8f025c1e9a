"""Travel time from many sources: ours, scikit-image MCP_Geometric and GRASS r.cost on the same ground.

    python bench/travel.py [--side 3000] [--sources 50] [--runs 3] [--engines ours owned skimage grass]

Ground is made-up ridged terrain (``terrain.py``) at 30 m: Tobler's pace off paths, and twelve straight roads at
40 km/h. Every engine gets the same float32 paces and runs in its own process, one after the other in each round, so
that a busy machine weighs on all alike; figures are medians over rounds. Set-up (start, compilation, import into GRASS)
is not timed. ``B/cell`` is the process's whole peak memory over the number of cells, ``grown`` what the call added to
what was resident before it (paces in memory). All engines use one thread. The difference is from scikit-image, which
adds in float64.
"""

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tansiq.ground.going import walk_s_per_m
from terrain import terrain

CELL_M = 30.0
ROAD_S_PER_M = 3.6 / 40
PATCHES, PATCH_LIMIT_MIN = 100, 45.0
LABELS = {
    "skimage": "scikit-image MCP_Geometric",
    "grass": "GRASS r.cost",
    "ours": "travel_minutes",
    "owned": "travel_minutes_and_source",
}

# GRASS's modules are timed and weighed from inside its session by a process that is itself small.
WEIGH = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""

Seen = tuple[float, float, NDArray[Any]]  # seconds, peak memory [MB], costs
Run = Callable[[NDArray[np.float32], NDArray[np.int64]], Seen]


def ground(side: int) -> NDArray[np.float32]:
    """Return the pace of every cell [s/m]."""
    pace = walk_s_per_m(terrain(side, side), CELL_M)
    for start, end in np.random.default_rng(3).uniform(0, side - 1, (12, 2, 2)):
        line = np.linspace(start, end, 3 * side).astype(int)
        pace[tuple(line.T)] = ROAD_S_PER_M
    return pace


def memory_mb(field: str) -> float:
    """Return this process's resident memory [MB]: ``VmRSS`` now, ``VmHWM`` at most so far.

    Not ``ru_maxrss``, which a process inherits from the one that started it.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def run_ours(pace: NDArray[np.float32], cells: NDArray[np.int64]) -> Seen:
    """Time :func:`tansiq.gaps.travel_minutes`."""
    from tansiq.gaps.travel import travel_minutes  # noqa: PLC0415 - as above

    started = time.perf_counter()
    minutes = travel_minutes(pace, CELL_M, cells)
    return time.perf_counter() - started, memory_mb("VmHWM"), minutes


def run_owned(pace: NDArray[np.float32], cells: NDArray[np.int64]) -> Seen:
    """Time :func:`tansiq.gaps.travel.travel_minutes_and_source`."""
    from tansiq.gaps.travel import travel_minutes_and_source  # noqa: PLC0415 - as above

    started = time.perf_counter()
    minutes, _ = travel_minutes_and_source(pace, CELL_M, cells)
    return time.perf_counter() - started, memory_mb("VmHWM"), minutes


def run_skimage(pace: NDArray[np.float32], cells: NDArray[np.int64]) -> Seen:
    """Time scikit-image; costs come in s/m times cells and are scaled afterwards."""
    from skimage.graph import MCP_Geometric  # noqa: PLC0415 - as above

    sources = [(int(row), int(col)) for row, col in cells]
    started = time.perf_counter()
    costs, _ = MCP_Geometric(pace).find_costs(sources)
    return time.perf_counter() - started, memory_mb("VmHWM"), costs


def run_grass(pace: NDArray[np.float32], cells: NDArray[np.int64]) -> Seen:
    """Time GRASS r.cost alone; the map goes in and out by GeoTIFF, untimed."""
    import rasterio  # noqa: PLC0415 - as above
    from rasterio.transform import from_origin  # noqa: PLC0415 - as above

    west, north = 400_000.0, 4_000_000.0
    with tempfile.TemporaryDirectory() as folder:
        map_in, map_out = f"{folder}/pace.tif", f"{folder}/cost.tif"
        profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": "EPSG:32638"}
        profile |= {
            "height": pace.shape[0],
            "width": pace.shape[1],
            "transform": from_origin(west, north, CELL_M, CELL_M),
        }
        with rasterio.open(map_in, "w", **profile) as out:
            out.write(pace, 1)
        subprocess.run(["grass", "-c", map_in, "-e", f"{folder}/place"], check=True, capture_output=True)

        def grass(*words: str) -> str:
            command = ["grass", f"{folder}/place/PERMANENT", "--exec", *words, "--quiet"]
            return subprocess.run(
                command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            ).stdout

        grass("r.in.gdal", "-o", f"input={map_in}", "output=pace")
        grass("g.region", "raster=pace")
        points = ",".join(f"{west + (c + 0.5) * CELL_M},{north - (r + 0.5) * CELL_M}" for r, c in cells)
        cost = ("r.cost", "input=pace", "output=cost", f"start_coordinates={points}", "memory=6000")
        seconds, peak_mb = (float(word) for word in grass("python3", "-c", WEIGH, *cost).split()[-2:])
        grass("r.out.gdal", "-f", "input=cost", f"output={map_out}", "type=Float64")
        with rasterio.open(map_out) as result:
            return seconds, peak_mb, result.read(1)


ENGINES: dict[str, Run] = {"skimage": run_skimage, "grass": run_grass, "ours": run_ours, "owned": run_owned}


def child(engine: str, folder: Path) -> None:
    """Run one engine once in this process and print what was seen as JSON."""
    cells = np.load(folder / "sources.npy")
    pace = np.load(folder / "pace.npy")
    if engine != "grass":
        ENGINES[engine](pace[:70, :70].copy(), np.array([[5, 5]]))
    before_mb = memory_mb("VmRSS")
    seconds, peak_mb, result = ENGINES[engine](pace, cells)
    grown_mb = peak_mb if engine == "grass" else peak_mb - before_mb
    minutes = result.astype(np.float64) if engine in {"ours", "owned"} else result * (CELL_M / 60)
    reference = folder / "reference.npy"
    difference = float("nan")
    if engine == "skimage":
        np.save(reference, minutes)
    elif reference.exists():
        wanted = np.load(reference)
        away = wanted > 0
        difference = float(np.max(np.abs(minutes[away] - wanted[away]) / wanted[away]))
    print(json.dumps({"s": seconds, "mb": peak_mb, "grown": grown_mb, "difference": difference}))


def patches(pace: NDArray[np.float32]) -> None:
    """Print what a hundred single changes cost with :func:`tansiq.gaps.travel.travel_patch`."""
    from tansiq.gaps.travel import travel_patch  # noqa: PLC0415 - only here

    cells = np.random.default_rng(8).integers(0, pace.shape[0], (PATCHES, 2))
    travel_patch(pace, CELL_M, (0, 0), 0, 1)
    started = time.perf_counter()
    reached = [np.isfinite(travel_patch(pace, CELL_M, (int(r), int(c)), 0, PATCH_LIMIT_MIN)[2]).sum() for r, c in cells]
    seconds = time.perf_counter() - started
    print(
        f"\n{PATCHES} patches of one source within {PATCH_LIMIT_MIN:.0f} min: {seconds:.2f} s, "
        f"{seconds / PATCHES * 1000:.1f} ms each, {np.mean(reached) / 1000:.0f} thousand cells reached on average"
    )


def available(engine: str) -> bool:
    """Tell whether a peer is installed."""
    if engine == "grass":
        return shutil.which("grass") is not None
    return engine != "skimage" or importlib.util.find_spec("skimage") is not None


def report(samples: dict[str, list[dict[str, float]]], cells: int) -> None:
    """Print the table."""
    widths = {"s": 7, "Mcell/s": 8, "B/cell": 7, "grown": 7, "max rel diff": 13, "times ours": 11}
    print(f"{'engine':28s}", *(f"{head:>{width}s}" for head, width in widths.items()))
    medians = {e: {k: statistics.median(one[k] for one in runs) for k in runs[0]} for e, runs in samples.items()}
    ours_s = medians["ours"]["s"] if "ours" in medians else float("nan")
    for engine, m in medians.items():
        print(
            f"{LABELS[engine]:28s} {m['s']:7.2f} {cells / m['s'] / 1e6:8.1f} {m['mb'] * 2**20 / cells:7.0f} "
            f"{m['grown'] * 2**20 / cells:7.0f} {m['difference']:13.1e} {m['s'] / ours_s:11.1f}"
        )


def main() -> None:
    """Read the arguments, run the rounds, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=3000, help="rows and columns")
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child[0], Path(asked.child[1]))
        return
    engines = [engine for engine in ENGINES if engine in asked.engines and available(engine)]
    absent = [LABELS[engine] for engine in asked.engines if not available(engine)]
    with tempfile.TemporaryDirectory() as name:
        folder, pace = Path(name), ground(asked.side)
        np.save(folder / "pace.npy", pace)
        np.save(folder / "sources.npy", np.random.default_rng(5).integers(0, asked.side, (asked.sources, 2)))
        samples: dict[str, list[dict[str, float]]] = {engine: [] for engine in engines}
        for _ in range(asked.runs):
            for engine in engines:
                command = [sys.executable, __file__, "--child", engine, name]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
                samples[engine].append(json.loads(done.stdout))
    print(f"{asked.side} x {asked.side} cells, {asked.sources} sources, median of {asked.runs}, {os.cpu_count()} cores")
    report(samples, pace.size)
    for label in absent:
        print(f"{label:28s} not installed")
    patches(pace)


if __name__ == "__main__":
    main()
