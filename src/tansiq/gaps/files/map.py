"""``map.png``: the picture on paper, in one language, with everything a reader must know written on it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib import font_manager, patches
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray
from PIL import Image

from tansiq.domain.state import STATE_COLOURS, STATE_NAMES, State
from tansiq.domain.time import Window, date_time_group
from tansiq.gaps.files import furniture
from tansiq.gaps.files.relief import relief_with_states, thinned
from tansiq.gaps.model import Gap, Picture
from tansiq.ground.model import Feature, VectorLayer
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate

Labelled = TypeVar("Labelled")
LineStyle = str | tuple[int, tuple[int, ...]]
PARTY_COLOURS: Final = ("#6A4C93", "#2A9D8F")
PARTY_MARKERS: Final = ("s", "D")
_WIDTH_IN: Final = 15.0
_DPI: Final = 150
_PLACES_SHOWN: Final = 36
_GAPS_LABELLED: Final = 25
_GOLDEN: Final = 0.6180339887498949  # multiples of it, taken modulo 1, spread evenly
_FONTS: Final = Path(__file__).parents[2] / "centre" / "static" / "third_party" / "vazirmatn"


def write_map(picture: Picture, path: Path, language: Language = "en") -> None:
    """Draw the picture to a PNG, about 2250 pixels wide."""
    family = _font_family()
    with mpl.rc_context({"font.family": family, "hatch.linewidth": 0.6, "hatch.color": "#333333"}):
        grid = picture.ground.grid
        figure = Figure(figsize=(_WIDTH_IN, _WIDTH_IN * grid.rows / grid.cols + 2.6), dpi=_DPI, facecolor="none")
        canvas = FigureCanvasAgg(figure)
        axes = _axes(figure, picture)
        _hatch_unknown(axes, picture)
        _draw_lines(axes, picture)
        _draw_posts(axes, picture)
        _draw_names(axes, picture, language)
        furniture.draw(figure, axes, picture, language, _legend(picture, language), _headline(picture, language))
        canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
        _over_relief(canvas, axes, picture).save(path)


def _over_relief(canvas: FigureCanvasAgg, axes: Axes, picture: Picture) -> Image.Image:
    """Lay what was drawn over the relief; matplotlib itself would take four times as long to resample it."""
    drawn = Image.fromarray(np.asarray(canvas.buffer_rgba()))  # type: ignore[no-untyped-call]  # as above
    box = axes.get_window_extent()
    page = Image.new("RGBA", drawn.size, "white")
    left, top = round(box.x0), drawn.height - round(box.y1)
    page.paste(relief_with_states(picture, (round(box.width), round(box.height))), (left, top))
    page.alpha_composite(drawn)
    return page.convert("RGB")


def _font_family() -> list[str]:
    """Vazirmatn once set-up has fetched it, with the fallback that matplotlib carries for a bare install."""
    faces = sorted(_FONTS.glob("*.ttf"))
    if not faces:
        return ["DejaVu Sans"]
    for face in faces:
        font_manager.fontManager.addfont(str(face))
    return ["Vazirmatn", "DejaVu Sans"]


def _axes(figure: Figure, picture: Picture) -> Axes:
    grid = picture.ground.grid
    height_in = figure.get_figheight()
    axes = figure.add_axes((0.0, 1.5 / height_in, 1.0, (height_in - 2.6) / height_in))
    axes.set_xlim(grid.x_min_m, grid.x_min_m + grid.cols * grid.cell_m)
    axes.set_ylim(grid.y_max_m - grid.rows * grid.cell_m, grid.y_max_m)
    axes.set_aspect("equal")
    axes.set_axis_off()
    return axes


def _hatch_unknown(axes: Axes, picture: Picture) -> None:
    state, step = thinned(picture.state)
    unknown = (state == State.UNKNOWN).astype(np.float32)
    if not unknown.any():
        return
    grid = picture.ground.grid
    right_m = grid.x_min_m + unknown.shape[1] * step * grid.cell_m
    bottom_m = grid.y_max_m - unknown.shape[0] * step * grid.cell_m
    extent = (grid.x_min_m, right_m, bottom_m, grid.y_max_m)
    axes.contourf(unknown, [0.5, 1.5], colors=["#bbbbbb99"], hatches=["////"], extent=extent, origin="upper")


_LAYERS: Final[tuple[tuple[VectorLayer, str, float, LineStyle], ...]] = (
    ("boundaries", "#555555", 0.6, (0, (6, 4))),
    ("water", "#3f7fb5", 0.9, "-"),
    ("roads", "#7a5c3e", 0.7, "-"),
)


def _draw_lines(axes: Axes, picture: Picture) -> None:
    for layer, colour, width, style in _LAYERS:
        lines = [line for feature in picture.ground.features(layer) for line in _outlines(feature)]
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, linestyles=style, zorder=2))
    seam = picture.ground.seam
    if seam is None:
        return
    lengths = [np.array([seam.start_xy_m[one.index], seam.end_xy_m[one.index]]) for one in picture.lengths]
    casing = LineCollection(lengths, colors="#111111", linewidths=2.8, zorder=4)
    colours = [STATE_COLOURS[one.state] for one in picture.lengths]
    # Unknown is dotted, so that it can be told from the others without colour.
    styles: list[LineStyle] = [(0, (1, 1)) if one.state is State.UNKNOWN else "-" for one in picture.lengths]
    axes.add_collection(casing)
    axes.add_collection(LineCollection(lengths, colors=colours, linewidths=1.7, linestyles=styles, zorder=5))


def _outlines(feature: Feature) -> list[NDArray[np.float64]]:
    shape = feature.geometry.boundary if feature.geometry.geom_type.endswith("Polygon") else feature.geometry
    parts = shapely.get_parts(shape)
    return [shapely.get_coordinates(part) for part in parts if part.geom_type in {"LineString", "LinearRing"}]


def _draw_posts(axes: Axes, picture: Picture) -> None:
    for party, colour, marker in zip(picture.laydown.parties, PARTY_COLOURS, PARTY_MARKERS, strict=True):
        posts = [post for post in picture.laydown.posts if post.party == party.id]
        x_m, y_m = picture.ground.grid.xy_from_lonlat([p.lon_deg for p in posts], [p.lat_deg for p in posts])
        faces = [colour if post.reaction else "white" for post in posts]
        axes.scatter(x_m, y_m, s=22, c=faces, marker=marker, edgecolors=colour, linewidths=1.3, zorder=6)


def _draw_names(axes: Axes, picture: Picture, language: Language) -> None:
    width_m = picture.ground.grid.cols * picture.ground.grid.cell_m
    gaps = _apart(sorted(picture.gaps, key=_longest_first), _gap_point, (width_m / 28, width_m / 70))[:_GAPS_LABELLED]
    places = [place for place in _places_by_importance(picture) if _place_name(place, language)]
    taken = [gap.centre_xy_m for gap in gaps]
    for place in _apart(places, _place_point, (width_m / 22, width_m / 44), taken)[:_PLACES_SHOWN]:
        x_m, y_m = _place_point(place)
        axes.plot([x_m], [y_m], "o", ms=2.6, color="#111111", zorder=7)
        furniture.label(axes, x_m, y_m, _place_name(place, language), size=8.5)
    for gap in gaps:
        furniture.label(axes, *gap.centre_xy_m, gap.id, size=7.5, bold=True, boxed=True)


def _apart(
    items: Sequence[Labelled],
    point: Callable[[Labelled], tuple[float, float]],
    room_m: tuple[float, float],
    taken: Sequence[tuple[float, float]] = (),
) -> list[Labelled]:
    """Return the items, first come first served, whose labels find room (width, height) [m] beside those before."""
    kept: list[Labelled] = []
    places = list(taken)
    for item in items:
        x_m, y_m = point(item)
        if not any(abs(x_m - x) < room_m[0] and abs(y_m - y) < room_m[1] for x, y in places):
            kept.append(item)
            places.append((x_m, y_m))
    return kept


def _gap_point(gap: Gap) -> tuple[float, float]:
    return gap.centre_xy_m


def _place_point(place: Feature) -> tuple[float, float]:
    return float(shapely.get_x(place.geometry)), float(shapely.get_y(place.geometry))


def _places_by_importance(picture: Picture) -> list[Feature]:
    """Places on the ground shown: by rank and residents; equals spread over the file, whose order is often by area."""
    shown = _places_on_ground(picture)
    order = sorted(range(len(shown)), key=lambda index: (*_importance(shown[index]), index * _GOLDEN % 1.0))
    return [shown[index] for index in order]


def _places_on_ground(picture: Picture) -> list[Feature]:
    """Return the places that lie where there is elevation: beyond the margin the map shows nothing else."""
    places, grid = picture.ground.features("places"), picture.ground.grid
    points = np.array([place.geometry for place in places], dtype=object)
    row, col = grid.cells_from_xy(shapely.get_x(points), shapely.get_y(points))
    inside = np.flatnonzero((row >= 0) & (row < grid.rows) & (col >= 0) & (col < grid.cols))
    known = inside[np.isfinite(picture.ground.elevation_m[row[inside], col[inside]])]
    return [places[index] for index in known.tolist()]


def _importance(place: Feature) -> tuple[int, int]:
    properties = place.properties
    return (properties.get("rank") or 9, -(properties.get("residents") or 0))


def _longest_first(gap: Gap) -> tuple[float, str]:
    return (-gap.length_km, gap.id)


def _place_name(place: Feature, language: Language) -> str:
    order = {"en": ("name_en", "name_ar", "name_ckb"), "ar": ("name_ar", "name_ckb", "name_en")}
    keys = order.get(language, ("name_ckb", "name_ar", "name_en"))
    return next((str(place.properties[key]) for key in keys if place.properties.get(key)), "")


def _legend(picture: Picture, language: Language) -> list[tuple[Any, str]]:
    area, seam = picture.by_state_km2(), picture.seam_by_state_km()
    entries: list[tuple[Any, str]] = []
    for state in State:
        hatch = "////" if state is State.UNKNOWN else None
        patch = patches.Patch(facecolor=STATE_COLOURS[state], alpha=0.65, hatch=hatch, edgecolor="#333333", lw=0.4)
        text = translate(
            N_("%(state)s: %(area)s km², %(seam)s km of seam"),
            language,
            {
                "state": translate(STATE_NAMES[state], language),
                "area": f"{area[state]:,.0f}",
                "seam": f"{seam[state]:,.0f}",
            },
        )
        entries.append((patch, text))
    for party, colour, marker in zip(picture.laydown.parties, PARTY_COLOURS, PARTY_MARKERS, strict=True):
        handle = Line2D([], [], ls="", marker=marker, color=colour, markersize=6)
        entries.append((handle, party.names.best(language)))
    hollow = Line2D([], [], ls="", marker="o", markerfacecolor="white", color="#444444", markersize=6)
    entries.append((hollow, translate(N_("hollow: watches only; filled: has a reaction element"), language)))
    return entries


def _headline(picture: Picture, language: Language) -> tuple[str, str]:
    seam = picture.seam_by_state_km()
    held_km = seam[State.HELD] + seam[State.TOGETHER]
    window = N_("by day") if picture.parameters.window is Window.DAY else N_("by night")
    terms = picture.parameters.terms
    title = picture.laydown.title.best(language) or translate(N_("Gap picture"), language)
    mark = "\u2067" if language in RIGHT_TO_LEFT else "\u2066"
    line = translate(
        N_(
            "%(window)s, %(at)s. Seam held: %(held)s of %(seam)s km. Response asked within %(respond)s min, "
            "word passes in %(share)s min."
        ),
        language,
        {
            "window": translate(window, language),
            "at": f"\u2066{date_time_group(picture.parameters.at)}\u2069",
            "held": f"{held_km:,.0f}",
            "seam": f"{sum(seam.values()):,.0f}",
            "respond": f"{terms.respond_within_min:g}",
            "share": f"{terms.share_within_min:g}",
        },
    )
    return title, f"{mark}{line}\u2069"
