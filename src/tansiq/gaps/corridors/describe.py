"""A way described: how exposed, where it crosses, who sees it first, who could answer."""

from dataclasses import dataclass
from math import exp, fsum

import numpy as np
import shapely
from numpy.typing import NDArray

from tansiq.gaps.corridors.frame import LEFT
from tansiq.gaps.corridors.model import Answer, Corridor, Direction, Sight
from tansiq.gaps.corridors.walk import Walk, gathered
from tansiq.gaps.corridors.ways import Cells
from tansiq.gaps.model import PartyLayers
from tansiq.gaps.rules import Rules
from tansiq.ground.model import Seam


@dataclass(frozen=True)
class Setting:
    """What ways are described against.

    Attributes
    ----------
    walk
        What walking costs.
    seam
        The seam.
    layers
        What each party sees and reaches.
    rules
        The agreement's figures along the seam.
    gap_of
        For each length the id of its gap, None where it is held.
    """

    walk: Walk
    seam: Seam
    layers: tuple[PartyLayers, PartyLayers]
    rules: Rules
    gap_of: tuple[str | None, ...]

    def crossings_m(self, cells: Cells) -> NDArray[np.float64]:
        """Return where a way crosses the seam, float64 [crossings, 2]: the middle of each step that does [m]."""
        on_left = self.walk.frame.side.ravel()[cells] == LEFT
        over = np.flatnonzero(on_left[:-1] != on_left[1:])
        xy_m = self.walk.frame.xy_m(cells)
        return (xy_m[over] + xy_m[over + 1]) / 2

    def km(self, xy_m: NDArray[np.float64]) -> list[float]:
        """Return the kilometre of the seam nearest to each point."""
        return [float(self.seam.line.project(shapely.Point(each))) / 1000 for each in xy_m]

    def length_at(self, km: float) -> int:
        """Return the index of the length that a kilometre of the seam lies in."""
        return min(int(np.searchsorted(self.seam.to_km, km, side="right")), len(self.seam) - 1)


def describe(setting: Setting, name: str, direction: Direction, cells: Cells, gap: str | None = None) -> Corridor:
    """Describe a way.

    Parameters
    ----------
    setting
        What it is described against.
    name
        Its id.
    direction
        Which way it runs; ``cells`` are in its order.
    cells
        int64 [n]: cells of the frame from edge to edge, two or more.
    gap
        The gap it was looked for; None takes that of the length it crosses, if that is not held.
    """
    walk = setting.walk
    step_m, minutes_per_m, rate = walk.step_m(cells), walk.minutes_per_m(cells), walk.rate(cells)
    exposure = fsum(gathered(rate * minutes_per_m, step_m))  # the same both ways, to the last bit
    crossings_km = setting.km(setting.crossings_m(cells))
    length = setting.length_at(crossings_km[-1])
    return Corridor(
        id=name,
        direction=direction,
        xy_m=walk.frame.xy_m(cells),
        exposure=exposure,
        p_unseen=exp(-exposure),
        minutes=fsum(gathered(minutes_per_m, step_m)),
        exposed_min=fsum(gathered(np.where(rate > 0, minutes_per_m, 0.0), step_m)),
        length_km=fsum(step_m) / 1000,
        seam_km=crossings_km[-1],
        crossings_km=tuple(crossings_km),
        length=length,
        gap=gap or setting.gap_of[length],
        first_seen=_sight(setting, cells, int(np.argmax(rate > 0))) if rate.any() else None,
        most_exposed=_sight(setting, cells, _most_exposed(rate * minutes_per_m, step_m)) if rate.any() else None,
    )


def _most_exposed(exposure_per_m: NDArray[np.float64], step_m: NDArray[np.float64]) -> int:
    """Return the place on the way whose cell gathers most: its figure times half of each step beside it."""
    beside_m = np.concatenate([[0.0], step_m]) + np.concatenate([step_m, [0.0]])
    return int(np.argmax(exposure_per_m * beside_m))


def _sight(setting: Setting, cells: Cells, place: int) -> Sight:
    walk, cell = setting.walk, cells[place]
    before, step_m = cells[: place + 1], walk.step_m(cells[: place + 1])
    sees = (walk.rate_per_min[:, cell] > 0).tolist()
    parties = [layer.party for layer in setting.layers]
    x_m, y_m = walk.frame.xy_m(cells[[place]])[0].tolist()
    first, second = (_answer(setting, int(cell), party, sees) for party in range(2))
    return Sight(
        xy_m=(x_m, y_m),
        after_km=float(step_m.sum()) / 1000,
        after_min=float(gathered(walk.minutes_per_m(before), step_m).sum()),
        seen_by=tuple(party for party, saw in zip(parties, sees, strict=True) if saw),
        tell=tuple(party for party, saw in zip(parties, sees, strict=True) if not saw),
        answers=(first, second),
    )


def _answer(setting: Setting, cell: int, party: int, sees: list[bool]) -> Answer:
    frame, layer, rules = setting.walk.frame, setting.layers[party], setting.rules
    strip = int(frame.strip.ravel()[cell])
    minutes = float(layer.minutes.ravel()[frame.in_grid(np.array([cell]))[0]])
    if not np.isfinite(minutes):
        return Answer(layer.party, None, None, in_time=False)
    if not sees[party] and not rules.partner[strip]:
        return Answer(layer.party, minutes, None, in_time=False)
    with_word = minutes if sees[party] else minutes + rules.share_min
    return Answer(layer.party, minutes, with_word, in_time=bool(with_word <= rules.respond_min[strip]))
