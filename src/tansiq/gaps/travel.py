"""Travel time over ground: minutes from the nearest source to every cell, by the quickest way.

A way goes from cell centre to cell centre in eight directions; a step costs the mean of the two cells' paces times its
length, as GRASS r.cost and scikit-image's MCP_Geometric define it. Ways in eight directions overstate the straight
distance on uniform ground by up to 1/cos(22.5 degrees) - 1 = 8.2 %, at 22.5 degrees off the axes, and not at all along
axes and diagonals. On broken ground the error is smaller, since the quickest way bends anyway. With ``accuracy="fine"``
steps go up to three cells far in 32 directions (see ``kernels.travel_long_tile``), which leaves at most 1.3 %.

The engine settles tiles of 64 x 64 cells, the earliest reached first (see ``kernels.travel_front``). Times are added in
float64 and rounded once to float32 at the end. The result is the least sum over all ways whatever the order of
work, so it does not depend on threads, on the limit or on the window.
"""

import math
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tansiq.errors import BadGroundError, BadInputError
from tansiq.gaps.kernels.travel_front import lowest
from tansiq.gaps.kernels.travel_tile import SIDE
from tansiq.gaps.travel_tiles import Tiles
from tansiq.language import N_

__all__ = ["travel_minutes", "travel_minutes_and_source", "travel_patch"]

Accuracy = Literal["eight", "fine"]
_BAD_PACE: Final = N_(
    "Every pace must be above 0 s/m, but the least is %(least_s_per_m)s. Mark ground that cannot be passed as infinite "
    "or missing."
)


def travel_minutes(
    pace_s_per_m: NDArray[np.floating[Any]],
    cell_m: float,
    sources: ArrayLike,
    *,
    start_min: ArrayLike | None = None,
    limit_min: float | None = None,
    accuracy: Accuracy = "eight",
) -> NDArray[np.float32]:
    """Return the minutes from alarm until somebody from the sources first arrives in each cell.

    Parameters
    ----------
    pace_s_per_m
        float [rows, cols]: seconds one metre costs [s/m]; inf or NaN cannot be passed. Taken as float32.
    cell_m
        Cell size [m].
    sources
        int [n, 2]: row and column of each source; n may be 0. A source in a cell that cannot be passed stays in it.
    start_min
        float [n] or one for all: minutes each source needs before it leaves [min], 0 or more; inf never leaves.
        None is 0.
    limit_min
        Stop here [min]; None goes on until everything is reached. Time and memory follow what is reached.
    accuracy
        ``eight`` directions, as GRASS and scikit-image: up to 8.2 % long. ``fine`` takes steps of up to three cells in
        32 directions: up to 1.3 % long, 0.5 % on average, never more than ``eight`` gives.

    Returns
    -------
    float32 [rows, cols]: minutes, time to leave included [min]; inf where nobody arrives, or not within the limit.

    Raises
    ------
    BadInputError
        A source lies outside the grid.
    BadGroundError
        A pace is zero or negative.
    ValueError
        Wrong shapes or types, a cell size that is not positive, a time to leave or limit that is negative or NaN, an
        accuracy that there is not.
    """
    if accuracy not in get_args(Accuracy):
        message = f"accuracy must be one of {', '.join(get_args(Accuracy))}, not {accuracy}"
        raise ValueError(message)
    front = _Front(pace_s_per_m, cell_m, sources, start_min, limit_min, owned=False)
    check_pace(front.pace)
    return front.run(fine=accuracy == "fine")


def travel_minutes_and_source(
    pace_s_per_m: NDArray[np.floating[Any]],
    cell_m: float,
    sources: ArrayLike,
    *,
    start_min: ArrayLike | None = None,
    limit_min: float | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return the minutes as :func:`travel_minutes`, and which source arrives first.

    Parameters
    ----------
    pace_s_per_m, cell_m, sources, start_min, limit_min
        As for :func:`travel_minutes`.

    Returns
    -------
    minutes
        float32 [rows, cols], the same as :func:`travel_minutes` gives.
    source
        int32 [rows, cols]: index into ``sources`` of the first to arrive, the lower index if several do at once;
        -1 where ``minutes`` is inf.

    Raises
    ------
    BadInputError, BadGroundError, ValueError
        As for :func:`travel_minutes`.
    """
    front = _Front(pace_s_per_m, cell_m, sources, start_min, limit_min, owned=True)
    check_pace(front.pace)
    return front.run_owned()


def travel_patch(
    pace_s_per_m: NDArray[np.floating[Any]],
    cell_m: float,
    source: tuple[int, int],
    start_min: float,
    limit_min: float,
) -> tuple[int, int, NDArray[np.float32]]:
    """Return the minutes from one source on the smallest window that holds every cell reached within the limit.

    Time and memory follow the ground reached, not the grid, so that many single changes can be tried in turn. For
    that the grid must come as a C-contiguous float32 array (any other is copied), and only the ground on the way is
    checked for bad paces.

    Parameters
    ----------
    pace_s_per_m, cell_m
        As for :func:`travel_minutes`.
    source
        Row and column.
    start_min, limit_min
        Minutes before leaving, and where to stop [min].

    Returns
    -------
    row0, col0
        Cell of the grid that the window starts in.
    minutes
        float32 [window rows, window cols]: equal to the same window of :func:`travel_minutes`. Empty (0, 0) if the
        source does not leave within the limit.

    Raises
    ------
    BadInputError, BadGroundError, ValueError
        As for :func:`travel_minutes`.
    """
    return _Front(pace_s_per_m, cell_m, [source], start_min, limit_min, owned=False).run_on_patch()


def check_pace(pace_s_per_m: NDArray[np.float32]) -> None:
    """Refuse ground that takes no time.

    Raises
    ------
    BadGroundError
        A pace is zero or negative.
    """
    least = float(lowest(pace_s_per_m))
    if least <= 0:
        raise BadGroundError(_BAD_PACE, least_s_per_m=f"{least:g}")


class _Front:
    """Checked inputs of one run, and the tiles it fills."""

    def __init__(
        self,
        pace_s_per_m: NDArray[np.floating[Any]],
        cell_m: float,
        sources: ArrayLike,
        start_min: ArrayLike | None,
        limit_min: float | None,
        *,
        owned: bool,
    ) -> None:
        if np.ndim(pace_s_per_m) != 2 or not (math.isfinite(cell_m) and cell_m > 0):  # noqa: PLR2004 - rows and columns
            message = f"pace must be [rows, cols] and the cell size positive, not {np.shape(pace_s_per_m)} and {cell_m}"
            raise ValueError(message)
        self.pace = np.ascontiguousarray(pace_s_per_m, np.float32)
        self.cell_m = cell_m
        self.sources = _checked_sources(sources, self.pace.shape)
        self.start_min = checked_start(start_min, len(self.sources))
        self.limit_min = math.inf if limit_min is None else float(limit_min)
        if not self.limit_min >= 0:
            message = f"the limit must be 0 minutes or more, not {limit_min}"
            raise ValueError(message)
        self.owned = owned

    def _advance(self, *, frugal: bool = False, fine: bool = False) -> Tiles:
        tiles = Tiles(self.pace, self.cell_m, owned=self.owned, frugal=frugal, fine=fine)
        tiles.place_sources(self.sources, self.start_min, self.limit_min)
        if not tiles.advance(self.limit_min):
            check_pace(self.pace)
        return tiles

    def run(self, *, fine: bool = False) -> NDArray[np.float32]:
        return self._advance(frugal=True, fine=fine).unpack_and_end(self.limit_min)

    def run_owned(self) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        minutes = np.empty(self.pace.shape, np.float32)
        source = np.full(self.pace.shape, -1, np.int32)
        self._advance().unpack(self.limit_min, (0, 0), minutes, source)
        return minutes, source

    def run_on_patch(self) -> tuple[int, int, NDArray[np.float32]]:
        tiles = self._advance()
        tile_row, tile_col = np.nonzero(tiles.known.reshape(tiles.rows, tiles.cols))
        if not tile_row.size:
            return 0, 0, np.full((0, 0), np.inf, np.float32)
        row0, col0 = int(tile_row.min()) * SIDE, int(tile_col.min()) * SIDE
        end_row = min(self.pace.shape[0], (int(tile_row.max()) + 1) * SIDE)
        end_col = min(self.pace.shape[1], (int(tile_col.max()) + 1) * SIDE)
        minutes = np.empty((end_row - row0, end_col - col0), np.float32)
        tiles.unpack(self.limit_min, (row0, col0), minutes, np.empty((0, 0), np.int32))
        reached = np.isfinite(minutes)
        rows, cols = np.flatnonzero(reached.any(axis=1)), np.flatnonzero(reached.any(axis=0))
        window = minutes[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1].copy()
        return row0 + int(rows[0]), col0 + int(cols[0]), window


def _checked_sources(sources: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.int64]:
    cells = np.asarray(sources)
    if cells.size == 0:
        return np.empty((0, 2), np.int64)
    if cells.ndim != 2 or cells.shape[1] != 2 or not np.issubdtype(cells.dtype, np.integer):  # noqa: PLR2004
        message = f"sources must be whole numbers [n, 2], not {cells.dtype} {cells.shape}"
        raise ValueError(message)
    outside = np.flatnonzero(((cells < 0) | (cells >= shape)).any(axis=1))
    if outside.size:
        row, col = cells[outside[0]]
        raise BadInputError(
            N_(
                "Source %(number)s at row %(row)s, column %(col)s lies outside the grid of %(rows)s rows and %(cols)s "
                "columns. Give a cell of the grid."
            ),
            number=int(outside[0]) + 1,
            row=int(row),
            col=int(col),
            rows=shape[0],
            cols=shape[1],
        )
    return np.ascontiguousarray(cells, np.int64)


def checked_start(start_min: ArrayLike | None, count: int) -> NDArray[np.float64]:
    """Return the time to leave of each of ``count`` sources, float64 [count].

    Raises
    ------
    ValueError
        It is not one number, or one for each, or one is negative or NaN.
    """
    start = np.asarray(0.0 if start_min is None else start_min, np.float64)
    if start.shape not in {(), (count,)} or not bool((start >= 0).all()):
        message = f"start_min must be one number or one for each of {count} sources, each 0 or more"
        raise ValueError(message)
    return np.ascontiguousarray(np.broadcast_to(start, count))
