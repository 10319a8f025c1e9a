"""The tiles that travel time is settled on: what a run keeps, and how it starts, goes on and ends."""

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.travel_front import advance, place_sources
from tansiq.gaps.kernels.travel_long_front import advance_long
from tansiq.gaps.kernels.travel_long_tile import MARGIN
from tansiq.gaps.kernels.travel_store import unpack
from tansiq.gaps.kernels.travel_tile import SIDE


class Tiles:
    """Arrays by tile for one grid (``kernels.travel_store`` and ``kernels.travel_front`` say what each is).

    Parameters
    ----------
    pace_s_per_m
        float32 [rows, cols], C-contiguous [s/m].
    cell_m
        Cell size [m].
    owned
        Keep which source is first.
    minutes
        float32 [rows, cols], inf: where times go as soon as nothing can change them, which saves memory; None keeps
        all of them exact.
    fine
        Take 32 neighbours instead of eight; needs ``minutes``, and no sources can be kept.
    """

    def __init__(
        self,
        pace_s_per_m: NDArray[np.float32],
        cell_m: float,
        *,
        owned: bool = False,
        minutes: NDArray[np.float32] | None = None,
        fine: bool = False,
    ) -> None:
        rows, cols = pace_s_per_m.shape
        self._pace, self._half_cell_min = pace_s_per_m, cell_m * 0.5 / 60
        self.rows, self.cols = -(-rows // SIDE), -(-cols // SIDE)
        tiles = self.rows * self.cols
        # np.empty: the system hands out memory when it is first written, so unreached ground costs none.
        self.pool = np.empty((tiles, SIDE, SIDE), np.float64)
        self.owners = np.empty((tiles, SIDE, SIDE) if owned else (1, 1, 1), np.int32)
        self.place = np.full(tiles, -1, np.int32)
        self._spare = np.concatenate([[tiles], np.arange(tiles)[::-1]]).astype(np.int32)
        self.known = np.zeros(tiles, np.uint8)
        self.offered = np.full(tiles, np.inf)
        self._fine = fine
        depth = MARGIN if fine else 1
        self._rims = np.empty((1 if minutes is None else tiles, 4, depth, SIDE), np.float64)
        self._minutes = np.empty((0, 0), np.float32) if minutes is None else minutes

    def place_sources(self, cells: NDArray[np.int64], start_min: NDArray[np.float64], limit_min: float) -> None:
        """Put sources (int64 [n, 2]) into their tiles at their times to leave (float64 [n])."""
        state = self.place, self._spare, self.pool, self.owners, self.known, self.offered
        place_sources(cells, start_min, limit_min, self.cols, *state)

    def advance(self, limit_min: float) -> bool:
        """Settle everything within the limit; tell whether every pace on the way was above zero."""
        ground = self._pace, self._half_cell_min, limit_min, self.cols
        places = self.place, self._spare, self.pool
        if self._fine:
            return advance_long(*ground, *places, self.known, self.offered, self._rims, self._minutes) >= 0
        return advance(*ground, *places, self.owners, self.known, self.offered, self._rims, self._minutes) >= 0

    def unpack(
        self, limit_min: float, first: tuple[int, int], minutes: NDArray[np.float32], source: NDArray[np.int32]
    ) -> None:
        """Write what is kept exact into a window of the grid that starts in the cell ``first``."""
        unpack(self.pool, self.place, self.owners, self.known, self.cols, limit_min, first, minutes, source)
