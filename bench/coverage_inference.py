"""What coarse cells cost the gap picture, and what an adversary can read of posts from a released coverage.

    python bench/coverage_inference.py [--posts 60] [--secrets 8] [--cells 500 1000 2000 4000] [--ground FOLDER]

Fictional forces on the sketched ground at 250 m. The adversary knows the ground, the programme, the steps, the lattice
and everything about each post (eye height, range, rate, whether it has an element and how that moves) except where it
stands and the secret. Each post is taken by itself, as if all others could be subtracted, which is more than a joint
centre can do. Attacks:

peak        the middle of the cells with the highest rate
corners     the middle of the footprint's outermost edges
matching    every cell of the grid from which all seen ground is in range is tried; the place whose coverage is most
            like the released one
cell        the coarse cell that holds most of the places whose coverage is exactly the released one: its middle
hilltop     the same cell, the place in it that stands highest above its surroundings, as the exercise sites its posts
trough      (posts with an element) the middle of the cells that are reached soonest
march       (posts with an element) every place about these is tried; the one whose times are most like the released
series      ``hilltop`` on as many releases as there are secrets, each under another secret, taken together
average     ``matching`` on the same releases, averaged
stretch     no coverage: anywhere on the post's own side, 5 to 15 km from the seam, in its eight or nine kilometres
lot         no coverage: where the same lot puts the post of that number under another seed
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import tansiq.exercise
import tansiq.exercise.sketch
import tansiq.ground
from coverage_attacks import STEPS, Attacker, Place, march, read_off, series, trough
from tansiq.domain.laydown import Laydown
from tansiq.exercise.high_ground import FARTHEST_M, HighGround, local_height_m
from tansiq.gaps import picture, settle
from tansiq.gaps.coverage import coverage_of, moved, picture_of_coverages
from tansiq.gaps.model import Picture
from tansiq.gaps.posts import place_posts
from tansiq.gaps.states import is_held
from tansiq.ground.model import Ground

GROUND_CELL_M = 250.0
NEAR_M, WITHIN_M = 250.0, 1000.0
BLIND_SEEDS = (1, 2, 3, 4, 5)
BY_SIGHT = ("peak", "corners", "matching", "cell", "hilltop")
NOWHERE = np.full(2, np.nan)


def secret(number: int) -> bytes:
    """Return the secret of a number: any bytes do."""
    return b"bench-coverage-secret" + number.to_bytes(2)


def held(made: Picture) -> tuple[NDArray[np.bool_], float]:
    """Return the held ground, bool [rows, cols], and the kilometres of seam held."""
    seam_km = sum(km for state, km in made.seam_by_state_km().items() if state.is_held)
    return is_held(made.state), seam_km


def costs(ground: Ground, laydown: Laydown, cells: list[int], secrets: int) -> None:
    """Print what a picture from coverages holds, and how much of that is not held in truth."""
    truth, seam_km = held(picture(ground, laydown, ledger=False))
    print(f"\nfrom posts, fine cells: {truth.sum() * ground.grid.cell_km2:.0f} km2, {seam_km:.0f} km of seam held")
    print(f"{'cell m':>7} {'draws':>6} {'held km2':>9} {'seam km':>8} {'not held in truth, % of held':>30}")
    for cell_m in cells:
        for draws in (0, 1, 2, 4, 16):
            rows = []
            for number in range(min(secrets, 5) if draws else 1):
                key = secret(number) if draws else None
                released = [
                    coverage_of(ground, laydown, party.id, cell_m=cell_m, smallest_cell_m=cell_m, secret=key,
                                draws=max(draws, 1))
                    for party in laydown.parties
                ]  # fmt: skip
                made = picture_of_coverages(ground, (released[0], released[1]), agreed=laydown, ledger=False)
                ours, ours_km = held(made)
                false = 100 * (ours & ~truth).sum() / max(ours.sum(), 1)
                rows.append((ours.sum() * ground.grid.cell_km2, ours_km, false))
            km2, km, false = np.mean(rows, axis=0)
            print(f"{cell_m:7d} {draws:6d} {km2:9.0f} {km:8.0f} {false:30.1f}", flush=True)


def errors_of(
    ground: Ground, laydown: Laydown, attackers: list[Attacker], draws: int, secrets: int
) -> Iterator[tuple[str, float]]:
    """Yield the name of an attack and its error [m], for every post and secret; NaN where nothing was shown."""
    keys = [secret(number) for number in range(secrets)] if draws else [None]
    by_key = [_draws(ground, laydown, attackers[0].cell_m, key, draws) for key in keys]
    for number, attacker in enumerate(attackers):
        where = np.array([attacker.post.row, attacker.post.col], float)
        for name, estimate in _estimates(attacker, [drawn[number] for drawn in by_key]):
            yield name, float(np.hypot(*(estimate - where)) * GROUND_CELL_M)


def _estimates(attacker: Attacker, drawn: list[list[Place]]) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield every attack's estimate of one post: from each release, and from all of them together."""
    readings = [read_off(attacker, np.minimum.reduce([attacker.codes(place) for place in places])) for places in drawn]
    for reading in readings:
        for name in BY_SIGHT:
            yield name, NOWHERE if reading is None else reading.estimates[name]
    shown = [reading for reading in readings if reading is not None]
    if len(drawn) > 1:
        together = series(attacker, shown) if shown else dict.fromkeys(("series", "average"), NOWHERE)
        yield from together.items()
    if attacker.post.post.reaction is not None and len(drawn[0]) == 1:
        for places in drawn:
            released = attacker.times(places[0], len(STEPS.minutes))
            for name, attack in (("trough", trough), ("march", march)):
                estimate = attack(attacker, released)
                yield name, NOWHERE if estimate is None else estimate


def _draws(ground: Ground, laydown: Laydown, cell_m: int, key: bytes | None, draws: int) -> list[list[Place]]:
    """Return, for each post, the cells it was put on: as the programme itself does it."""
    laid = [laydown]
    if key is not None:
        laid = [
            moved(ground, laydown, cell_m=cell_m, secret=key, agreement="bench", draw=number) for number in range(draws)
        ]
    placed = [place_posts(ground, each)[0] for each in laid]
    return [[(one.row, one.col) for one in of_post] for of_post in zip(*placed, strict=True)]


def blind(ground: Ground, laydown: Laydown) -> dict[str, list[float]]:
    """Return the errors [m] of guesses made without any coverage."""
    if ground.seam is None:
        message = "the exercise needs a seam"
        raise ValueError(message)
    land, lengths = HighGround(ground, ground.seam), len(ground.seam)
    others = [place_posts(ground, tansiq.exercise.laydown(ground, seed=seed))[0] for seed in BLIND_SEEDS]
    sides = {party.id: party.side or "left" for party in laydown.parties}
    every = [post.id for post in tansiq.exercise.laydown(ground).posts]
    errors: dict[str, list[float]] = {"stretch": [], "lot": []}
    for one in place_posts(ground, laydown)[0]:
        number, side = every.index(one.post.id), sides[one.post.party]
        middle, reach = (number + 0.5) * lengths / len(every), lengths / len(every)
        first, last = int(max(0, middle - reach)), int(min(lengths - 1, middle + reach))
        row, col = land.ranked(first, last, side, 1.0, FARTHEST_M)
        errors["stretch"] += (np.hypot(row - one.row, col - one.col) * GROUND_CELL_M).tolist()
        for other in others:
            errors["lot"].append(
                float(np.hypot(other[number].row - one.row, other[number].col - one.col) * GROUND_CELL_M)
            )
    return errors


def tell(cell: str, draws: str, name: str, errors: list[float]) -> None:
    """Print one row: of how many posts anything was shown, and how far off the attack is then."""
    shown = np.array(errors)[np.isfinite(errors)]
    start = f"{cell:>7} {draws:>6} {name:>10} {100 * len(shown) / len(errors):9.0f}"
    if not len(shown):
        print(f"{start}   nothing shown", flush=True)
        return
    print(
        f"{start} {np.median(shown):9.0f} {np.percentile(shown, 90):8.0f} {100 * np.mean(shown <= NEAR_M):9.0f} "
        f"{100 * np.mean(shown <= WITHIN_M):9.0f}",
        flush=True,
    )


def inference(ground: Ground, laydown: Laydown, cells: list[int], secrets: int, posts: int) -> None:
    """Print how far off each attack is, for every cell size, with and without moved posts."""
    parameters, _ = settle(ground, laydown)
    watched = [one.post for one in place_posts(ground, laydown)[0] if one.on_watch(parameters)]
    attacked = replace(laydown, posts=tuple(watched[:posts]))
    print(
        f"\n{'cell m':>7} {'draws':>6} {'attack':>10} {'% shown':>9} {'median m':>9} {'p90 m':>8} {'% < 250m':>9} "
        f"{'% < 1 km':>9}"
    )
    for name, errors in blind(ground, attacked).items():
        tell("-", "-", name, errors)
    height_m = local_height_m(ground)
    for cell_m in cells:
        placed, _ = place_posts(ground, attacked)
        attackers = [Attacker(ground, parameters, one, cell_m, height_m) for one in placed]
        for attacker in attackers[:10]:
            attacker.check(laydown)
        for draws in (0, 1, 2):
            found: dict[str, list[float]] = {}
            for name, error in errors_of(ground, attacked, attackers, draws, secrets):
                found.setdefault(name, []).append(error)
            for name, errors in found.items():
                tell(str(cell_m), str(draws), name, errors)


def main() -> None:
    """Parse the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, nargs="+", default=[500, 1000, 2000, 4000], help="coarse cells [m]")
    parser.add_argument("--posts", type=int, default=60, help="posts to attack")
    parser.add_argument("--secrets", type=int, default=8, help="releases of each post")
    parser.add_argument("--ground", type=Path, help="folder of the sketch at 250 m, if it is built already")
    parser.add_argument("--only-inference", action="store_true", help="leave out what coverage costs the picture")
    parser.add_argument("--only-costs", action="store_true", help="leave out what an adversary can read off")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.ground or Path(scratch) / "ground"
        ground = tansiq.ground.open(folder) if folder.exists() else tansiq.exercise.sketch.build(folder, cell_m=250.0)
        laydown = tansiq.exercise.laydown(ground)
        if not options.only_inference:
            costs(ground, laydown, options.cells, options.secrets)
        if not options.only_costs:
            inference(ground, laydown, options.cells, options.secrets, options.posts)


if __name__ == "__main__":
    main()
