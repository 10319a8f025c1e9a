"""``corridors.png``: the ways over the picture they were found on, in one language."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from tansiq.domain.state import STATE_COLOURS, STATE_NAMES, State
from tansiq.domain.time import Window, date_time_group
from tansiq.gaps.corridors.files.document import Found
from tansiq.gaps.corridors.model import Corridor
from tansiq.gaps.files import furniture, page
from tansiq.gaps.model import Picture
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate

_AROUND_IN: Final = 2.9  # above and below the ground: title, legend, notes
_BELOW_IN: Final = 1.8
_PLACES_SHOWN: Final = 20
_CASED: Final[list[patheffects.AbstractPathEffect]] = [patheffects.withStroke(linewidth=4.2, foreground="white")]


def write_map(found: Found, path: Path, language: Language = "en") -> None:
    """Draw the corridors of one window to a PNG, about 2250 pixels wide."""
    picture = found.picture
    with mpl.rc_context({"font.family": page.font_family(), "hatch.linewidth": 0.6, "hatch.color": "#333333"}):
        figure, canvas, axes = page.sheet(picture.ground.grid, _AROUND_IN, _BELOW_IN)
        page.hatch_unknown(axes, picture)
        _draw_seam(axes, found)
        page.draw_posts(axes, picture, 16, 1.1)
        _draw_ways(axes, found)
        _draw_names(axes, picture, language)
        furniture.draw(figure, axes, picture, language, _legend(found, language), _headline(found, language))
        page.over_relief(canvas, axes, picture).save(path)


def _draw_seam(axes: Axes, found: Found) -> None:
    """Draw the seam in its states, and porous lengths as gates across it."""
    seam = found.picture.ground.seam
    if seam is None:
        return
    chords = np.stack([seam.start_xy_m, seam.end_xy_m], axis=1)
    colours = [STATE_COLOURS[State(int(state))] for state in found.corridors.lengths.state]
    axes.add_collection(LineCollection(list(chords), colors=page.INK, linewidths=2.8, zorder=4))
    # Unknown is dotted, as on the map of the picture.
    unknown = found.corridors.lengths.state == State.UNKNOWN
    styles: list[Any] = [(0, (1, 1)) if one else "-" for one in unknown]
    axes.add_collection(LineCollection(list(chords), colors=colours, linewidths=1.7, linestyles=styles, zorder=5))
    middle = chords[found.corridors.porous].mean(axis=1)
    axes.scatter(
        middle[:, 0], middle[:, 1], s=26, marker="o", facecolors="white", edgecolors=page.INK, linewidths=1.2, zorder=6
    )


def _drawn(found: Found) -> list[Corridor]:
    """Return the paths of one direction: the other has the same ways."""
    paths = found.corridors.paths
    return [path for path in paths if path.direction == paths[0].direction]


def _draw_ways(axes: Axes, found: Found) -> None:
    thin = [path.xy_m for path in found.corridors.by_gap.values()]
    axes.add_collection(LineCollection(thin, colors=page.INK, linewidths=0.8, linestyles=[(0, (3, 2))], zorder=6))
    for number, path in enumerate(_drawn(found), start=1):
        axes.plot(*path.xy_m.T, color=page.INK, lw=2.2, zorder=7, path_effects=_CASED)
        if path.most_exposed is not None:
            axes.plot(*path.most_exposed.xy_m, "X", ms=8, color=STATE_COLOURS[State.OPEN], mec="white", zorder=9)
        at = _crossing(path.xy_m, found.picture)
        chance = f"\u2066{number}: {path.p_unseen:.0%}\u2069"
        furniture.label(axes, at[0], at[1], chance, size=10, bold=True, boxed=True)


def _draw_names(axes: Axes, picture: Picture, language: Language) -> None:
    """Name the largest places that have room, for a reader to know where this is."""
    room_m = picture.ground.grid.cols * picture.ground.grid.cell_m / 14
    named = [one for one in page.places_shown(picture.ground) if page.place_name(one, language)]
    largest = sorted(named, key=page.importance)
    for place in page.apart(largest, page.place_point, (room_m, room_m / 2))[:_PLACES_SHOWN]:
        x_m, y_m = page.place_point(place)
        axes.plot([x_m], [y_m], "o", ms=2.6, color=page.INK, zorder=8)
        furniture.label(axes, x_m, y_m, page.place_name(place, language), size=8.5)


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
    way = Line2D([], [], color=page.INK, lw=2.2)
    entries: list[tuple[Any, str]] = [
        (way, said(N_("least exposed ways from edge to edge, with the chance to pass unseen"))),
        (Line2D([], [], color=page.INK, lw=0.8, ls=(0, (3, 2))), said(N_("the least exposed way through each gap"))),
        (
            Line2D([], [], ls="", marker="o", markerfacecolor="white", color=page.INK, markersize=6),
            said(N_("porous: held, and yet passed by a detour; %(km)s km"), km=f"{km[lengths.porous].sum():,.0f}"),
        ),
    ]
    if any(path.most_exposed for path in _drawn(found)):
        cross = Line2D([], [], ls="", marker="X", color=STATE_COLOURS[State.OPEN], mec="white", markersize=8)
        entries.append((cross, said(N_("where a way is most exposed"))))
    for party, colour, marker in zip(
        found.picture.laydown.parties, page.PARTY_COLOURS, page.PARTY_MARKERS, strict=True
    ):
        handle = Line2D([], [], ls="", marker=marker, color=colour, markersize=5)
        entries.append((handle, party.names.best(language)))
    return entries + [(page.state_patch(state), said(STATE_NAMES[state])) for state in State]


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
