"""Travel time from many sources: ours and peers on the same ground, and how near each comes to the straight line.

    python bench/travel.py [--side 3000] [--sources 50] [--runs 3] [--engines ours fine skimage ...]
    python bench/travel.py --growth docs/images/travel-growth.svg [--runs 3]

Ground is made-up ridged terrain (``terrain.py``) at 30 m: Tobler's pace off paths, and twelve straight roads at
40 km/h. Every engine gets the same float32 paces and runs in its own process, one after the other in each round, so
that a busy machine weighs on all alike; figures are medians over rounds. Set-up (start, compilation, import into GRASS)
is not timed. ``B/cell`` is the process's whole peak memory over the number of cells, ``grown`` what the call added to
what was resident before it (interpreter, libraries, paces). All engines use one thread. The difference is from
scikit-image, which adds in float64; engines with more than eight directions differ on purpose, and scikit-fmm is left
out of it, since the time of its starting circles is known only for one source.

The last columns are mean errors in percent on grounds whose times are known in closed form
(``travel_closed_forms.py``), 400 x 400 cells each, and the greatest error on any.

``--growth`` instead times grounds of growing size and draws the plot. scikit-fmm and GRASS are run where installed.
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

import numpy as np
from numpy.typing import NDArray

from travel_closed_forms import CELL_M, FORMS
from travel_engines import ENGINES, OUTSIDE, available, memory_mb

ROAD_S_PER_M = 3.6 / 40
PATCHES, PATCH_LIMIT_MIN = 100, 45.0
GROWTH_SIDES = {
    "skimage": (500, 1000, 2000),
    "grass": (500, 1000),
    "ours": (500, 1000, 2000, 3000, 4500, 6560),
    "fine": (500, 1000, 2000, 3000, 4500, 6560),
}


def ground(side: int) -> NDArray[np.float32]:
    """Return the pace of every cell [s/m]."""
    from tansiq.ground.going import walk_s_per_m  # noqa: PLC0415 - the engines' own processes shall not carry it
    from terrain import terrain  # noqa: PLC0415 - as above

    pace = walk_s_per_m(terrain(side, side), CELL_M)
    for start, end in np.random.default_rng(3).uniform(0, side - 1, (12, 2, 2)):
        line = np.linspace(start, end, 3 * side).astype(int)
        pace[tuple(line.T)] = ROAD_S_PER_M
    return pace


def child(engine: str, folder: Path, *, closed_forms: bool) -> None:
    """Run one engine once in this process and print what was seen as JSON."""
    run = ENGINES[engine][1]
    cells = np.load(folder / "sources.npy")
    pace = np.load(folder / "pace.npy")
    if engine not in OUTSIDE:
        run(pace[:70, :70].copy(), np.array([[5, 5]]))
    before_mb = memory_mb("VmRSS")
    seconds, peak_mb, minutes = run(pace, cells)
    seen = {"s": seconds, "mb": peak_mb, "grown": peak_mb if engine in OUTSIDE else peak_mb - before_mb}
    reference = folder / "reference.npy"
    seen["difference"] = float("nan")
    if engine == "skimage":
        np.save(reference, minutes)
    elif reference.exists() and engine != "marching":
        wanted = np.load(reference)
        away = wanted > 0
        seen["difference"] = float(np.max(np.abs(minutes[away].astype(float) - wanted[away]) / wanted[away]))
    if closed_forms:
        seen["worst"] = 0.0
        for name, make in FORMS.items():
            form = make()
            mean, worst = form.errors(run(form.pace, np.array([form.source]))[2].astype(float))
            seen[name], seen["worst"] = 100 * mean, max(seen["worst"], 100 * worst)
    print(json.dumps(seen))


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


def sampled(
    pace: NDArray[np.float32], engines: list[str], sources: int, runs: int, *, closed_forms: bool
) -> dict[str, dict[str, float]]:
    """Run every engine ``runs`` times, in turn, and return the medians of what was seen."""
    samples: dict[str, list[dict[str, float]]] = {engine: [] for engine in engines}
    with tempfile.TemporaryDirectory() as name:
        np.save(f"{name}/pace.npy", pace)
        np.save(f"{name}/sources.npy", np.random.default_rng(5).integers(0, pace.shape[0], (sources, 2)))
        for round_number in range(runs):
            for engine in engines:
                command = [sys.executable, __file__, "--child", engine, name]
                command += ["--closed-forms"] if closed_forms and round_number == 0 else []
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
                samples[engine].append(json.loads(done.stdout))
    return {
        engine: {key: statistics.median(one[key] for one in seen if key in one) for key in seen[0]}
        for engine, seen in samples.items()
    }


def report(medians: dict[str, dict[str, float]], cells: int) -> None:
    """Print the table."""
    heads = ["s", "Mcell/s", "B/cell", "grown", "difference", "times ours", *(f"{name} %" for name in FORMS), "worst %"]
    print(f"{'engine':27s}", *(f"{head:>10s}" for head in heads))
    ours_s = medians["ours"]["s"] if "ours" in medians else float("nan")
    for engine, m in medians.items():
        speed = f"{m['s']:10.2f} {cells / m['s'] / 1e6:10.1f} {m['mb'] * 2**20 / cells:10.1f}"
        weight = f"{m['grown'] * 2**20 / cells:10.1f} {m['difference']:10.1e} {m['s'] / ours_s:10.1f}"
        errors = " ".join(f"{m[name]:10.2f}" for name in (*FORMS, "worst"))
        print(f"{ENGINES[engine][0]:27s} {speed} {weight} {errors}")


def growth(out: Path, sources: int, runs: int) -> None:
    """Time growing grounds, print the figures and draw them."""
    engines = [engine for engine in GROWTH_SIDES if available(engine)]
    figures: dict[str, list[tuple[int, float, float]]] = {engine: [] for engine in engines}
    print(f"{'cells':>12s} {'engine':27s} {'s':>8s} {'B/cell':>8s} {'grown':>8s}   load")
    for side in sorted({side for engine in engines for side in GROWTH_SIDES[engine]}):
        asked = [engine for engine in engines if side in GROWTH_SIDES[engine]]
        for engine, m in sampled(ground(side), asked, sources, runs, closed_forms=False).items():
            whole, grown = (m[key] * 2**20 / side**2 for key in ("mb", "grown"))
            figures[engine].append((side**2, m["s"], whole))
            label = ENGINES[engine][0]
            print(f"{side**2:12,d} {label:27s} {m['s']:8.2f} {whole:8.1f} {grown:8.1f}   {os.getloadavg()[0]:.1f}")
            sys.stdout.flush()
    draw(figures, out)


def draw(figures: dict[str, list[tuple[int, float, float]]], out: Path) -> None:
    """Draw seconds and memory against cells."""
    import matplotlib as mpl  # noqa: PLC0415 - slow, and only here
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    mpl.rcParams["svg.hashsalt"] = "travel"
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    for axes, column, title in zip(
        figure.subplots(1, 2), (1, 2), ("seconds", "bytes a cell, whole process"), strict=True
    ):
        for engine, points in figures.items():
            cells, values = [point[0] for point in points], [point[column] for point in points]
            axes.plot(cells, values, marker="o", label=ENGINES[engine][0])
        axes.set(xscale="log", xlabel="cells", title=title)
        axes.set_yscale("log" if column == 1 else "linear")
        axes.grid(visible=True, alpha=0.3)
    figure.axes[0].legend(fontsize="small")
    figure.axes[1].set_ylim(0, 150)
    figure.savefig(out, metadata={"Date": None})


def main() -> None:
    """Read the arguments, run the rounds, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=3000, help="rows and columns")
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--growth", type=Path, help="time growing grounds and draw them into this SVG")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--closed-forms", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child[0], Path(asked.child[1]), closed_forms=asked.closed_forms)
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {asked.sources} sources, median of {asked.runs}")
    if asked.growth:
        growth(asked.growth, asked.sources, asked.runs)
        return
    pace = ground(asked.side)
    engines = [engine for engine in ENGINES if engine in asked.engines and available(engine)]
    print(f"{asked.side} x {asked.side} cells")
    report(sampled(pace, engines, asked.sources, asked.runs, closed_forms=True), pace.size)
    for engine in asked.engines:
        if not available(engine):
            print(f"{ENGINES[engine][0]:27s} not installed")
    patches(pace)
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
