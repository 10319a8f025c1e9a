"""The agreement's figures laid along the seam: which response time and which partner rule holds in which strip."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.agreement import Sector, Terms
from tansiq.domain.names import Names
from tansiq.errors import BadInputError
from tansiq.gaps.model import Parameters
from tansiq.ground.model import Notice, Seam
from tansiq.language import N_

NO_SECTOR = "-"


@dataclass(frozen=True)
class Rules:
    """What the agreement asks for, by strip.

    Attributes
    ----------
    respond_min
        float64 [strips]: T [min].
    share_min
        L [min].
    partner
        bool [strips]: whether a party may answer the partner's sighting.
    sector
        int64 [strips]: index of the strip's sector in the terms.
    """

    respond_min: NDArray[np.float64]
    share_min: float
    partner: NDArray[np.bool_]
    sector: NDArray[np.int64]


def seam_km(seam: Seam | None) -> float:
    """Return the seam's length [km], 0 without one."""
    return 0.0 if seam is None or len(seam) == 0 else float(seam.to_km[-1])


def cover_seam(terms: Terms, seam: Seam | None) -> tuple[Terms, tuple[Notice, ...]]:
    """Return ``terms`` with sectors in order from the seam's first kilometre to its last, without holes.

    Kilometres that no sector covers become sectors named ``-`` under the general figures. A sector's part beyond
    the seam is cut off, and a notice says so.

    Raises
    ------
    BadInputError
        If sectors overlap or one ends before it starts.
    """
    end_km = seam_km(seam)
    given = sorted(terms.sectors, key=lambda sector: (sector.from_km, sector.to_km))
    _check(given)
    inside = [sector for sector in given if sector.from_km < end_km and sector.to_km > 0]
    covering: list[Sector] = []
    at_km = 0.0
    for sector in inside:
        if sector.from_km > at_km:
            covering.append(Sector(NO_SECTOR, Names(), at_km, sector.from_km))
        covering.append(replace(sector, from_km=max(sector.from_km, 0.0), to_km=min(sector.to_km, end_km)))
        at_km = covering[-1].to_km
    if at_km < end_km or not covering:
        covering.append(Sector(NO_SECTOR, Names(), at_km, end_km))
    beyond = [sector.id for sector in given if sector.from_km < 0 or sector.to_km > end_km]
    return replace(terms, sectors=tuple(covering)), _beyond_notice(beyond, end_km)


def _check(sectors: list[Sector]) -> None:
    for sector in sectors:
        if not sector.from_km < sector.to_km:
            raise BadInputError(
                N_("Sector %(id)s ends at km %(to)s, which is not after its start at km %(from)s. Correct it."),
                **{"id": sector.id, "from": sector.from_km, "to": sector.to_km},
            )
    for before, after in pairwise(sectors):
        if after.from_km < before.to_km:
            raise BadInputError(
                N_("Sectors %(first)s and %(second)s overlap at km %(km)s. Let each kilometre lie in one sector."),
                first=before.id,
                second=after.id,
                km=after.from_km,
            )


def _beyond_notice(ids: list[str], end_km: float) -> tuple[Notice, ...]:
    if not ids:
        return ()
    text = N_("The seam runs from km 0 to km %(end)s; these sectors reach beyond it and were cut there: %(ids)s.")
    return (Notice("sector-beyond-seam", text, {"end": round(end_km, 1), "ids": ", ".join(ids)}),)


def lay_rules(parameters: Parameters, seam: Seam | None) -> Rules:
    """Lay the terms along the strips. A length belongs to the sector its middle lies in."""
    terms = parameters.terms
    middles = np.zeros(1) if seam is None else (seam.from_km + seam.to_km) / 2
    ends = np.array([sector.to_km for sector in terms.sectors[:-1]])
    sector = np.searchsorted(ends, middles, side="right")
    general = terms.respond_within_min
    respond = [general if s.respond_within_min is None else s.respond_within_min for s in terms.sectors]
    partner = [s.partner_may_respond for s in terms.sectors]
    return Rules(
        np.array(respond, float)[sector],
        terms.share_within_min,
        np.array(partner, bool)[sector],
        sector.astype(np.int64),
    )
