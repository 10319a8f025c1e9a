"""Patrols: our plan and bound beside the textbook programme, and what observers could make of each way to patrol.

    python bench/patrols.py [--runs 3] [--flows 20 40] [--growth 20 40 80 160 320] [--ground GROUND LAYDOWN BASES]

Games on a line of segments between bases, values drawn from a gamma distribution, 30-minute slots, 8-hour shifts, two
vehicles a base. ``--flows``: the bound alone, ours by tours and HiGHS through SciPy on flows over segments and slots
(one layer for each slot to leave in), which is the same programme written out. ``--growth``: plan, bound and gap by
size. ``--ground``: the whole command's game on real ground, and the table of observers. Medians of ``--runs``.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from tansiq.siting.patrols import Base, Game, equilibrium
from tansiq.siting.patrols.relaxed import relaxed

SLOTS, SHIFT, OPEN = 32, 16, slice(4, 28)


def line(segments: int, bases: int, seed: int = 1) -> Game:
    """Return a game on a line: a segment every 5 km or so, 20 km/h, bases spread evenly."""
    rng = np.random.default_rng(seed)
    at_km = np.sort(rng.uniform(0, segments * 5, segments))
    window = np.zeros(SLOTS, np.bool_)
    window[OPEN] = True
    places = np.linspace(0, segments * 5, bases + 2)[1:-1]
    legs = [np.ceil((np.abs(at_km - one) + 5) / 10).astype(np.int64) for one in places]
    moves = np.ceil(np.abs(at_km[:, None] - at_km) / 10).astype(np.int64)
    made = tuple(Base(str(k), 2, each) for k, each in enumerate(legs))
    return Game(rng.gamma(1.5, 20, segments), window, moves, made, SHIFT)


def flows(game: Game) -> float:  # noqa: C901 - a whole programme, written out once
    """Return the bound by one linear programme over flows: v, then each vehicle's moves between segments and slots."""
    where = game.crossings()
    row = np.full(game.shape, -1)
    row[where] = np.arange(np.count_nonzero(where))
    covering, columns, nodes = int(where.sum()), 1, 0
    upper: list[tuple[int, int, float]] = [(r, 0, -1.0) for r in range(covering)]
    equal: list[tuple[int, int, float]] = []
    total: list[tuple[int, float]] = []
    for base in game.bases:
        near = game.near(base).tolist()
        out = nodes
        nodes += 1
        total.append((out, float(base.vehicles)))
        for start in range(game.starts):
            first = nodes
            number = {(k, i): first + n for n, (k, i) in enumerate((k, i) for k in range(game.shift) for i in near)}
            nodes += len(number)

            def arc(source: int | None, sink: int | None, cell: tuple[int, int] | None) -> None:
                nonlocal columns
                if source is not None:
                    equal.append((source, columns, 1.0))
                if sink is not None:
                    equal.append((sink, columns, -1.0))
                if cell is not None and row[cell] >= 0:
                    upper.append((int(row[cell]), columns, -float(game.value[cell[0]])))
                columns += 1

            for i in near:
                leg = int(base.legs[i])
                arc(out, number[leg, i], (i, start + leg))
                for k in range(game.shift - leg):
                    arc(number[k, i], None, None)
                for k in range(leg, game.shift):
                    for j in near:
                        then = k + 1 + (0 if i == j else int(game.moves[i, j]))
                        if then < game.shift:
                            arc(number[k, i], number[then, j], (j, start + then))
    goal = np.zeros(columns)
    goal[0] = 1.0
    right = np.zeros(nodes)
    for node, vehicles in total:
        right[node] = vehicles
    rows, cols, entries = zip(*upper, strict=True)
    a_ub = coo_matrix((entries, (rows, cols)), (covering, columns)).tocsr()
    rows, cols, entries = zip(*equal, strict=True)
    a_eq = coo_matrix((entries, (rows, cols)), (nodes, columns)).tocsr()
    value = np.broadcast_to(game.value[:, None], game.shape)[where]
    found = linprog(goal, A_ub=a_ub, b_ub=-value, A_eq=a_eq, b_eq=right, method="highs")
    return float(found.fun)


def timed(call: Callable[[], Any], runs: int) -> tuple[Any, float, float]:
    """Return the last result, and medians of wall and processor seconds."""
    walls, cpus, result = [], [], None
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        result = call()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return result, statistics.median(walls), statistics.median(cpus)


def quiet(_done: float, _label: str) -> None:
    """Hear nothing."""


def beside(sizes: list[int], runs: int) -> None:
    """Print the bound by tours and by flows."""
    print(f"{'segments':>8} {'bound by':>9} {'bound':>10} {'wall s':>8} {'CPU s':>8}   load")
    for segments in sizes:
        game = line(segments, 2)
        ours, wall, cpu = timed(lambda game=game: relaxed(game, gap=1e-4, rounds=1000, tell=quiet), runs)
        print(
            f"{segments:8d} {'tours':>9} {ours.bound:10.4f} {wall:8.2f} {cpu:8.2f}   {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        theirs, wall, cpu = timed(lambda game=game: flows(game), 1)
        print(
            f"{segments:8d} {'flows':>9} {theirs:10.4f} {wall:8.2f} {cpu:8.2f}   {os.getloadavg()[0]:.1f}", flush=True
        )


def growth(sizes: list[int], runs: int) -> None:
    """Print plans by size, a base for every 40 segments."""
    heads = "".join(f"{name:>9}" for name in ("worst", "value", "bound", "gap", "wall s", "CPU s"))
    print(f"{'segments':>8} {'bases':>5}{heads}   load")
    for segments in sizes:
        game = line(segments, max(1, segments // 40))
        plan, wall, cpu = timed(lambda game=game: equilibrium(game), runs)
        print(
            f"{segments:8d} {len(game.bases):5d} {game.value.max():8.2f} {plan.value:8.2f} {plan.bound:8.2f} "
            f"{plan.gap:8.3%} {wall:8.2f} {cpu:8.2f}   {os.getloadavg()[0]:.1f}",
            flush=True,
        )


def on_ground(ground: Path, laydown: Path, bases: str, runs: int) -> None:
    """Print the plan on a ground package, and what observers could make of it."""
    import tansiq.ground  # noqa: PLC0415 - GDAL is only needed here
    from tansiq.exchange import laydown_file  # noqa: PLC0415 - as above
    from tansiq.gaps import settle  # noqa: PLC0415 - as above
    from tansiq.siting.patrols.patrolling import Asked, patrol  # noqa: PLC0415 - as above

    land, laid = tansiq.ground.open(ground), laydown_file.read(laydown)
    parameters, _ = settle(land, laid)
    asked = Asked(bases.split(","), [2], seed=1)
    made, wall, cpu = timed(lambda: patrol(land, laid, parameters, asked), runs)
    print(
        f"{len(made.segments)} segments, {len(made.left_out)} left out; value {made.plan.value:.2f}, bound "
        f"{made.plan.bound:.2f}, gap {made.plan.gap:.3%}; {wall:.1f} s ({cpu:.1f} s CPU), load {os.getloadavg()[0]:.1f}"
    )
    print(f"{'way':>9} {'known':>9} {'7 days':>9} {'28 days':>9} {'met anywhere':>13}")
    for one in made.compared:
        print(f"{one.way:>9} {one.known:9.2f} {one.watched[7]:9.2f} {one.watched[28]:9.2f} {one.anywhere:13.2%}")


def main() -> None:
    """Parse the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--flows", type=int, nargs="*", default=[10, 20, 40])
    parser.add_argument("--growth", type=int, nargs="*", default=[20, 40, 80, 160, 320])
    parser.add_argument("--ground", nargs=3, metavar=("GROUND", "LAYDOWN", "BASES"))
    options = parser.parse_args()
    equilibrium(line(5, 1))  # machine code is made now
    if options.flows:
        beside(options.flows, options.runs)
    if options.growth:
        growth(options.growth, options.runs)
    if options.ground:
        ground, laydown, bases = options.ground
        on_ground(Path(ground), Path(laydown), bases, options.runs)


if __name__ == "__main__":
    main()
