"""``map.png``: roads with what they carry, and the places of a front with how many of its choices open them."""

from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LightSource
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from tansiq.gaps.files import furniture, page
from tansiq.gaps.files.relief import thinned
from tansiq.ground.model import Ground
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate
from tansiq.siting.checkpoints import drawing, labels
from tansiq.siting.checkpoints.front import Front

_AROUND_IN: Final = 2.4
_BELOW_IN: Final = 1.2
_WIDEST_PT: Final = 7.0
_RANKS_NAMED: Final = 2
_ROAD: Final = "#7a5c3e"
_FLOW: Final = "#E69F00"
_CORRIDOR: Final = "#6A4C93"


def write_map(front: Front, ground: Ground, path: Path, language: Language = "en") -> None:
    """Draw the places and the usual ways to a PNG, about 2250 pixels wide."""
    with drawing.style():
        figure, _, axes = page.sheet(ground.grid, _AROUND_IN, _BELOW_IN, "white")
        _draw_relief(axes, ground)
        _draw_roads(axes, front)
        _draw_seam(axes, ground, front)
        _draw_names(axes, ground, language)
        page.frame(axes, ground.grid)  # the relief's last cells reach past it
        _draw_places(axes, front)
        drawing.headline(figure, front, ground, language)
        _draw_legend(figure, front, language)
        figure.savefig(path, metadata={"Software": None})


def _draw_relief(axes: Axes, ground: Ground) -> None:
    elevation_m, step = thinned(ground.elevation_m)
    known = np.isfinite(elevation_m)
    if not known.any():
        return
    grid, cell_m = ground.grid, ground.grid.cell_m * step
    filled = np.where(known, elevation_m, np.nanmin(elevation_m))
    shade = LightSource(azdeg=315, altdeg=45).hillshade(filled, vert_exag=4.0, dx=cell_m, dy=cell_m)
    right_m = grid.x_min_m + elevation_m.shape[1] * cell_m
    bottom_m = grid.y_max_m - elevation_m.shape[0] * cell_m
    axes.imshow(
        np.where(known, 0.55 + 0.45 * shade, 1.0), cmap="gray", vmin=0, vmax=1, zorder=0, aspect="equal",
        extent=(grid.x_min_m, right_m, bottom_m, grid.y_max_m), interpolation="nearest",
    )  # fmt: skip


def flow_on_links(front: Front) -> NDArray[np.int64]:
    """Return how many movements a day use each link of the road graph on their usual way, int64 [links]."""
    question = front.network.question
    carried = np.zeros(question.routing.graph.links, np.int64)
    for flow in question.flows:
        carried[question.routing.links(list(flow.usual))] += flow.per_day
    return carried


def _draw_roads(axes: Axes, front: Front) -> None:
    graph, carried = front.network.question.routing.graph, flow_on_links(front)
    lines = [shapely.get_coordinates(line) for line in graph.line]
    axes.add_collection(LineCollection(lines, colors=_ROAD, linewidths=0.8, zorder=3))
    used = np.flatnonzero(carried).tolist()
    widths = [_WIDEST_PT * float(np.sqrt(carried[k] / carried.max())) for k in used]
    flows = LineCollection([lines[k] for k in used], colors=_FLOW, linewidths=widths, alpha=0.75, zorder=2)
    flows.set_capstyle("round")
    axes.add_collection(flows)


def _draw_seam(axes: Axes, ground: Ground, front: Front) -> None:
    parts = [shapely.get_coordinates(stretch.line) for stretch in front.network.stretches]
    axes.add_collection(LineCollection(parts, colors=_CORRIDOR, linewidths=3.0, zorder=4))
    if ground.seam is not None:
        xy = shapely.get_coordinates(ground.seam.line)
        axes.plot(xy[:, 0], xy[:, 1], color=page.INK, lw=1.3, ls=(0, (5, 3)), zorder=4)


def _draw_names(axes: Axes, ground: Ground, language: Language) -> None:
    for place in ground.features("places"):
        if place.properties.get("rank", _RANKS_NAMED + 1) > _RANKS_NAMED:
            continue
        x_m, y_m = page.place_point(place)
        axes.plot([x_m], [y_m], "o", ms=2.6, color=page.INK, zorder=6)
        furniture.label(axes, x_m, y_m, page.place_name(place, language), size=8.5)


def _draw_places(axes: Axes, front: Front) -> None:
    """Draw each place as a ring, filled by how many choices open it, and named where any does."""
    opened = np.zeros(len(front.places), np.int64)
    for choice in front.choices:
        opened[list(choice.opened)] += 1
    for place, times in zip(front.places, opened.tolist(), strict=True):
        at = ([place.x_m], [place.y_m])
        if not times:
            axes.plot(*at, "o", ms=4, mfc="white", mec=drawing.MARK, mew=0.8, zorder=7)
            continue
        axes.plot(*at, "s", ms=10, mfc="white", mec=drawing.MARK, mew=1.6, zorder=8)
        share = times / len(front.choices)
        axes.plot(*at, "s", ms=10 * share**0.5, mfc=drawing.MARK, mec="none", zorder=9)
    shown = [place for place, times in zip(front.places, opened.tolist(), strict=True) if times]
    box = {"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none", "alpha": 0.8}
    points, texts = [(place.x_m, place.y_m) for place in shown], [place.id for place in shown]
    labels.beside(axes, points, texts, size_pt=8.0, clear_pt=7.0, style={"weight": "bold", "bbox": box})


def _draw_legend(figure: Figure, front: Front, language: Language) -> None:
    entries: list[tuple[Any, str]] = [
        (_mark("o", "white", 5), N_("place that may be chosen")),
        (_mark("s", "white", 9), N_("open in some choice; the fuller, the more choices open it")),
        (Line2D([], [], color=_FLOW, lw=5, alpha=0.75), N_("usual ways, wider where more movements a day take them")),
        (Line2D([], [], color=page.INK, lw=1.3, ls=(0, (5, 3))), N_("seam")),
    ]
    if front.network.stretches:
        entries.append((Line2D([], [], color=_CORRIDOR, lw=3), N_("road part of a corridor")))
    right = language in RIGHT_TO_LEFT
    side: Literal["lower right", "lower left"] = "lower right" if right else "lower left"
    box = figure.legend(
        [handle for handle, _ in entries], [translate(text, language) for _, text in entries], loc=side, ncols=3,
        bbox_to_anchor=(0.99 if right else 0.01, 0.3 / figure.get_figheight()), frameon=False, fontsize=10,
        markerfirst=not right,
    )  # fmt: skip
    for text in box.get_texts():
        text.set_horizontalalignment("right" if right else "left")
    note = translate(furniture.NO_LEGAL_MEANING, language)
    edge = 0.985 if right else 0.015
    figure.text(edge, 0.1 / figure.get_figheight(), note, ha="right" if right else "left", size=9, color="#333333")


def _mark(shape: str, fill: str, size: float) -> Line2D:
    return Line2D([], [], ls="", marker=shape, markerfacecolor=fill, markeredgecolor=drawing.MARK, markersize=size)
