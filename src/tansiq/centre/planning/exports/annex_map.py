"""The annex's map: ground and seam by state after the course, with what it changes, as wide as the paper's text."""

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import matplotlib as mpl
import numpy as np
from matplotlib import patches
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray
from PIL import Image

from tansiq.centre.planning.exports.changes import KIND_NAMES, Change, Kind, changes_of
from tansiq.centre.planning.exports.kml import LAYER_NAMES
from tansiq.centre.planning.exports.plan import Plan
from tansiq.domain.state import STATE_COLOURS, STATE_NAMES, State
from tansiq.gaps.files import furniture, page
from tansiq.gaps.files.relief import relief_with_states
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate

_WIDTH_IN: Final = 174 / 25.4  # of the text on A4
_DPI: Final = 220
_LEGEND_IN: Final = 1.0
_LEGEND_COLUMNS: Final = 3
_GAPS_LABELLED: Final = 14
_MARKS: Final[dict[Kind, str]] = {"added": "P", "moved": "o", "altered": "o", "silenced": "X", "withdrawn": "x"}
HOLLOW: Final = N_("hollow: watches only; filled: has a reaction element")
_SHRUNK: Final = 0.7  # beside a map on a sheet of its own


def map_png(plan: Plan, language: Language) -> bytes:
    """Return the map as a PNG of about 1500 pixels' width."""
    grid = plan.after.ground.grid
    height_in = _WIDTH_IN * grid.rows / grid.cols
    with mpl.rc_context({"font.family": page.font_family(), "hatch.linewidth": 0.5, "hatch.color": "#333333"}):
        figure = Figure(figsize=(_WIDTH_IN, height_in + _LEGEND_IN), dpi=_DPI, facecolor="white")
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, _LEGEND_IN / (height_in + _LEGEND_IN), 1.0, height_in / (height_in + _LEGEND_IN)))
        _draw_ground(axes, plan)
        _draw_seam(axes, plan)
        _draw_plan(axes, plan)
        _draw_gaps(axes, plan)
        furniture.draw_scale(axes, plan.after.ground, language, _SHRUNK)
        _draw_legend(figure, plan, language)
        canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
        image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")  # type: ignore[no-untyped-call]
    made = io.BytesIO()
    image.save(made, "PNG")  # every colour as it is: states are told by them
    return made.getvalue()


def _draw_ground(axes: Axes, plan: Plan) -> None:
    left, right, bottom, top = page.extent_of(plan.after.ground.grid)
    size = round(_WIDTH_IN * _DPI), max(1, round(_WIDTH_IN * _DPI * (top - bottom) / (right - left)))
    axes.imshow(relief_with_states(plan.after, size), extent=(left, right, bottom, top), interpolation="nearest")
    page.hatch_unknown(axes, plan.after, "/////")
    page.frame(axes, plan.after.ground.grid)


def _draw_seam(axes: Axes, plan: Plan) -> None:
    seam = plan.after.ground.seam
    if seam is None:
        return
    lengths = [np.array([seam.start_xy_m[one.index], seam.end_xy_m[one.index]]) for one in plan.after.lengths]
    axes.add_collection(LineCollection(lengths, colors=page.INK, linewidths=2.2, zorder=4))
    colours = [STATE_COLOURS[one.state] for one in plan.after.lengths]
    axes.add_collection(LineCollection(lengths, colors=colours, linewidths=1.3, zorder=5))


def _xy_m(plan: Plan, places: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Return longitudes and latitudes as grid coordinates, float64 [n, 2]."""
    lon, lat = np.array(places, float).reshape(-1, 2).T
    return np.column_stack(plan.after.ground.grid.xy_from_lonlat(lon, lat))


def _draw_plan(axes: Axes, plan: Plan) -> None:
    page.draw_posts(axes, plan.after, 9, 0.8)
    for area in plan.course.areas:
        ring = _xy_m(plan, area.ring_lonlat)
        axes.add_patch(patches.Polygon(ring, fill=False, edgecolor="#3B2F2F", lw=1.2, ls=(0, (5, 2)), zorder=5))
        x_m, y_m = ring.mean(axis=0).tolist()
        furniture.label(axes, x_m, y_m, f"{area.brigade}/{area.company}", size=6.5, bold=True)
    for path in plan.corridors.paths if plan.corridors else ():
        axes.plot(path.xy_m[:, 0], path.xy_m[:, 1], color=page.INK, lw=1.0, ls=(0, (3, 1.5)), zorder=5)
    if plan.course.checkpoints:
        xy = _xy_m(plan, [(one.lon_deg, one.lat_deg) for one in plan.course.checkpoints])
        axes.scatter(xy[:, 0], xy[:, 1], s=34, marker="^", c="#FFE066", edgecolors=page.INK, linewidths=0.9, zorder=8)
    for change in changes_of(plan):
        _draw_change(axes, plan, change)


def _draw_change(axes: Axes, plan: Plan, change: Change) -> None:
    ((x_m, y_m),) = _xy_m(plan, [(change.post.lon_deg, change.post.lat_deg)]).tolist()
    if change.kind == "moved" and change.before is not None:
        ((was_x_m, was_y_m),) = _xy_m(plan, [(change.before.lon_deg, change.before.lat_deg)]).tolist()
        axes.plot([was_x_m, x_m], [was_y_m, y_m], color=page.INK, lw=0.9, zorder=7)
    hollow = change.kind in {"moved", "altered"}
    # matplotlib's crosses have no face: they are drawn in the face's colour all the same.
    colours = {"facecolors": "none", "edgecolors": page.INK} if hollow else {"facecolors": page.INK}
    axes.scatter([x_m], [y_m], s=42 if hollow else 26, marker=_MARKS[change.kind], linewidths=1.0, zorder=8, **colours)  # type: ignore[arg-type]  # named by the kind


def _draw_gaps(axes: Axes, plan: Plan) -> None:
    left, right, _, _ = page.extent_of(plan.after.ground.grid)
    room_m = (right - left) / 12, (right - left) / 40
    longest = sorted(plan.after.gaps, key=lambda one: (-one.length_km, one.id))
    for gap in page.apart(longest, lambda one: one.centre_xy_m, room_m)[:_GAPS_LABELLED]:
        furniture.label(axes, *gap.centre_xy_m, gap.id, size=5.5, bold=gap.id in plan.robust, boxed=True)


def _draw_legend(figure: Figure, plan: Plan, language: Language) -> None:
    right_to_left = language in RIGHT_TO_LEFT
    entries = _from_the_right(list(_entries(plan, language))) if right_to_left else list(_entries(plan, language))
    side: Literal["right", "left"] = "right" if right_to_left else "left"
    corner: Literal["lower right", "lower left"] = "lower right" if right_to_left else "lower left"
    box = figure.legend(
        [handle for handle, _ in entries], [text for _, text in entries], ncols=_LEGEND_COLUMNS, fontsize=7,
        frameon=False, loc=corner, bbox_to_anchor=(float(right_to_left), 0.0), markerfirst=not right_to_left,
        alignment=side, columnspacing=1.2,
    )  # fmt: skip
    for text in box.get_texts():
        text.set_horizontalalignment(side)


def _from_the_right(entries: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Return entries so that the first column stands on the right; columns are filled up with nothing."""
    empty = [(Line2D([], [], ls=""), "")] * (-len(entries) % _LEGEND_COLUMNS)
    full = [*entries, *empty]
    rows = len(full) // _LEGEND_COLUMNS
    return [one for first in range(len(full) - rows, -1, -rows) for one in full[first : first + rows]]


def _entries(plan: Plan, language: Language) -> Iterator[tuple[Any, str]]:
    for state in State:
        yield page.state_patch(state, "/////"), translate(STATE_NAMES[state], language)
    for party, colour, marker in zip(plan.after.laydown.parties, page.PARTY_COLOURS, page.PARTY_MARKERS, strict=True):
        yield _dot(marker, colour), party.names.best(language)
    yield _dot("o", "#444444", hollow=True), translate(HOLLOW, language)
    for kind in dict.fromkeys(change.kind for change in changes_of(plan)):
        yield _dot(_MARKS[kind], page.INK, hollow=kind in {"moved", "altered"}), translate(KIND_NAMES[kind], language)
    if plan.course.checkpoints:
        yield _dot("^", "#FFE066", edge=page.INK), translate(LAYER_NAMES["checkpoints"], language)
    if plan.course.areas:
        line = Line2D([], [], color="#3B2F2F", lw=1.2, ls=(0, (5, 2)))
        yield line, translate(LAYER_NAMES["areas"], language)
    if plan.corridors and plan.corridors.paths:
        yield Line2D([], [], color=page.INK, lw=1.0, ls=(0, (3, 1.5))), translate(LAYER_NAMES["corridors"], language)


def _dot(marker: str, colour: str, *, edge: str = "", hollow: bool = False) -> Line2D:
    face = "none" if hollow else colour
    return Line2D([], [], ls="", marker=marker, mfc=face, mec=edge or colour, markersize=4.5)
