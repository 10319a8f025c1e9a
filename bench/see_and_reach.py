"""See and reach on the whole band from real data: ``tansiq site`` as a person runs it, and its choice beside HiGHS.

    python bench/see_and_reach.py [--cell 500] [--candidates 250 500 1000] [--runs 3] [--keep FOLDER]

Builds the ground and the exercise laydown once (see ``band.py``). For each number of candidates: wall time and peak
memory of the whole command in a fresh process (both pictures and every file written), then of the choice alone, ours
and HiGHS given the same merged problem as one model at the same gap and time limit. Medians of ``--runs``.
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

from band import build

GAP, LIMIT_S = 0.01, 120.0
ASKED = (6, 4, 6)


def whole_command(ground: Path, laydown: Path, out: Path, candidates: int) -> dict[str, float]:
    """Run ``tansiq site`` once and return what was seen."""
    posts, reaction, watch = map(str, ASKED)
    words = [
        sys.executable, "-m", "tansiq", "--quiet", "site", str(ground), str(laydown), str(out), "--joint-posts", posts,
        "--reaction", reaction, "--watch", watch, "--candidates", str(candidates), "--gap", str(GAP),
        "--time-limit", str(LIMIT_S),
    ]  # fmt: skip
    started = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"tansiq site ended with {os.waitstatus_to_exitcode(status)}")  # noqa: EM102, TRY003 - a bench ends with words
    wall_s = time.perf_counter() - started
    plan = json.loads((out / "siting.json").read_text(encoding="utf-8"))
    return {
        "s": wall_s,
        "cpu": usage.ru_utime + usage.ru_stime,
        "gb": usage.ru_maxrss / 2**20,
        "covered": plan["covered"],
        "gap": plan["gap"],
        "candidates": plan["candidates"],
    }


def choice(engine: str, ground: Path, laydown: Path, candidates: int) -> None:
    """Make the problem, then time one engine on it, in this process; print what was seen as JSON."""
    import tansiq.ground  # noqa: PLC0415 - only in the child
    from tansiq.exchange import laydown_file  # noqa: PLC0415 - as above
    from tansiq.gaps import settle  # noqa: PLC0415 - as above
    from tansiq.siting.limits import Limits  # noqa: PLC0415 - as above
    from tansiq.siting.prove import chase  # noqa: PLC0415 - as above
    from tansiq.siting.question import Question  # noqa: PLC0415 - as above
    from tansiq.siting.whole import branch, compact  # noqa: PLC0415 - as above

    land, laid = tansiq.ground.open(ground), laydown_file.read(laydown)
    question = Question(land, laid, settle(land, laid)[0], ASKED, Limits(), "area")
    problem = question.problem(question.cells(candidates, ())[0], lambda _done, _label: None)
    started, used = time.perf_counter(), time.process_time()
    if engine == "ours":
        found = chase(problem, gap=GAP, deadline_s=time.monotonic() + LIMIT_S, tell=lambda: None, complete=lambda y: y)
        covered, bound = found.covered, found.bound
    else:
        highs, scale = compact(problem)
        whole = branch(highs, problem.columns, gap=GAP, time_s=LIMIT_S, tell=lambda: None)
        covered = problem.constant if whole.y is None else problem.value(whole.y)
        bound = problem.constant + whole.bound / scale
    seen = {"s": time.perf_counter() - started, "cpu": time.process_time() - used}
    print(json.dumps(seen | {"covered": covered, "gap": (bound - covered) / covered}))


def medians(samples: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each figure."""
    return {key: statistics.median(one[key] for one in samples) for key in samples[0]}


def measure(options: argparse.Namespace, folder: Path, candidates: int) -> None:
    """Print the rows of one number of candidates."""
    ground, laydown, _ = build(folder, options.cell)
    seen = {
        "command": medians([whole_command(ground, laydown, folder / "places", candidates) for _ in range(options.runs)])
    }
    for engine in ("ours", "highs"):
        words = [sys.executable, __file__, "--child", engine, str(ground), str(laydown), str(candidates)]
        told = [
            subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout for _ in range(options.runs)
        ]
        seen[engine] = medians([json.loads(one.splitlines()[-1]) for one in told])
    for name, one in seen.items():
        gb = f"{one['gb']:.2f}" if "gb" in one else "-"
        print(
            f"{candidates:10d} {name:10s} {one['s']:8.2f} {one['cpu']:8.2f} {one['covered']:10.2f} "
            f"{one['gap']:9.2e} {gb:>8s}",
            flush=True,
        )


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cell", type=int, default=500, help="cell size [m]")
    parser.add_argument("--candidates", type=int, nargs="+", default=[250, 500, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder to keep the ground in between runs")
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        engine, ground, laydown, candidates = options.child
        choice(engine, Path(ground), Path(laydown), int(candidates))
        return
    print(f"cell {options.cell} m, asked {ASKED}, gap {GAP}, limit {LIMIT_S:.0f} s, load {os.getloadavg()[0]:.1f}")
    print(f"{'candidates':>10s} {'what':10s} {'s':>8s} {'CPU s':>8s} {'covered':>10s} {'gap':>9s} {'peak GB':>8s}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for candidates in options.candidates:
            measure(options, folder, candidates)


if __name__ == "__main__":
    main()
