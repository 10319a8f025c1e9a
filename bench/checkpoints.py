"""Joint checkpoints beside their peers: the covering part against other engines, the front against every choice.

    python bench/checkpoints.py [--runs 3]      # peers: covering, and the whole front of a small question
    python bench/checkpoints.py --growth [--plot docs/images/checkpoints-growth.svg]   # ours, small to large, as CSV

Roads are a grid of 5 km with links missing and classes by lot; towns by lot, movements by gravity; places on roads
within two links of a seam across the middle. Covering: most movements met by a few places, all else left out (flow
capturing, Hodgson 1990). Peers there: HiGHS through SciPy on the textbook model, and spopt with HiGHS where it is
installed (dependency group ``bench``). The front's peer is counting the figures of every choice, with the same code for
figures, so that the ratio is of searching alone. Each engine runs in its own process; times are medians.
"""

import argparse
import importlib.util
import itertools
import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely
from scipy.sparse import csr_matrix

from tansiq.ground.road_class import ROAD_CODES, RoadClass
from tansiq.ground.road_graph import RoadGraph, Routing
from tansiq.siting.checkpoints.bound import most_counted
from tansiq.siting.checkpoints.delay import delay_at
from tansiq.siting.checkpoints.model import Settings
from tansiq.siting.checkpoints.question import Question, flows_between
from tansiq.siting.checkpoints.search import search, vector

LINK_M, MISSING = 5_000.0, 0.12
SETTINGS = Settings(lanes=12)
TRIPS = 20_000.0
# Roads along each side, flows asked for, places, checkpoints.
COVERING = (60, 3_000, 200, 10)
SMALL = (12, 60, 18, 3)
GROWTH = [
    (12, 60, 20, 4),
    (20, 120, 40, 4),
    (30, 240, 80, 4),
    (40, 480, 120, 4),
    (60, 960, 160, 4),
    (30, 240, 80, 6),
]  # the last has too many choices to weigh
GRAIN, LIMIT_S = 0.05, 120.0
Size = tuple[int, int, int, int]


def roads(side: int, lot: np.random.Generator) -> RoadGraph:
    """Return a grid of roads, some links missing, classes by lot."""
    at = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate([
        np.column_stack([at[:, :-1].ravel(), at[:, 1:].ravel()]), np.column_stack([at[:-1].ravel(), at[1:].ravel()])
    ])  # fmt: skip
    ends = pairs[lot.random(len(pairs)) > MISSING]
    xy = np.column_stack(np.unravel_index(np.arange(side * side), (side, side))) * LINK_M
    kinds = list(RoadClass)[1:6]
    kind = lot.choice(len(kinds), len(ends), p=[0.1, 0.15, 0.25, 0.3, 0.2])
    km_h = np.array([one.vehicle_km_h for one in kinds], float)[kind]
    length_m = LINK_M * lot.uniform(1.0, 1.3, len(ends))
    lines = shapely.linestrings(xy[ends])
    codes = np.array([ROAD_CODES[one] for one in kinds], np.uint8)[kind]
    return RoadGraph(xy, ends, length_m, length_m / 1000 / km_h * 60, codes, np.zeros(len(ends), np.bool_), lines)


def question(size: Size, seed: int = 1) -> Question:
    """Return a question of a size."""
    side, asked, places, count = size
    lot = np.random.default_rng(seed)
    graph = roads(side, lot)
    routing = Routing(graph)
    towns = lot.choice(graph.nodes, min(graph.nodes, 2 * math.isqrt(asked) + 4), replace=False)
    residents = 10_000 / lot.random(len(towns))
    minutes = routing.minutes(towns)[0][:, towns]
    pull = np.triu(np.outer(residents, residents) / np.maximum(minutes, 10.0) ** 2, 1)
    strongest = np.argsort(-pull, axis=None, kind="stable")[:asked]
    per_day = np.ceil(TRIPS * pull.ravel()[strongest] / pull.ravel()[strongest].sum()).astype(int)
    first, second = np.unravel_index(strongest, pull.shape)
    counts = {
        (int(towns[a]), int(towns[b])): int(n) for a, b, n in zip(first, second, per_day.tolist(), strict=True)
    }  # fmt: skip
    flows, _ = flows_between(routing, counts, SETTINGS)
    node = seam_places(graph, side, places, [flow.usual for flow in flows], lot)
    passing = np.zeros(graph.nodes, np.int64)
    for flow in flows:
        passing[list(flow.usual[1:-1])] += flow.per_day
    delays = [delay_at(n, SETTINGS) for n in passing[node].tolist()]
    lost = np.array([10**6 if one is None else one.per_day_min for one in delays], np.int64)
    none = csr_matrix((len(node), 0), dtype=np.bool_)
    return Question(routing, node, lost, flows, none, np.empty(0), np.empty(0, np.int64), count)


def seam_places(
    graph: RoadGraph, side: int, places: int, usual: list[tuple[int, ...]], lot: np.random.Generator
) -> np.ndarray:
    """Return nodes near the middle line, those on usual ways before others."""
    near = np.flatnonzero(np.abs(graph.node_xy_m[:, 0] / LINK_M - side / 2) <= max(2.0, places / side))
    used = np.isin(near, np.unique(np.concatenate([np.array(one, int) for one in usual])))
    order = np.lexsort((lot.random(len(near)), ~used))
    return np.sort(near[order[:places]]).astype(np.int64)


def nothing(asked: Question) -> np.ndarray:
    """Return that no place is open, or closed, beforehand."""
    return np.zeros(asked.places, np.bool_)


def cover_ours(asked: Question) -> dict[str, float]:
    """Return the proven most that can be met."""
    return {"value": most_counted(asked, nothing(asked), nothing(asked))}


def cover_highs(asked: Question) -> dict[str, float]:
    """Return what HiGHS finds with the textbook model through SciPy."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - engines are imported where timed
    from scipy.sparse import hstack, identity  # noqa: PLC0415 - as above

    places, flows = asked.usual.shape
    rows = hstack([-asked.usual.T.astype(float), identity(flows)], format="csr")
    found = milp(
        np.concatenate([np.zeros(places), -asked.per_day.astype(float)]),
        integrality=np.concatenate([np.ones(places), np.zeros(flows)]),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(rows, ub=0.0),
            LinearConstraint(np.concatenate([np.ones(places), np.zeros(flows)])[None], ub=float(asked.count)),
        ],
        options={"mip_rel_gap": 0.0},
    )
    return {"value": -float(found.fun)}


def cover_spopt(asked: Question) -> dict[str, float]:
    """Return what spopt finds with HiGHS; it tells no bound."""
    import pulp  # noqa: PLC0415 - as above
    from spopt.locate import MCLP  # noqa: PLC0415 - as above

    cost = np.full(asked.usual.shape[::-1], 2.0, np.float32)
    cost[asked.usual.T.nonzero()] = 0.5
    model = MCLP.from_cost_matrix(cost, asked.per_day.astype(float), 1.0, p_facilities=asked.count)
    model = model.solve(pulp.HiGHS(msg=False), results=False)
    chosen = np.array([(one.value() or 0) > 0.5 for one in model.fac_vars])  # noqa: PLR2004 - chosen or not
    return {"value": float(asked.per_day[asked.met(np.flatnonzero(chosen))].sum())}


def front_ours(asked: Question, grain: float = 0.0) -> dict[str, float]:
    """Return the size of the front, and how much of it was left."""
    shut = nothing(asked)
    bound = most_counted(asked, shut, shut)
    found = search(
        asked, shut, shut, bound=bound, grain=grain, points=100_000, deadline_s=time.monotonic() + LIMIT_S,
        tell=lambda _found: None,
    )  # fmt: skip
    return {"value": len(found.found), "left": found.unsearched, "most": found.found[0].figures.counted}


def front_grain(asked: Question) -> dict[str, float]:
    """Return the size of the front to within a step of a twentieth."""
    return front_ours(asked, GRAIN)


def front_all(asked: Question) -> dict[str, float]:
    """Return the size of the front by counting the figures of every choice."""
    vectors = set()
    for size in range(asked.count + 1):
        for opened in itertools.combinations(range(asked.places), size):
            vectors.add(vector(asked.figures(np.array(opened, np.int64))))
    best = sorted(vectors)
    kept: list[tuple[int, int, int]] = []
    for one in best:
        if not any(all(a <= b for a, b in zip(other, one, strict=True)) for other in kept):
            kept.append(one)
    return {"value": len(kept), "left": 0, "most": -kept[0][0]}


ENGINES: dict[str, Callable[[Question], dict[str, float]]] = {
    "cover_ours": cover_ours, "cover_highs": cover_highs, "cover_spopt": cover_spopt,
    "front_ours": front_ours, "front_grain": front_grain, "front_all": front_all,
}  # fmt: skip


def child(engine: str, size: Size) -> None:
    """Run one engine in this process and print what was seen as JSON."""
    asked = question(size)
    _ = asked.usual, asked.per_day, asked.place_at  # made before the clock starts, for every engine alike
    ENGINES[engine](question((6, 8, 4, 2)))  # loads libraries and compiled kernels
    started, used = time.perf_counter(), time.process_time()
    found = ENGINES[engine](asked)
    seen = {"s": time.perf_counter() - started, "cpu": time.process_time() - used, "flows": len(asked.flows)}
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak_mb = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    print(json.dumps(seen | found | {"mb": peak_mb, "places": asked.places}))


def run(engine: str, size: Size, runs: int) -> dict[str, float]:
    """Return the medians of some runs, each in its own process."""
    words = [sys.executable, __file__, "--child", engine, *map(str, size)]
    told = [subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout for _ in range(runs)]
    found = [json.loads(one.splitlines()[-1]) for one in told]
    return {key: statistics.median(one[key] for one in found) for key in found[0]}


def compare(runs: int) -> None:
    """Print both tables of engines."""
    for title, size, engines in (
        ("covering part", COVERING, ("cover_ours", "cover_highs", "cover_spopt")),
        ("whole front", SMALL, ("front_ours", "front_all")),
    ):
        print(f"{title}: grid {size[0]} x {size[0]}, {size[2]} places, {size[3]} checkpoints")
        print(f"{'engine':12s} {'flows':>6s} {'s':>8s} {'CPU s':>8s} {'found':>9s} {'peak MB':>8s}")
        for engine in engines:
            if engine == "cover_spopt" and importlib.util.find_spec("spopt") is None:
                print(f"{engine:12s} not installed")
                continue
            seen = run(engine, size, runs)
            print(
                f"{engine:12s} {seen['flows']:6.0f} {seen['s']:8.2f} {seen['cpu']:8.2f} {seen['value']:9.0f} "
                f"{seen['mb']:8.0f}",
                flush=True,
            )


def growth(runs: int, plot: Path | None) -> None:
    """Print ours over growing questions as CSV, and draw it."""
    print("roads,flows,places,checkpoints,covering_s,front_s,front_cpu_s,choices,left,peak_mb")
    rows = []
    for size in GROWTH:
        cover, front = run("cover_ours", size, runs), run("front_grain", size, runs)
        if not front["left"]:
            rows.append((front["places"], cover["s"], front["s"]))
        print(
            f"{size[0]}x{size[0]},{front['flows']:.0f},{front['places']:.0f},{size[3]},{cover['s']:.3f},{front['s']:.2f},"
            f"{front['cpu']:.2f},{front['value']:.0f},{front['left']:.0f},{front['mb']:.0f}",
            flush=True,
        )
    if plot:
        draw(rows, plot)


def draw(rows: list[tuple[float, float, float]], path: Path) -> None:
    """Draw seconds over places, both axes by powers of ten."""
    import matplotlib as mpl  # noqa: PLC0415 - only for the plot
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    with mpl.rc_context({"svg.hashsalt": "tansiq", "svg.fonttype": "path"}):
        figure = Figure(figsize=(7.5, 4.5))
        axes = figure.subplots()
        for k, (name, mark) in enumerate((("bound of the covering part", "s-"), ("front to a twentieth", "o-")), 1):
            axes.loglog([row[0] for row in rows], [row[k] for row in rows], mark, color=("#E69F00", "#0072B2")[k - 1])
            axes.annotate(name, (rows[-1][0], rows[-1][k]), (-6, 8), textcoords="offset points", ha="right")
        axes.set_xticks([row[0] for row in rows], [f"{row[0]:.0f}" for row in rows])
        axes.minorticks_off()
        axes.set_xlabel("Places that may be chosen")
        axes.set_ylabel("Seconds")
        axes.grid(which="both", color="#dddddd", lw=0.5)
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, metadata={"Date": None, "Creator": None}, bbox_inches="tight")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--child", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        engine, *size = options.child
        side, flows, places, count = map(int, size)
        child(engine, (side, flows, places, count))
        return
    print(f"median of {options.runs}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if options.growth:
        growth(options.runs, options.plot)
    else:
        compare(options.runs)


if __name__ == "__main__":
    main()
