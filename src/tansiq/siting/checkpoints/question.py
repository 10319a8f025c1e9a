"""One question: places on a road graph, movements through it, and what any choice of places does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tansiq.ground.road_graph import Routing, way
from tansiq.siting.checkpoints.model import Figures, Settings

_ROUNDING = 1e-9  # of minutes: ways that add up to the same in another order are as long


@dataclass(frozen=True)
class Flow:
    """Movements between two nodes, both directions together.

    Attributes
    ----------
    origin, destination
        Nodes.
    per_day
        Movements a day.
    usual
        Nodes of the usual way, the quickest one, both ends included.
    usual_min, longest_min
        What it takes, and the longest way that somebody who goes round accepts [min].
    """

    origin: int
    destination: int
    per_day: int
    usual: tuple[int, ...]
    usual_min: float
    longest_min: float


@dataclass(frozen=True)
class Round:
    """A way round every open place: for which flow, its nodes, and what it takes [min]."""

    flow: int
    nodes: tuple[int, ...]
    minutes: float


@dataclass(frozen=True)
class Share:
    """At most ``most`` of these places may be open (a sector's share)."""

    places: NDArray[np.int64]
    most: int


@dataclass(frozen=True)
class Question:
    """What is chosen from, and what counts.

    Attributes
    ----------
    routing
        On the road graph.
    place_node
        int64 [places]: the node each place stands at, no two the same.
    delay_min
        int64 [places]: minutes a day lost there.
    flows
        The movements. One that begins or ends at a place's node is not met there.
    stretches
        bool CSR [places, stretches]: which places stand on which stretch of a corridor's road part.
    stretch_km
        float64 [stretches].
    stretch_worth
        int64 [stretches]: how many movements a day each counts like.
    count
        How many places may be open at most.
    shares
        Further limits on numbers.
    known_ways
        What :func:`tansiq.siting.checkpoints.ways.ways_round` found, kept for the next front of this question.
    """

    routing: Routing
    place_node: NDArray[np.int64]
    delay_min: NDArray[np.int64]
    flows: tuple[Flow, ...]
    stretches: csr_matrix
    stretch_km: NDArray[np.float64]
    stretch_worth: NDArray[np.int64]
    count: int
    shares: tuple[Share, ...] = ()
    known_ways: dict[int, list[frozenset[int]]] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def places(self) -> int:
        """Number of places."""
        return len(self.place_node)

    @cached_property
    def place_at(self) -> NDArray[np.int64]:
        """The place at each node, int64 [nodes], -1 where there is none."""
        place = np.full(self.routing.graph.nodes, -1, np.int64)
        place[self.place_node] = np.arange(self.places)
        return place

    @cached_property
    def per_day(self) -> NDArray[np.int64]:
        """Movements a day of each flow, int64 [flows]."""
        return np.array([flow.per_day for flow in self.flows], np.int64)

    @cached_property
    def usual(self) -> csr_matrix:
        """Which places lie on the usual way of which flow, both ends left out, bool CSR [places, flows]."""
        on = [self.on_way(flow.usual) for flow in self.flows]
        row = np.concatenate([np.empty(0, np.int64), *on])
        column = np.repeat(np.arange(len(on)), [len(some) for some in on])
        return csr_matrix((np.ones(len(row), np.bool_), (row, column)), shape=(self.places, len(on)))

    @cached_property
    def usual_sets(self) -> tuple[list[tuple[int, ...]], dict[int, int]]:
        """Sets of places on usual ways, none empty and each once; and by flow with such a set, which it is."""
        number: dict[tuple[int, ...], int] = {}
        set_of = {}
        for k, places in enumerate(_columns(self.usual)):
            if places:
                set_of[k] = number.setdefault(tuple(places), len(number))
        return list(number), set_of

    @cached_property
    def places_on_stretch(self) -> list[list[int]]:
        """The places that stand on each stretch, ascending."""
        return _columns(self.stretches)

    def on_way(self, nodes: Sequence[int]) -> NDArray[np.int64]:
        """Return the places that stand between the two ends of a way, ascending."""
        place = self.place_at[np.asarray(nodes[1:-1], np.int64)]
        return np.unique(place[place >= 0])

    def met(self, opened: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which flows' usual way passes an open place, bool [flows]."""
        return np.asarray(self.usual[opened].sum(axis=0)).ravel() > 0

    def rounds(self, opened: NDArray[np.int64]) -> list[Round]:
        """Return the quickest way round for every flow that is met and can go round the open places."""
        met = np.flatnonzero(self.met(opened)).tolist()
        if not met:
            return []
        starts = sorted({self.flows[k].origin for k in met})
        longest = max(self.flows[k].longest_min for k in met) * (1 + _ROUNDING)
        minutes, before = self.routing.minutes(starts, avoid=self.place_node[opened], limit_min=longest)
        row = {node: k for k, node in enumerate(starts)}
        found = []
        for k in met:
            flow = self.flows[k]
            took = float(minutes[row[flow.origin], flow.destination])
            if took <= flow.longest_min * (1 + _ROUNDING):
                found.append(Round(k, tuple(way(before[row[flow.origin]], flow.destination)), took))
        return found

    def way_past(self, flow: int, shut: NDArray[np.int64]) -> frozenset[int] | None:
        """Return the places on the quickest way of a flow past none of ``shut``, None if its limit allows none."""
        asked = self.flows[flow]
        limit_min = asked.longest_min * (1 + _ROUNDING)
        minutes, before = self.routing.minutes([asked.origin], avoid=self.place_node[shut], limit_min=limit_min)
        if not minutes[0, asked.destination] <= limit_min:
            return None
        return frozenset(self.on_way(way(before[0], asked.destination)).tolist())

    def figures(self, opened: NDArray[np.int64], rounds: list[Round] | None = None) -> Figures:
        """Return what a choice does. ``opened`` is int64 of places; ``rounds`` are its ways round if known."""
        found = self.rounds(opened) if rounds is None else rounds
        met = int(self.per_day[self.met(opened)].sum())
        stretch = np.asarray(self.stretches[opened].sum(axis=0)).ravel() > 0
        return Figures(
            counted=met + int(self.stretch_worth[stretch].sum()),
            met=met,
            evadable=sum(self.flows[one.flow].per_day for one in found),
            delay_min=int(self.delay_min[opened].sum()),
            corridor_km=float(self.stretch_km[stretch].sum()),
            detour_min=float(sum(
                self.flows[one.flow].per_day * max(0.0, one.minutes - self.flows[one.flow].usual_min) for one in found
            )),
        )  # fmt: skip


def _columns(table: csr_matrix) -> list[list[int]]:
    """Return the rows that each column of a boolean table holds, ascending."""
    by_column = table.tocsc()
    by_column.sort_indices()
    return [some.tolist() for some in np.split(by_column.indices, by_column.indptr[1:-1])][: table.shape[1]]


def flows_between(
    routing: Routing, counts: Mapping[tuple[int, int], int], settings: Settings
) -> tuple[tuple[Flow, ...], tuple[tuple[int, int], ...]]:
    """Return the flows of movements between nodes, and the pairs between which there is no way.

    Parameters
    ----------
    routing
        On the road graph.
    counts
        Movements a day by pair of nodes. Both directions go the same way, so they are added; pairs of a node with
        itself and counts of 0 are left out.
    settings
        For the longest way that is accepted.
    """
    both: dict[tuple[int, int], int] = {}
    for (origin, destination), per_day in counts.items():
        if origin != destination and per_day > 0:
            pair = (min(origin, destination), max(origin, destination))
            both[pair] = both.get(pair, 0) + per_day
    starts = sorted({origin for origin, _ in both})
    minutes, before = routing.minutes(starts)
    row = {node: k for k, node in enumerate(starts)}
    flows, severed = [], []
    for (origin, destination), per_day in sorted(both.items()):
        usual_min = float(minutes[row[origin], destination])
        if not np.isfinite(usual_min):
            severed.append((origin, destination))
            continue
        usual = tuple(way(before[row[origin]], destination))
        flows.append(Flow(origin, destination, per_day, usual, usual_min, settings.longest_min(usual_min)))
    return tuple(flows), tuple(severed)
