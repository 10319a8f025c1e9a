"""What already stands: which ground it holds, and what the rest still lacks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.evidence import Level
from tansiq.gaps.rules import Rules


@dataclass(frozen=True)
class Standing:
    """What confirmed posts of both parties hold, see and reach; all bool [slots].

    Attributes
    ----------
    held
        Held, alone or together, by the agreement's rules.
    seen
        Some party sees it: a new element that both parties call their own would hold it.
    reached
        Some party arrives in time: a new post whose sightings both know at once would hold it.
    """

    held: NDArray[np.bool_]
    seen: NDArray[np.bool_]
    reached: NDArray[np.bool_]


def standing(level: Level, rules: Rules, strip: NDArray[np.int64]) -> Standing:
    """Return what stands, by the rule of ``gaps.kernels.classify``; ``strip`` is each slot's strip, int64 [slots]."""
    seen = level.rate_per_min > 0
    minutes = level.minutes.astype(np.float64)
    respond_min = rules.respond_min[strip]
    alone = minutes <= respond_min
    told = rules.partner[strip] & (minutes + rules.share_min <= respond_min)
    held = (seen & alone).any(axis=0) | (seen[0] & told[1]) | (seen[1] & told[0])
    return Standing(np.asarray(held), np.logical_or(*seen), np.logical_or(*alone))
