"""Elevation on the grid, and whether it can carry a computation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from tansiq.errors import BadGroundError, BadInputError
from tansiq.ground.dem import Dem, Lattice, lattices
from tansiq.ground.elevation import RESAMPLING, covered, resample
from tansiq.ground.extent import Extent
from tansiq.ground.sources import VectorSource
from tansiq.language import N_

MOST_VOID: Final = 0.2
_COUNTS: Final = 0.01  # share of the area from which a model says how finely the ground was measured


@dataclass(frozen=True)
class Relief:
    """Elevation on the grid, where it came from, and how much is missing.

    ``area_missing``, ``margin_missing`` are shares not covered by any model, ``area_void`` the share of the area that
    is covered but void, ``area_zero`` the share at exactly 0 m, all 0 to 1. ``shares`` has one share of the area per
    lattice.
    """

    elevation_m: NDArray[np.float32]
    lattices: Sequence[Lattice]
    shares: Sequence[float]
    area_missing: float
    margin_missing: float
    area_void: float
    area_zero: float

    def measured_every_m(self) -> float:
        """Coarsest cell size of a lattice that gives at least a hundredth of the area [m]."""
        return max(
            g.cell_m for g, s in zip(self.lattices, self.shares, strict=True) if s >= _COUNTS or s == max(self.shares)
        )

    def describe(self) -> dict[str, Any]:
        """Return what the manifest says of it."""
        return {
            "resampling": RESAMPLING.name,
            "measured_every_m": self.measured_every_m(),
            "area_missing_share": self.area_missing,
            "margin_missing_share": self.margin_missing,
            "area_void_share": self.area_void,
            "models": [
                {"cell_m": group.cell_m, "files": [dem.path.name for dem in group.dems], "area_share": share}
                for group, share in zip(self.lattices, self.shares, strict=True)
            ],
        }


def make_relief(
    dems: Sequence[Dem], extent: Extent, area: NDArray[np.bool_], progress: Callable[[float], None]
) -> Relief:
    """Resample elevation over the area and its margin.

    Parameters
    ----------
    dems
        Elevation models.
    extent, area
        The ground; bool [rows, cols], its cells.
    progress
        Called with the share done, 0 to 1.

    Raises
    ------
    BadGroundError
        If more than a fifth of the area is not covered, or void.
    """
    wanted = extent.wanted() | area
    groups = lattices(dems)
    elevation, source = resample(groups, extent.grid, wanted, progress)
    cover = covered(dems, extent.grid)
    margin = wanted & ~area
    relief = Relief(
        elevation, groups, [_share(source == i + 1, area) for i in range(len(groups))],
        _share(~cover, area), _share(~cover, margin), _share(cover & np.isnan(elevation), area),
        _share(elevation == 0, area),
    )  # fmt: skip
    _check_voids(dems, relief)
    return relief


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    return float((part & whole).sum() / max(1, whole.sum()))


def check_reach(source: VectorSource, extent: Extent, dems: Sequence[Dem]) -> None:
    """Refuse an area of which the elevation models hold nothing.

    Raises
    ------
    BadInputError
        If they would with latitude and longitude exchanged.
    BadGroundError
        Otherwise.
    """
    west, south, east, north = extent.lonlat_bounds()
    outline = shapely.union_all([dem.footprint for dem in dems])
    if outline.intersects(shapely.box(west, south, east, north)):
        return
    if outline.intersects(shapely.box(south, west, north, east)):
        template = N_(
            "%(file)s is not on the elevation of %(models)s, but would be if latitude and longitude were exchanged in "
            "one of them. Write longitude first, then latitude."
        )
        raise BadInputError(template, file=source.path, models=_names(dems))
    template = N_(
        "The elevation of %(models)s reaches %(reach)s; the area of %(file)s with its margin reaches %(area)s: they "
        "have nothing in common. Give elevation of that ground, or correct the coordinate reference system of one."
    )
    reach, area = _degrees(*outline.bounds), _degrees(west, south, east, north)
    raise BadGroundError(template, file=source.path, models=_names(dems), reach=reach, area=area)


def _names(dems: Sequence[Dem]) -> str:
    return ", ".join(dem.path.name for dem in dems)


def _degrees(west: float, south: float, east: float, north: float) -> str:
    return f"{west:.2f}..{east:.2f} E, {south:.2f}..{north:.2f} N"


def _check_voids(dems: Sequence[Dem], relief: Relief) -> None:
    files = _names(dems)
    if relief.area_missing >= 1:
        raise BadGroundError(N_("%(files)s cover nothing of the area. Give elevation of that ground."), files=files)
    if relief.area_missing > MOST_VOID:
        template = N_(
            "%(percent).0f %% of the area is not covered by %(files)s; at most %(limit).0f %% may be left out. Add the "
            "models of that ground with a further --dem, or take a smaller area."
        )
        percent, limit = relief.area_missing * 100, MOST_VOID * 100
        raise BadGroundError(template, percent=percent, files=files, limit=limit)
    if relief.area_void > MOST_VOID:
        template = N_(
            "%(percent).0f %% of the area is void in %(files)s; at most %(limit).0f %% may be. Add another elevation "
            "model with a further --dem: where one is void the others are taken."
        )
        percent, limit = relief.area_void * 100, MOST_VOID * 100
        raise BadGroundError(template, percent=percent, files=files, limit=limit)
