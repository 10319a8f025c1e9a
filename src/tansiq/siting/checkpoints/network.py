"""From ground, movements and corridors to a question: what is chosen from, and what counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from shapely import Geometry, LineString

from tansiq.domain.agreement import Sector
from tansiq.errors import BadInputError
from tansiq.ground.model import Ground
from tansiq.ground.road_class import ROAD_CODES
from tansiq.ground.road_graph import RoadGraph, Routing, nearest, split
from tansiq.language import N_
from tansiq.siting.checkpoints.candidates import Candidates, candidates
from tansiq.siting.checkpoints.delay import Delay, delay_at
from tansiq.siting.checkpoints.model import End, Movement, Place, Settings
from tansiq.siting.checkpoints.question import Flow, Question, Share, flows_between
from tansiq.siting.checkpoints.stretches import Stretch, road_parts
from tansiq.siting.limits import Limits

_OUTSIDE = "-"


@dataclass(frozen=True)
class Network:
    """A question with what it was made from.

    Attributes
    ----------
    question
        In numbers.
    places
        What each number of a place means.
    stretches
        The corridors' road parts.
    movements
        All movements asked about, per day, and how many of them pass no place at all on their usual way.
    severed
        Movements a day between places that no road joins: counted nowhere.
    refused, looked_at
        Points on roads that each limit alone refuses, and how many were looked at; ``queue`` counts places where
        queues would not end.
    """

    question: Question
    places: tuple[Place, ...]
    stretches: tuple[Stretch, ...]
    movements: int
    severed: int
    refused: dict[str, int]
    looked_at: int


def network(  # noqa: PLR0913 - as choose_checkpoints, which is where they come from
    ground: Ground,
    graph: RoadGraph,
    movements: Sequence[Movement],
    *,
    count: int,
    corridors: tuple[LineString, ...] = (),
    settings: Settings,
    limits: Limits,
    protected: tuple[Geometry, ...] = (),
    sectors: tuple[Sector, ...] = (),
) -> Network:
    """Return the question about checkpoints on ``graph``.

    Raises
    ------
    BadInputError
        If movements begin or end too far from any road, no place keeps to the limits, or a sector is unknown.
    """
    cut, counts = _attached(ground, graph, movements, settings)
    ends = np.unique(np.array(list(counts), np.int64))
    stretches = road_parts(corridors, graph, settings.corridor_road_m)
    listed = tuple(feature.geometry for feature in ground.features("protected"))
    found = candidates(ground, cut, ends, stretches, limits, settings, (*listed, *protected))
    routing = Routing(found.graph)
    flows, severed = flows_between(routing, counts, settings)
    on = _on_stretches(found, stretches, settings)
    kept = _of_use(routing, found.node, flows) | (np.diff(on.indptr) > 0)
    passing = _passing(found, flows)
    delays = [delay_at(n, settings) for n in passing.tolist()]
    flowing = np.array([delay is not None for delay in delays], np.bool_)
    order = _along_seam(ground, found, np.flatnonzero(kept & flowing))
    if not len(order):
        template = N_(
            "No place on a road keeps to the limits. Of %(points)s points looked at, each refuses alone: %(refused)s."
        )
        refused = ", ".join(f"{name} {n}" for name, n in found.refused.items())
        raise BadInputError(template, points=found.looked_at, refused=refused)
    places = _places(ground, found, order, passing, delays, sectors)
    return Network(
        Question(
            routing=routing,
            place_node=found.node[order],
            delay_min=np.array([place.delay_min for place in places], np.int64),
            flows=flows,
            stretches=csr_matrix(on[order]),
            stretch_km=np.array([one.length_km for one in stretches], np.float64),
            stretch_worth=np.array([round(one.length_km * settings.per_corridor_km) for one in stretches], np.int64),
            count=count,
            shares=_shares(limits, places, sectors, count),
        ),
        places,
        stretches,
        movements=sum(one.per_day for one in movements),
        severed=sum(counts.get(pair, 0) + counts.get(pair[::-1], 0) for pair in severed),
        refused={**found.refused, "queue": int((kept & ~flowing).sum())},
        looked_at=found.looked_at,
    )


def _attached(
    ground: Ground, graph: RoadGraph, movements: Sequence[Movement], settings: Settings
) -> tuple[RoadGraph, dict[tuple[int, int], int]]:
    """Cut the graph where movements begin and end, and return movements a day by pair of nodes."""
    ends = sorted({end for one in movements for end in (one.origin, one.destination)}, key=_position)
    xy = np.column_stack(ground.grid.xy_from_lonlat([e.lon_deg for e in ends], [e.lat_deg for e in ends]))
    link, offset_m, away_m = nearest(graph, xy)
    for end, away in zip(ends, away_m.tolist(), strict=True):
        if away > settings.attach_m:
            template = N_("%(place)s lies %(away)s km from any road; movements must begin and end within %(most)s km.")
            most = f"{settings.attach_m / 1e3:g}"
            raise BadInputError(template, place=end.name, away=f"{away / 1e3:.1f}", most=most)
    cut, node = split(graph, link, offset_m)
    at = dict(zip(ends, node.tolist(), strict=True))
    counts: dict[tuple[int, int], int] = {}
    for one in movements:
        pair = at[one.origin], at[one.destination]
        counts[pair] = counts.get(pair, 0) + one.per_day
    return cut, counts


def _position(end: End) -> tuple[float, float, str]:
    return end.lon_deg, end.lat_deg, end.name


def _on_stretches(found: Candidates, stretches: tuple[Stretch, ...], settings: Settings) -> csr_matrix:
    """Return which candidates lie within reach of which stretch, bool CSR [candidates, stretches]."""
    points = np.asarray(shapely.points(found.graph.node_xy_m[found.node]))
    lines = np.array([one.line for one in stretches], object)
    stretch, place = shapely.STRtree(points).query(lines, predicate="dwithin", distance=settings.corridor_road_m)
    return csr_matrix((np.ones(len(place), np.bool_), (place, stretch)), shape=(len(points), len(stretches)))


def _of_use(routing: Routing, node: NDArray[np.int64], flows: tuple[Flow, ...]) -> NDArray[np.bool_]:
    """Return which candidates lie on some way that somebody would take, bool [candidates]."""
    ends = np.array(sorted({end for flow in flows for end in (flow.origin, flow.destination)}), np.int64)
    row = {end: k for k, end in enumerate(ends.tolist())}
    away_min = routing.minutes(ends)[0][:, node] if len(ends) else np.empty((0, len(node)))
    used = np.zeros(len(node), np.bool_)
    for flow in flows:
        between = (node != flow.origin) & (node != flow.destination)
        used |= between & (
            away_min[row[flow.origin]] + away_min[row[flow.destination]] <= flow.longest_min * (1 + 1e-9)
        )
    return used


def _passing(found: Candidates, flows: tuple[Flow, ...]) -> NDArray[np.int64]:
    """Return how many movements a day pass each candidate on their usual way, int64 [candidates]."""
    through = np.zeros(found.graph.nodes, np.int64)
    for flow in flows:
        through[list(flow.usual[1:-1])] += flow.per_day
    return through[found.node]


def _along_seam(ground: Ground, found: Candidates, kept: NDArray[np.int64]) -> NDArray[np.int64]:
    xy = found.graph.node_xy_m[found.node[kept]]
    along = (
        np.zeros(len(kept)) if ground.seam is None else shapely.line_locate_point(ground.seam.line, shapely.points(xy))
    )
    return kept[np.lexsort((xy[:, 1], xy[:, 0], np.round(along, 3)))]


def _places(
    ground: Ground,
    found: Candidates,
    order: NDArray[np.int64],
    passing: NDArray[np.int64],
    delays: Sequence[Delay | None],
    sectors: tuple[Sector, ...],
) -> tuple[Place, ...]:
    graph, largest = found.graph, np.zeros(found.graph.nodes, np.uint8)
    np.maximum.at(largest, graph.ends.ravel(), np.repeat(graph.road_code, 2))
    classes, degree = {code: kind.value for kind, code in ROAD_CODES.items()}, graph.degree
    digits, made = max(3, len(str(len(order)))), []
    for number, k in enumerate(order.tolist(), start=1):
        node, delay = int(found.node[k]), delays[k]
        assert delay is not None  # noqa: S101 - those without were left out
        x_m, y_m = graph.node_xy_m[node].tolist()
        lon_deg, lat_deg = ground.grid.lonlat_from_xy(x_m, y_m)
        seam_km = None if ground.seam is None else float(ground.seam.line.project(shapely.Point(x_m, y_m))) / 1000.0
        made.append(Place(
            f"C{number:0{digits}d}", float(lon_deg), float(lat_deg), x_m, y_m, classes[int(largest[node])],
            int(degree[node]) > 2, seam_km, _sector(sectors, seam_km), int(passing[k]), delay.busy, delay.wait_min,  # noqa: PLR2004 - a junction
            delay.per_day_min,
        ))  # fmt: skip
    return tuple(made)


def _sector(sectors: tuple[Sector, ...], seam_km: float | None) -> str:
    if not sectors or seam_km is None:
        return ""
    return next((sector.id for sector in sectors if sector.from_km <= seam_km < sector.to_km), _OUTSIDE)


def _shares(limits: Limits, places: tuple[Place, ...], sectors: tuple[Sector, ...], count: int) -> tuple[Share, ...]:
    known = {sector.id for sector in sectors}
    made = []
    for share in limits.shares:
        if share.sector not in known:
            template = N_("The limits give a share to sector %(sector)s, which is not agreed. Agreed: %(known)s.")
            raise BadInputError(template, sector=share.sector, known=", ".join(sorted(known)) or "-")
        inside = np.array([place.sector == share.sector for place in places], np.bool_)
        made.append(Share(np.flatnonzero(inside), int(np.floor(share.at_most * count + 1e-9))))
        made.append(Share(np.flatnonzero(~inside), count - int(np.ceil(share.at_least * count - 1e-9))))
    return tuple(made)
