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
from tansiq.gaps.workings import Band, Workings

SHARE_WITHIN_MIN: Final = (0, 1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 120)
OF_POTENTIAL: Final = 0.9


def sharing_curve(workings: Workings) -> tuple[SharingPoint, ...]:
    """Return what is held for each time that word may take, all else equal.

    Ground and seam that are unknown are not counted.
    """
    cells = cells_held_by_word(workings, workings.band.strips.every)
    return curve_of(workings.band, cells, lengths_held_by_word(workings, workings.band.lengths))


def cells_held_by_word(workings: Workings, strips: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many cells of each of ``strips`` (int64) are held if word takes each of SHARE_WITHIN_MIN.

    int64 [strips given, sharing times].
    """
    rules, level = workings.rules, workings.evidence.confirmed
    share_min, start = np.array(SHARE_WITHIN_MIN, float), workings.band.strips.start
    count = np.zeros((len(strips), len(share_min)), np.int64)
    count_held(strips, start, level.rate_per_min, level.minutes, rules.respond_min, share_min, rules.partner, count)
    return count


def lengths_held_by_word(workings: Workings, lengths: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of ``lengths`` (int64) are held if word takes each of SHARE_WITHIN_MIN.

    bool [lengths given, sharing times].
    """
    held = np.zeros((len(lengths), len(SHARE_WITHIN_MIN)), np.bool_)
    for k, minutes in enumerate(SHARE_WITHIN_MIN):
        rules = replace(workings.rules, share_min=float(minutes))
        chance = crossing_chances(workings.band.lanes, workings.evidence.confirmed, rules, lengths)
        held[:, k] = (chance[:, 1:] >= workings.parameters.seen_at_least).any(axis=1)
    return held


def curve_of(band: Band, cells: NDArray[np.int64], lengths: NDArray[np.bool_]) -> tuple[SharingPoint, ...]:
    """Return the curve from what every strip and every length holds by each sharing time."""
    return tuple(
        SharingPoint(float(minutes), count * band.cell_km2, float(band.length_km[lengths[:, k]].sum()))
        for k, (minutes, count) in enumerate(zip(SHARE_WITHIN_MIN, cells.sum(axis=0).tolist(), strict=True))
    )


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
