"""From ground and movements to the front of joint checkpoints."""

from collections.abc import Sequence
from typing import Final

from shapely import Geometry, LineString

from tansiq.domain.agreement import Sector
from tansiq.errors import BadInputError
from tansiq.gaps.progress import Progress
from tansiq.ground.model import Ground, Notice
from tansiq.ground.road_graph import from_ground
from tansiq.language import N_
from tansiq.siting.checkpoints.front import Front, drawn
from tansiq.siting.checkpoints.gravity import PER_1000_RESIDENTS, assumed_movements
from tansiq.siting.checkpoints.model import Movement, Settings
from tansiq.siting.checkpoints.network import Network, network
from tansiq.siting.limits import Limits

GRAIN: Final = 0.05
POINTS: Final = 100
_ASSUMED: Final = N_(
    "No movements were given: %(movements)s a day between the larger places are assumed by gravity, %(rate)s for each "
    "1,000 residents. Give counts with --movements."
)
_SEVERED: Final = N_(
    "%(movements)s movements a day are between places that no road of the ground joins; they count nowhere."
)
_LISTING: Final = N_("Listing a site does not create its protection, and the absence of a site does not remove it.")
_ROADS_ONLY: Final = N_("Ways round are those on the ground's roads; who leaves the road is not in these figures.")


def choose_checkpoints(  # noqa: PLR0913 - every figure of the question, all but its two inputs by name
    ground: Ground,
    movements: Sequence[Movement] | None = None,
    *,
    count: int,
    corridors: Sequence[LineString] = (),
    settings: Settings | None = None,
    limits: Limits | None = None,
    protected: Sequence[Geometry] = (),
    sectors: Sequence[Sector] = (),
    opened: Sequence[str] = (),
    closed: Sequence[str] = (),
    grain: float = GRAIN,
    points: int = POINTS,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
) -> Front:
    """Return the front of choices of at most ``count`` joint checkpoints on the roads of ``ground``.

    Parameters
    ----------
    ground
        An opened ground package with roads.
    movements
        Movements between places; None assumes them by gravity (:mod:`tansiq.siting.checkpoints.gravity`).
    count
        How many places may be open at most, 1 or more.
    corridors
        Lines in grid coordinates [m]; their road parts count beside movements.
    settings
        Figures that are assumed; None takes the defaults.
    limits
        ``max_slope``, ``standoff_m`` and ``shares`` are kept to; None takes the defaults.
    protected
        Protected sites beside those of the ground, in grid coordinates [m].
    sectors
        Sectors of the agreement, for places' sectors and for shares.
    opened, closed
        Ids of places that are open in every choice, and in none.
    grain
        Length of the steps to within which every choice is matched by a listed one, 0..1: a share of the bound, and of
        the first choice's delay. 0 lists the whole front, which may be long.
    points
        Stop at so many choices.
    time_limit_s
        Stop after about this long with what there is [s]; None goes on. Only then may two runs differ.
    progress
        Told the share done; may raise to stop.

    Raises
    ------
    BadGroundError
        If the ground has no roads for vehicles.
    BadInputError
        If ``count`` is below 1, there are no movements, one begins or ends far from any road, no place keeps to the
        limits, or ``opened`` and ``closed`` cannot be.
    """
    if count < 1:
        raise BadInputError(N_("Ask for 1 checkpoint or more, not %(count)s."), count=count)
    figures, kept_to, graph = settings or Settings(), limits or Limits(), from_ground(ground)
    asked = tuple(assumed_movements(ground, graph, figures) if movements is None else movements)
    if not any(one.per_day for one in asked):
        template = N_("There are no movements to meet on %(ground)s. Give some with --movements FILE.")
        raise BadInputError(template, ground=ground.name)
    made = network(
        ground, graph, asked, count=count, corridors=tuple(corridors), settings=figures, limits=kept_to,
        protected=tuple(protected), sectors=tuple(sectors),
    )  # fmt: skip
    empty = Front(
        choices=(),
        step=(0, 0, 0),
        complete=False,
        unsearched=0,
        bound=0,
        network=made,
        opened=tuple(sorted(set(opened))),
        closed=tuple(sorted(set(closed))),
        settings=figures,
        limits=kept_to,
        grain=grain,
        points=points,
        time_limit_s=time_limit_s,
        notices=_notices(made, assumed=movements is None),
    )
    return drawn(empty, progress)


def _notices(made: Network, *, assumed: bool) -> tuple[Notice, ...]:
    notices = [Notice("roads-only", _ROADS_ONLY, {}), Notice("protected-listing", _LISTING, {})]
    if assumed:
        fields = {"movements": made.movements, "rate": f"{PER_1000_RESIDENTS:g}"}
        notices.insert(0, Notice("movements-assumed", _ASSUMED, fields))
    if made.severed:
        notices.insert(0, Notice("movements-severed", _SEVERED, {"movements": made.severed}))
    return tuple(notices)
