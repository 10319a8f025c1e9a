"""``map.png``: the picture on paper, in one language, with everything a reader must know written on it."""

from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from tansiq.domain.state import STATE_COLOURS, STATE_NAMES, State
from tansiq.domain.time import Window, date_time_group
from tansiq.gaps.files import furniture, page
from tansiq.gaps.model import Gap, Picture
from tansiq.ground.model import Feature
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate

_AROUND_IN: Final = 2.6
_BELOW_IN: Final = 1.5
_PLACES_SHOWN: Final = 36
_GAPS_LABELLED: Final = 25
_GOLDEN: Final = 0.6180339887498949  # multiples of it, taken modulo 1, spread evenly


def write_map(picture: Picture, path: Path, language: Language = "en") -> None:
    """Draw the picture to a PNG, about 2250 pixels wide."""
    with mpl.rc_context({"font.family": page.font_family(), "hatch.linewidth": 0.6, "hatch.color": "#333333"}):
        figure, canvas, axes = page.sheet(picture.ground.grid, _AROUND_IN, _BELOW_IN)
        page.hatch_unknown(axes, picture)
        page.draw_layers(axes, picture.ground)
        _draw_seam(axes, picture)
        page.draw_posts(axes, picture, 22, 1.3)
        _draw_names(axes, picture, language)
        furniture.draw(figure, axes, picture, language, _legend(picture, language), _headline(picture, language))
        page.over_relief(canvas, axes, picture).save(path)


def _draw_seam(axes: Axes, picture: Picture) -> None:
    seam = picture.ground.seam
    if seam is None:
        return
    lengths = [np.array([seam.start_xy_m[one.index], seam.end_xy_m[one.index]]) for one in picture.lengths]
    casing = LineCollection(lengths, colors=page.INK, linewidths=2.8, zorder=4)
    colours = [STATE_COLOURS[one.state] for one in picture.lengths]
    # Unknown is dotted, so that it can be told from the others without colour.
    styles: list[page.LineStyle] = [(0, (1, 1)) if one.state is State.UNKNOWN else "-" for one in picture.lengths]
    axes.add_collection(casing)
    axes.add_collection(LineCollection(lengths, colors=colours, linewidths=1.7, linestyles=styles, zorder=5))


def _draw_names(axes: Axes, picture: Picture, language: Language) -> None:
    width_m = picture.ground.grid.cols * picture.ground.grid.cell_m
    gaps = page.apart(sorted(picture.gaps, key=_longest_first), _gap_point, (width_m / 28, width_m / 70))[
        :_GAPS_LABELLED
    ]
    places = [place for place in _places_by_importance(picture) if page.place_name(place, language)]
    taken = [gap.centre_xy_m for gap in gaps]
    for place in page.apart(places, page.place_point, (width_m / 22, width_m / 44), taken)[:_PLACES_SHOWN]:
        x_m, y_m = page.place_point(place)
        axes.plot([x_m], [y_m], "o", ms=2.6, color=page.INK, zorder=7)
        furniture.label(axes, x_m, y_m, page.place_name(place, language), size=8.5)
    for gap in gaps:
        furniture.label(axes, *gap.centre_xy_m, gap.id, size=7.5, bold=True, boxed=True)


def _gap_point(gap: Gap) -> tuple[float, float]:
    return gap.centre_xy_m


def _places_by_importance(picture: Picture) -> list[Feature]:
    """Places on the ground shown: by rank and residents; equals spread over the file, whose order is often by area."""
    shown = page.places_shown(picture.ground)
    order = sorted(range(len(shown)), key=lambda index: (*page.importance(shown[index]), index * _GOLDEN % 1.0))
    return [shown[index] for index in order]


def _longest_first(gap: Gap) -> tuple[float, str]:
    return (-gap.length_km, gap.id)


def _legend(picture: Picture, language: Language) -> list[tuple[Any, str]]:
    area, seam = picture.by_state_km2(), picture.seam_by_state_km()
    entries: list[tuple[Any, str]] = []
    for state in State:
        text = translate(
            N_("%(state)s: %(area)s km², %(seam)s km of seam"),
            language,
            {
                "state": translate(STATE_NAMES[state], language),
                "area": f"{area[state]:,.0f}",
                "seam": f"{seam[state]:,.0f}",
            },
        )
        entries.append((page.state_patch(state), text))
    for party, colour, marker in zip(picture.laydown.parties, page.PARTY_COLOURS, page.PARTY_MARKERS, strict=True):
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
