"""One post moved, added, silenced or given an element on the whole band: how long until the picture is true again.

    python bench/one_post.py [--cells 250] [--moves 9] [--keep FOLDER]

Ground and laydown from real data, as ``bench/band.py`` builds them. A live picture is made once; then each kind of
change is done ``--moves`` times, to other posts, and timed from the changed laydown to the finished picture (without
remedy ledger). Between changes the laydown goes back to what it was, untimed. Beside it, in the same run, the same
pictures computed from nothing, and after every kind whether the two agree in every byte of states and layers. Stages
are shares of the live picture's time over all changes (profiled in a second round, so that profiling costs no figure).
"""

import argparse
import cProfile
import os
import pstats
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import tansiq.ground
from band import build
from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.time import MannedHours
from tansiq.exchange import laydown_file
from tansiq.gaps import Picture, picture, settle
from tansiq.gaps.changing import LivePicture
from tansiq.ground.model import Ground

GOAL_S = {250: 1.0}
STAGES = {
    ("sight.py", "change"): "sight and unsure cells",
    ("arrival.py", "change"): "arrival",
    ("standing.py", "follow"): "what changed where",
    ("standing.py", "recomputed"): "states, crossings, curve",
    ("describe.py", "describe"): "gaps and pockets",
    ("live.py", "_assemble"): "putting together",
}
Change = Callable[[Post], Post | None]


def moved(post: Post) -> Post:
    """Move a post about a kilometre."""
    return replace(post, lon_deg=post.lon_deg + 0.008, lat_deg=post.lat_deg + 0.006)


def kinds(laydown: Laydown) -> dict[str, tuple[list[int], Change]]:
    """Return what is done, and to which posts."""
    watching = [k for k, post in enumerate(laydown.posts) if post.reaction is None]
    reacting = [k for k, post in enumerate(laydown.posts) if post.reaction is not None]
    return {
        "watching post moved": (watching, moved),
        "post with element moved": (reacting, moved),
        "post withdrawn": (watching, lambda _: None),
        "post with element withdrawn": (reacting, lambda _: None),
        "post silenced": (watching, lambda post: replace(post, confirmed_at=None)),
        "post left empty": (watching, lambda post: replace(post, manned=MannedHours(0, 60))),
        "element added": (watching, lambda post: replace(post, reaction=ReactionElement("vehicle", 10.0))),
    }


def with_change(laydown: Laydown, k: int, change: Change) -> Laydown:
    """Return the laydown with one post changed; None takes it away."""
    new = change(laydown.posts[k])
    return replace(laydown, posts=(*laydown.posts[:k], *([] if new is None else [new]), *laydown.posts[k + 1 :]))


def changed(laydown: Laydown, ks: list[int], change: Change, moves: int) -> Iterator[Laydown]:
    """Return laydowns with one post changed, posts spread along the list."""
    for k in ks[:: max(1, len(ks) // (moves + 3))]:
        yield with_change(laydown, k, change)


def timed(live: LivePicture, home: Laydown, laydowns: Iterator[Laydown], moves: int) -> tuple[list[float], Laydown]:
    """Return the seconds of each change, and the laydown left standing."""
    seconds = []
    last = home
    for laydown in islice(laydowns, moves):
        live.change(home)
        started = time.perf_counter()
        live.change(laydown)
        seconds.append(time.perf_counter() - started)
        last = laydown
    return seconds, last


def same(one: Picture, other: Picture) -> bool:
    """Tell whether states, unsure cells and layers agree in every byte, and gaps and curve are equal."""
    rasters = [(one.state, other.state), (one.unsure, other.unsure)]
    for a, b in zip(one.layers, other.layers, strict=True):
        rasters += [(a.seen_by, b.seen_by), (a.rate_per_min, b.rate_per_min), (a.minutes, b.minutes)]
        rasters += [(a.rate_all_per_min, b.rate_all_per_min), (a.minutes_all, b.minutes_all)]
    said = one.gaps == other.gaps and one.sharing_curve == other.sharing_curve and one.lengths == other.lengths
    return said and all(a.tobytes() == b.tobytes() for a, b in rasters)


def from_nothing(ground: Ground, laydown: Laydown) -> tuple[float, Picture]:
    """Time the picture computed as if nothing were known."""
    started = time.perf_counter()
    made = picture(ground, laydown, ledger=False)
    return time.perf_counter() - started, made


def stages(live: LivePicture, home: Laydown, moves: int) -> None:
    """Print each stage's share."""
    profile = cProfile.Profile()
    for ks, change in kinds(home).values():
        for laydown in islice(changed(home, ks, change, moves), moves):
            live.change(home)
            profile.enable()
            live.change(laydown)
            profile.disable()
    seen = pstats.Stats(profile)
    whole = max(entry[3] for entry in seen.stats.values())  # type: ignore[attr-defined]
    shares: dict[str, float] = dict.fromkeys(STAGES.values(), 0.0)
    for (path, _, name), entry in seen.stats.items():  # type: ignore[attr-defined]
        stage = STAGES.get((Path(path).name, name))
        if stage and "gaps" in path and not (name == "change" and _inner(path, entry)):
            shares[stage] += entry[3] / whole
    print("shares: " + ", ".join(f"{stage} {share:.0%}" for stage, share in shares.items()))


def _inner(path: str, entry: tuple) -> bool:
    """Tell whether a change is called by another one of its own module, which already counts it."""
    return any(caller[0] == path for caller in entry[4])


def measure(folder: Path, cell_m: int, moves: int) -> None:
    """Print one cell size."""
    ground_path, laydown_path, _ = build(folder, cell_m)
    ground, home = tansiq.ground.open(ground_path), laydown_file.read(laydown_path)
    parameters, notices = settle(ground, home)
    started = time.perf_counter()
    live = LivePicture(ground, home, parameters, notices=notices)
    made_s = time.perf_counter() - started
    live.change(with_change(home, 0, moved))
    print(f"{cell_m} m, {int(ground.area.sum()):,} cells, {len(home.posts)} posts; made in {made_s:.1f} s")
    print(f"{'change':28s} {'median s':>9} {'worst s':>8} {'goal s':>7} {'from nothing s':>15} {'times':>6} same")
    for name, (ks, change) in kinds(home).items():
        seconds, last = timed(live, home, changed(home, ks, change, moves), moves)
        whole = [from_nothing(ground, last) for _ in range(3)]
        whole_s, median_s = statistics.median(one[0] for one in whole), statistics.median(seconds)
        print(
            f"{name:28s} {median_s:9.3f} {max(seconds):8.3f} {GOAL_S.get(cell_m, float('nan')):7.1f} {whole_s:15.2f} "
            f"{whole_s / median_s:6.0f} {same(live.picture, whole[0][1])}",
            flush=True,
        )
    stages(live, home, moves)


def main() -> None:
    """Parse the options and measure each cell size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, nargs="+", default=[250], help="cell sizes [m]")
    parser.add_argument("--moves", type=int, default=9, help="changes of each kind")
    parser.add_argument("--keep", type=Path, help="folder to keep grounds in between runs")
    options = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for cell_m in options.cells:
            measure(folder, cell_m, options.moves)
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
