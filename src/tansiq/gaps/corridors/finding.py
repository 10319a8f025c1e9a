"""Finding corridors: the least exposed ways from one edge of the band to the other, and those of every length."""

import math
from collections.abc import Sequence

import numpy as np

from tansiq.errors import BadInputError, UsageError
from tansiq.gaps.corridors.crossing import Ways, best_ways, length_ways
from tansiq.gaps.corridors.describe import Setting, describe
from tansiq.gaps.corridors.frame import LEFT, RIGHT, frame_ground
from tansiq.gaps.corridors.model import APART_M, Corridor, Corridors, Direction, Directions, LengthWays
from tansiq.gaps.corridors.walk import Walk, lay_walk
from tansiq.gaps.corridors.ways import Cells, least_cost, least_way
from tansiq.gaps.evidence import gather
from tansiq.gaps.identity import gap_id
from tansiq.gaps.model import Parameters, PartyLayers
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.gaps.rules import Rules, lay_rules
from tansiq.gaps.runs import Run, unheld_runs
from tansiq.gaps.states import length_states
from tansiq.gaps.workings import Band
from tansiq.ground.model import Notice
from tansiq.language import N_


def find_corridors(
    band: Band,
    layers: tuple[PartyLayers, PartyLayers],
    parameters: Parameters,
    *,
    direction: Directions = "both",
    k: int = 5,
    apart_m: float = APART_M,
    progress: Progress | None = None,
) -> Corridors:
    """Find where somebody who knows the posts would cross.

    Parameters
    ----------
    band
        The ground as :func:`tansiq.gaps.workings.prepare` prepares it.
    layers
        What each party sees and reaches, in the window of ``parameters``.
    parameters
        What is assumed; sectors cover the seam (see ``tansiq.gaps.parameters.settle``).
    direction
        ``forward`` is from the left of the seam to its right, looking along it. Walking is as quick one way as the
        other here, so both have the same ways and exposure; who sees first differs.
    k
        How many paths of each direction at most.
    apart_m
        No two of a direction cross the seam within this distance [m].
    progress
        Told what is being done and the share done.

    Returns
    -------
    Corridors
        The same for the same inputs, to the byte.

    Raises
    ------
    UsageError
        For an unknown direction, a number of paths below 0, or a distance that is none.
    BadInputError
        If the layers do not fit the ground.
    BadGroundError
        If the ground has no seam, its area does not end on both sides of it, or a pace is not above zero.
    """
    tell = progress or say_nothing
    directions = _checked(band, layers, direction, k, apart_m)
    tell(0.0, N_("The edges of the band"))
    walk = lay_walk(band.ground, frame_ground(band.ground), layers)
    rules = lay_rules(parameters, band.ground.seam)
    evidence = gather(band.strips, layers)
    crossings = length_states(band.lanes, evidence, rules, parameters.seen_at_least, band.lengths)
    tell(0.2, N_("The least exposed way across every length"))
    ways = best_ways(walk, walk.half, len(crossings.state))
    lengths = length_ways(walk, ways, crossings, parameters.seen_at_least)
    runs = unheld_runs(crossings.state, rules.sector)
    setting = _setting(band, layers, parameters, rules, runs, walk)
    found = _apart_ways(setting, k, apart_m, tell)
    tell(0.9, N_("Who sees and who could answer"))
    paths = tuple(path for each in directions for path in _described(setting, each, found))
    by_gap = _by_gap(setting, runs, lengths, ways, directions[0])
    tell(1.0, N_("Done"))
    parties = layers[0].party, layers[1].party
    return Corridors(parameters, parties, apart_m, paths, lengths, by_gap, _notices(band, walk, found, k))


def _checked(
    band: Band, layers: tuple[PartyLayers, PartyLayers], direction: Directions, k: int, apart_m: float
) -> tuple[Direction, ...]:
    """Return the directions asked for, once everything asked makes sense."""
    asked: dict[str, tuple[Direction, ...]] = {
        "forward": ("forward",), "backward": ("backward",), "both": ("forward", "backward"),
    }  # fmt: skip
    if direction not in asked:
        template = N_("There is no direction %(direction)s. Ask for forward, backward or both.")
        raise UsageError(template, direction=direction)
    if k < 0 or not (math.isfinite(apart_m) and apart_m >= 0):
        template = N_("%(k)s corridors %(apart)s m apart cannot be looked for. Give numbers of 0 or more.")
        raise UsageError(template, k=k, apart=apart_m)
    shape = band.ground.grid.shape
    for layer in layers:
        if any(raster.shape != shape for raster in (layer.rate_per_min, layer.rate_all_per_min, layer.minutes)):
            raise BadInputError(
                N_("The layers of %(party)s do not have the %(rows)s x %(cols)s cells of the ground. Resample them."),
                party=layer.party,
                rows=shape[0],
                cols=shape[1],
            )
    return asked[direction]


def _setting(
    band: Band,
    layers: tuple[PartyLayers, PartyLayers],
    parameters: Parameters,
    rules: Rules,
    runs: Sequence[Run],
    walk: Walk,
) -> Setting:
    gap_of: list[str | None] = [None] * len(band.lengths)
    for run in runs:
        name = gap_id(parameters.terms.sectors[rules.sector[run.first]].id, band.from_km[run.strips].tolist())
        gap_of[run.first : run.last + 1] = [name] * len(run.strips)
    if band.ground.seam is None:
        message = "a frame was laid over ground without a seam"
        raise RuntimeError(message)
    return Setting(walk, band.ground.seam, layers, rules, tuple(gap_of))


def _apart_ways(setting: Setting, k: int, apart_m: float, tell: Progress) -> list[Cells]:
    """Return up to ``k`` ways from left to right, each the least costly that crosses nowhere near those before it.

    Near a crossing the left cells of the seam are closed, so that nobody can step over them; as far as the middle of
    every step over it that is within ``apart_m``.
    """
    walk = setting.walk
    half, cols = walk.half.copy(), walk.frame.cols
    lefts, rights = walk.frame.seam_steps
    middle_m = (walk.frame.xy_m(lefts) + walk.frame.xy_m(rights)) / 2
    left, right = walk.frame.edges
    ahead = least_cost(half, cols, right) if k else half  # closing cells makes no way cheaper, so it serves for every k
    found: list[Cells] = []
    for number in range(k):
        tell(0.4 + 0.5 * number / k, N_("The least exposed ways from edge to edge"))
        way = least_way(half, cols, left, right, ahead=ahead)
        if not len(way):
            break
        found.append(way)
        for crossing_m in setting.crossings_m(way):
            half[lefts[np.hypot(*(middle_m - crossing_m).T) <= apart_m]] = np.inf
    return found


def _described(setting: Setting, direction: Direction, found: Sequence[Cells]) -> list[Corridor]:
    letter = "F" if direction == "forward" else "B"
    return [
        describe(setting, f"{letter}{number}", direction, _turned(way, direction))
        for number, way in enumerate(found, start=1)
    ]


def _turned(way: Cells, direction: Direction) -> Cells:
    return way if direction == "forward" else way[::-1]


def _by_gap(
    setting: Setting, runs: Sequence[Run], lengths: LengthWays, ways: Ways, direction: Direction
) -> dict[str, Corridor]:
    first, cells = ways
    found = {}
    for run in runs:
        best = run.strips[np.lexsort((lengths.minutes[run.strips], lengths.exposure[run.strips]))[0]]
        name, way = setting.gap_of[best], cells[first[best] : first[best + 1]]
        if name is not None and len(way):
            found[name] = describe(setting, name, direction, _turned(way, direction), name)
    return found


def _notices(band: Band, walk: Walk, found: Sequence[Cells], k: int) -> tuple[Notice, ...]:
    notices = []
    abreast = walk.frame.walked(LEFT) | walk.frame.walked(RIGHT)
    unknown_km2 = float(np.count_nonzero(abreast.ravel() & ~np.isfinite(walk.half)) * band.cell_km2)
    if unknown_km2:
        text = N_("No corridor was looked for on %(km2)s km2 whose elevation is not known.")
        notices.append(Notice("corridors-on-unknown-ground", text, {"km2": f"{unknown_km2:.1f}"}))
    if len(found) < k:
        text = N_("Only %(found)s corridors of the %(asked)s asked for cross the seam so far apart.")
        notices.append(Notice("fewer-corridors", text, {"found": len(found), "asked": k}))
    return tuple(notices)
