"""Corridors on the whole band from real data: ours, scikit-image MCP_Geometric and GRASS r.cost on the same costs.

    python bench/corridors.py [--cells 250] [--runs 3] [--keep FOLDER] [--engines skimage grass] [--plot FILE.svg]

Builds the ground and the exercise laydown once per cell size (see ``band.py``). Every engine then accumulates the same
cost outward from one edge of the band over all its ground, one after the other in each round, on one thread; beside
them stand ``find_corridors`` as a whole (the ways across every length, five corridors in both directions, who could
answer; layers of the picture and the prepared band are given) and ``prove_barrier``. Medians over rounds of wall and of
processor time; compilation and import into GRASS are not timed. The difference is the largest from scikit-image. With
several cell sizes ``--plot`` draws how the times grow.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin

import tansiq.ground
from band import build
from exchange_growth import HEIGHT, LEFT, TOP, WIDTH, Curve, Panel
from tansiq.exchange import laydown_file
from tansiq.gaps import party_layers, prepare, settle
from tansiq.gaps.corridors import find_corridors, prove_barrier
from tansiq.gaps.corridors.frame import frame_ground
from tansiq.gaps.corridors.walk import Walk, lay_walk
from tansiq.gaps.corridors.ways import least_cost

LABELS = {
    "ours": "least_cost",
    "skimage": "scikit-image MCP_Geometric",
    "grass": "GRASS r.cost",
    "corridors": "find_corridors, all of it",
    "barrier": "prove_barrier",
}
# GRASS's module is timed from inside its session.
TIME = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - started, used.ru_utime + used.ru_stime)
"""


@dataclass(frozen=True)
class Seen:
    """What one run took, wall and processor [s], and the costs if it accumulated any."""

    wall_s: float
    cpu_s: float
    cost: NDArray[np.float64] | None = None


Run = Callable[[], Seen]


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return wall seconds, processor seconds and the result of some work."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def runs_of(ground_folder: Path, laydown: Path, engines: list[str], scratch: Path) -> tuple[dict[str, Run], int]:
    """Return what can be run on one ground, and how many cells are walked."""
    ground = tansiq.ground.open(ground_folder)
    laid = laydown_file.read(laydown)
    parameters, _ = settle(ground, laid)
    layers, band = party_layers(ground, laid, parameters), prepare(ground)
    walk = lay_walk(ground, frame_ground(ground), layers)
    runs: dict[str, Run] = {}
    if "skimage" in engines:
        runs["skimage"] = lambda: by_skimage(walk)
    if "grass" in engines and shutil.which("grass"):
        place = into_grass(walk, scratch)
        runs["grass"] = lambda: by_grass(walk, place)
    runs["ours"] = lambda: Seen(*timed(lambda: least_cost(walk.half, walk.frame.cols, walk.frame.edges[0])))
    runs["corridors"] = lambda: Seen(*timed(lambda: find_corridors(band, layers, parameters))[:2])
    runs["barrier"] = lambda: Seen(*timed(lambda: prove_barrier(band, layers, parameters))[:2])
    find_corridors(band, layers, parameters, k=1)
    prove_barrier(band, layers, parameters)
    return runs, int(np.isfinite(walk.half).sum())


def by_skimage(walk: Walk) -> Seen:
    """Accumulate with scikit-image; a cell's cost is twice what it costs from centre to edge."""
    from skimage.graph import MCP_Geometric  # noqa: PLC0415 - only where it is asked for

    cost = (2 * walk.half).reshape(walk.frame.strip.shape)
    seeds = [(int(row), int(col)) for row, col in np.column_stack(np.divmod(walk.frame.edges[0], walk.frame.cols))]
    wall, cpu, found = timed(lambda: MCP_Geometric(cost).find_costs(seeds)[0])
    return Seen(wall, cpu, np.asarray(found).ravel())


def grass(*words: str | Path) -> str:
    """Run GRASS and return what it printed."""
    command = ["grass", *map(str, words)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def write(path: Path, values: NDArray[Any], nodata: float) -> None:
    """Write a raster whose cells are one unit wide."""
    rows, cols = values.shape
    profile = {"driver": "GTiff", "count": 1, "dtype": values.dtype, "crs": "EPSG:32638", "height": rows, "width": cols}
    with rasterio.open(path, "w", **profile, transform=from_origin(0, rows, 1, 1), nodata=nodata) as out:
        out.write(values, 1)


def into_grass(walk: Walk, scratch: Path) -> Path:
    """Put cost and edge into a new GRASS place."""
    shape = walk.frame.strip.shape
    cost = np.where(np.isfinite(walk.half), 2 * walk.half, -1.0).reshape(shape)
    edge = np.zeros(walk.half.size, np.uint8)
    edge[walk.frame.edges[0]] = 1
    write(scratch / "cost.tif", cost, -1)
    write(scratch / "edge.tif", edge.reshape(shape), 0)
    grass("-c", scratch / "cost.tif", "-e", scratch / "place")
    place = scratch / "place" / "PERMANENT"
    for name in ("cost", "edge"):
        grass(place, "--exec", "r.in.gdal", "-o", f"input={scratch / f'{name}.tif'}", f"output={name}")
    grass(place, "--exec", "g.region", "raster=cost")
    return place


def by_grass(walk: Walk, place: Path) -> Seen:
    """Accumulate with r.cost alone; maps go in and out untimed."""
    words = ("r.cost", "--overwrite", "--quiet", "input=cost", "output=sum", "start_raster=edge", "memory=4000")
    wall, cpu = (float(word) for word in grass(place, "--exec", "python3", "-c", TIME, *words).split()[-2:])
    result = place.parents[1] / "sum.tif"
    grass(place, "--exec", "r.out.gdal", "--overwrite", "-f", "input=sum", f"output={result}", "type=Float64")
    with rasterio.open(result) as out:
        found = out.read(1).ravel()
    return Seen(wall, cpu, np.where(np.isfinite(walk.half) & np.isfinite(found), found, np.inf))


def difference(mine: NDArray[np.float64] | None, theirs: NDArray[np.float64] | None) -> float:
    """Return the largest relative difference where both got."""
    if mine is None or theirs is None:
        return float("nan")
    known = np.isfinite(theirs) & (theirs > 0)
    return float(np.max(np.abs(mine[known] - theirs[known]) / theirs[known]))


def measure(folder: Path, cell_m: int, asked: argparse.Namespace) -> tuple[int, dict[str, float]]:
    """Print one table and return the cells walked and the processor seconds of each engine."""
    ground, laydown, _ = build(folder, cell_m)
    with tempfile.TemporaryDirectory() as scratch:
        runs, cells = runs_of(ground, laydown, asked.engines, Path(scratch))
        samples: dict[str, list[Seen]] = {name: [] for name in runs}
        before = os.getloadavg()[0]
        for _ in range(asked.runs):
            for name, run in runs.items():
                samples[name].append(run())
    wall = {name: statistics.median(one.wall_s for one in some) for name, some in samples.items()}
    cpu = {name: statistics.median(one.cpu_s for one in some) for name, some in samples.items()}
    print(
        f"\n{cell_m} m, {cells:,} cells walked, median of {asked.runs}, load {before:.1f} to {os.getloadavg()[0]:.1f}"
    )
    heads = ("wall s", 8), ("CPU s", 8), ("Mcell/CPU s", 12), ("largest diff", 13), ("CPU to ours", 12)
    print(f"{'engine':28s}", *(f"{head:>{width}s}" for head, width in heads))
    for name, some in samples.items():
        apart = difference(some[-1].cost, samples["skimage"][-1].cost if "skimage" in samples else None)
        print(
            f"{LABELS[name]:28s} {wall[name]:8.3f} {cpu[name]:8.3f} {cells / cpu[name] / 1e6:12.2f} {apart:13.1e} "
            f"{cpu[name] / cpu['ours']:12.1f}",
            flush=True,
        )
    return cells, cpu


def plot(found: list[tuple[int, dict[str, float]]], path: Path) -> None:
    """Draw processor time against cells, both in powers of ten."""
    colours = {
        "corridors": "#0b5394", "barrier": "#38761d", "ours": "#6A4C93", "skimage": "#b45f06", "grass": "#8C1C13",
    }  # fmt: skip
    curves = [
        Curve(LABELS[name], colour, [(cells, cpu[name]) for cells, cpu in found if name in cpu])
        for name, colour in colours.items()
        if any(name in cpu for _, cpu in found)
    ]
    panel = Panel("processor time [s] by cells walked", LEFT, (4, 7), (-3, 2), curves)
    wide, high = LEFT + WIDTH + 50, TOP + HEIGHT + 60 + 16 * len(curves)
    drawn = "\n".join(panel.drawn())
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" '
        f'font-size="12">\n<rect width="{wide}" height="{high}" fill="white"/>\n{drawn}\n</svg>\n',
        encoding="utf-8",
    )


def main() -> None:
    """Read the options, measure each cell size, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, nargs="+", default=[250], help="cell sizes [m]")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder to keep grounds in between runs")
    parser.add_argument("--engines", nargs="+", choices=["skimage", "grass"], default=["skimage", "grass"])
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        found = [measure(folder, cell_m, asked) for cell_m in asked.cells]
    if asked.plot:
        plot(found, asked.plot)


if __name__ == "__main__":
    main()
