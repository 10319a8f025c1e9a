"""The area's cells in strip order.

Everything about cells is computed on *slots*: the cells of the area of joint security interest, strip after strip,
by grid position within a strip. So a length's cells lie side by side, and one measure can be tried on the few strips
it touches.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tansiq.errors import BadGroundError
from tansiq.gaps.kernels.strips import count_by_strip, order_by_strip
from tansiq.ground.model import Ground
from tansiq.language import N_


@dataclass(frozen=True)
class Strips:
    """The area's cells in strip order.

    Attributes
    ----------
    cells
        int64 [slots]: index of each slot's cell in the flattened grid.
    start
        int64 [strips + 1]: the slots of strip ``i`` are ``start[i]:start[i + 1]``.
    slot_of
        int32 [rows, cols]: slot of each cell, -1 outside the area.
    """

    cells: NDArray[np.int64]
    start: NDArray[np.int64]
    slot_of: NDArray[np.int32]

    def __len__(self) -> int:
        """Return the number of strips."""
        return len(self.start) - 1

    @property
    def every(self) -> NDArray[np.int64]:
        """int64 [strips]: the index of every strip."""
        return np.arange(len(self), dtype=np.int64)

    def of_slots(self, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the strip of each slot, int64 like ``slots``."""
        return np.searchsorted(self.start, slots, side="right") - 1

    def slots_of(self, strips: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the slots of ``strips`` in ascending order of slot, int64; ``strips`` ascending."""
        spans = [np.arange(self.start[i], self.start[i + 1]) for i in strips]
        return np.concatenate(spans) if spans else np.empty(0, np.int64)


def order_strips(ground: Ground) -> Strips:
    """Put the area's cells into strip order.

    Raises
    ------
    BadGroundError
        If the ground package's strips do not fit its seam.
    """
    strip = np.ascontiguousarray(ground.strip)
    count = np.zeros(1 if ground.seam is None else len(ground.seam), np.int64)
    if count_by_strip(strip.ravel(), count):
        raise BadGroundError(
            N_("The ground package %(name)s has strips beyond the end of its seam. Build it again."), name=ground.name
        )
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(count)])
    cells = np.empty(start[-1], np.int64)
    slot_of = np.empty(strip.shape, np.int32)
    order_by_strip(strip.ravel(), start[:-1].copy(), cells, slot_of.ravel())
    return Strips(cells, start, slot_of)
