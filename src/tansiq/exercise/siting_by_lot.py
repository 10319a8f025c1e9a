"""Posts by lot: alternating parties along the seam, each on locally high ground on its own side."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

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
    taken
        Grid coordinates [m] of the places drawn so far, by side.
    """

    land: HighGround
    generator: np.random.Generator
    taken: dict[Side, list[tuple[float, float]]] = field(default_factory=lambda: {"left": [], "right": []})

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
        for index in self.generator.permutation(len(rows)):
            row, col = int(rows[index]), int(cols[index])
            if self._is_apart(row, col, side) and self.land.is_allowed(row, col, side, farthest_m):
                return row, col
        return None

    def _is_apart(self, row: int, col: int, side: Side) -> bool:
        x_m, y_m = self.land.ground.grid.xy_from_cells(row, col)
        return all((x_m - x) ** 2 + (y_m - y) ** 2 >= APART_M**2 for x, y in self.taken[side])

    def _take(self, place: tuple[int, int], side: Side) -> tuple[float, float]:
        grid = self.land.ground.grid
        x_m, y_m = grid.xy_from_cells(*place)
        self.taken[side].append((float(x_m), float(y_m)))
        lon_deg, lat_deg = grid.lonlat_from_xy(x_m, y_m)
        return round(float(lon_deg), 5), round(float(lat_deg), 5)
