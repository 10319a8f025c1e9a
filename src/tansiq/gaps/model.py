"""What a gap picture says, as frozen values. ``docs/picture-format.md`` gives the same as files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon

from tansiq.domain.agreement import Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.state import State
from tansiq.domain.time import Window
from tansiq.ground.model import Ground, Notice

MeasureKind = Literal["word", "partner", "confirm", "watch", "reaction", "joint_post"]


@dataclass(frozen=True)
class Parameters:
    """Everything that was assumed, recorded with the result.

    Attributes
    ----------
    window, at
        Part of the day, and the moment the picture is true for (aware).
    terms
        The agreement's figures after any override; sectors cover the whole seam.
    target_m
        Height of the person to be seen [m].
    refraction
        Atmospheric refraction coefficient k [-].
    seen_at_least
        P(seen), P(answered) from which a seam length counts [-].
    """

    window: Window
    at: datetime
    terms: Terms
    target_m: float = 1.7
    refraction: float = 1 / 7
    seen_at_least: float = 0.9


@dataclass(frozen=True)
class PartyLayers:
    """What one party can see and reach, as rasters: all a joint picture needs, and all a party need release.

    Attributes
    ----------
    party
        :attr:`tansiq.domain.party.Party.id`.
    seen_by
        uint16 [rows, cols]: how many of its posts see the cell (confirmed or not).
    rate_per_min, rate_all_per_min
        float32 [rows, cols]: detection rate [1/min] by confirmed posts, and by all of them. 0 is unseen.
    minutes, minutes_all
        float32 [rows, cols]: minutes from alarm to arrival, time to leave included, by elements of confirmed posts,
        and of all. inf where none can come.
    """

    party: str
    seen_by: NDArray[np.uint16]
    rate_per_min: NDArray[np.float32]
    rate_all_per_min: NDArray[np.float32]
    minutes: NDArray[np.float32]
    minutes_all: NDArray[np.float32]


@dataclass(frozen=True)
class Length:
    """One kilometre of the seam.

    ``p_seen`` is the chance that a direct crossing is seen; ``p_answered_alone`` and ``p_answered_shared`` that it is
    seen by somebody who, or whose partner, arrives in time. Confirmed posts only. All in 0..1; all 0 and the state
    unknown where the length has no ground in the area.
    """

    index: int
    from_km: float
    to_km: float
    sector: str
    state: State
    p_seen: float
    p_answered_alone: float
    p_answered_shared: float


@dataclass(frozen=True)
class NearestElement:
    """A party's first reaction element to reach a gap: whose, from which post, in how many minutes.

    ``minutes`` is to the seam cell of the gap that is reached first; None if none can come. ``post`` is None also
    where only the party's rasters are known.
    """

    party: str
    post: str | None
    minutes: float | None


@dataclass(frozen=True)
class SharingGain:
    """What passing word would hold in a gap: within ``share_within_min`` minutes, ``km2`` more ground."""

    share_within_min: float
    km2: float


@dataclass(frozen=True)
class Gap:
    """A longest run of lengths that are not held, within one sector.

    Attributes
    ----------
    id
        Stable across recomputations (see ``gaps.identity``).
    sector, from_km, to_km, length_km
        Where it is along the seam.
    state_km, state_km2
        Kilometres of seam, and ground, by unheld state.
    area_km2
        Its ground: the unheld part of its strips.
    residents, places
        People living in the places on its ground (None where no place says), and the names of up to ten of them
        with all of them counted in ``places_count``.
    incidents_last_year
        Incidents on its ground in the 365 days before the picture; None if no incidents were given.
    seen_by
        Parties whose confirmed posts see at least a tenth of its ground.
    nearest
        Each party's first element there.
    sharing
        What word passed in time would hold; None if nothing.
    centre_xy_m
        A point on its ground near the seam, in grid coordinates [m].
    geometry
        Its ground in grid coordinates [m].
    """

    id: str
    sector: str
    from_km: float
    to_km: float
    length_km: float
    state_km: Mapping[State, float]
    state_km2: Mapping[State, float]
    area_km2: float
    residents: int | None
    places: tuple[str, ...]
    places_count: int
    incidents_last_year: int | None
    seen_by: tuple[str, ...]
    nearest: tuple[NearestElement, ...]
    sharing: SharingGain | None
    centre_xy_m: tuple[float, float]
    geometry: MultiPolygon


@dataclass(frozen=True)
class Pocket:
    """Unheld ground behind held lengths: id, area [km2], the lengths it lies behind, geometry in grid coordinates."""

    id: str
    area_km2: float
    from_km: float
    to_km: float
    geometry: MultiPolygon


@dataclass(frozen=True)
class Measure:
    """One answer to "what would close it?": the picture recomputed with one thing changed.

    Attributes
    ----------
    id
        Such as ``word-12``, ``confirm-K017``.
    kind, subject
        What is done, and to what (post id, sector id, gap id or minutes, by kind).
    post
        For ``joint_post``: (x, y) in grid coordinates [m] of the proposed place; for ``reaction``: where it goes.
    km2, seam_km, residents
        Turned to held by this measure alone; residents None where no place says.
    then_km2, then_seam_km
        Turned to held by it when everything above it in the ledger is already done: these may be summed.
    gaps
        Ids of the gaps in whose strips it turns ground or seam.
    overlaps
        Ids of measures that hold some of the same ground.
    """

    id: str
    kind: MeasureKind
    subject: str
    post: tuple[float, float] | None
    km2: float
    seam_km: float
    residents: int | None
    then_km2: float
    then_seam_km: float
    gaps: tuple[str, ...]
    overlaps: tuple[str, ...]


@dataclass(frozen=True)
class SharingPoint:
    """What is held if word takes ``share_within_min`` minutes: ground [km2] and seam [km]."""

    share_within_min: float
    held_km2: float
    seam_held_km: float


@dataclass(frozen=True)
class Picture:
    """The gap picture of one moment: reproducible from its inputs and parameters to the byte.

    ``state`` is uint8 [rows, cols] of :class:`State` values, 0 outside the area. ``unsure`` is bool [rows, cols]:
    cells whose verdict depends on elevation that is missing.
    """

    ground: Ground
    laydown: Laydown
    parameters: Parameters
    layers: tuple[PartyLayers, PartyLayers]
    state: NDArray[np.uint8]
    unsure: NDArray[np.bool_]
    lengths: tuple[Length, ...]
    gaps: tuple[Gap, ...]
    pockets: tuple[Pocket, ...]
    ledger: tuple[Measure, ...]
    sharing_curve: tuple[SharingPoint, ...]
    notices: tuple[Notice, ...]

    @property
    def area_km2(self) -> float:
        """Area of joint security interest [km2]."""
        return float(np.count_nonzero(self.state) * self.ground.grid.cell_km2)

    def by_state_km2(self) -> dict[State, float]:
        """Ground by state [km2]; every state is present."""
        counts = np.bincount(self.state.ravel(), minlength=len(State) + 1)
        return {state: float(counts[state] * self.ground.grid.cell_km2) for state in State}

    def seam_by_state_km(self) -> dict[State, float]:
        """Seam by state [km]; every state is present."""
        km = dict.fromkeys(State, 0.0)
        for length in self.lengths:
            km[length.state] += length.to_km - length.from_km
        return km
