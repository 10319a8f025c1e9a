"""A choice of places, what it holds, and how near that is to the best there could be."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.model import Parameters
from tansiq.ground.model import Notice
from tansiq.siting.limits import Limits
from tansiq.siting.manning import Counts
from tansiq.siting.weights import Weighing


@dataclass(frozen=True, slots=True)
class Site:
    """A place chosen for a ``role`` (post, reaction, watch), by candidate, cell and position in WGS 84 degrees."""

    id: str
    role: str
    candidate: int
    row: int
    col: int
    lon_deg: float
    lat_deg: float
    sector: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What it costs to do without a place: the best found and the bound when it may not be chosen."""

    site: str
    covered: float
    bound: float
    sites: tuple[Site, ...]


@dataclass(frozen=True)
class Plan:
    """A choice of places.

    Attributes
    ----------
    sites
        Posts, then reaction elements, then watches, each by candidate.
    held_before, covered
        What counts as held without and with them, in the unit of the weights.
    bound
        No choice within the limits holds more.
    total
        What all of the area counts.
    refusals
        For each site asked about.
    candidates
        int64 [candidates, 2]: rows and columns chosen from.
    excluded
        Cells of the area that each limit on places alone refuses.
    asked, limits, weighing, parameters
        What was asked.
    notices
        What a reader must know.
    """

    sites: tuple[Site, ...]
    held_before: float
    covered: float
    bound: float
    total: float
    refusals: tuple[Refusal, ...]
    candidates: NDArray[np.int64]
    excluded: dict[str, int]
    asked: Counts
    limits: Limits
    weighing: Weighing
    parameters: Parameters
    notices: tuple[Notice, ...]

    @property
    def gap(self) -> float:
        """How much more any choice could hold at most, as a share of ``covered``; infinite if that is 0."""
        if self.bound <= self.covered:
            return 0.0
        return (self.bound - self.covered) / self.covered if self.covered > 0 else math.inf
