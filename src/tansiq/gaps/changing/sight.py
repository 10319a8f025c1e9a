"""What a party sees, as posts come and go."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.detection import Watcher, detection_layers, detection_patch
from tansiq.gaps.model import Parameters
from tansiq.gaps.visibility import unsure_cells
from tansiq.ground.model import Ground

# Sums of rates are exact below this, in any order (see ``gaps.detection``) [1/min].
EXACT_PER_MIN: Final = np.float32(16)


def _difference(before: Sequence[Watcher], after: Sequence[Watcher]) -> tuple[list[Watcher], list[Watcher]]:
    """Return who is gone and who has come; a watcher may stand twice."""
    was, now = Counter(before), Counter(after)
    return list((was - now).elements()), list((now - was).elements())


class _Sums:
    """Counts and rates of one party's posts of one standing (confirmed, or not)."""

    def __init__(self, ground: Ground, parameters: Parameters) -> None:
        self._ground, self._parameters = ground, parameters
        self.count = np.zeros(ground.grid.shape, np.uint16)
        self.rate_per_min = np.zeros(ground.grid.shape, np.float32)
        self._watchers: list[Watcher] = []
        self._exact = True

    def change(self, watchers: list[Watcher]) -> bool:
        """Let ``watchers`` take the place of those before; tell whether anything was computed."""
        before, self._watchers = self._watchers, watchers
        if before == watchers:
            return False
        gone, come = _difference(before, watchers)
        if not self._exact or len(gone) + len(come) > len(watchers) or not self._patch(gone, come):
            self._compute()
        return True

    def _compute(self) -> None:
        ground, parameters = self._ground, self._parameters
        self.count, self.rate_per_min = detection_layers(
            ground.elevation_m,
            ground.grid.cell_m,
            self._watchers,
            target_m=parameters.target_m,
            refraction=parameters.refraction,
        )
        self._exact = bool(self.rate_per_min.max() < EXACT_PER_MIN)

    def _patch(self, gone: Sequence[Watcher], come: Sequence[Watcher]) -> bool:
        """Take away and add single patches; tell whether every sum stayed exact."""
        self.count, self.rate_per_min = self.count.copy(), self.rate_per_min.copy()
        for window, visible, rate in self._patches(gone):
            self.count[window] -= visible
            self.rate_per_min[window] -= rate
        exact = True
        for window, visible, rate in self._patches(come):
            self.count[window] += visible
            self.rate_per_min[window] += rate
            exact = exact and bool(self.rate_per_min[window].max() < EXACT_PER_MIN)
        return exact

    def _patches(
        self, watchers: Sequence[Watcher]
    ) -> Iterator[tuple[tuple[slice, slice], NDArray[np.bool_], NDArray[np.float32]]]:
        ground, parameters = self._ground, self._parameters
        for one in watchers:
            row, col, visible, rate = detection_patch(
                ground.elevation_m,
                ground.grid.cell_m,
                one,
                target_m=parameters.target_m,
                refraction=parameters.refraction,
            )
            window = slice(row, row + visible.shape[0]), slice(col, col + visible.shape[1])
            yield window, visible, rate


class PartySight:
    """One party's sight, as :func:`tansiq.gaps.layers.party_layers` gives it.

    Attributes
    ----------
    seen_by
        uint16 [rows, cols]: how many posts see a cell.
    rate_per_min, rate_all_per_min
        float32 [rows, cols]: detection rate [1/min] by confirmed posts, and by all. New arrays where a change
        concerns them.
    """

    def __init__(self, ground: Ground, parameters: Parameters) -> None:
        self._confirmed, self._stale = _Sums(ground, parameters), _Sums(ground, parameters)
        self.seen_by = self._confirmed.count
        self.rate_per_min = self.rate_all_per_min = self._confirmed.rate_per_min

    def change(self, confirmed: list[Watcher], stale: list[Watcher]) -> None:
        """Let these watchers take the place of those before."""
        changed = [self._confirmed.change(confirmed), self._stale.change(stale)]
        if not any(changed):
            return
        self.seen_by, self.rate_per_min = self._confirmed.count, self._confirmed.rate_per_min
        self.rate_all_per_min = self.rate_per_min
        if stale:
            self.seen_by = self.seen_by + self._stale.count
            self.rate_all_per_min = self.rate_per_min + self._stale.rate_per_min


class UnsureCells:
    """The cells whose verdict for some watcher depends on missing elevation.

    Attributes
    ----------
    cells
        bool [rows, cols]; a new array after every change.
    """

    def __init__(self, ground: Ground, parameters: Parameters) -> None:
        self._ground, self._parameters = ground, parameters
        self._count = np.zeros(ground.grid.shape, np.uint16)
        self._watchers: list[Watcher] = []
        self.cells = np.zeros(ground.grid.shape, np.bool_)

    def change(self, watchers: list[Watcher]) -> None:
        """Let ``watchers``, of both parties, take the place of those before."""
        gone, come = _difference(self._watchers, watchers)
        self._watchers = watchers
        changed = [self._add(one, -1) for one in gone] + [self._add(one, 1) for one in come]
        if any(changed):
            self.cells = self._count > 0

    def _add(self, one: Watcher, times: int) -> bool:
        """Count one watcher's unsure cells in, or out; tell whether it can have any."""
        grid, parameters = self._ground.grid, self._parameters
        reach = int(min(one.range_m / grid.cell_m, max(grid.shape))) + 2
        first = max(0, one.row - reach), max(0, one.col - reach)
        window = slice(first[0], one.row + reach + 1), slice(first[1], one.col + reach + 1)
        elevation_m = self._ground.elevation_m[window]
        if np.isfinite(elevation_m).all():
            return False
        unsure = unsure_cells(
            elevation_m,
            grid.cell_m,
            [(one.row - first[0], one.col - first[1])],
            eye_m=one.eye_m,
            target_m=parameters.target_m,
            range_m=one.range_m,
            refraction=parameters.refraction,
        )
        count = self._count[window]
        np.add(count, unsure, out=count) if times > 0 else np.subtract(count, unsure, out=count)
        return True
