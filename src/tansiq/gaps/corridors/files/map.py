"""``corridors.png``: the ways over the picture they were found on, in one language."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib import font_manager, patches, patheffects
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray
from PIL import Image

from tansiq.domain.names import Names
from tansiq.domain.state import STATE_COLOURS, STATE_NAMES, State
from tansiq.domain.time import Window, date_time_group
from tansiq.gaps.corridors.files.document import Found
from tansiq.gaps.corridors.model import Corridor
from tansiq.gaps.files import furniture
from tansiq.gaps.files.relief import relief_with_states, thinned
from tansiq.gaps.model import Picture
from tansiq.ground.model import Feature
from tansiq.language import LANGUAGES, N_, RIGHT_TO_LEFT, Language, translate

_PARTY_COLOURS: Final = ("#6A4C93", "#2A9D8F")
_PARTY_MARKERS: Final = ("s", "D")
_INK: Final = "#111111"
_WIDTH_IN: Final = 15.0
_ROUND_IT_IN: Final = 2.9  # above and below the ground: title, legend, notes
_BELOW_IN: Final = 1.8
_DPI: Final = 150
_PLACES_SHOWN: Final = 20
_FONTS: Final = Path(__file__).parents[3] / "centre" / "static" / "third_party" / "vazirmatn"
_CASED: Final[list[patheffects.AbstractPathEffect]] = [patheffects.withStroke(linewidth=4.2, foreground="white")]


def write_map(found: Found, path: Path, language: Language = "en") -> None:
    """Draw the corridors of one window to a PNG, about 2250 pixels wide."""
    picture = found.picture
    with mpl.rc_context({"font.family": _font_family(), "hatch.linewidth": 0.6, "hatch.color": "#333333"}):
        grid = picture.ground.grid
        height_in = _WIDTH_IN * grid.rows / grid.cols + _ROUND_IT_IN
        figure = Figure(figsize=(_WIDTH_IN, height_in), dpi=_DPI, facecolor="none")
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, _BELOW_IN / height_in, 1.0, (height_in - _ROUND_IT_IN) / height_in))
        axes.set_xlim(grid.x_min_m, grid.x_min_m + grid.cols * grid.cell_m)
        axes.set_ylim(grid.y_max_m - grid.rows * grid.cell_m, grid.y_max_m)
        axes.set_axis_off()
        _draw_unknown(axes, picture)
        _draw_seam(axes, found)
        _draw_posts(axes, picture)
        _draw_ways(axes, found)
        _draw_names(axes, picture, language)
        furniture.draw(figure, axes, picture, language, _legend(found, language), _headline(found, language))
        canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
        _over_relief(canvas, axes, picture).save(path)


def _font_family() -> list[str]:
    """Vazirmatn once set-up has fetched it, with the fallback that matplotlib carries for a bare install."""
    faces = sorted(_FONTS.glob("*.ttf"))
    for face in faces:
        font_manager.fontManager.addfont(str(face))
    return ["Vazirmatn", "DejaVu Sans"] if faces else ["DejaVu Sans"]


def _over_relief(canvas: FigureCanvasAgg, axes: Axes, picture: Picture) -> Image.Image:
    drawn = Image.fromarray(np.asarray(canvas.buffer_rgba()))  # type: ignore[no-untyped-call]  # as above
    box = axes.get_window_extent()
    page = Image.new("RGBA", drawn.size, "white")
    size_px = round(box.width), round(box.height)
    page.paste(relief_with_states(picture, size_px), (round(box.x0), drawn.height - round(box.y1)))
    page.alpha_composite(drawn)
    return page.convert("RGB")


def _draw_unknown(axes: Axes, picture: Picture) -> None:
    state, step = thinned(picture.state)
    unknown = (state == State.UNKNOWN).astype(np.float32)
    if not unknown.any() or min(unknown.shape) < 2:  # noqa: PLR2004 - contours need a row and a column between
        return
    grid, cell_m = picture.ground.grid, step * picture.ground.grid.cell_m
    right_m, bottom_m = grid.x_min_m + unknown.shape[1] * cell_m, grid.y_max_m - unknown.shape[0] * cell_m
    extent = (grid.x_min_m, right_m, bottom_m, grid.y_max_m)
    axes.contourf(unknown, [0.5, 1.5], colors=["#bbbbbb99"], hatches=["////"], extent=extent, origin="upper")


def _draw_seam(axes: Axes, found: Found) -> None:
    """Draw the seam in its states, and porous lengths as gates across it."""
    seam = found.picture.ground.seam
    if seam is None:
        return
    chords = np.stack([seam.start_xy_m, seam.end_xy_m], axis=1)
    colours = [STATE_COLOURS[State(int(state))] for state in found.corridors.lengths.state]
    axes.add_collection(LineCollection(list(chords), colors=_INK, linewidths=2.8, zorder=4))
    # Unknown is dotted, as on the map of the picture.
    unknown = found.corridors.lengths.state == State.UNKNOWN
    styles: list[Any] = [(0, (1, 1)) if one else "-" for one in unknown]
    axes.add_collection(LineCollection(list(chords), colors=colours, linewidths=1.7, linestyles=styles, zorder=5))
    middle = chords[found.corridors.porous].mean(axis=1)
    axes.scatter(
        middle[:, 0], middle[:, 1], s=26, marker="o", facecolors="white", edgecolors=_INK, linewidths=1.2, zorder=6
    )


def _draw_posts(axes: Axes, picture: Picture) -> None:
    for party, colour, marker in zip(picture.laydown.parties, _PARTY_COLOURS, _PARTY_MARKERS, strict=True):
        posts = [post for post in picture.laydown.posts if post.party == party.id]
        x_m, y_m = picture.ground.grid.xy_from_lonlat([p.lon_deg for p in posts], [p.lat_deg for p in posts])
        faces = [colour if post.reaction else "white" for post in posts]
        axes.scatter(x_m, y_m, s=16, c=faces, marker=marker, edgecolors=colour, linewidths=1.1, zorder=6)


def _drawn(found: Found) -> list[Corridor]:
    """Return the paths of one direction: the other has the same ways."""
    paths = found.corridors.paths
    return [path for path in paths if path.direction == paths[0].direction]


def _draw_ways(axes: Axes, found: Found) -> None:
    thin = [path.xy_m for path in found.corridors.by_gap.values()]
    axes.add_collection(LineCollection(thin, colors=_INK, linewidths=0.8, linestyles=[(0, (3, 2))], zorder=6))
    for number, path in enumerate(_drawn(found), start=1):
        axes.plot(*path.xy_m.T, color=_INK, lw=2.2, zorder=7, path_effects=_CASED)
        if path.most_exposed is not None:
            axes.plot(*path.most_exposed.xy_m, "X", ms=8, color=STATE_COLOURS[State.OPEN], mec="white", zorder=9)
        at = _crossing(path.xy_m, found.picture)
        chance = f"\u2066{number}: {path.p_unseen:.0%}\u2069"
        furniture.label(axes, at[0], at[1], chance, size=10, bold=True, boxed=True)


def _draw_names(axes: Axes, picture: Picture, language: Language) -> None:
    """Name the largest places that have room, for a reader to know where this is."""
    room_m = picture.ground.grid.cols * picture.ground.grid.cell_m / 14
    named: list[tuple[float, float]] = []
    for place in sorted(picture.ground.features("places"), key=_largest_first):
        said = place.properties
        name = Names(*(str(said.get(f"name_{each}") or "") for each in LANGUAGES)).best(language)
        x_m, y_m = shapely.get_coordinates(shapely.point_on_surface(place.geometry))[0].tolist()
        taken = any(abs(x_m - x) < room_m and abs(y_m - y) < room_m / 2 for x, y in named)
        if not name or taken or not _on_ground(picture, x_m, y_m):
            continue
        named.append((x_m, y_m))
        axes.plot([x_m], [y_m], "o", ms=2.6, color=_INK, zorder=8)
        furniture.label(axes, x_m, y_m, name, size=8.5)
        if len(named) == _PLACES_SHOWN:
            return


def _on_ground(picture: Picture, x_m: float, y_m: float) -> bool:
    """Tell whether the map shows relief at a point: elsewhere a name would stand in the white."""
    row, col = (int(each) for each in picture.ground.grid.cells_from_xy(x_m, y_m))
    return picture.ground.grid.contains(row, col) and bool(np.isfinite(picture.ground.elevation_m[row, col]))


def _largest_first(place: Feature) -> tuple[int, int]:
    return place.properties.get("rank") or 9, -(place.properties.get("residents") or 0)


def _crossing(xy_m: NDArray[np.float64], picture: Picture) -> tuple[float, float]:
    """Return the point of a way nearest to the seam."""
    seam = picture.ground.seam
    away = np.zeros(len(xy_m)) if seam is None else shapely.distance(shapely.points(xy_m), seam.line)
    x_m, y_m = xy_m[int(np.argmin(away))].tolist()
    return x_m, y_m


def _legend(found: Found, language: Language) -> list[tuple[Any, str]]:
    def said(template: str, **fields: object) -> str:
        return translate(template, language, fields)

    lengths, km = found.corridors.lengths, _length_km(found.picture)
    way = Line2D([], [], color=_INK, lw=2.2)
    entries: list[tuple[Any, str]] = [
        (way, said(N_("least exposed ways from edge to edge, with the chance to pass unseen"))),
        (Line2D([], [], color=_INK, lw=0.8, ls=(0, (3, 2))), said(N_("the least exposed way through each gap"))),
        (
            Line2D([], [], ls="", marker="o", markerfacecolor="white", color=_INK, markersize=6),
            said(N_("porous: held, and yet passed by a detour; %(km)s km"), km=f"{km[lengths.porous].sum():,.0f}"),
        ),
    ]
    if any(path.most_exposed for path in _drawn(found)):
        cross = Line2D([], [], ls="", marker="X", color=STATE_COLOURS[State.OPEN], mec="white", markersize=8)
        entries.append((cross, said(N_("where a way is most exposed"))))
    for party, colour, marker in zip(found.picture.laydown.parties, _PARTY_COLOURS, _PARTY_MARKERS, strict=True):
        handle = Line2D([], [], ls="", marker=marker, color=colour, markersize=5)
        entries.append((handle, party.names.best(language)))
    return entries + [(_patch(state), said(STATE_NAMES[state])) for state in State]


def _patch(state: State) -> patches.Patch:
    hatch = "////" if state is State.UNKNOWN else None
    return patches.Patch(facecolor=STATE_COLOURS[state], alpha=0.65, hatch=hatch, edgecolor="#333333", lw=0.4)


def _length_km(picture: Picture) -> NDArray[np.float64]:
    return np.array([length.to_km - length.from_km for length in picture.lengths], float)


def _headline(found: Found, language: Language) -> tuple[str, str]:
    picture, km = found.picture, _length_km(found.picture)
    window = N_("by day") if picture.parameters.window is Window.DAY else N_("by night")
    title = picture.laydown.title.best(language) or translate(N_("Corridors"), language)
    fields = {
        "window": translate(window, language),
        "at": f"\u2066{date_time_group(picture.parameters.at)}\u2069",
        "unseen": f"{km[found.corridors.lengths.exposure == 0].sum():,.0f}",
        "seam": f"{km.sum():,.0f}",
    }
    line = N_("Corridors %(window)s, %(at)s. %(unseen)s of %(seam)s km of the seam can be crossed unseen.")
    mark = "\u2067" if language in RIGHT_TO_LEFT else "\u2066"
    return title, f"{mark}{' '.join([translate(line, language, fields), *_barrier(found, language)])}\u2069"


def _barrier(found: Found, language: Language) -> Sequence[str]:
    barrier = found.barrier
    if barrier.stands:
        return [translate(N_("Held ground cuts every crossing."), language)]
    if barrier.missing_km is None or barrier.chain_km is None:
        return []
    fields = {"missing": f"{barrier.missing_km:,.0f}", "chain": f"{barrier.chain_km:,.0f}"}
    text = N_("No barrier of held ground: the best chain from end to end lacks %(missing)s of %(chain)s km.")
    return [translate(text, language, fields)]
