"""Look for a certified error: exact viewsheds against the plain sight line, ``python bench/exact_visibility.py``.

Random observers, half of them anywhere and half on the highest cell around, stand on six kinds of ground in turn:
rough synthetic terrain, the same in terraces, a plain of pure noise, a smooth slope, one exactly flat height, and
terrain with a hundredth of its cells missing. Eyes, targets, ranges, refraction and what missing cells do are drawn
anew for each. Every cell of both viewsheds is compared. The command fails if one differs.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plain_sight import plain_visible
from tansiq.gaps.kernels.viewsheds import VOID_BLOCKS_M, VOID_IS_OPEN_M, count_seen
from tansiq.gaps.sight_input import observers_of, sight_of
from terrain import terrain

SIDE = 500
CELL_M = 30.0


def with_holes(heights: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a copy with a hundredth of its cells missing."""
    holed = heights.copy()
    holed[rng.random(heights.shape) < 0.01] = np.nan  # noqa: PLR2004 - a hundredth
    return holed


def grounds(rng: np.random.Generator) -> dict[str, NDArray[np.float32]]:
    """Return every kind of ground, float32 [SIDE, SIDE]."""
    rough = terrain(SIDE, SIDE, 7)
    rows, cols = np.indices((SIDE, SIDE))
    kinds = {
        "rough terrain": rough,
        "terraces": np.round(rough / 25) * 25,
        "pure noise": rng.normal(0, 0.7, (SIDE, SIDE)),
        "smooth slope": 900 + 0.05 * rows - 0.08 * cols,
        "flat": np.full((SIDE, SIDE), 312.5),
        "with missing cells": with_holes(rough, rng),
    }
    return {name: np.ascontiguousarray(heights, np.float32) for name, heights in kinds.items()}


@dataclass
class Found:
    """What was found on one kind of ground."""

    observers: int = 0
    cells: int = 0
    visible: int = 0
    wrong: int = 0
    plain_s: float = 0.0
    exact_s: float = 0.0


def timed(compute: Callable[[], NDArray[Any]]) -> tuple[NDArray[Any], float]:
    """Return what was computed and how long it took [s]."""
    start = time.perf_counter()
    return compute(), time.perf_counter() - start


def place(heights: NDArray[np.float32], rng: np.random.Generator) -> tuple[int, int]:
    """Return a known cell, every other time the highest within 15."""
    while True:
        row, col = (int(n) for n in rng.integers(0, SIDE, 2))
        around = heights[max(0, row - 15) : row + 16, max(0, col - 15) : col + 16]
        if rng.random() < 0.5:  # noqa: PLR2004 - every other time
            top = np.unravel_index(np.nanargmax(around), around.shape)
            row, col = max(0, row - 15) + int(top[0]), max(0, col - 15) + int(top[1])
        if np.isfinite(heights[row, col]):
            return row, col


def compare(heights: NDArray[np.float32], rng: np.random.Generator, found: Found) -> None:
    """Compare one random observer's viewsheds."""
    row, col = place(heights, rng)
    eye_m, target_m = float(rng.choice([0.0, 2.0, 5.0, 30.0])), float(rng.choice([0.0, 1.7, 3.0]))
    range_m, refraction = float(rng.uniform(500, 10_000)), float(rng.choice([0.0, 1 / 7, 1.0]))
    void_m = float(rng.choice([VOID_BLOCKS_M, VOID_IS_OPEN_M]))
    observer = observers_of(heights, CELL_M, [[row, col]], eye_m, range_m)
    sight = sight_of(CELL_M, target_m, refraction, exact=True, void_m=void_m)
    exact, exact_s = timed(lambda: count_seen(heights, observer, sight) > 0)
    see = {"eye_m": eye_m, "target_m": target_m, "range_m": range_m, "refraction": refraction, "void_m": void_m}
    plain, plain_s = timed(lambda: plain_visible(heights, CELL_M, row, col, **see))
    found.observers += 1
    found.cells += exact.size
    found.visible += int(plain.sum())
    found.wrong += int((exact != plain).sum())
    found.exact_s += exact_s
    found.plain_s += plain_s


def main() -> None:
    """Compare as many observers as asked, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--observers", type=int, default=60, help="how many observers, over all kinds of ground")
    asked.add_argument("--seed", type=int, default=1, help="seed of observers and noise")
    options = asked.parse_args()
    rng = np.random.default_rng(options.seed)
    kinds = grounds(rng)
    found = {name: Found() for name in kinds}
    for name in kinds:
        compare(kinds[name], rng, Found())  # compiles
    for n in range(options.observers):
        name = list(kinds)[n % len(kinds)]
        compare(kinds[name], rng, found[name])
    print(f"{SIDE} x {SIDE} cells of {CELL_M:g} m, seed {options.seed}, load {os.getloadavg()[0]:.1f}")
    print(f"{'ground':20s}{'observers':>10s}{'cells':>12s}{'visible':>12s}{'wrong':>8s}{'plain / exact':>15s}")
    for name, one in found.items():
        faster = one.plain_s / one.exact_s if one.exact_s else 0.0
        print(f"{name:20s}{one.observers:10d}{one.cells:12d}{one.visible:12d}{one.wrong:8d}{faster:15.1f}")
    wrong = sum(one.wrong for one in found.values())
    print(f"{options.observers} observers, {wrong} verdicts differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
