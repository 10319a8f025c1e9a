"""How wide the columns of a table are: as wide as their longest word if that can be, the rest by what they hold."""

from collections.abc import Sequence
from typing import Final

MOST_AIR: Final = 1.7  # times what a column holds
LEAST_SHARE: Final = 0.25  # of an equal share: no column is narrower, however little it holds


def widths_pt(least: Sequence[float], natural: Sequence[float], total: float) -> list[float]:
    """Return the width of each column [pt]; together they fill ``total``.

    Parameters
    ----------
    least
        Width of each column's widest word [pt].
    natural
        Width of each column's longest line, unbroken [pt].
    total
        Width there is for all [pt].
    """
    floor = LEAST_SHARE * total / len(least)
    low = [max(floor, width) for width in least]
    spare = total - sum(low)
    if spare < 0:
        return _squeezed(low, floor, total)
    wish = [max(0.0, min(line, total) - word) for line, word in zip(natural, low, strict=True)]
    if sum(wish) <= spare:
        grown = [word + more for word, more in zip(low, wish, strict=True)]
        return _stretched(grown, total)
    return [word + more * spare / sum(wish) for word, more in zip(low, wish, strict=True)]


def _stretched(widths: Sequence[float], total: float) -> list[float]:
    """Give columns air, and what is left then to the widest."""
    air = min(MOST_AIR, total / sum(widths))
    made = [width * air for width in widths]
    made[made.index(max(made))] += total - sum(made)
    return made


def _squeezed(low: Sequence[float], floor: float, total: float) -> list[float]:
    """Take from columns what they have above the floor, in proportion, until they fit."""
    above = [width - floor for width in low]
    keep = (total - floor * len(low)) / sum(above)
    return [floor + more * keep for more in above]
