"""What both parties see and reach, on the area's cells, at the two levels of trust."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.model import PartyLayers
from tansiq.gaps.strips import Strips


@dataclass(frozen=True)
class Level:
    """Detection rate and minutes to arrive by the posts one level trusts.

    Attributes
    ----------
    rate_per_min
        float32 [2, slots]: detection rate of each party [1/min], 0 is unseen.
    minutes
        float32 [2, slots]: minutes until each party's first element arrives; inf where none can come.
    """

    rate_per_min: NDArray[np.float32]
    minutes: NDArray[np.float32]


@dataclass(frozen=True)
class Evidence:
    """What is known: by ``confirmed`` posts, and by ``every`` post, confirmed or not."""

    confirmed: Level
    every: Level


def gather(strips: Strips, layers: tuple[PartyLayers, PartyLayers]) -> Evidence:
    """Take the parties' rasters down to the area's cells."""

    def pair(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.stack([first.ravel()[strips.cells], second.ravel()[strips.cells]])

    p, q = layers
    confirmed = Level(pair(p.rate_per_min, q.rate_per_min), pair(p.minutes, q.minutes))
    every = Level(pair(p.rate_all_per_min, q.rate_all_per_min), pair(p.minutes_all, q.minutes_all))
    return Evidence(confirmed, every)
