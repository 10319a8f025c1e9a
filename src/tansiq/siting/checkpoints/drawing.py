"""What the plot and the map of a front share: letters for three scripts, title, and warnings that no copy may lose."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import matplotlib as mpl
from matplotlib.figure import Figure

from tansiq.gaps.files import furniture, page
from tansiq.ground.model import Ground
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate
from tansiq.siting.checkpoints.front import Front

ALARM: Final = "#8C1C13"
MARK: Final = "#0072B2"


@contextmanager
def style() -> Iterator[None]:
    """Context in which figures are drawn: fonts for all scripts, and the same bytes for the same figure."""
    with mpl.rc_context({"font.family": page.font_family(), "svg.hashsalt": "tansiq", "svg.fonttype": "path"}):
        yield


def headline(figure: Figure, front: Front, ground: Ground, language: Language) -> None:
    """Write title, summary, and what no copy may lose, on the side where the language starts."""
    x, side, other = (0.985, "right", 0.015) if language in RIGHT_TO_LEFT else (0.015, "left", 0.985)
    height_in = figure.get_figheight()
    title = translate(N_("Joint checkpoints: %(count)s at most"), language, {"count": front.network.question.count})
    figure.text(x, 1 - 0.25 / height_in, title, ha=side, va="top", size=16, weight="bold", color=page.INK)
    figure.text(x, 1 - 0.62 / height_in, summary(front, language), ha=side, va="top", size=11, color=page.INK)
    said = [translate(furniture.SKETCH, language)] if ground.sketch else []
    if any(notice.code == "movements-assumed" for notice in front.notices):
        said.append(translate(N_("Movements are assumed, not counted"), language))
    if said:
        figure.text(
            other, 1 - 0.3 / height_in, "  |  ".join(said), ha="right" if side == "left" else "left", va="top", size=11,
            weight="bold", color=ALARM, bbox={"fc": "white", "ec": ALARM, "lw": 1.2, "pad": 4},
        )  # fmt: skip


def summary(front: Front, language: Language) -> str:
    """Return what the front is, in a sentence."""
    told = N_(
        "%(choices)s choices; no choice counts more than %(bound)s of %(all)s movements a day, corridors included."
    )
    total = front.network.movements + int(front.network.question.stretch_worth.sum())
    fields = {"choices": len(front.choices), "bound": f"{front.bound:,}", "all": f"{total:,}"}
    mark = "\u2067" if language in RIGHT_TO_LEFT else "\u2066"
    return f"{mark}{translate(told, language, fields)}\u2069"
