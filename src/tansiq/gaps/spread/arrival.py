"""Who arrives when in a sample: travel times are computed once for each element and scaled.

A speed that changes everywhere alike changes no way, only its time; so minutes for every element and cell are computed
once a mode (and once more where rivers can be forded), and a sample takes the least over those present.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numba import get_num_threads
from numpy.typing import NDArray

from tansiq.domain.post import Mode
from tansiq.errors import BadGroundError
from tansiq.gaps.kernels.viewsheds import in_threads
from tansiq.gaps.layers import MODES, pace_s_per_m
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.spread.figures import Figures, forded_foot_s_per_m, forded_vehicle_s_per_m
from tansiq.gaps.spread.kernels.arrive import first_to_arrive
from tansiq.gaps.spread.kernels.file import file_by_slot
from tansiq.gaps.travel import travel_patch
from tansiq.gaps.workings import Band
from tansiq.language import N_

MOST_ENTRIES: Final = 300_000_000  # an element's minutes to one cell; each takes 8 bytes
_MARGIN: Final = 1.001  # past the last minute that counts, so that rounding there decides nothing


@dataclass(frozen=True)
class _Table:
    """Minutes by slot: entries ``first[s]`` to ``first[s + 1]`` say which ``element`` arrives after how long."""

    first: NDArray[np.int64]
    element: NDArray[np.int32]
    minutes: NDArray[np.float32]


class Arrivals:
    """Every reaction element's minutes to every cell that it can reach in time in some sample."""

    def __init__(
        self, band: Band, placed: Sequence[PlacedPost], figures: Sequence[Figures], longest_min: float
    ) -> None:
        """Travel from each element once.

        Parameters
        ----------
        band, placed
            The ground, and its posts.
        figures
            Every sample that will be asked for.
        longest_min
            The longest response time of the agreement [min], not multiplied.

        Raises
        ------
        BadGroundError
            If so many cells are reached that memory would not hold them.
        """
        elements = [(n, one, one.post.reaction) for n, one in enumerate(placed) if one.post.reaction is not None]
        self._slots = len(band.strips.cells)
        self._post = np.array([n for n, _, _ in elements], np.int64)
        self._party = np.array([one.party for _, one, _ in elements], np.int64)
        self._mode: list[Mode] = [reaction.mode for _, _, reaction in elements]
        self._ready = np.array([reaction.ready_min for _, _, reaction in elements], float)
        self._stated_ready_min = self._ready.astype(np.float32).astype(float)
        self._tables: dict[tuple[Mode, bool], _Table] = {}
        cells = [(one.row, one.col) for _, one, _ in elements]
        for mode in MODES:
            for ford in sorted({_fords(one, mode) for one in figures}):
                limits = self._limits_min(mode, ford, figures, longest_min)
                self._tables[mode, ford] = self._travel(band, cells, mode, _pace(band, mode, ford=ford), limits)

    def _limits_min(
        self,
        mode: Mode,
        ford: bool,  # noqa: FBT001 - half of a key
        figures: Sequence[Figures],
        longest_min: float,
    ) -> Mapping[int, float]:
        """Return the minutes after which element ``i`` is too late in every sample; none for one that never leaves."""
        using = [one for one in figures if _fords(one, mode) == ford]
        limits: dict[int, float] = {}
        for i in (i for i, its in enumerate(self._mode) if its == mode):
            spare = [
                (longest_min * one.respond_times - self._ready_min(one)[i]) * _speed(one, mode)
                for one in using
                if int(self._post[i]) in one.present
            ]
            if spare and max(spare) >= 0:
                limits[i] = float(self._stated_ready_min[i]) + max(spare) * _MARGIN + 1e-3
        return limits

    def _ready_min(self, figures: Figures) -> NDArray[np.float64]:
        return np.asarray((self._ready * figures.ready_times).astype(np.float32).astype(float))

    def _travel(
        self,
        band: Band,
        cells: Sequence[tuple[int, int]],
        mode: Mode,
        pace: NDArray[np.float32],
        limits_min: Mapping[int, float],
    ) -> _Table:
        found: dict[int, tuple[NDArray[np.int32], NDArray[np.float32]]] = {}

        def run(i: int) -> None:
            start_min = float(self._stated_ready_min[i])
            row, col, minutes = travel_patch(pace, band.ground.grid.cell_m, cells[i], start_min, limits_min[i])
            slots = band.strips.slot_of[row : row + minutes.shape[0], col : col + minutes.shape[1]]
            inside = (slots >= 0) & np.isfinite(minutes)
            found[i] = slots[inside], minutes[inside]

        waiting = sorted(limits_min)
        batch = 4 * get_num_threads()
        entries = 0
        for first in range(0, len(waiting), batch):
            some = waiting[first : first + batch]
            in_threads([partial(run, i) for i in some])
            entries += sum(len(found[i][0]) for i in some)
            if entries > MOST_ENTRIES:
                template = N_(
                    "The elements %(mode)s reach so many cells of %(ground)s that memory may not hold them. Build the "
                    "ground with larger cells for this question."
                )
                raise BadGroundError(template, mode=mode, ground=band.ground.name)
        return _table(self._slots, [(i, *found[i]) for i in waiting])

    def key(self, figures: Figures) -> tuple[object, ...]:
        """Return what decides the minutes: samples that share it share them."""
        modes = [mode for mode in MODES if mode in self._mode]
        speeds = [(_speed(figures, mode), _fords(figures, mode)) for mode in modes]
        return (tuple(np.intersect1d(self._post, figures.present).tolist()), *speeds, figures.ready_times)

    def minutes(self, figures: Figures) -> NDArray[np.float32]:
        """Return the minutes until each party's first element arrives, float32 [2, slots].

        inf where none comes within the response time; later arrivals may be given or inf, since they answer nothing.
        """
        minutes = np.full((2, self._slots), np.inf, np.float32)
        present = np.isin(self._post, figures.present)
        ready_min = self._ready_min(figures)
        for mode in MODES:
            table = self._tables[mode, _fords(figures, mode)]
            slower = 1.0 / _speed(figures, mode)
            first_to_arrive(
                table.first, table.element, table.minutes, self._stated_ready_min, ready_min, self._party, present,
                slower, minutes,
            )  # fmt: skip
        return minutes


def _fords(figures: Figures, mode: Mode) -> bool:
    return figures.ford_foot if mode == "foot" else figures.ford_vehicle


def _speed(figures: Figures, mode: Mode) -> float:
    return figures.foot_speed_times if mode == "foot" else figures.vehicle_speed_times


def _pace(band: Band, mode: Mode, *, ford: bool) -> NDArray[np.float32]:
    if not ford:
        return pace_s_per_m(band.ground, mode)
    return forded_foot_s_per_m(band.ground) if mode == "foot" else forded_vehicle_s_per_m(band.ground)


def _table(slots: int, found: Iterable[tuple[int, NDArray[np.int32], NDArray[np.float32]]]) -> _Table:
    """Put what each element reaches in the order of slots; within one, in the order of elements."""
    kept = list(found)
    first = np.zeros(slots + 1, np.int64)
    for _, reached, _ in kept:
        first[1:] += np.bincount(reached, minlength=slots)
    first = np.cumsum(first)
    element = np.empty(first[-1], np.int32)
    minutes = np.empty(first[-1], np.float32)
    following = first[:-1].copy()
    for i, reached, arrival_min in kept:
        file_by_slot(i, reached, arrival_min, following, element, minutes)
    return _Table(first, element, minutes)
