"""Posts by lot: alternating parties along the seam, each on locally high ground on its own side."""

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.party import Side
from tansiq.errors import BadGroundError
from tansiq.exercise.high_ground import FARTHEST_M, HighGround
from tansiq.language import N_

APART_M: Final = 2_000.0
"""No two posts of one party stand nearer than this [m]."""
BEST_SHARES: Final = (0.02, 0.1, 1.0)
"""A post is drawn from the locally highest share of its stretch; wider only if nothing there is free."""


@dataclass
class Lot:
    """Draws places for posts one after the other.

    Attributes
    ----------
    land
        Where posts could stand.
    generator
        Source of the randomness.
    crowded
        bool [rows, cols] by side: cells too near to a place drawn so far.
    """

    land: HighGround
    generator: np.random.Generator
    crowded: dict[Side, NDArray[np.bool_]] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with every place free."""
        sides: tuple[Side, Side] = ("left", "right")
        self.crowded = {side: np.zeros(self.land.ground.grid.shape, bool) for side in sides}

    def draw(self, number: int, of: int, side: Side, farthest_m: float = FARTHEST_M) -> tuple[float, float]:
        """Draw a place for post ``number`` (0 ...) ``of`` evenly spaced ones, at most ``farthest_m`` from the seam.

        Returns
        -------
        Longitude and latitude of a cell's centre, WGS 84 degrees, rounded to about a metre.

        Raises
        ------
        BadGroundError
            If the ground has no free place left on that side.
        """
        lengths = len(self.land.seam)
        middle, reach = (number + 0.5) * lengths / of, lengths / of
        while True:
            first, last = int(max(0, middle - reach)), int(min(lengths - 1, middle + reach))
            for share in BEST_SHARES:
                place = self._first_free(first, last, side, share, farthest_m)
                if place is not None:
                    return self._take(place, side)
            if first == 0 and last == lengths - 1:
                template = N_(
                    "%(ground)s has no room for %(posts)s posts: no passable cell 5 to 15 km from the seam is left "
                    "that is 2 km from the party's other posts. Ask for fewer posts, or build a longer or wider ground."
                )
                raise BadGroundError(template, ground=self.land.ground.path, posts=of)
            reach *= 2  # a strip inside a bend of the seam may hold no cell that far off

    def _first_free(self, first: int, last: int, side: Side, share: float, farthest_m: float) -> tuple[int, int] | None:
        rows, cols = self.land.ranked(first, last, side, share, farthest_m)
        order = self.generator.permutation(len(rows))
        for index in order[~self.crowded[side][rows[order], cols[order]]]:
            row, col = int(rows[index]), int(cols[index])
            if self.land.is_allowed(row, col, side, farthest_m):
                return row, col
        return None

    def _take(self, place: tuple[int, int], side: Side) -> tuple[float, float]:
        grid = self.land.ground.grid
        x_m, y_m = grid.xy_from_cells(*place)
        reach = math.ceil(APART_M / grid.cell_m)
        rows = np.arange(max(0, place[0] - reach), min(grid.rows, place[0] + reach + 1))[:, None]
        cols = np.arange(max(0, place[1] - reach), min(grid.cols, place[1] + reach + 1))[None, :]
        near_x_m, near_y_m = grid.xy_from_cells(rows, cols)
        self.crowded[side][rows, cols] |= (near_x_m - x_m) ** 2 + (near_y_m - y_m) ** 2 < APART_M**2
        lon_deg, lat_deg = grid.lonlat_from_xy(x_m, y_m)
        return round(float(lon_deg), 5), round(float(lat_deg), 5)
