"""Pieces of a picture: what some posts see, what missing ground leaves unsure, where and when elements arrive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.detection import Watcher, detection_patch
from tansiq.gaps.model import Parameters
from tansiq.gaps.travel import travel_minutes, travel_patch
from tansiq.gaps.visibility import unsure_cells
from tansiq.ground.model import Ground

_MOST_IN_PIECE: Final = 8

Window = tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class SightPiece:
    """Watchers near each other, and the ground they can see.

    Attributes
    ----------
    elevation_m
        float32 [height, width]: the ground around them [m]; NaN where unknown.
    row, col
        The grid's cell that it starts in.
    cell_m, target_m, refraction
        As for :func:`tansiq.gaps.visibility.visible_from`.
    watchers
        On cells of ``elevation_m``.
    """

    elevation_m: NDArray[np.float32]
    row: int
    col: int
    cell_m: float
    target_m: float
    refraction: float
    watchers: tuple[Watcher, ...]


@dataclass(frozen=True, slots=True)
class SeenPatch:
    """What one watcher sees, packed to travel.

    Attributes
    ----------
    row, col, shape
        The rectangle of the grid.
    bits
        uint8: one bit a cell, set where it sees.
    rate_per_min
        float32 [cells seen]: its detection rate there.
    """

    row: int
    col: int
    shape: tuple[int, int]
    bits: NDArray[np.uint8]
    rate_per_min: NDArray[np.float32]

    def unpacked(self) -> tuple[int, int, NDArray[np.bool_], NDArray[np.float32]]:
        """Return what :func:`tansiq.gaps.detection.detection_patch` gave."""
        visible = np.unpackbits(self.bits, count=prod(self.shape)).reshape(self.shape).astype(np.bool_)
        rates = np.zeros(self.shape, np.float32)
        rates[visible] = self.rate_per_min
        return self.row, self.col, visible, rates


@dataclass(frozen=True, slots=True)
class TravelPiece:
    """Elements that move alike: ``cells`` int64 [n, 2] of row and column, ``ready_min`` float32 [n], ``cell_m`` [m]."""

    cells: NDArray[np.int64]
    ready_min: NDArray[np.float32]
    cell_m: float


@dataclass(frozen=True, slots=True)
class ArrivalPiece:
    """One element, and how long it matters."""

    cell: tuple[int, int]
    ready_min: float
    limit_min: float
    cell_m: float


def sight_pieces(ground: Ground, watchers: Sequence[Watcher], parameters: Parameters) -> Iterator[SightPiece]:
    """Yield pieces that hold ``watchers`` in their order: runs of neighbours, as long as their windows overlap."""
    run: list[Watcher] = []
    held = 0
    for one in watchers:
        alone = _cells(_window(ground, [one]))
        if run and (len(run) == _MOST_IN_PIECE or _cells(_window(ground, [*run, one])) > held + alone):
            yield _sight_piece(ground, run, parameters)
            run, held = [], 0
        run.append(one)
        held += alone
    if run:
        yield _sight_piece(ground, run, parameters)


def look(piece: SightPiece) -> list[SeenPatch]:
    """Return what each watcher of a piece sees, in their order."""
    return [_packed(piece, one) for one in piece.watchers]


def doubt(piece: SightPiece) -> NDArray[np.uint8]:
    """Return the cells of a piece's window whose verdict depends on missing elevation, one bit a cell."""
    unsure = unsure_cells(
        piece.elevation_m,
        piece.cell_m,
        [(one.row, one.col) for one in piece.watchers],
        eye_m=[one.eye_m for one in piece.watchers],
        target_m=piece.target_m,
        range_m=[one.range_m for one in piece.watchers],
        refraction=piece.refraction,
    )
    return np.packbits(unsure)


def go(piece: TravelPiece, pace_s_per_m: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the minutes until the first of a piece's elements arrives, float32 [rows, cols]."""
    return travel_minutes(pace_s_per_m, piece.cell_m, piece.cells, start_min=piece.ready_min)


def arrive(piece: ArrivalPiece, pace_s_per_m: NDArray[np.float32]) -> tuple[int, int, NDArray[np.float32]]:
    """Return where and when one element arrives, as :func:`tansiq.gaps.travel.travel_patch`."""
    return travel_patch(pace_s_per_m, piece.cell_m, piece.cell, piece.ready_min, piece.limit_min)


def travel_piece(ground: Ground, elements: Sequence[tuple[int, int, float]]) -> TravelPiece:
    """Return the piece of elements given as row, column and minutes before leaving."""
    cells = np.array([(row, col) for row, col, _ in elements], np.int64).reshape(-1, 2)
    return TravelPiece(cells, np.array([ready for _, _, ready in elements], np.float32), ground.grid.cell_m)


def _sight_piece(ground: Ground, watchers: Sequence[Watcher], parameters: Parameters) -> SightPiece:
    rows, cols = _window(ground, watchers)
    return SightPiece(
        elevation_m=np.ascontiguousarray(ground.elevation_m[rows, cols], np.float32),
        row=rows.start,
        col=cols.start,
        cell_m=ground.grid.cell_m,
        target_m=parameters.target_m,
        refraction=parameters.refraction,
        watchers=tuple(replace(one, row=one.row - rows.start, col=one.col - cols.start) for one in watchers),
    )


def _window(ground: Ground, watchers: Sequence[Watcher]) -> Window:
    """Return the cells of the grid within range of any of them, and one more on each side against rounding."""
    reach = [ceil(min(one.range_m / ground.grid.cell_m, max(ground.grid.shape))) + 1 for one in watchers]
    rows, cols = (
        slice(
            max(0, min(place - far for place, far in zip(places, reach, strict=True))),
            min(size, 1 + max(place + far for place, far in zip(places, reach, strict=True))),
        )
        for places, size in zip(
            ([one.row for one in watchers], [one.col for one in watchers]), ground.grid.shape, strict=True
        )
    )
    return rows, cols


def _cells(window: Window) -> int:
    return prod(one.stop - one.start for one in window)


def _packed(piece: SightPiece, one: Watcher) -> SeenPatch:
    row, col, visible, rates = detection_patch(
        piece.elevation_m, piece.cell_m, one, target_m=piece.target_m, refraction=piece.refraction
    )
    height, width = visible.shape
    return SeenPatch(piece.row + row, piece.col + col, (height, width), np.packbits(visible), rates[visible])
