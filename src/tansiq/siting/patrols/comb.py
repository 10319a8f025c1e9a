"""From how often each tour is driven to days on which whole numbers of vehicles go out.

Tours are laid end to end on a line, each as long as it is driven; one random offset below 1 and every whole number
after it pick the tours of a day, one for each vehicle (systematic sampling: Madow 1949,
https://doi.org/10.1214/aoms/1177730037; combs in security games: Tsai et al. 2010). Each tour is then driven exactly as
often as asked. As the offset moves only so many different days come up as there are tours, so the days can be listed.
"""

from collections.abc import Sequence

import numpy as np

from tansiq.siting.patrols.tours import Detail, Tour

_SHORTEST = 1e-12


def combed(drawn: Sequence[tuple[Tour, float]], vehicles: int) -> list[tuple[Detail, float]]:
    """Return every detail that comes up, with its share of days; shares add up to 1.

    Parameters
    ----------
    drawn
        Tours, and how often each is driven on a day on average, adding up to ``vehicles``.
    vehicles
        How many go out each day.
    """
    ends = np.cumsum([amount for _, amount in drawn])
    ends *= vehicles / ends[-1]
    cuts = np.unique(np.concatenate([[0.0, 1.0], ends[:-1] % 1.0]))
    made = []
    for low, high in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        if high - low < _SHORTEST:
            continue
        teeth = (low + high) / 2 + np.arange(vehicles)
        picked = np.minimum(np.searchsorted(ends, teeth, side="right"), len(drawn) - 1)
        made.append((Detail(tuple(sorted(drawn[k][0] for k in picked.tolist()))), high - low))
    return made
