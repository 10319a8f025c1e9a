"""Compare viewshed engines on the same terrain and posts, in one run: ``python bench/visibility.py``.

Cumulative visibility of 50 posts on high ground, 10 km at 30 m cells, eyes 5 m, targets 1.7 m, refraction 1/7. Every
engine runs once in each round, so that a machine whose load changes treats them alike; figures are medians over the
rounds, wall time and processor time of all threads and child processes. Slow engines compute fewer posts and in three
rounds only. Every run starts after a short rest. Ratios are of medians, or of what ``--compare`` names: on a busy
machine the best of many short runs (``--posts 16 --rounds 40``) comes nearest to a quiet one, and processor time counts
work whoever else runs.
*Plain* is one sight line for every cell, the definition, on all cores. Errors are against it, within range: agreement
of all cells, and false-visible and false-hidden cells as shares of the visible ones. *Layers* are counts and detection
rates together.
"""

import argparse
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numba
import numpy as np
import rasterio
from numpy.typing import NDArray

from gdal_viewshed import EARTH_RADIUS_M as GDAL_EARTH_RADIUS_M
from gdal_viewshed import GdalViewshed
from plain_sight import plain_visible
from tansiq.gaps.visibility import EARTH_RADIUS_M, Watcher, count_visible, detection_layers, visible_from
from terrain import high_ground, terrain
from viewshed_commands import AbsentError, GdalCommand, Grass, write_terrain

CELL_M, RANGE_M, EYE_M, TARGET_M, REFRACTION = 30.0, 10_000.0, 5.0, 1.7, 1 / 7
SIDE, POSTS, FEW = 1500, 50, 3
PLAIN = "plain sight line"
REST_S = 0.05
SIGHT = {"eye_m": EYE_M, "target_m": TARGET_M, "range_m": RANGE_M}


@dataclass
class Engine:
    """One row of the table: ``run`` returns seconds per post, ``viewshed`` one post's bool grid."""

    name: str
    threads: str
    run: Callable[[], float]
    viewshed: Callable[[int, int], NDArray[np.bool_]]
    posts: int
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    slow: bool = False

    def time_s(self, compare: str) -> float:
        """Return the time of a post: the ``median`` or ``best`` wall time, or the median ``cpu`` time."""
        if compare == "best":
            return min(self.seconds)
        return statistics.median(self.cpu_seconds if compare == "cpu" else self.seconds)

    def measure(self) -> None:
        """Run once and keep the times per post."""
        time.sleep(REST_S)
        before = used_cpu_s()
        self.seconds.append(self.run())
        self.cpu_seconds.append((used_cpu_s() - before) / self.posts)


def used_cpu_s() -> float:
    """Return the processor time of this process and of programs it waited for [s]."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def ours(name: str, heights: NDArray[np.float32], posts: NDArray[np.int64], threads: int, *, exact: bool) -> Engine:
    """Return one of our engines on ``threads`` threads."""

    def run() -> float:
        numba.set_num_threads(threads)
        start = time.perf_counter()
        count_visible(heights, CELL_M, posts, refraction=REFRACTION, exact=exact, **SIGHT)
        return (time.perf_counter() - start) / len(posts)

    def viewshed(row: int, col: int) -> NDArray[np.bool_]:
        return visible_from(heights, CELL_M, row, col, refraction=REFRACTION, exact=exact, **SIGHT)

    return Engine(name, str(threads), run, viewshed, len(posts))


def plain(heights: NDArray[np.float32], posts: NDArray[np.int64], threads: int) -> Engine:
    """Return the plain sight line on ``threads`` threads."""

    def viewshed(row: int, col: int) -> NDArray[np.bool_]:
        numba.set_num_threads(threads)
        return plain_visible(heights, CELL_M, row, col, refraction=REFRACTION, **SIGHT)

    def run() -> float:
        start = time.perf_counter()
        for row, col in posts.tolist():
            viewshed(row, col)
        return (time.perf_counter() - start) / len(posts)

    return Engine(PLAIN, str(threads), run, viewshed, len(posts), slow=True)


def layers(heights: NDArray[np.float32], posts: NDArray[np.int64], threads: int) -> Engine:
    """Return our counts and detection rates in one pass."""
    watchers = [Watcher(row, col, EYE_M, RANGE_M, 0.2) for row, col in posts.tolist()]

    def run() -> float:
        numba.set_num_threads(threads)
        start = time.perf_counter()
        detection_layers(heights, CELL_M, watchers, target_m=TARGET_M, refraction=REFRACTION)
        return (time.perf_counter() - start) / len(posts)

    def viewshed(row: int, col: int) -> NDArray[np.bool_]:
        return visible_from(heights, CELL_M, row, col, refraction=REFRACTION, **SIGHT)

    return Engine("Tansiq, layers", str(threads), run, viewshed, len(posts))


def theirs(
    name: str, threads: str, viewshed: Callable[..., tuple[float, NDArray[np.bool_]]], posts: NDArray[np.int64]
) -> Engine:
    """Return a peer's engine, called once per post, with the curvature we have: they take a larger earth radius."""
    curvature = (1 - REFRACTION) * GDAL_EARTH_RADIUS_M / EARTH_RADIUS_M

    def one(row: int, col: int) -> tuple[float, NDArray[np.bool_]]:
        return viewshed(row, col, curvature=curvature, **SIGHT)

    return Engine(
        name,
        threads,
        lambda: sum(one(int(row), int(col))[0] for row, col in posts) / len(posts),
        lambda row, col: one(row, col)[1],
        len(posts),
        slow=len(posts) <= FEW,
    )


def engines(heights: NDArray[np.float32], posts: NDArray[np.int64], folder: Path) -> list[Engine]:
    """Return every engine that is here, and say which are not."""
    cores = os.cpu_count() or 1
    few = posts[:FEW]
    found = [ours("Tansiq, fast", heights, posts, n, exact=False) for n in sorted({1, cores})]
    found += [ours("Tansiq, exact", heights, posts, n, exact=True) for n in sorted({1, cores})]
    found += [layers(heights, posts, cores), plain(heights, few, cores)]
    path = folder / "terrain.tif"
    write_terrain(path, heights, CELL_M)
    gdal = f"GDAL {rasterio.__gdal_version__} C API"
    try:
        peer = GdalViewshed(heights, CELL_M)
        found.append(theirs(gdal, "own", peer.run, posts=posts))
    except FileNotFoundError as absent:
        print(f"absent: {gdal}: {absent}")
    for name, program in (("gdal_viewshed", GdalCommand), ("GRASS r.viewshed", Grass)):
        try:
            command = program(path, heights.shape, CELL_M, folder)
            found.append(theirs(f"{name} {command.version}", "1", command.run, posts=few))
        except AbsentError as absent:
            print(f"absent: {name}: {absent}")
    return found


def errors(engine: Engine, heights: NDArray[np.float32], posts: NDArray[np.int64]) -> tuple[float, float, float]:
    """Return agreement, false-visible and false-hidden over ``posts`` [%]."""
    same = cells = false_visible = false_hidden = visible = 0
    for row, col in posts.tolist():
        exact = plain_visible(heights, CELL_M, row, col, refraction=REFRACTION, **SIGHT)
        down, right = np.ogrid[-row : heights.shape[0] - row, -col : heights.shape[1] - col]
        inside = np.hypot(down, right) * CELL_M <= RANGE_M
        seen, exact = engine.viewshed(row, col)[inside], exact[inside]
        same, cells, visible = same + int((seen == exact).sum()), cells + exact.size, visible + int(exact.sum())
        false_visible += int((seen & ~exact).sum())
        false_hidden += int((exact & ~seen).sum())
    return 100 * same / cells, 100 * false_visible / visible, 100 * false_hidden / visible


def ratio(peer: float | None, mine: float) -> str:
    """Return how many times slower the peer is."""
    return "-" if peer is None else f"{peer / mine:.1f}"


def report(rows: list[Engine], heights: NDArray[np.float32], posts: NDArray[np.int64], compare: str) -> None:
    """Print the table."""
    times_s = {engine.name: engine.time_s(compare) for engine in rows}
    gdal = next((seconds for name, seconds in times_s.items() if name.endswith("C API")), None)
    grass = next((seconds for name, seconds in times_s.items() if name.startswith("GRASS")), None)
    line = times_s.get(PLAIN)
    heads = ["threads", "ms/post", "CPU ms", "best ms", "x GDAL C", "x GRASS", "x plain"]
    heads += ["agree %", "f.vis. %", "f.hid. %"]
    print(f"{'engine':28s}" + "".join(f"{head:>10s}" for head in heads))
    for engine in rows:
        cells = [f"{1e3 * engine.time_s(which):.2f}" for which in ("median", "cpu", "best")]
        cells += [ratio(peer, engine.time_s(compare)) for peer in (gdal, grass, line)]
        cells += [f"{share:.3f}" for share in errors(engine, heights, posts[:FEW])]
        print(f"{engine.name:28s}" + "".join(f"{cell:>10s}" for cell in (engine.threads, *cells)), flush=True)


def main() -> None:
    """Run every engine in turn for as many rounds as asked, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5, help="rounds; at least 3")
    asked.add_argument("--seed", type=int, default=7, help="seed of the terrain")
    asked.add_argument("--posts", type=int, default=POSTS, help="posts of the fast engines in each round")
    asked.add_argument("--compare", choices=("median", "best", "cpu"), default="median", help="what ratios are of")
    options = asked.parse_args()
    rounds = max(3, options.rounds)
    heights = terrain(SIDE, SIDE, options.seed)
    posts = high_ground(heights, options.posts, int(RANGE_M / CELL_M) + 3)
    print(f"{options.posts} posts, {RANGE_M / 1e3:g} km, {CELL_M:g} m cells ({SIDE} x {SIDE}), {os.cpu_count()} cores, "
          f"{rounds} rounds, ratios of {options.compare}, load {os.getloadavg()[0]:.1f}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        rows = engines(heights, posts, Path(folder))
        for engine in rows:
            engine.viewshed(*posts[0].tolist())  # compiles, and reads files once
        for number in range(rounds):
            for engine in rows:
                if not engine.slow or number % (rounds // 3) == 0:
                    engine.measure()
        numba.set_num_threads(os.cpu_count() or 1)
        report(rows, heights, posts, options.compare)
    print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
