"""What passing word faster would hold: the sharing curve, and the gain in a gap."""

import math
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.evidence import Level
from tansiq.gaps.kernels.classify import count_held
from tansiq.gaps.model import SharingGain, SharingPoint
from tansiq.gaps.rules import Rules
from tansiq.gaps.states import crossing_chances
from tansiq.gaps.workings import Workings

SHARE_WITHIN_MIN: Final = (0, 1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 120)
OF_POTENTIAL: Final = 0.9


def sharing_curve(workings: Workings) -> tuple[SharingPoint, ...]:
    """Return what is held for each time that word may take, all else equal.

    Ground and seam that are unknown are not counted.
    """
    band, rules, level = workings.band, workings.rules, workings.evidence.confirmed
    share_min = np.array(SHARE_WITHIN_MIN, float)
    start = band.strips.start
    count = np.zeros((len(band.strips), len(share_min)), np.int64)
    count_held(start, level.rate_per_min, level.minutes, rules.respond_min, share_min, rules.partner, count)
    points = []
    for minutes, cells in zip(SHARE_WITHIN_MIN, count.sum(axis=0).tolist(), strict=True):
        chance = crossing_chances(band.lanes, level, replace(rules, share_min=float(minutes)), band.lengths)
        held = (chance[:, 1:] >= workings.parameters.seen_at_least).any(axis=1)
        points.append(SharingPoint(float(minutes), cells * band.cell_km2, float(band.length_km[held].sum())))
    return tuple(points)


def word_needed_min(
    level: Level, rules: Rules, slots: NDArray[np.int64], strip: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return within how many minutes word must pass so that a partner holds each slot, float64 [slots given].

    -inf where no word helps: unseen, out of the partner's reach, or not the partner's to answer.
    """
    respond = rules.respond_min[strip]
    needed = np.full(len(slots), -np.inf)
    for p in range(2):
        spare = respond - level.minutes[1 - p, slots]
        helps = (level.rate_per_min[p, slots] > 0) & (spare >= 0) & rules.partner[strip]
        needed = np.where(helps, np.maximum(needed, spare), needed)
    return needed


def sharing_gain(needed_min: NDArray[np.float64], cell_km2: float) -> SharingGain | None:
    """Return the whole minutes that hold nine tenths of what word could hold, and what that is.

    Parameters
    ----------
    needed_min
        float64: minutes each unheld cell of a gap needs, -inf where no word helps.
    cell_km2
        Area of a cell [km2].
    """
    useful = np.sort(needed_min[needed_min >= 0])[::-1]
    if not len(useful):
        return None
    within = math.floor(useful[math.ceil(OF_POTENTIAL * len(useful)) - 1])
    return SharingGain(float(within), float(np.count_nonzero(useful >= within) * cell_km2))
