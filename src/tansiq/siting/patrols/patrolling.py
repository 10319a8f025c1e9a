"""From ground, forces and bases to a plan of patrols, the roster drawn from it, and what observers could make of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.laydown import Laydown
from tansiq.domain.time import LOCAL_ZONE
from tansiq.errors import BadInputError, UsageError
from tansiq.gaps.compute import picture_from_layers
from tansiq.gaps.layers import party_layers
from tansiq.gaps.model import Parameters
from tansiq.gaps.progress import Progress, say_nothing
from tansiq.gaps.workings import prepare
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_
from tansiq.siting.patrols.bases import PlacedBase, place_bases
from tansiq.siting.patrols.day import REST_H, SHIFT_H, SLOT_MIN, Day, patrol_day
from tansiq.siting.patrols.driving import driving_slots
from tansiq.siting.patrols.equilibrium import GAP, Equilibrium, equilibrium
from tansiq.siting.patrols.game import Base, Game
from tansiq.siting.patrols.observer import Exploited, exploited, gate_watched
from tansiq.siting.patrols.roster import drawn, new_seed, stream
from tansiq.siting.patrols.segments import Counting, Segment, cut
from tansiq.siting.patrols.tours import Tour
from tansiq.siting.patrols.ways import WEEK, Way, blind, planned, repeated

Departures = Literal["drawn", "fixed"]
SEGMENT_KM: Final = 5.0
MOST_DAYS: Final = 92
MOST_SEGMENTS: Final = 400
_HISTORIES_SEED: Final = 5  # of the histories observers watch, and of blind patrols: figures, not rosters
DRIVING: Final = N_("How far it is from base to segment, and between segments")
WATCHING: Final = N_("What observers could make of it")


@dataclass(frozen=True)
class Asked:
    """What is asked for.

    Attributes
    ----------
    bases, vehicles
        As :func:`~tansiq.siting.patrols.bases.place_bases` takes them.
    shift_h, rest_h
        Longest shift, and least rest of a vehicle between two [h].
    slot_min
        Length of a time slot [min].
    segment_km
        Longest segment [km].
    weighing
        What a segment counts.
    days, first_day
        How many days to draw, and the first; None is the day after the picture's.
    departures
        ``drawn`` with the tours; or ``fixed``, each vehicle of a base in a slot of its own, evenly over the day.
    seed
        Of the roster; None takes one nobody can guess.
    """

    bases: Sequence[str]
    vehicles: Sequence[int]
    shift_h: float = SHIFT_H
    rest_h: float = REST_H
    slot_min: int = SLOT_MIN
    segment_km: float = SEGMENT_KM
    weighing: Counting = "area"
    days: int = 14
    first_day: date | None = None
    departures: Departures = "drawn"
    seed: int | None = None


@dataclass(frozen=True)
class Patrols:
    """A plan of patrols and a roster drawn from it.

    Attributes
    ----------
    segments
        Those that are patrolled; columns of the game.
    left_out
        Those that are farther from every base than a quarter of a shift, or count nothing.
    bases, day, game, plan
        What was played, and how.
    rosters
        For each base and day the tours of its vehicles.
    first_day, seed
        Of the roster.
    compared
        What observers could make of the plan, of blind patrols, and of fixed ones.
    gate
        What somebody gains at most who sees one base's vehicles leave today.
    asked, parameters, notices
        What was asked and assumed, and what a reader must know.
    """

    segments: tuple[Segment, ...]
    left_out: tuple[Segment, ...]
    bases: tuple[PlacedBase, ...]
    day: Day
    game: Game
    plan: Equilibrium
    rosters: tuple[tuple[tuple[Tour, ...], ...], ...]
    first_day: date
    seed: int
    compared: tuple[Exploited, ...]
    gate: float
    asked: Asked
    parameters: Parameters
    notices: tuple[Notice, ...]


def patrol(
    ground: Ground,
    laydown: Laydown,
    parameters: Parameters,
    asked: Asked,
    *,
    gap: float = GAP,
    progress: Progress | None = None,
) -> Patrols:
    """Plan patrols along what the picture of ``laydown`` leaves unheld, and draw a roster.

    Parameters
    ----------
    ground, laydown, parameters
        As for the gap picture (``tansiq.gaps.settle`` gives the parameters).
    asked
        Bases, vehicles, hours and days.
    gap
        Relative gap at which to stop.
    progress
        Told the share done; may raise to stop.

    Raises
    ------
    UsageError, BadInputError
        As bases, segments and hours say; also if no vehicle can reach any segment, or there are too many.
    """
    tell = progress or say_nothing
    if not 1 <= asked.days <= MOST_DAYS:
        raise UsageError(N_("A roster has 1 to %(most)s days, not %(days)s."), most=MOST_DAYS, days=asked.days)
    day = patrol_day(parameters.window, shift_h=asked.shift_h, rest_h=asked.rest_h, slot_min=asked.slot_min)
    bases = place_bases(ground, laydown, asked.bases, asked.vehicles)
    found = _segments(ground, laydown, parameters, asked, lambda done, label: tell(0.15 * done, label))
    segments, left_out, game = _game(ground, found, bases, day, asked, lambda done: tell(0.15 + 0.25 * done, DRIVING))
    plan = equilibrium(game, gap=gap, progress=lambda done, label: tell(0.4 + 0.5 * done, label))
    seed = new_seed() if asked.seed is None else asked.seed
    rosters = tuple(drawn(one, asked.days, stream(seed, number)) for number, one in enumerate(plan.mixtures))
    tell(0.9, WATCHING)
    return Patrols(
        segments=segments,
        left_out=left_out,
        bases=bases,
        day=day,
        game=game,
        plan=plan,
        rosters=rosters,
        first_day=asked.first_day or parameters.at.astimezone(LOCAL_ZONE).date() + timedelta(days=1),
        seed=seed,
        compared=compared(game, plan),
        gate=gate_watched(game, plan),
        asked=asked,
        parameters=parameters,
        notices=_notices(game, plan, left_out),
    )


def compared(game: Game, plan: Equilibrium) -> tuple[Exploited, ...]:
    """Return what observers could make of the plan, of blind patrols, of a weekly rotation and of one fixed day."""
    draws = np.random.Generator(np.random.PCG64(_HISTORIES_SEED))
    ways: tuple[tuple[str, Way], ...] = (
        ("plan", planned(game, plan)),
        ("blind", blind(game, draws)),
        ("rotation", repeated(game, WEEK)),
        ("fixed", repeated(game, 1)),
    )
    return tuple(exploited(game, name, way, draws) for name, way in ways)


def _segments(
    ground: Ground, laydown: Laydown, parameters: Parameters, asked: Asked, tell: Progress
) -> tuple[Segment, ...]:
    band = prepare(ground)
    layers = party_layers(ground, laydown, parameters)
    picture = picture_from_layers(ground, laydown, layers, parameters, band=band, ledger=False, progress=tell)
    found = cut(band, picture, asked.weighing, asked.segment_km)
    if len(found) > MOST_SEGMENTS:
        template = N_("There are %(count)s segments; at most %(most)s can be planned for. Ask for longer segments.")
        raise BadInputError(template, count=len(found), most=MOST_SEGMENTS)
    return found


def _game(
    ground: Ground,
    found: Sequence[Segment],
    bases: Sequence[PlacedBase],
    day: Day,
    asked: Asked,
    tell: Callable[[float], None],
) -> tuple[tuple[Segment, ...], tuple[Segment, ...], Game]:
    """Return the segments within reach, those beyond it, and the game over the former."""
    slot_min, farthest_min = float(day.slot_min), float(day.slot_min * (day.shift // 4))
    places = [(one.row, one.col) for one in bases]
    legs = driving_slots(ground, places, found, slot_min, farthest_min, lambda done: tell(0.2 * done))
    near = np.flatnonzero((_visited(legs, day) & np.array([one.value > 0 for one in found])).any(axis=0))
    if not len(near):
        template = N_(
            "No vehicle of %(bases)s reaches a segment that counts within a quarter of its shift of %(hours)s h."
        )
        raise BadInputError(template, bases=", ".join(asked.bases), hours=f"{asked.shift_h:g}")
    segments = tuple(found[k] for k in near.tolist())
    stood = [(one.row, one.col) for one in segments if one.row is not None and one.col is not None]
    moves = driving_slots(ground, stood, segments, slot_min, farthest_min, lambda done: tell(0.2 + 0.8 * done))
    game = Game(
        value=np.array([one.value for one in segments]),
        window=day.window,
        moves=moves,
        bases=tuple(
            Base(one.id, one.vehicles, row[near], _leaves(one.vehicles, day) if asked.departures == "fixed" else ())
            for one, row in zip(bases, legs, strict=True)
        ),
        shift=day.shift,
    )
    return segments, tuple(one for k, one in enumerate(found) if k not in set(near.tolist())), game


def _leaves(vehicles: int, day: Day) -> tuple[int, ...]:
    """Return the slot each vehicle leaves in: the first, the last, and evenly between; the middle one if alone."""
    last = len(day.window) - day.shift
    if vehicles == 1:
        return (last // 2,)
    return tuple(round(k * last / (vehicles - 1)) for k in range(vehicles))


def _visited(legs: NDArray[np.int64], day: Day) -> NDArray[np.bool_]:
    """Return where ``legs`` leave a slot to stay, there and back."""
    return 2 * legs + 1 <= day.shift


def _notices(game: Game, plan: Equilibrium, left_out: Sequence[Segment]) -> tuple[Notice, ...]:
    made = []
    if left_out:
        text = N_(
            "These segments are farther than a quarter of a shift, or count nothing: %(ids)s. Nobody patrols them."
        )
        made.append(Notice("segments-left-out", text, {"ids": ", ".join(one.id for one in left_out)}))
    idle = [base.id for base, one in zip(game.bases, plan.mixtures, strict=True) if not one.cover[:, game.window].any()]
    if idle:
        text = N_("Patrols of these bases reach no segment in the window: %(ids)s.")
        made.append(Notice("bases-idle", text, {"ids": ", ".join(idle)}))
    return tuple(made)
