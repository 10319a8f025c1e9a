"""How viewsheds grow: ``python bench/visibility_growth.py [--plot docs/images/visibility-growth.svg]``.

With posts: counts of 1 to 512 posts on one grid, 5 km at 30 m cells. With cells: counts of 4 posts whose range grows
from 1.5 to 30 km. Our engines on all cores, GDAL's C API once per post, and the plain sight line. Figures are processor
time of all threads, medians of three: they hold on a busy machine, where wall time does not. Prints CSV.
"""

import argparse
import os
import resource
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numba
import numpy as np
from numpy.typing import NDArray

from gdal_viewshed import EARTH_RADIUS_M as GDAL_EARTH_RADIUS_M
from gdal_viewshed import GdalViewshed
from plain_sight import plain_visible
from tansiq.gaps.visibility import EARTH_RADIUS_M, count_visible
from terrain import high_ground, terrain

CELL_M, EYE_M, TARGET_M, REFRACTION = 30.0, 5.0, 1.7, 1 / 7
SIDE, RUNS, LONG_S = 2100, 3, 5.0
POSTS, POSTS_RANGE_M = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512), 5_000.0
FEW, RANGES_M = 4, (1_500.0, 3_000.0, 6_000.0, 10_000.0, 15_000.0, 20_000.0, 30_000.0)
COLOURS = {"fast": "#0072B2", "exact": "#009E73", "GDAL C API": "#E69F00", "plain": "#999999"}


@dataclass(frozen=True)
class Point:
    """One measurement: processor seconds of ``engine`` for ``size`` posts or cells."""

    panel: str
    size: int
    engine: str
    cpu_s: float


Run = Callable[[NDArray[np.int64], float], object]


def engines(heights: NDArray[np.float32]) -> dict[str, Run]:
    """Return what runs on posts and a range [m]."""
    see = {"eye_m": EYE_M, "target_m": TARGET_M}
    curvature = (1 - REFRACTION) * GDAL_EARTH_RADIUS_M / EARTH_RADIUS_M
    found: dict[str, Run] = {
        "fast": lambda posts, range_m: count_visible(heights, CELL_M, posts, range_m=range_m, **see),
        "exact": lambda posts, range_m: count_visible(heights, CELL_M, posts, range_m=range_m, exact=True, **see),
        "plain": lambda posts, range_m: [
            plain_visible(heights, CELL_M, row, col, range_m=range_m, refraction=REFRACTION, **see)
            for row, col in posts.tolist()
        ],
    }
    try:
        peer = GdalViewshed(heights, CELL_M)
    except FileNotFoundError as absent:
        print(f"absent: GDAL C API: {absent}", file=sys.stderr)
        return found
    return found | {
        "GDAL C API": lambda posts, range_m: [
            peer.run(row, col, range_m=range_m, curvature=curvature, **see) for row, col in posts.tolist()
        ]
    }


def cpu_s(run: Callable[[], object]) -> float:
    """Return the processor time of one run, all threads [s]."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    run()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def grow(panel: str, name: str, run: Run, sizes: list[tuple[int, NDArray[np.int64], float]]) -> Iterator[Point]:
    """Yield measurements from small to large, up to the first that takes long."""
    run(sizes[0][1], sizes[0][2])  # compiles
    for size, posts, range_m in sizes:
        median_s = statistics.median(cpu_s(lambda p=posts, r=range_m: run(p, r)) for _ in range(RUNS))
        yield Point(panel, size, name, median_s)
        if median_s > LONG_S:
            return


def measure() -> Iterator[Point]:
    """Yield all measurements."""
    heights = terrain(SIDE, SIDE)
    many = high_ground(heights, max(POSTS), int(POSTS_RANGE_M / CELL_M) + 3)
    middle = np.array([[SIDE // 2 + down, SIDE // 2 + right] for down in (-9, 9) for right in (-9, 9)])
    with_posts = [(count, many[:count], POSTS_RANGE_M) for count in POSTS]
    with_cells = [(round(np.pi * (range_m / CELL_M) ** 2), middle, range_m) for range_m in RANGES_M]
    for name, run in engines(heights).items():
        yield from grow("posts", name, run, with_posts)
        yield from grow("cells", name, run, with_cells)


def plot(points: list[Point], path: Path) -> None:
    """Draw both panels as SVG."""
    import matplotlib as mpl  # noqa: PLC0415 - only for the plot
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    labels = {"posts": "Posts (5 km, 30 m cells)", "cells": f"Cells in range of each of {FEW} posts"}
    with mpl.rc_context({"svg.hashsalt": "tansiq", "svg.fonttype": "path"}):
        figure = Figure(figsize=(9.5, 4.2))
        for axes, panel in zip(figure.subplots(1, 2), labels, strict=True):
            for name, colour in COLOURS.items():
                line = [(one.size, one.cpu_s) for one in points if (one.panel, one.engine) == (panel, name)]
                axes.loglog(*zip(*line, strict=True), "o-", ms=4, color=colour, label=name) if line else None
            axes.set_xlabel(labels[panel])
            axes.set_ylabel("Processor seconds")
            axes.grid(which="major", color="#dddddd", lw=0.5)
            axes.spines[["top", "right"]].set_visible(False)
            axes.legend(frameon=False)
        figure.tight_layout()
        figure.savefig(path, metadata={"Date": None, "Creator": None}, bbox_inches="tight")


def main() -> None:
    """Measure, print, and draw if asked."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--plot", type=Path, help="SVG to draw")
    options = asked.parse_args()
    numba.set_num_threads(os.cpu_count() or 1)
    print(f"# load {os.getloadavg()[0]:.1f}\nagainst,size,engine,cpu_s")
    points = []
    for one in measure():
        points.append(one)
        print(f"{one.panel},{one.size},{one.engine},{one.cpu_s:.5f}", flush=True)
    print(f"# load at the end {os.getloadavg()[0]:.1f}")
    if options.plot:
        plot(points, options.plot)


if __name__ == "__main__":
    main()
