"""Travel time from sources that come and go."""

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.kernels.travel_changing import forget, unpack_settled
from tansiq.gaps.kernels.travel_tile import SIDE
from tansiq.gaps.travel import check_pace, checked_start
from tansiq.gaps.travel_tiles import Tiles

# Row, column, and minutes until it leaves, as float32 holds them.
Source = tuple[int, int, float]


class Field:
    """Minutes from the first of some sources, equal to :func:`tansiq.gaps.travel.travel_minutes_and_source`.

    Times and sources are kept unrounded, 12 bytes a cell of ground reached, so that a change recomputes only the
    ground that a source gone was first to reach, and what a new one improves.

    Attributes
    ----------
    minutes
        float32 [rows, cols]: minutes [min], inf where nobody arrives. A new array after every change.

    Raises
    ------
    BadGroundError
        A pace is zero or negative.
    """

    def __init__(self, pace_s_per_m: NDArray[np.float32], cell_m: float) -> None:
        check_pace(pace_s_per_m)
        self._tiles = Tiles(np.ascontiguousarray(pace_s_per_m, np.float32), cell_m, owned=True)
        self._sources: list[Source] = []
        self.minutes = np.full(pace_s_per_m.shape, np.inf, np.float32)

    def change(self, sources: Sequence[Source]) -> bool:
        """Let ``sources`` take the place of those before; tell whether anything was computed."""
        if list(sources) == self._sources:
            return False
        start_min = checked_start([source[2] for source in sources], len(sources))
        cells = np.array([source[:2] for source in sources], np.int64).reshape(-1, 2)
        tiles = self._tiles
        forget(_renumbered(self._sources, sources), tiles.place, tiles.pool, tiles.owners, tiles.known, tiles.offered)
        self._sources = list(sources)
        tiles.place_sources(cells, start_min, np.inf)
        tiles.advance(np.inf)
        self.minutes = self.minutes.copy()
        unpack_settled(tiles.pool, tiles.place, tiles.known, tiles.cols, self.minutes)
        return True

    def source_at(self, row: NDArray[np.int64], col: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the index of the source that is first in each cell, int64; only where somebody arrives."""
        place = self._tiles.place[row // SIDE * self._tiles.cols + col // SIDE]
        source: NDArray[np.int64] = self._tiles.owners[place, row % SIDE, col % SIDE].astype(np.int64)
        return source


def _renumbered(before: Sequence[Source], after: Sequence[Source]) -> NDArray[np.int64]:
    """Return where each source of ``before`` stands in ``after``, int64; -1 if it is gone.

    In unchanged order: of several that arrive together the first is named. Sources that changed places count as gone.
    """
    number = np.full(len(before), -1, np.int64)
    for a, b, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        number[a : a + size] = np.arange(b, b + size)
    return number
