"""The terms of the agreement that the gap picture needs: sectors, times, who may respond where."""

from dataclasses import dataclass
from typing import Final

from tansiq.domain.names import Names

RESPOND_WITHIN_MIN: Final = 45.0
SHARE_WITHIN_MIN: Final = 60.0
STALE_AFTER_H: Final = 24.0


@dataclass(frozen=True, slots=True)
class Sector:
    """A stretch of the seam under one rule.

    Attributes
    ----------
    id
        Short key, such as ``2``.
    names
        What people call it.
    from_km, to_km
        Kilometres along the seam, half open: ``from_km <= km < to_km``.
    respond_within_min
        Response time the agreement asks for here, T [min]; None takes :attr:`Terms.respond_within_min`.
    partner_may_respond
        Whether a party's reaction element may answer the partner's sighting here.
    """

    id: str
    names: Names
    from_km: float
    to_km: float
    respond_within_min: float | None = None
    partner_may_respond: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """The agreement's figures, defaults where it is silent.

    Attributes
    ----------
    respond_within_min
        T [min].
    share_within_min
        L [min]: from one party logging a sighting to the other being able to read it.
    stale_after_h
        A post not confirmed for this long is not trusted [h].
    sectors
        Along the seam, not overlapping; kilometres outside every sector form a sector of their own named ``-``.
    """

    respond_within_min: float = RESPOND_WITHIN_MIN
    share_within_min: float = SHARE_WITHIN_MIN
    stale_after_h: float = STALE_AFTER_H
    sectors: tuple[Sector, ...] = ()
