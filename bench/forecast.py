"""Forecasts of incidents beside SciPy's kernel density, scored on periods held out.

    python bench/forecast.py GROUND INCIDENTS [--background FILE] [--from DATE] [--horizons 30 90 365] [--runs 3]

For each horizon: every method's density at later incidents and accuracy index, pooled over folds with a rolling origin;
SciPy's ``gaussian_kde`` with its usual bandwidth, evaluated at cell centres, is one more method. Then the seconds for
one surface, ours and SciPy's, medians of ``--runs``.
"""

import argparse
import os
import statistics
import time
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gaussian_kde

import tansiq.ground
from tansiq.ground.incidents import read_incidents
from tansiq.ground.sources import VectorSource
from tansiq.siting.forecast import forecast, past_of
from tansiq.siting.forecast.forecasting import METHODS as FOLD_METHODS
from tansiq.siting.forecast.methods import Setting, mixture
from tansiq.siting.forecast.scores import SHARES


def by_scipy(setting: Setting, day: int) -> NDArray[np.float64]:
    """Return SciPy's kernel density of all earlier incidents at the centres of the area's cells, adding up to 1."""
    before = setting.past.place[: int(np.searchsorted(setting.past.day, day))]
    density = gaussian_kde(setting.past.xy_m[before].T)
    grid = setting.ground.grid
    centres = np.vstack(grid.xy_from_cells(*np.nonzero(setting.ground.area)))
    found = density(centres)
    return np.maximum(found / found.sum(), 1e-300)


def main() -> None:
    """Parse the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ground", type=Path)
    parser.add_argument("incidents")
    parser.add_argument("--background", action="append", default=[])
    parser.add_argument("--from", dest="first", type=date.fromisoformat)
    parser.add_argument("--horizons", type=int, nargs="+", default=[30, 90, 365])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    land = tansiq.ground.open(options.ground)
    names = [options.incidents, *options.background]
    past = past_of(land, [read_incidents(VectorSource.parse(name), None) for name in names])
    print(
        f"{len(past)} incidents at {len(past.row)} places, {past.outside} outside; {np.count_nonzero(land.area)} cells"
    )
    FOLD_METHODS["scipy"] = by_scipy  # type: ignore[index]  # a dict underneath
    heads = "".join(f"{f'PAI {share:.1%}':>11}" for share in SHARES)
    print(f"{'days':>5} {'folds':>5} {'incidents':>9} {'method':>12} {'nats':>8}{heads}")
    for horizon in options.horizons:
        made = forecast(land, past, horizon_days=horizon, hold_out_from=options.first)
        happened = sum(fold.happened for fold in made.folds)
        for name, score in made.pooled.items():
            indices = "".join(f"{value:11.2f}" for value in score.accuracy.values())
            print(f"{horizon:5d} {len(made.folds):5d} {happened:9d} {name:>12} {score.log_likelihood:8.3f}{indices}")
        numbers = ", ".join(f"{fold.expected:.0f}/{fold.happened}" for fold in made.folds)
        print(f"      expected/happened by fold: {numbers}", flush=True)
    for name, method in (("mixture", mixture), ("scipy", by_scipy)):
        walls, cpus = [], []
        for _ in range(options.runs):
            wall, cpu = time.perf_counter(), time.process_time()
            method(Setting(land, past, 90), int(past.day[-1]) + 1)
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
        print(
            f"one surface, {name}: {statistics.median(walls):.2f} s, {statistics.median(cpus):.2f} s CPU, "
            f"load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
