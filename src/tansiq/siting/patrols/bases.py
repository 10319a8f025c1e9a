"""Bases as people name them: ids of posts, or positions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tansiq.domain.laydown import Laydown
from tansiq.errors import BadInputError, UsageError
from tansiq.ground.model import Ground
from tansiq.language import N_

MOST_BASES = 20
MOST_VEHICLES = 20


@dataclass(frozen=True)
class PlacedBase:
    """A base on its cell: id, vehicles, row and column, WGS 84 degrees."""

    id: str
    vehicles: int
    row: int
    col: int
    lon_deg: float
    lat_deg: float


def place_bases(
    ground: Ground, laydown: Laydown, named: Sequence[str], vehicles: Sequence[int]
) -> tuple[PlacedBase, ...]:
    """Return the bases in the order named.

    Parameters
    ----------
    ground, laydown
        Where, and whose posts.
    named
        Ids of posts, or ``LON:LAT`` in WGS 84 degrees.
    vehicles
        One number for all bases, or one for each.

    Raises
    ------
    UsageError
        If none or too many are named, one twice, or the vehicles do not fit them.
    BadInputError
        If a base is no post of the laydown and no position, or stands where no vehicle can.
    """
    if not 1 <= len(named) <= MOST_BASES or len(set(named)) < len(named):
        template = N_("Name 1 to %(most)s different bases, such as --bases F012,R007; not %(named)s.")
        raise UsageError(template, most=MOST_BASES, named=", ".join(named) or "-")
    if len(vehicles) not in {1, len(named)} or not all(1 <= each <= MOST_VEHICLES for each in vehicles):
        template = N_("Give one number of vehicles for all bases, or one for each of %(bases)s; each 1 to %(most)s.")
        raise UsageError(template, bases=len(named), most=MOST_VEHICLES)
    of = list(vehicles) * (len(named) if len(vehicles) == 1 else 1)
    return tuple(_placed(ground, laydown, name, count) for name, count in zip(named, of, strict=True))


def _placed(ground: Ground, laydown: Laydown, name: str, vehicles: int) -> PlacedBase:
    lon_deg, lat_deg = _position(laydown, name)
    x_m, y_m = ground.grid.xy_from_lonlat(lon_deg, lat_deg)
    on_ground = bool(np.isfinite(x_m) and np.isfinite(y_m))
    row, col = (int(each) for each in ground.grid.cells_from_xy(x_m, y_m)) if on_ground else (-1, -1)
    if not ground.grid.contains(row, col) or not np.isfinite(ground.vehicle_s_per_m[row, col]):
        template = N_("No vehicle can leave from base %(base)s on the ground %(ground)s. Name another place.")
        raise BadInputError(template, base=name, ground=ground.name)
    return PlacedBase(name, vehicles, row, col, lon_deg, lat_deg)


def _position(laydown: Laydown, name: str) -> tuple[float, float]:
    for post in laydown.posts:
        if post.id == name:
            return post.lon_deg, post.lat_deg
    template = N_("%(base)s is no post of the laydown and no position. Write a position as 44.39:35.47.")
    try:
        lon_deg, lat_deg = (float(part) for part in name.split(":"))
    except ValueError as error:
        raise BadInputError(template, base=name) from error
    if not (math.isfinite(lon_deg) and abs(lon_deg) <= 180 and abs(lat_deg) <= 90):  # noqa: PLR2004 - degrees
        raise BadInputError(template, base=name)
    return lon_deg, lat_deg
