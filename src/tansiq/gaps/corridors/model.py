"""What is said of corridors, as frozen values. ``docs/corridors.md`` gives the same as files.

Everything is in grid coordinates [m] and true for one window of one laydown; only confirmed posts see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.model import Gap, Parameters
from tansiq.ground.model import Notice

Direction = Literal["forward", "backward"]
Directions = Literal["forward", "backward", "both"]

APART_M: Final = 8_000.0
"""How far apart corridors cross the seam unless asked otherwise [m]: twice a post's usual range by day, so that no
usual post sees two of their crossings."""


@dataclass(frozen=True)
class Answer:
    """Whether one party could answer what is seen at a place.

    Attributes
    ----------
    party
        Its id.
    minutes
        Minutes from alarm until its first element is there; None if none can come.
    with_word_min
        The same, counting the minutes word takes if only the partner sees the place; None if none can come, or the
        sector does not let the party answer its partner's sighting.
    in_time
        Whether that is within the response time of the sector.
    """

    party: str
    minutes: float | None
    with_word_min: float | None
    in_time: bool


@dataclass(frozen=True)
class Sight:
    """A place on the way that posts see: word of it comes from ``seen_by`` and would have to go to ``tell``.

    Attributes
    ----------
    xy_m
        Where [m].
    after_km, after_min
        How far along the way, from its start.
    seen_by
        Parties whose confirmed posts see the place; at least one.
    tell
        Parties whose posts do not; empty where both see.
    answers
        What each party could do about it.
    """

    xy_m: tuple[float, float]
    after_km: float
    after_min: float
    seen_by: tuple[str, ...]
    tell: tuple[str, ...]
    answers: tuple[Answer, Answer]


@dataclass(frozen=True)
class Corridor:
    """The way of somebody who knows the posts, from one edge of the band to the other.

    Attributes
    ----------
    id
        ``F1`` is the least exposed forward, ``B1`` the least exposed backward; a gap's corridor is named as the gap.
    direction
        Forward is from the left of the seam to its right, looking along it from its first kilometre.
    xy_m
        float64 [n, 2]: cell centres from start to end [m]; steps go to one of eight neighbours.
    exposure
        Integral of both parties' detection rate over the time on the way [-]; 0 is never seen.
    p_unseen
        ``exp(-exposure)``.
    minutes, exposed_min
        Minutes walked, and of these where some post sees.
    length_km
        Kilometres walked; eight directions overstate a straight way by up to 8.2 %.
    seam_km
        Kilometre of the seam where it leaves its own side for good.
    crossings_km
        Every kilometre where it crosses the seam, in order; more than one where the seam winds.
    length
        Index of the length that ``seam_km`` lies in.
    gap
        Id of the gap that this length belongs to; None where the length is held.
    first_seen
        Where it is first seen; None if never.
    most_exposed
        Where most of the exposure is gathered in one cell; None if it is never seen.
    """

    id: str
    direction: Direction
    xy_m: NDArray[np.float64]
    exposure: float
    p_unseen: float
    minutes: float
    exposed_min: float
    length_km: float
    seam_km: float
    crossings_km: tuple[float, ...]
    length: int
    gap: str | None
    first_seen: Sight | None
    most_exposed: Sight | None


@dataclass(frozen=True)
class LengthWays:
    """What somebody who knows the posts can do at every length of the seam: the least exposed way across it there.

    The way keeps to the left of the seam before it crosses and to the right afterwards. The same way backwards has the
    same figures. NaN where no way leads to the length: its ground is cut off or not known.

    Attributes
    ----------
    exposure, p_unseen
        float64 [lengths]: of the least exposed way [-].
    minutes, way_km
        float64 [lengths]: what it takes.
    quick_min, quick_km
        float64 [lengths]: the quickest way across the length under the same rule, by somebody who does not know the
        posts. (The lanes of a direct crossing end where the strip does, at a bend long before the edge of the band.)
    detour_min, detour_km
        float64 [lengths]: what not being seen costs: ``minutes - quick_min``, never negative, and
        ``way_km - quick_km``, which may be a little, since the quickest way need not be the shortest.
    state
        uint8 [lengths]: :class:`tansiq.domain.state.State` of the direct crossing.
    p_seen
        float64 [lengths]: chance that a direct crossing is seen.
    porous
        bool [lengths]: held or held together by the direct crossing, and yet the way passes unseen with at least the
        chance that a held length leaves (1 - ``seen_at_least``).
    first
        int64 [lengths + 1]: the points of length ``i``'s way are ``first[i]:first[i + 1]`` of ``points_xy_m``.
    points_xy_m
        float64 [points, 2]: cell centres, left to right [m].
    """

    exposure: NDArray[np.float64]
    p_unseen: NDArray[np.float64]
    minutes: NDArray[np.float64]
    way_km: NDArray[np.float64]
    quick_min: NDArray[np.float64]
    quick_km: NDArray[np.float64]
    detour_min: NDArray[np.float64]
    detour_km: NDArray[np.float64]
    state: NDArray[np.uint8]
    p_seen: NDArray[np.float64]
    porous: NDArray[np.bool_]
    first: NDArray[np.int64]
    points_xy_m: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of lengths."""
        return len(self.exposure)

    def way(self, length: int) -> NDArray[np.float64]:
        """Return the way across a length, float64 [n, 2], left to right [m]; empty where there is none."""
        return self.points_xy_m[self.first[length] : self.first[length + 1]]


@dataclass(frozen=True)
class Corridors:
    """Every corridor of one window: reproducible from its inputs to the byte.

    Attributes
    ----------
    parameters
        What was assumed.
    parties
        Ids of the two parties, in the order of the layers.
    apart_m
        No two paths of one direction cross the seam within this distance [m].
    paths
        The least exposed ways, in order: forward first, then backward, as asked.
    lengths
        What can be done at every length.
    by_gap
        For each gap, the least exposed way across its lengths, in the first direction asked; gaps that no way crosses
        are left out.
    notices
        What a reader must know.
    """

    parameters: Parameters
    parties: tuple[str, str]
    apart_m: float
    paths: tuple[Corridor, ...]
    lengths: LengthWays
    by_gap: Mapping[str, Corridor]
    notices: tuple[Notice, ...]

    @property
    def porous(self) -> NDArray[np.int64]:
        """int64: indices of the porous lengths."""
        return np.flatnonzero(self.lengths.porous)


@dataclass(frozen=True)
class Barrier:
    """Whether held ground cuts every crossing, with what proves it.

    Attributes
    ----------
    stands
        True if no way from edge to edge goes over unheld ground alone.
    wall_xy_m
        float64 [cells, 2]: the proof that it stands: every crossing walks over one of these held cells [m]. Empty if
        it does not stand.
    unheld_xy_m
        float64 [n, 2]: the proof that it does not: the shortest way over unheld ground, left to right [m]. Empty if
        it stands.
    unheld_km
        How long that way is; None if it stands.
    seam_km
        Where that way crosses the seam; None if it stands.
    chain_xy_m
        float64 [n, 2]: the chain of cells from the band's first end to its last, side by side, with the fewest unheld
        ones [m]; empty where the band has no two ends.
    missing_xy_m
        float64 [missing, 2]: the unheld cells of the chain [m].
    missing_km
        Length of chain that is not held; None where the band has no two ends.
    chain_km
        Length of the chain; None likewise.
    """

    stands: bool
    wall_xy_m: NDArray[np.float64]
    unheld_xy_m: NDArray[np.float64]
    unheld_km: float | None
    seam_km: float | None
    chain_xy_m: NDArray[np.float64]
    missing_xy_m: NDArray[np.float64]
    missing_km: float | None
    chain_km: float | None


def corridor_of(gap: Gap, corridors: Corridors) -> Corridor | None:
    """Return the least exposed way across a gap of the same picture; None if no way crosses it."""
    return corridors.by_gap.get(gap.id)
