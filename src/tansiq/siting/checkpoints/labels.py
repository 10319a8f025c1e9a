"""Labels beside points, moved aside where they would lie on each other, each with a line to its point."""

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes

_LETTER: Final = 0.62  # width of a letter and height of a line, as shares of the size of the letters
_LINE: Final = 1.1
_POINTS_PER_INCH: Final = 72.0

Box = tuple[float, float, float, float]


def beside(
    axes: Axes, points: Sequence[tuple[float, float]], texts: Sequence[str], *, size_pt: float, clear_pt: float,
    style: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write a label beside each point, on whichever side is still free.

    Parameters
    ----------
    axes
        With its limits set already.
    points, texts
        Where, in the axes' own coordinates, and what.
    size_pt
        Size of letters.
    clear_pt
        How far labels keep from the middle of their point.
    style
        Further properties of the text.
    """
    scale = axes.figure.get_dpi() / _POINTS_PER_INCH
    marks = [tuple(axes.transData.transform(point) / scale) for point in points]
    taken = [(x - clear_pt / 2, y - clear_pt / 2, x + clear_pt / 2, y + clear_pt / 2) for x, y in marks]
    for point, (x, y), text in zip(points, marks, texts, strict=True):
        shift, box = _free(x, y, len(text) * _LETTER * size_pt, _LINE * size_pt, clear_pt, taken)
        taken.append(box)
        axes.annotate(
            text, point, shift, textcoords="offset points", ha="left", va="bottom", size=size_pt, zorder=10,
            arrowprops={"arrowstyle": "-", "lw": 0.6, "color": "#555555", "shrinkA": 1.0, "shrinkB": clear_pt * 0.8},
            **(style or {}),
        )  # fmt: skip


def _free(
    x: float, y: float, width: float, height: float, clear: float, taken: Sequence[Box]
) -> tuple[tuple[float, float], Box]:
    """Return the shift of the label's lower left corner from its point, and its box: the side least covered."""
    half = height / 2
    sides = [
        (clear, half), (clear, -height - half), (-clear - width, half), (-clear - width, -height - half),
        (-width / 2, clear), (-width / 2, -clear - height), (clear, 2 * height), (clear, -3 * height),
    ]  # fmt: skip
    boxes = [(x + a, y + b, x + a + width, y + b + height) for a, b in sides]
    covered = [sum(_shared(box, other) for other in taken) for box in boxes]
    best = covered.index(min(covered))
    return sides[best], boxes[best]


def _shared(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, up)
