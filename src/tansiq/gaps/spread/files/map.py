"""``map.png``: how sure it is that ground and seam are not held, with the robust gaps marked."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from tansiq.domain.state import OUTSIDE, STATE_COLOURS, State
from tansiq.domain.time import Window, date_time_group
from tansiq.gaps.files import furniture, page
from tansiq.gaps.model import Picture
from tansiq.gaps.spread.model import Sureness
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate

# Shares of samples in which something is not held, from which each class starts. The colours are those of states
# that read alike: held, held together, slow, open; so the relief under both maps is drawn by the same code.
_HALF: Final = 0.5
_CLASSES: Final = (State.HELD, State.TOGETHER, State.SLOW, State.OPEN)
_LABELLED: Final = 40
_AROUND_IN: Final = 2.6
_BELOW_IN: Final = 1.5


def write_sure_map(sure: Sureness, picture: Picture, path: Path, language: Language = "en") -> None:
    """Draw the run to a PNG, about 2250 pixels wide."""
    with mpl.rc_context({"font.family": page.font_family()}):
        figure, canvas, axes = page.sheet(picture.ground.grid, _AROUND_IN, _BELOW_IN)
        page.draw_layers(axes, picture.ground)
        _draw_seam(axes, sure, picture)
        page.draw_posts(axes, picture, 22, 1.3)
        _draw_gaps(axes, sure, picture)
        furniture.draw(figure, axes, picture, language, _legend(sure, language), _headline(sure, picture, language))
        page.over_relief(canvas, axes, _coloured(sure, picture)).save(path)


def probability_classes(share: NDArray[np.floating[Any]], robust_from: float) -> NDArray[np.uint8]:
    """Return the class of each share [0..1] as the state it is coloured like, uint8; 0 where it is NaN.

    Held in most samples: below ``1 - robust_from``; rather held: below a half; rather not; robustly not held.
    """
    edges = np.array([1 - robust_from, _HALF, robust_from])
    classes = np.array(_CLASSES, np.uint8)[np.digitize(np.round(share, 6), np.round(edges, 6))]
    return np.where(np.isnan(share), np.uint8(OUTSIDE), classes).astype(np.uint8)


def _coloured(sure: Sureness, picture: Picture) -> Picture:
    return replace(picture, state=probability_classes(sure.gap_probability, sure.robust_from))


def _draw_seam(axes: Axes, sure: Sureness, picture: Picture) -> None:
    seam = picture.ground.seam
    if seam is None:
        return
    classes = probability_classes(np.array([one.share for one in sure.lengths]), sure.robust_from)
    lengths = [np.array([a, b]) for a, b in zip(seam.start_xy_m, seam.end_xy_m, strict=True)]
    # Robust lengths are thick, so that they can be told from the others without colour.
    widths = np.where(classes == State.OPEN, 4.0, 1.7)
    colours = [STATE_COLOURS[State(int(one))] for one in classes]
    axes.add_collection(LineCollection(lengths, colors="#111111", linewidths=widths + 1.1, zorder=4))
    axes.add_collection(LineCollection(lengths, colors=colours, linewidths=widths, zorder=5))


def _draw_gaps(axes: Axes, sure: Sureness, picture: Picture) -> None:
    """Name the robust gaps in boxes and the others plainly, robust and long ones first, where there is room."""
    places = {gap.id: gap.centre_xy_m for gap in picture.gaps}
    width_m = picture.ground.grid.cols * picture.ground.grid.cell_m
    first = sorted(sure.gaps, key=lambda one: (not one.robust, -one.length_km, one.id))
    for gap in page.apart(first, lambda one: places[one.id], (width_m / 24, width_m / 70))[:_LABELLED]:
        text = f"{gap.id} {gap.unheld.share:.0%}"
        furniture.label(axes, *places[gap.id], text, size=7.5, bold=gap.robust, boxed=gap.robust)


def _legend(sure: Sureness, language: Language) -> list[tuple[Any, str]]:
    most = {"most": f"{sure.robust_from:.0%}"}
    texts = (
        N_("held in more than %(most)s of the samples"),
        N_("held in more than half of them"),
        N_("not held in half of them or more"),
        N_("not held in %(most)s of them or more: robust, seam drawn thick"),
    )
    entries: list[tuple[Any, str]] = [
        (
            page.state_patch(state),
            translate(text, language, most),
        )
        for state, text in zip(_CLASSES, texts, strict=True)
    ]
    box = Line2D([], [], ls="", marker="s", markerfacecolor="white", color="#222222", markersize=9)
    label = N_("boxed: robust gap; figures: samples in which half of the gap or more is not held")
    return [*entries, (box, translate(label, language))]


def _headline(sure: Sureness, picture: Picture, language: Language) -> tuple[str, str]:
    window = N_("by day") if sure.parameters.window is Window.DAY else N_("by night")
    title = picture.laydown.title.best(language) or translate(N_("Gap picture"), language)
    mark = "\u2067" if language in RIGHT_TO_LEFT else "\u2066"
    low, high = sure.seam_km.quantiles(0.05, 0.95)
    line = translate(
        N_(
            "%(window)s, %(at)s. %(samples)s samples: seam held %(low)s to %(high)s km in nine of ten, %(stated)s km "
            "as stated. Robust gaps: %(robust)s of %(gaps)s."
        ),
        language,
        {
            "window": translate(window, language),
            "at": f"\u2066{date_time_group(sure.parameters.at)}\u2069",
            "samples": sure.samples,
            "low": f"{low:,.0f}",
            "high": f"{high:,.0f}",
            "stated": f"{sure.seam_km.stated:,.0f}",
            "robust": len(sure.robust_gaps),
            "gaps": len(sure.gaps),
        },
    )
    return title, f"{mark}{line}\u2069"
