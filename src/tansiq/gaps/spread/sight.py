"""What each party sees in a sample: detection rates on the area's cells.

Sight is computed anew for each sample, not clipped from a widest one. The fast engine's rays depend on the range, so a
clipped viewshed would not be the picture's; and on the whole band 120 posts take some hundredths of a second.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tansiq.gaps.detection import RATE_AT_EDGE
from tansiq.gaps.kernels.viewsheds import Observers, Patches, in_threads, row_bands, seen_in_batches
from tansiq.gaps.model import Parameters
from tansiq.gaps.posts import PlacedPost
from tansiq.gaps.sight_input import grid_of, observers_of, sight_of
from tansiq.gaps.spread.figures import Figures
from tansiq.gaps.spread.kernels.rates import add_rates_on_slots
from tansiq.gaps.workings import Band


class Sight:
    """The posts of both parties, ready to look at a sample."""

    def __init__(self, band: Band, placed: Sequence[PlacedPost], parameters: Parameters) -> None:
        self._band = band
        self._placed = placed
        self._window = parameters.window
        self._elevation = grid_of(band.ground.elevation_m, band.ground.grid.cell_m, exact=False)

    @staticmethod
    def key(figures: Figures) -> tuple[object, ...]:
        """Return what decides the rates: samples that share it share them."""
        times = (figures.range_times, figures.detection_times, figures.eye_times)
        return (figures.present, *times, figures.target_m, figures.refraction)

    def rates(self, figures: Figures) -> NDArray[np.float32]:
        """Return the detection rate of each party, float32 [2, slots] [1/min]; 0 is unseen."""
        rates = np.zeros((2, len(self._band.strips.cells)), np.float32)
        present = [self._placed[n] for n in figures.present]
        for party in range(2):
            self._add([one for one in present if one.party == party], figures, rates[party])
        return rates

    def _add(self, posts: Sequence[PlacedPost], figures: Figures, rates: NDArray[np.float32]) -> None:
        cell_m = self._band.ground.grid.cell_m
        cells = np.array([(one.row, one.col) for one in posts], np.int64).reshape(-1, 2)
        eye_m = np.array([one.post.eye_m * figures.eye_times for one in posts], float)
        range_m = np.array([one.post.range_m(self._window) * figures.range_times for one in posts], float)
        rate = np.array([one.post.detect_per_min(self._window) * figures.detection_times for one in posts], float)
        observers = observers_of(self._elevation, cell_m, cells, eye_m, range_m, rate)
        cells_in_range = np.where(range_m > 0, range_m, 1.0) / cell_m
        falloff = (1.0 - RATE_AT_EDGE) / cells_in_range**2
        sight = sight_of(cell_m, figures.target_m, figures.refraction, exact=False)
        first = 0
        for patches in seen_in_batches(self._elevation, observers, sight):
            part = slice(first, first + len(patches.observers))
            self._lay(patches, rate[part], falloff[part], rates)
            first = part.stop

    def _lay(
        self,
        patches: Patches,
        rate_per_min: NDArray[np.float64],
        falloff: NDArray[np.float64],
        rates: NDArray[np.float32],
    ) -> None:
        who: Observers = patches.observers
        what = (patches.cells, patches.start, who.row, who.col, who.radius, rate_per_min, falloff)
        slot_of = self._band.strips.slot_of
        # A cell lies in one band of rows, and a slot is one cell: no two threads add to the same slot.
        in_threads([partial(add_rates_on_slots, *what, slot_of, a, b, rates) for a, b in row_bands(len(slot_of))])
