"""What stands round the drawn ground: title, legend, scale, north, and the notes no copy may lose."""

from typing import Any, Final

from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tansiq.gaps.files.page import INK, extent_of
from tansiq.gaps.model import Picture
from tansiq.ground.model import Ground
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate

FICTIONAL: Final = N_("Exercise: fictional forces")
SKETCH: Final = N_("Sketched ground, not surveyed")
NO_LEGAL_MEANING: Final = N_("Lines on this map carry no legal meaning.")
_HALO: Final[list[patheffects.AbstractPathEffect]] = [
    patheffects.withStroke(linewidth=2.2, foreground="white", alpha=0.85)
]
_ROUND_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200)


def draw(
    figure: Figure,
    axes: Axes,
    picture: Picture,
    language: Language,
    legend: list[tuple[Any, str]],
    headline: tuple[str, str],
) -> None:
    """Draw title, legend, scale bar, north arrow and notes, on the side where the language starts."""
    right_to_left = language in RIGHT_TO_LEFT
    x, side = (0.985, "right") if right_to_left else (0.015, "left")
    height_in = figure.get_figheight()
    figure.text(x, 1 - 0.28 / height_in, headline[0], ha=side, va="top", size=17, weight="bold")
    figure.text(x, 1 - 0.68 / height_in, headline[1], ha=side, va="top", size=11.5)
    _draw_legend(figure, legend, right_to_left=right_to_left)
    draw_scale(axes, picture.ground, language)
    notes = [translate(NO_LEGAL_MEANING, language)]
    _draw_warnings(figure, picture, language)
    figure.text(x, 0.1 / height_in, " ".join(notes), ha=side, va="bottom", size=9, color="#333333")


def label(
    axes: Axes, x_m: float, y_m: float, text: str, *, size: float, bold: bool = False, boxed: bool = False
) -> None:
    """Write ``text`` beside a point with a halo, or in a small box."""
    box = {"boxstyle": "round,pad=0.15", "fc": "white", "ec": "#222222", "lw": 0.5, "alpha": 0.85} if boxed else None
    annotation = axes.annotate(
        text, (x_m, y_m), (0, 0 if boxed else 4), textcoords="offset points", ha="center",
        va="center" if boxed else "bottom", size=size, weight="bold" if bold else "normal", zorder=8, bbox=box,
        annotation_clip=True,
    )  # fmt: skip
    if not boxed:
        annotation.set_path_effects(_HALO)


def _draw_legend(figure: Figure, entries: list[tuple[Any, str]], *, right_to_left: bool) -> None:
    box = figure.legend(
        [handle for handle, _ in entries],
        [text for _, text in entries],
        loc="lower right" if right_to_left else "lower left",
        bbox_to_anchor=(0.99, 0.32 / figure.get_figheight())
        if right_to_left
        else (0.01, 0.32 / figure.get_figheight()),
        ncols=3,
        frameon=False,
        fontsize=10,
        markerfirst=not right_to_left,
        alignment="right" if right_to_left else "left",
    )
    for text in box.get_texts():
        text.set_horizontalalignment("right" if right_to_left else "left")


def draw_scale(axes: Axes, ground: Ground, language: Language, shrunk: float = 1.0) -> None:
    """Draw scale bar and north arrow in the lower corner where less of the area lies.

    ``shrunk`` is how much smaller the sheet is than a map of its own.
    """
    left, right, bottom, top = extent_of(ground.grid)
    width_m, height_m = right - left, top - bottom
    bar_m = 1e3 * max((km for km in _ROUND_KM if km * 1e3 <= width_m / 6), default=1)
    x_m = left + width_m * 0.03 if _left_is_emptier(ground) else right - width_m * 0.03 - bar_m
    middle_m, y_m = x_m + bar_m / 2, bottom + height_m * 0.04
    axes.plot([x_m, x_m + bar_m], [y_m, y_m], color=INK, lw=3 * shrunk, solid_capstyle="butt", zorder=9)
    text = translate(N_("%(km)s km"), language, {"km": f"{bar_m / 1e3:g}"})
    label(axes, middle_m, y_m, text, size=10 * shrunk)
    tip_m = y_m + height_m * 0.14 / shrunk
    axes.annotate(
        "N", (middle_m, tip_m), (middle_m, tip_m - height_m * 0.08), ha="center", va="center", size=13 * shrunk,
        weight="bold", arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.6 * shrunk}, zorder=9,
    )  # fmt: skip


def _left_is_emptier(ground: Ground) -> bool:
    lower = ground.area[ground.grid.rows * 3 // 5 :]
    half = lower.shape[1] // 2
    return int(lower[:, :half].sum()) < int(lower[:, half:].sum())


def _draw_warnings(figure: Figure, picture: Picture, language: Language) -> None:
    said = [translate(FICTIONAL, language)] if picture.laydown.fictional else []
    said += [translate(SKETCH, language)] if picture.ground.sketch else []
    if any(notice.code == "no-roads" for notice in picture.notices):
        said.append(translate(N_("No roads were given: minutes are across country"), language))
    if not said:
        return
    x, side = (0.015, "left") if language in RIGHT_TO_LEFT else (0.985, "right")
    figure.text(
        x, 1 - 0.3 / figure.get_figheight(), "  |  ".join(said), ha=side, va="top", size=12, weight="bold",
        color="#8C1C13", bbox={"fc": "white", "ec": "#8C1C13", "lw": 1.2, "pad": 4},
    )  # fmt: skip
