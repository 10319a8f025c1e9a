"""The tiles that travel time is settled on: what a run keeps, and how it starts, goes on and ends."""

import mmap
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.travel_front import advance, place_sources
from tansiq.gaps.kernels.travel_long_front import advance_long
from tansiq.gaps.kernels.travel_long_tile import MARGIN
from tansiq.gaps.kernels.travel_store import FINAL, unpack
from tansiq.gaps.kernels.travel_tile import SIDE

_TILE_BYTES: Final = SIDE * SIDE * 8
_AT_ONCE: Final = 128  # tiles settled before memory is given back
_EVERYTHING: Final = 2**62


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
    frugal
        Keep exact only what may still change, which halves the memory; no sources can be kept then.
    fine
        Take 32 neighbours instead of eight; ``frugal`` only.
    """

    def __init__(
        self,
        pace_s_per_m: NDArray[np.float32],
        cell_m: float,
        *,
        owned: bool = False,
        frugal: bool = False,
        fine: bool = False,
    ) -> None:
        rows, cols = pace_s_per_m.shape
        self._pace, self._half_cell_min = pace_s_per_m, cell_m * 0.5 / 60
        self.rows, self.cols = -(-rows // SIDE), -(-cols // SIDE)
        tiles = self.rows * self.cols
        # The system hands out memory when it is first written, so unreached ground costs none.
        self._memory: mmap.mmap | None = None
        if not frugal or tiles == 0:
            self.pool = np.empty((tiles, SIDE, SIDE), np.float64)
        else:
            self._memory = mmap.mmap(-1, tiles * _TILE_BYTES)
            self.pool = np.frombuffer(self._memory, np.float64).reshape(tiles, SIDE, SIDE)
        self.owners = np.empty((tiles, SIDE, SIDE) if owned else (1, 1, 1), np.int32)
        self.place = np.full(tiles, -1, np.int32)
        self._taken = np.zeros(1, np.int32)
        self.known = np.zeros(tiles, np.uint8)
        self._halved = np.zeros(tiles, np.bool_)
        self.offered = np.full(tiles, np.inf)
        self._fine = fine
        depth = MARGIN if fine else 1
        self._rims = np.empty((tiles if frugal else 1, 4, depth, SIDE), np.float64)
        self._rounded = self.pool.view(np.float32).reshape(tiles, 2 * SIDE, SIDE)
        self._latest = np.full(tiles if frugal else 0, np.inf)

    def place_sources(self, cells: NDArray[np.int64], start_min: NDArray[np.float64], limit_min: float) -> None:
        """Put sources (int64 [n, 2]) into their tiles at their times to leave (float64 [n])."""
        state = self.place, self._taken, self.pool, self.owners, self.known, self.offered
        place_sources(cells, start_min, limit_min, self.cols, *state)

    def advance(self, limit_min: float) -> bool:
        """Settle everything within the limit; tell whether every pace on the way was above zero."""
        most = _EVERYTHING if self._memory is None else _AT_ONCE
        while (settled := self._settle(limit_min, most)) == most:
            self._give_back_halves()
        return settled >= 0

    def _settle(self, limit_min: float, most: int) -> int:
        ground = self._pace, self._half_cell_min, limit_min, self.cols
        places, offers, rims = (self.place, self._taken, self.pool), (self.known, self.offered), self._rims
        if self._fine:
            return advance_long(*ground, *places, *offers, rims, self._rounded, self._latest, most)
        return advance(*ground, *places, self.owners, *offers, rims, self._rounded, self._latest, most)

    def _give_back_halves(self) -> None:
        """Give back the halves that tiles do not need any more since they became FINAL."""
        now_final = np.flatnonzero((self.known == FINAL) & ~self._halved)
        self._halved[now_final] = True
        for place in self.place[now_final].tolist():
            self._give_back(place * _TILE_BYTES + _TILE_BYTES // 2, _TILE_BYTES // 2)

    def _give_back(self, start: int, size: int) -> None:
        """Hand memory back to the system, where it takes it; it reads as zeros then."""
        if self._memory is not None and hasattr(mmap, "MADV_DONTNEED") and size % mmap.PAGESIZE == 0:
            self._memory.madvise(mmap.MADV_DONTNEED, start, size)

    def unpack(
        self, limit_min: float, first: tuple[int, int], minutes: NDArray[np.float32], source: NDArray[np.int32]
    ) -> None:
        """Write times into a window of the grid that starts in the cell ``first``."""
        state = self.pool, self.place, self._rounded, self.owners, self.known, self.cols
        unpack(*state, limit_min, first, minutes, source)

    def unpack_and_end(self, limit_min: float) -> NDArray[np.float32]:
        """Return the times on the whole grid, giving back every row of tiles once it is written."""
        minutes = np.empty(self._pace.shape, np.float32)
        for row in range(self.rows):
            first = row * SIDE
            self.unpack(limit_min, (first, 0), minutes[first : first + SIDE], np.empty((0, 0), np.int32))
            tiles = slice(row * self.cols, (row + 1) * self.cols)
            for place in self.place[tiles][self.known[tiles] > 0].tolist():
                self._give_back(place * _TILE_BYTES, _TILE_BYTES)
        return minutes
