"""Units that are formed but may not be deployed yet, and the centres where both parties sit."""

from dataclasses import dataclass
from typing import Literal

from tansiq.domain.names import Names

UnitState = Literal["formed", "deployed"]
Precondition = Literal["budget", "appointment_orders", "pay", "equipment", "training", "deployment_site"]


@dataclass(frozen=True, slots=True)
class JointBrigade:
    """A joint coordination brigade: totals and what it still waits for, never persons.

    Attributes
    ----------
    id
        Such as ``20``.
    names
        What people call it.
    state
        ``formed`` until every precondition is met, then ``deployed``.
    awaiting
        Preconditions not yet met.
    """

    id: str
    names: Names
    state: UnitState
    awaiting: tuple[Precondition, ...] = ()


@dataclass(frozen=True, slots=True)
class CoordinationCentre:
    """A joint coordination centre: id, names, position in WGS 84 degrees."""

    id: str
    names: Names
    lon_deg: float
    lat_deg: float
