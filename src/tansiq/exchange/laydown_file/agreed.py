"""What the agreement brings beside posts: terms and sectors, coordination centres, joint brigades."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tansiq.domain.agreement import RESPOND_WITHIN_MIN, SHARE_WITHIN_MIN, STALE_AFTER_H, Sector, Terms
from tansiq.domain.unit import CoordinationCentre, JointBrigade, Precondition, UnitState
from tansiq.exchange.laydown_file import limits
from tansiq.exchange.laydown_file.cells import Cells, parse_choice
from tansiq.exchange.laydown_file.crosschecks import check_ids
from tansiq.exchange.laydown_file.faults import Faults, Place
from tansiq.exchange.laydown_file.place_cells import take_position
from tansiq.exchange.laydown_file.raw import Row
from tansiq.language import N_

_STATES: Final[dict[str, UnitState]] = {"formed": "formed", "deployed": "deployed"}
_PRECONDITIONS: Final[dict[str, Precondition]] = {
    "budget": "budget",
    "appointment_orders": "appointment_orders",
    "pay": "pay",
    "equipment": "equipment",
    "training": "training",
    "deployment_site": "deployment_site",
}
_NOTHING: Final[tuple[Precondition, ...]] = ()
_BETWEEN: Final = re.compile(r"[,;،؛\s]+")
_BACKWARD: Final = N_("the sector starts at %(from_km)s km and ends at %(to_km)s km: it must end after it starts.")
_OVERLAP: Final = N_(
    "the sector starts at %(from_km)s km, where “%(other_id)s” (%(other)s) has not ended: it ends at %(to_km)s km. "
    "Let one end where the next starts."
)
_STILL_AWAITING: Final = N_("a deployed brigade awaits nothing: empty the cell, or write formed as its state.")


def read_terms(header: Cells, sectors: Sequence[Row], faults: Faults) -> Terms:
    """Return the agreement's figures, defaults where the file is silent."""
    return Terms(
        header.number("respond_within_min", RESPOND_WITHIN_MIN, limits.TERM_MIN),
        header.number("share_within_min", SHARE_WITHIN_MIN, limits.TERM_MIN),
        header.number("stale_after_h", STALE_AFTER_H, limits.STALE_H),
        _read_sectors(sectors, faults),
    )


def _read_sectors(rows: Sequence[Row], faults: Faults) -> tuple[Sector, ...]:
    sectors = tuple(_sector(Cells(row, faults)) for row in rows)
    places = [row.place for row in rows]
    check_ids(((sector.id, place) for sector, place in zip(sectors, places, strict=True)), faults)
    ordered: list[tuple[Sector, Place]] = sorted(zip(sectors, places, strict=True), key=lambda pair: pair[0].from_km)
    for (before, before_place), (after, place) in pairwise(ordered):
        if after.from_km < before.to_km:
            fields = {"from_km": f"{after.from_km:g}", "to_km": f"{before.to_km:g}"}
            faults.add(place.at("from_km"), _OVERLAP, other_id=before.id, other=before_place, **fields)
    return sectors


def _sector(cells: Cells) -> Sector:
    cells.need("from_km")
    cells.need("to_km")
    sector = Sector(
        cells.identifier(),
        cells.names(),
        cells.number("from_km", 0.0, limits.SEAM_KM),
        cells.number("to_km", 0.0, limits.SEAM_KM),
        cells.optional_number("respond_within_min", limits.TERM_MIN),
        cells.flag("partner_may_respond", default=True),
    )
    if cells.has("from_km") and cells.has("to_km") and sector.to_km <= sector.from_km:
        cells.fault("to_km", _BACKWARD, from_km=f"{sector.from_km:g}", to_km=f"{sector.to_km:g}")
    return sector


def read_centres(rows: Sequence[Row], faults: Faults) -> tuple[CoordinationCentre, ...]:
    """Return the joint coordination centres that could be read."""
    found = [_centre(Cells(row, faults)) for row in rows]
    given = ((centre.id, row.place) for centre, row in zip(found, rows, strict=True) if centre is not None)
    check_ids(given, faults)
    return tuple(centre for centre in found if centre is not None)


def _centre(cells: Cells) -> CoordinationCentre | None:
    identifier, names, position = cells.identifier(), cells.names(), take_position(cells)
    return None if position is None else CoordinationCentre(identifier, names, position[0], position[1])


def read_brigades(rows: Sequence[Row], faults: Faults) -> tuple[JointBrigade, ...]:
    """Return the joint brigades."""
    brigades = tuple(_brigade(Cells(row, faults)) for row in rows)
    check_ids(((brigade.id, row.place) for brigade, row in zip(brigades, rows, strict=True)), faults)
    return brigades


def _brigade(cells: Cells) -> JointBrigade:
    cells.need("state")
    state, awaiting = cells.choice("state", _STATES), cells.take("awaiting", _parse_awaiting, _NOTHING)
    if state == "deployed" and awaiting:
        cells.fault("awaiting", _STILL_AWAITING)
    return JointBrigade(cells.identifier(), cells.names(), state or "formed", awaiting)


def _parse_awaiting(cell: object) -> tuple[Precondition, ...]:
    words = [word for word in _BETWEEN.split(str(cell).strip()) if word]
    return tuple(dict.fromkeys(parse_choice(word, _PRECONDITIONS) for word in words))
