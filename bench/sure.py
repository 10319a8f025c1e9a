"""How sure is it? on the whole band from real data: the sampled run beside pictures made one by one from scratch.

    python bench/sure.py [--cells 500 250] [--samples 200] [--runs 3] [--scratch 3] [--keep FOLDER]
    python bench/sure.py --accuracy --cells 1000 [--large 2000]

Builds the ground and the exercise laydown once for each cell size (see ``band.py``). For each cell size, medians of
``--runs``: the whole command in a fresh process; the run alone, without and with influences; and, in the same process,
what a picture costs in the run and what the same picture costs made from scratch by the picture's own code
(``party_layers`` and ``picture_from_layers`` without a ledger), with how many cells and lengths differ between the two.

``--accuracy`` instead compares small runs with a large one: how many of the 95 % intervals of lengths hold what the
large run found, how wide they are, and how far the total shares of variance are from those of a run a quarter as large.
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

from band import build

Seen = dict[str, float]


def whole_command(ground: Path, laydown: Path, out: Path, samples: int) -> Seen:
    """Run ``tansiq sure`` once, files and map included."""
    words = [sys.executable, "-m", "tansiq", "--quiet", "sure", str(ground), str(laydown), str(out)]
    started = time.perf_counter()
    process = subprocess.Popen(
        [*words, "--samples", str(samples)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"tansiq sure ended with {os.waitstatus_to_exitcode(status)}")  # noqa: EM102, TRY003 - a bench ends with words
    computed = json.loads((out / "sure.json").read_text(encoding="utf-8"))["computed"]
    wall_s = time.perf_counter() - started
    return {
        "s": wall_s, "cpu": usage.ru_utime + usage.ru_stime, "gb": usage.ru_maxrss / 2**20, "pictures": computed
    }  # fmt: skip


def child(ground: Path, laydown: Path, samples: int, scratch: int) -> None:
    """Time the run alone and pictures from scratch in this process; print what was seen as JSON lines."""
    import tansiq.ground  # noqa: PLC0415 - only in the child
    from tansiq.exchange import laydown_file  # noqa: PLC0415 - as above
    from tansiq.gaps import (  # noqa: PLC0415 - as above
        party_layers,
        picture_from_layers,
        place_posts,
        prepare,
        settle,
    )
    from tansiq.gaps.spread import as_stated, spread_of  # noqa: PLC0415 - as above
    from tansiq.gaps.spread.sampling import Sampler  # noqa: PLC0415 - as above

    land, laid = tansiq.ground.open(ground), laydown_file.read(laydown)
    parameters, band = settle(land, laid)[0], prepare(land)
    spread_of(land, laid, parameters, samples=2, band=band)  # compiles
    for name, influences in (("run, influences", True), ("run", False)):
        started, used = time.perf_counter(), time.process_time()
        found = spread_of(land, laid, parameters, samples=samples, influences=influences, band=band)
        seen = {"s": time.perf_counter() - started, "cpu": time.process_time() - used, "pictures": found.computed}
        print(json.dumps({"name": name} | seen))
    some = spread_of(land, laid, parameters, samples=max(2, scratch), influences=False, band=band).figures[:scratch]
    sampler = Sampler(band, place_posts(land, laid)[0], parameters, some)
    started, used, held = time.perf_counter(), time.process_time(), []
    for figures in some:
        unheld = np.zeros(len(band.strips.cells), np.uint32)
        held.append((unheld, sampler.held(figures, unheld).lengths))
    seen = {"s": time.perf_counter() - started, "cpu": time.process_time() - used, "pictures": len(some)}
    print(json.dumps({"name": "sampled"} | seen))
    started, used, made = time.perf_counter(), time.process_time(), []
    for figures in some:
        inputs = as_stated(land, laid, parameters, figures)
        made.append(picture_from_layers(*inputs[:2], party_layers(*inputs), inputs[2], band=None, ledger=False))
    seen = {"s": time.perf_counter() - started, "cpu": time.process_time() - used, "pictures": len(some)}
    cells = lengths = 0
    for (unheld, of_lengths), picture in zip(held, made, strict=True):
        cells += int((np.isin(picture.state.ravel()[band.strips.cells], (1, 2)) != (unheld == 0)).sum())
        lengths += int((np.array([one.state.is_held for one in picture.lengths]) != of_lengths).sum())
    print(json.dumps({"name": "from scratch"} | seen | {"cells": cells, "lengths": lengths}))


def measure(options: argparse.Namespace, folder: Path, cell_m: int) -> None:
    """Print the rows of one cell size."""
    ground, laydown, _ = build(folder, cell_m)
    seen: dict[str, list[Seen]] = {"command": []}
    for _ in range(options.runs):
        seen["command"].append(whole_command(ground, laydown, folder / "sure", options.samples))
        words = [sys.executable, __file__, "--child", str(ground), str(laydown), str(options.samples)]
        told = subprocess.run([*words, str(options.scratch)], check=True, stdout=subprocess.PIPE, text=True).stdout
        for line in map(json.loads, told.splitlines()):
            seen.setdefault(line.pop("name"), []).append(line)
        print(json.dumps({name: runs[-1] for name, runs in seen.items()}), file=sys.stderr, flush=True)
    for name, runs in seen.items():
        one = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        per_ms = 1000 * one["cpu"] / one["pictures"]
        differ = f"{one['cells']:.0f} cells, {one['lengths']:.0f} lengths differ" if "cells" in one else ""
        gb = f"{one['gb']:.2f}" if "gb" in one else "-"
        print(
            f"{cell_m:6d} {name:16s} {one['pictures']:8.0f} {one['s']:8.2f} {one['cpu']:8.2f} {per_ms:9.1f} {gb:>7s}  "
            f"{os.getloadavg()[0]:5.1f}  {differ}",
            flush=True,
        )


def accuracy(options: argparse.Namespace, folder: Path, cell_m: int) -> None:
    """Print how far small runs are from a large one."""
    import tansiq.ground  # noqa: PLC0415 - not for the parent of timed children
    from tansiq.exchange import laydown_file  # noqa: PLC0415 - as above
    from tansiq.gaps import prepare, settle  # noqa: PLC0415 - as above
    from tansiq.gaps.spread import spread_of  # noqa: PLC0415 - as above

    ground, laydown, _ = build(folder, cell_m)
    land, laid = tansiq.ground.open(ground), laydown_file.read(laydown)
    given = (land, laid, settle(land, laid)[0])
    band = prepare(land)
    large = spread_of(*given, samples=options.large, seed=99, influences=False, band=band)
    truth = np.array([one.share for one in large.lengths])
    undecided = (truth > 0) & (truth < 1)
    best = spread_of(*given, samples=options.large // 4, seed=98, band=band)
    shares = {one.assumption: one.total.value for one in best.seam_km.influences}
    print(f"{undecided.sum()} of {len(truth)} lengths neither always nor never held in {options.large} samples")
    print(
        f"{'samples':>8s} {'intervals hold it':>18s} {'mean width':>11s} {'worst total share off':>22s} {'first':>16s}"
    )
    for samples in (50, 100, 200):
        hold, width, error, first = [], [], [], []
        for seed in range(1, options.runs + 1):
            sure = spread_of(*given, samples=samples, seed=seed, band=band)
            low, high = (np.array([getattr(one, end) for one in sure.lengths]) for end in ("low", "high"))
            hold.append(float(((low <= truth) & (truth <= high))[undecided].mean()))
            width.append(float((high - low)[undecided].mean()))
            told = sure.seam_km.influences
            error.append(max(abs(one.total.value - shares[one.assumption]) for one in told))
            first.append(told[0].assumption)
        middle = [statistics.median(values) for values in (hold, width, error)]
        print(f"{samples:8d} {middle[0]:18.1%} {middle[1]:11.3f} {middle[2]:22.3f} {' '.join(sorted(set(first))):>16s}")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, nargs="+", default=[500, 250], help="cell sizes [m]")
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--scratch", type=int, default=3, help="pictures made from scratch")
    parser.add_argument("--accuracy", action="store_true", help="compare small runs with a large one instead")
    parser.add_argument("--large", type=int, default=2000, help="samples of the large run")
    parser.add_argument("--keep", type=Path, help="folder to keep the grounds in between runs")
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        ground, laydown, samples, scratch = options.child
        child(Path(ground), Path(laydown), int(samples), int(scratch))
        return
    print(f"{options.samples} samples, medians of {options.runs}, load {os.getloadavg()[0]:.1f}")
    if not options.accuracy:
        print(
            f"{'cell m':>6s} {'what':16s} {'pictures':>8s} {'s':>8s} {'CPU s':>8s} {'CPU ms/p':>9s} {'GB':>7s}   load"
        )
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for cell_m in options.cells:
            (accuracy if options.accuracy else measure)(options, folder, cell_m)


if __name__ == "__main__":
    main()
