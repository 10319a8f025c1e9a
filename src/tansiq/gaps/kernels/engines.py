"""The two viewshed engines over a run of observers: what each sees is added to one plane."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.certified import TAME_M, Bounds, add_certified
from tansiq.gaps.kernels.compiled import compiled
from tansiq.gaps.kernels.fan import add_fan
from tansiq.gaps.kernels.rings import Plane, Surroundings, View
from tansiq.gaps.kernels.sightline import sightline_rows


class Watch(NamedTuple):
    """Arrays [n] of observers: cell, radius [cells] (all int64), squared range [cells2], eye above ground [m]."""

    row: NDArray[np.int64]
    col: NDArray[np.int64]
    radius: NDArray[np.int64]
    reach2: NDArray[np.float64]
    eye_m: NDArray[np.float64]


class Figures(NamedTuple):
    """Height of targets, drop by curvature at one cell's distance, and height missing cells block with [m]."""

    target_m: float
    bend_m: float
    void_m: float


@compiled()
def _view(elevation: NDArray[np.floating[Any]], watch: Watch, n: int, figures: Figures) -> View:
    eye = float(elevation[watch.row[n], watch.col[n]]) + watch.eye_m[n]
    return View(watch.row[n], watch.col[n], watch.radius[n], watch.reach2[n], eye, figures.void_m, figures.bend_m)


@compiled()
def add_fans(
    elevation: NDArray[np.float32],
    watch: Watch,
    figures: Figures,
    first: int,
    stop: int,
    around: Surroundings,
    horizon: NDArray[np.float32],
    plane: Plane,
) -> None:
    """Add to ``plane`` what observers ``first`` to ``stop`` see by :func:`tansiq.gaps.kernels.fan.add_fan`."""
    for n in range(first, stop):
        add_fan(elevation, _view(elevation, watch, n, figures), figures.target_m, around, horizon, plane)


@compiled()
def _tame(elevation: NDArray[np.floating[Any]], view: View) -> bool:
    """Tell whether known heights within the observer's radius stay below ``TAME_M``."""
    rows, cols = elevation.shape
    wild = False
    for row in range(max(0, view.row - view.radius), min(rows, view.row + view.radius + 1)):
        for col in range(max(0, view.col - view.radius), min(cols, view.col + view.radius + 1)):
            height = abs(elevation[row, col])
            wild |= (height >= TAME_M) & (height < np.inf)
    return not wild


@compiled()
def add_plain(elevation: NDArray[np.floating[Any]], view: View, eye_m: float, figures: Figures, plane: Plane) -> None:
    """Add to ``plane`` what one observer sees by :func:`tansiq.gaps.kernels.sightline.sightline_rows`."""
    side = 2 * view.radius + 1
    patch = np.zeros((side, side), np.uint8)
    sightline_rows(elevation, view.row, view.col, view.radius, view.reach2, eye_m, figures.target_m, figures.bend_m,
                   figures.void_m, 0, side, patch)  # fmt: skip
    for y in range(side):
        base = (view.row - view.radius - plane.top + y) * plane.width + view.col - view.radius - plane.left
        for x in range(side):
            plane.rows[base + x] += np.uint16(patch[y, x])


@compiled()
def add_exact(
    heights: NDArray[np.float32],
    elevation: NDArray[np.floating[Any]],
    watch: Watch,
    figures: Figures,
    first: int,
    stop: int,
    around: Surroundings,
    held: Bounds,
    plane: Plane,
) -> None:
    """Add to ``plane`` what observers ``first`` to ``stop`` see along plain sight lines.

    By :func:`tansiq.gaps.kernels.certified.add_certified`, or by sight lines alone where heights are beyond what its
    margins are sure for.
    """
    for n in range(first, stop):
        view = _view(elevation, watch, n, figures)
        if watch.eye_m[n] < TAME_M and figures.target_m < TAME_M and _tame(elevation, view):
            add_certified(heights, elevation, view, figures.target_m, around, held, plane)
        else:
            add_plain(elevation, view, watch.eye_m[n], figures, plane)
