"""The annex's map: ground and seam by state after the course, with what it changes, as wide as the paper's text."""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final, Literal

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager, patches
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray
from PIL import Image

from tansiq.centre.paper.typeface import FOLDER
from tansiq.centre.planning.exports.changes import KIND_NAMES, Change, Kind, changes_of
from tansiq.centre.planning.exports.kml import LAYER_NAMES
from tansiq.centre.planning.exports.plan import Plan
from tansiq.domain.state import STATE_COLOURS, STATE_NAMES, State
from tansiq.gaps.files import furniture
from tansiq.gaps.files.map import PARTY_COLOURS, PARTY_MARKERS
from tansiq.gaps.files.relief import relief_with_states, thinned
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate

_WIDTH_IN: Final = 174 / 25.4  # of the text on A4
_DPI: Final = 220
_LEGEND_IN: Final = 1.0
_LEGEND_COLUMNS: Final = 3
_GAPS_LABELLED: Final = 14
_MARKS: Final[dict[Kind, str]] = {"added": "P", "moved": "o", "altered": "o", "silenced": "X", "withdrawn": "x"}
_INK: Final = "#111111"
HOLLOW: Final = N_("hollow: watches only; filled: has a reaction element")
_ROUND_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200)


def map_png(plan: Plan, language: Language) -> bytes:
    """Return the map as a PNG of about 1500 pixels' width."""
    grid = plan.after.ground.grid
    height_in = _WIDTH_IN * grid.rows / grid.cols
    with mpl.rc_context({"font.family": _family(), "hatch.linewidth": 0.5, "hatch.color": "#333333"}):
        figure = Figure(figsize=(_WIDTH_IN, height_in + _LEGEND_IN), dpi=_DPI, facecolor="white")
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, _LEGEND_IN / (height_in + _LEGEND_IN), 1.0, height_in / (height_in + _LEGEND_IN)))
        _draw_ground(axes, plan)
        _draw_seam(axes, plan)
        _draw_plan(axes, plan)
        _draw_gaps(axes, plan)
        _draw_scale(axes, plan, language)
        _draw_legend(figure, plan, language)
        canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
        image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")  # type: ignore[no-untyped-call]
    made = io.BytesIO()
    image.save(made, "PNG")  # every colour as it is: states are told by them
    return made.getvalue()


@cache
def _family() -> list[str]:
    for face in sorted(FOLDER.glob("*.ttf")):
        font_manager.fontManager.addfont(str(face))
    return ["Vazirmatn", "DejaVu Sans"]


def _extent(plan: Plan) -> tuple[float, float, float, float]:
    grid = plan.after.ground.grid
    return (
        grid.x_min_m, grid.x_min_m + grid.cols * grid.cell_m, grid.y_max_m - grid.rows * grid.cell_m, grid.y_max_m
    )  # fmt: skip


def _draw_ground(axes: Axes, plan: Plan) -> None:
    left, right, bottom, top = _extent(plan)
    size = round(_WIDTH_IN * _DPI), max(1, round(_WIDTH_IN * _DPI * (top - bottom) / (right - left)))
    axes.imshow(relief_with_states(plan.after, size), extent=(left, right, bottom, top), interpolation="nearest")
    state, step = thinned(plan.after.state)
    unknown = (state == State.UNKNOWN).astype(np.float32)
    if unknown.any():
        cell_m = step * plan.after.ground.grid.cell_m
        edges = (left, left + unknown.shape[1] * cell_m, top - unknown.shape[0] * cell_m, top)
        axes.contourf(unknown, [0.5, 1.5], colors=["#bbbbbb99"], hatches=["/////"], extent=edges, origin="upper")
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.set_axis_off()


def _draw_seam(axes: Axes, plan: Plan) -> None:
    seam = plan.after.ground.seam
    if seam is None:
        return
    lengths = [np.array([seam.start_xy_m[one.index], seam.end_xy_m[one.index]]) for one in plan.after.lengths]
    axes.add_collection(LineCollection(lengths, colors=_INK, linewidths=2.2, zorder=4))
    colours = [STATE_COLOURS[one.state] for one in plan.after.lengths]
    axes.add_collection(LineCollection(lengths, colors=colours, linewidths=1.3, zorder=5))


def _xy_m(plan: Plan, places: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Return longitudes and latitudes as grid coordinates, float64 [n, 2]."""
    lon, lat = np.array(places, float).reshape(-1, 2).T
    return np.column_stack(plan.after.ground.grid.xy_from_lonlat(lon, lat))


def _draw_plan(axes: Axes, plan: Plan) -> None:
    laydown = plan.after.laydown
    for party, colour, marker in zip(laydown.parties, PARTY_COLOURS, PARTY_MARKERS, strict=True):
        posts = [post for post in laydown.posts if post.party == party.id]
        xy = _xy_m(plan, [(post.lon_deg, post.lat_deg) for post in posts])
        faces = [colour if post.reaction else "white" for post in posts]
        axes.scatter(xy[:, 0], xy[:, 1], s=9, c=faces, marker=marker, edgecolors=colour, linewidths=0.8, zorder=6)
    for area in plan.course.areas:
        ring = _xy_m(plan, area.ring_lonlat)
        axes.add_patch(patches.Polygon(ring, fill=False, edgecolor="#3B2F2F", lw=1.2, ls=(0, (5, 2)), zorder=5))
        x_m, y_m = ring.mean(axis=0).tolist()
        furniture.label(axes, x_m, y_m, f"{area.brigade}/{area.company}", size=6.5, bold=True)
    for path in plan.corridors.paths if plan.corridors else ():
        axes.plot(path.xy_m[:, 0], path.xy_m[:, 1], color=_INK, lw=1.0, ls=(0, (3, 1.5)), zorder=5)
    if plan.course.checkpoints:
        xy = _xy_m(plan, [(one.lon_deg, one.lat_deg) for one in plan.course.checkpoints])
        axes.scatter(xy[:, 0], xy[:, 1], s=34, marker="^", c="#FFE066", edgecolors=_INK, linewidths=0.9, zorder=8)
    for change in changes_of(plan):
        _draw_change(axes, plan, change)


def _draw_change(axes: Axes, plan: Plan, change: Change) -> None:
    ((x_m, y_m),) = _xy_m(plan, [(change.post.lon_deg, change.post.lat_deg)]).tolist()
    if change.kind == "moved" and change.before is not None:
        ((was_x_m, was_y_m),) = _xy_m(plan, [(change.before.lon_deg, change.before.lat_deg)]).tolist()
        axes.plot([was_x_m, x_m], [was_y_m, y_m], color=_INK, lw=0.9, zorder=7)
    hollow = change.kind in {"moved", "altered"}
    # matplotlib's crosses have no face: they are drawn in the face's colour all the same.
    colours = {"facecolors": "none", "edgecolors": _INK} if hollow else {"facecolors": _INK}
    axes.scatter([x_m], [y_m], s=42 if hollow else 26, marker=_MARKS[change.kind], linewidths=1.0, zorder=8, **colours)  # type: ignore[arg-type]  # named by the kind


def _draw_gaps(axes: Axes, plan: Plan) -> None:
    left, right, _, _ = _extent(plan)
    taken: list[tuple[float, float]] = []
    for gap in sorted(plan.after.gaps, key=lambda one: (-one.length_km, one.id)):
        x_m, y_m = gap.centre_xy_m
        crowded = any(abs(x_m - x) < (right - left) / 12 and abs(y_m - y) < (right - left) / 40 for x, y in taken)
        if not crowded and len(taken) < _GAPS_LABELLED:
            furniture.label(axes, x_m, y_m, gap.id, size=5.5, bold=gap.id in plan.robust, boxed=True)
            taken.append((x_m, y_m))


def _draw_scale(axes: Axes, plan: Plan, language: Language) -> None:
    """Draw scale bar and north arrow in the lower corner where less of the area lies."""
    left, right, bottom, top = _extent(plan)
    bar_m = 1e3 * max((km for km in _ROUND_KM if km * 1e3 <= (right - left) / 6), default=1)
    lower = plan.after.ground.area[plan.after.ground.grid.rows * 3 // 5 :]
    half = lower.shape[1] // 2
    on_left = int(lower[:, :half].sum()) < int(lower[:, half:].sum())
    x_m = left + (right - left) * 0.03 if on_left else right - (right - left) * 0.03 - bar_m
    middle_m, y_m = x_m + bar_m / 2, bottom + (top - bottom) * 0.05
    axes.plot([x_m, x_m + bar_m], [y_m, y_m], color=_INK, lw=2.2, solid_capstyle="butt", zorder=9)
    furniture.label(axes, middle_m, y_m, translate(N_("%(km)s km"), language, {"km": f"{bar_m / 1e3:g}"}), size=7)
    tip_m, arrow_m = y_m + (top - bottom) * 0.2, (top - bottom) * 0.1
    axes.annotate(
        "N", (middle_m, tip_m), (middle_m, tip_m - arrow_m), ha="center", va="center", size=8, weight="bold",
        arrowprops={"arrowstyle": "-|>", "color": _INK, "lw": 1.2}, zorder=9,
    )  # fmt: skip


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
        hatch = "/////" if state is State.UNKNOWN else None
        patch = patches.Patch(facecolor=STATE_COLOURS[state], alpha=0.65, hatch=hatch, edgecolor="#333333", lw=0.4)
        yield patch, translate(STATE_NAMES[state], language)
    for party, colour, marker in zip(plan.after.laydown.parties, PARTY_COLOURS, PARTY_MARKERS, strict=True):
        yield _dot(marker, colour), party.names.best(language)
    yield _dot("o", "#444444", hollow=True), translate(HOLLOW, language)
    for kind in dict.fromkeys(change.kind for change in changes_of(plan)):
        yield _dot(_MARKS[kind], _INK, hollow=kind in {"moved", "altered"}), translate(KIND_NAMES[kind], language)
    if plan.course.checkpoints:
        yield _dot("^", "#FFE066", edge=_INK), translate(LAYER_NAMES["checkpoints"], language)
    if plan.course.areas:
        line = Line2D([], [], color="#3B2F2F", lw=1.2, ls=(0, (5, 2)))
        yield line, translate(LAYER_NAMES["areas"], language)
    if plan.corridors and plan.corridors.paths:
        yield Line2D([], [], color=_INK, lw=1.0, ls=(0, (3, 1.5))), translate(LAYER_NAMES["corridors"], language)


def _dot(marker: str, colour: str, *, edge: str = "", hollow: bool = False) -> Line2D:
    face = "none" if hollow else colour
    return Line2D([], [], ls="", marker=marker, mfc=face, mec=edge or colour, markersize=4.5)
