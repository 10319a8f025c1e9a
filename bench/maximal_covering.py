"""Plain maximal covering beside its peers: the same instance, each engine in its own process, medians.

    python bench/maximal_covering.py [--demand 10000] [--candidates 500] [--sites 20] [--runs 3] [--engines ...]
    python bench/maximal_covering.py --growth [--plot SVG]      # ours alone, from small to large, as CSV

Demand lies in clusters and at random in a band of 650 x 60 km, with whole weights of 1 to 100. A candidate covers
what lies within 10 km of it, thinned by sectors of shadow: covers like what is seen from a hill, not like discs.

Engines: ``ours``; ``highs``, HiGHS through SciPy on the textbook model, one row a demand; ``spopt`` with HiGHS and
``spopt-cbc`` with CBC (both of the dependency group ``bench``; what is not installed is left out). Time is from the
covers in memory to the answer: building the model counts. Ours is measured warm (compiled) and, once, cold.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, load_npz, save_npz

RADIUS_M, SHADOW = 10_000.0, 0.35
SECTORS, RINGS = 24, 6
GAP = 1e-4
AT_ONCE = 50_000
GROWTH = [
    (10_000, 250),
    (10_000, 500),
    (10_000, 1000),
    (100_000, 500),
    (100_000, 1000),
    (1_000_000, 500),
    (1_000_000, 1000),
]


def instance(demand: int, candidates: int, seed: int = 1) -> tuple[csr_matrix, NDArray[np.float64]]:
    """Return covers [candidates, demand] and weights."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - only here

    lot = np.random.default_rng(seed)
    extent = (650e3, 60e3)
    centres = lot.uniform((0, 0), extent, (200, 2))
    near = centres[lot.integers(0, 200, demand)] + lot.normal(0, 4e3, (demand, 2))
    place = np.where(lot.random((demand, 1)) < 0.5, near, lot.uniform((0, 0), extent, (demand, 2)))  # noqa: PLR2004 - half
    place = np.round(place / 30.0) * 30.0
    post = lot.uniform((0, 0), extent, (candidates, 2))
    weights = lot.integers(1, 101, demand).astype(float)
    hidden = lot.random((candidates, SECTORS, RINGS)) < SHADOW
    tree = cKDTree(post)
    rows, columns = [], []
    for first in range(0, demand, AT_ONCE):
        found = tree.query_ball_point(place[first : first + AT_ONCE], RADIUS_M)
        count = np.fromiter(map(len, found), np.int64, len(found))
        who = np.fromiter((k for some in found for k in some), np.int32, int(count.sum()))
        what = (first + np.repeat(np.arange(len(found)), count)).astype(np.int32)
        away = place[what] - post[who]
        sector = ((np.arctan2(away[:, 1], away[:, 0]) / (2 * np.pi) + 0.5) * SECTORS).astype(int) % SECTORS
        ring = np.minimum((np.hypot(*away.T) / RADIUS_M * RINGS).astype(int), RINGS - 1)
        seen = ~hidden[who, sector, ring]
        rows.append(who[seen])
        columns.append(what[seen])
    row, column = np.concatenate(rows), np.concatenate(columns)
    return csr_matrix((np.ones(len(row), np.bool_), (row, column)), shape=(candidates, demand)), weights


def memory_mb(field: str) -> float:
    """Return this process's resident memory [MB]: ``VmRSS`` now, ``VmHWM`` at most so far."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def ours(covers: csr_matrix, weights: NDArray[np.float64], sites: int) -> tuple[float, float]:
    """Return what our engine covers and its bound."""
    from tansiq.siting import maximal_covering  # noqa: PLC0415 - engines are imported where they are timed

    found = maximal_covering(covers, weights, sites, gap=GAP)
    return found.covered, found.bound


def highs(covers: csr_matrix, weights: NDArray[np.float64], sites: int) -> tuple[float, float]:
    """Return what HiGHS finds with the textbook model."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - as above
    from scipy.sparse import hstack, identity  # noqa: PLC0415 - as above

    candidates, demand = covers.shape
    rows = hstack([-covers.T.astype(float), identity(demand)], format="csr")
    count = np.concatenate([np.ones(candidates), np.zeros(demand)])
    found = milp(
        np.concatenate([np.zeros(candidates), -weights]),
        integrality=np.concatenate([np.ones(candidates), np.zeros(demand)]),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(rows, ub=0.0), LinearConstraint(count, ub=float(sites))],
        options={"mip_rel_gap": GAP, "time_limit": 600.0},
    )
    return -float(found.fun), -float(found.mip_dual_bound)


def spopt(covers: csr_matrix, weights: NDArray[np.float64], sites: int, solver: str = "highs") -> tuple[float, float]:
    """Return what spopt finds; it tells no bound."""
    import pulp  # noqa: PLC0415 - as above
    from spopt.locate import MCLP  # noqa: PLC0415 - as above

    cost = np.full(covers.shape[::-1], 2.0, np.float32)
    cost[covers.T.nonzero()] = 0.5
    model = MCLP.from_cost_matrix(cost, weights, 1.0, p_facilities=sites)
    with_solver = pulp.HiGHS(msg=False) if solver == "highs" else pulp.PULP_CBC_CMD(msg=False)
    model = model.solve(with_solver, results=False)
    chosen = np.array([(variable.value() or 0) > 0.5 for variable in model.fac_vars])  # noqa: PLR2004 - chosen or not
    return float(weights[np.asarray(covers[chosen].sum(axis=0)).ravel() > 0].sum()), float("nan")


def spopt_cbc(covers: csr_matrix, weights: NDArray[np.float64], sites: int) -> tuple[float, float]:
    """Return what spopt finds with CBC."""
    return spopt(covers, weights, sites, "cbc")


Engine = Callable[[csr_matrix, NDArray[np.float64], int], tuple[float, float]]
ENGINES: dict[str, Engine] = {"ours": ours, "highs": highs, "spopt": spopt, "spopt-cbc": spopt_cbc}


def child(engine: str, folder: Path, sites: int) -> None:
    """Run one engine in this process and print what was seen as JSON."""
    covers, weights = load_npz(folder / "covers.npz"), np.load(folder / "weights.npy")
    before_mb = memory_mb("VmRSS")
    cold_s = 0.0
    if engine == "ours":  # the first call compiles, or reads what was compiled before
        started = time.perf_counter()
        ours(*instance(500, 20), 3)
        cold_s = time.perf_counter() - started
    started, used = time.perf_counter(), time.process_time()
    covered, bound = ENGINES[engine](covers, weights, sites)
    seen = {"s": time.perf_counter() - started, "cpu": time.process_time() - used, "covered": covered, "bound": bound}
    print(json.dumps(seen | {"cold": cold_s, "mb": memory_mb("VmHWM"), "instance": before_mb}))


def made(folder: Path, demand: int, candidates: int) -> Path:
    """Write an instance into ``folder``, so that the engines' processes hold nothing of its making."""
    covers, weights = instance(demand, candidates)
    save_npz(folder / "covers.npz", covers, compressed=False)
    np.save(folder / "weights.npy", weights)
    return folder


def run(engine: str, folder: Path, sites: int, runs: int) -> dict[str, float]:
    """Return the medians of some runs, each in its own process."""
    words = [sys.executable, __file__, "--child", engine, str(folder), str(sites)]
    told = [subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout for _ in range(runs)]
    found = [json.loads(one.splitlines()[-1]) for one in told]
    return {key: statistics.median(one[key] for one in found) for key in found[0]}


def compare(options: argparse.Namespace, folder: Path) -> None:
    """Print the table of engines."""
    print(f"{'engine':10s} {'s':>8s} {'CPU s':>8s} {'covered':>11s} {'gap':>9s} {'peak MB':>8s} {'times ours':>10s}")
    ours_s = float("nan")
    made(folder, options.demand, options.candidates)
    for engine in options.engines:
        if engine.startswith("spopt") and importlib.util.find_spec("spopt") is None:
            print(f"{engine:10s} not installed")
            continue
        seen = run(engine, folder, options.sites, options.runs)
        ours_s = seen["s"] if engine == "ours" else ours_s
        gap = (seen["bound"] - seen["covered"]) / seen["covered"]
        print(
            f"{engine:10s} {seen['s']:8.2f} {seen['cpu']:8.2f} {seen['covered']:11.0f} {gap:9.1e} {seen['mb']:8.0f} "
            f"{seen['s'] / ours_s:10.1f}",
            flush=True,
        )


def growth(options: argparse.Namespace, folder: Path) -> None:
    """Print ours over growing instances as CSV, for a plot."""
    print("demand,candidates,sites,s,cpu_s,gap,peak_mb,instance_mb")
    lines: dict[int, list[tuple[int, float]]] = {}
    for demand, candidates in GROWTH:
        seen = run("ours", made(folder, demand, candidates), options.sites, options.runs)
        gap = (seen["bound"] - seen["covered"]) / seen["covered"]
        print(
            f"{demand},{candidates},{options.sites},{seen['s']:.3f},{seen['cpu']:.3f},{gap:.2e},{seen['mb']:.0f},"
            f"{seen['instance']:.0f}",
            flush=True,
        )
        lines.setdefault(candidates, []).append((demand, seen["cpu"]))
    if options.plot:
        draw(lines, options.plot)


def draw(lines: dict[int, list[tuple[int, float]]], path: Path) -> None:
    """Draw processor time against demand, a line for each number of candidates."""
    import matplotlib as mpl  # noqa: PLC0415 - only for the plot
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    with mpl.rc_context({"svg.hashsalt": "tansiq", "svg.fonttype": "path"}):
        figure = Figure(figsize=(5.5, 3.8))
        axes = figure.subplots()
        for candidates, line in sorted(lines.items()):
            axes.loglog(*zip(*line, strict=True), "o-", ms=4, label=f"{candidates:,} candidates")
        axes.set(xlabel="Demand points", ylabel="Processor seconds, 20 sites")
        axes.grid(which="major", color="#dddddd", lw=0.5)
        axes.legend(frameon=False)
        figure.savefig(path, metadata={"Date": None, "Creator": None}, bbox_inches="tight")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--demand", type=int, default=10_000)
    parser.add_argument("--candidates", type=int, default=500)
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=["ours", "highs", "spopt"])
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--plot", type=Path, help="SVG to draw of the growth")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child[0], Path(options.child[1]), int(options.child[2]))
        return
    load = os.getloadavg()[0]
    print(f"demand {options.demand}, candidates {options.candidates}, sites {options.sites}, median of {options.runs}, "
          f"{os.cpu_count()} cores, load {load:.1f}")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        (growth if options.growth else compare)(options, Path(name))


if __name__ == "__main__":
    main()
