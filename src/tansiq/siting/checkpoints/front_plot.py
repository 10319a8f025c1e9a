"""``front.svg`` and ``front.png``: the choices of a front against each other."""

from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from tansiq.gaps.files import page
from tansiq.ground.model import Ground
from tansiq.language import N_, RIGHT_TO_LEFT, Language, translate
from tansiq.siting.checkpoints import drawing, labels
from tansiq.siting.checkpoints.files import named
from tansiq.siting.checkpoints.front import Choice, Front

_SIZE_IN: Final = (13.0, 7.0)
_DPI: Final = 130
_MINUTES_PER_HOUR: Final = 60.0
_COUNTED: Final = N_("Movements a day that are met, corridors included")
_DELAY: Final = N_("Hours a day lost at checkpoints")
_EVADABLE: Final = N_("Movements a day that are met and could go round")
_TABLE: Final = N_(
    "The emptier a dot, the more of those met could go round. Every choice with its places and figures stands in "
    "front.csv."
)


def write_plot(front: Front, ground: Ground, folder: Path, language: Language = "en") -> None:
    """Draw counted movement against delay, and against what can go round, as ``front.svg`` and ``front.png``."""
    with drawing.style():
        figure = Figure(figsize=_SIZE_IN, dpi=_DPI, facecolor="white")
        FigureCanvasAgg(figure)
        left, right = figure.subplots(1, 2, sharey=True)
        figure.subplots_adjust(left=0.075, right=0.985, top=0.84, bottom=0.13, wspace=0.06)
        choices = named(front)
        _dots(left, choices, {k: c.figures.delay_min / _MINUTES_PER_HOUR for k, c in choices.items()})
        _dots(right, choices, {k: float(c.figures.evadable) for k, c in choices.items()})
        for axes, words in ((left, _DELAY), (right, _EVADABLE)):
            axes.set_xlabel(translate(words, language), size=11)
        left.set_ylabel(translate(_COUNTED, language), size=11)
        drawing.headline(figure, front, ground, language)
        x, side = (0.985, "right") if language in RIGHT_TO_LEFT else (0.015, "left")
        figure.text(x, 0.015, translate(_TABLE, language), ha=side, va="bottom", size=9, color="#333333")
        figure.savefig(folder / "front.png", metadata={"Software": None})
        figure.savefig(folder / "front.svg", metadata={"Date": None, "Creator": None})


def _dots(axes: Axes, choices: dict[str, Choice], across: dict[str, float]) -> None:
    """Draw a dot for each choice, full where all that is met is surely met, empty where all can go round."""
    axes.margins(0.07)
    for name, choice in choices.items():
        figures = choice.figures
        sure = 1.0 - figures.evadable / figures.met if figures.met else 1.0
        x, y = across[name], figures.counted
        axes.plot(x, y, "o", ms=9, mfc="white", mec=drawing.MARK, mew=1.4, zorder=3)
        axes.plot(x, y, "o", ms=9 * sure**0.5, mfc=drawing.MARK, mec="none", zorder=4)
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    points = [(across[name], float(choice.figures.counted)) for name, choice in choices.items()]
    labels.beside(axes, points, list(choices), size_pt=8.5, clear_pt=6.0, style={"color": page.INK})
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.grid(color="#dddddd", lw=0.6)
    axes.spines[["top", "right"]].set_visible(False)
