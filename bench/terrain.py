"""Made-up terrain for measurements: the same seed and size give the same heights on every machine."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import zoom

RIDGED_OCTAVES = 5


def terrain(rows: int, cols: int, seed: int = 7, relief_m: float = 2200.0, top_cells: int = 512) -> NDArray[np.float32]:
    """Return float32 [rows, cols] heights [m]: ridges and valleys over nine octaves, with flat plains between.

    Lattice noise is interpolated by cubic splines and summed from wavelengths of ``top_cells`` cells down to two,
    each octave 0.58 times as high as the one before; the long ones are folded into ridges, and the low third of the
    result is flattened, so that some sight lines are long.
    """
    rng = np.random.default_rng(seed)
    heights = np.zeros((rows, cols))
    wave, amplitude, octave = top_cells, 1.0, 0
    while wave > 1:
        lattice = rng.standard_normal((rows // wave + 4, cols // wave + 4))
        smooth = zoom(lattice, wave, order=3, mode="nearest", grid_mode=False)[wave : wave + rows, wave : wave + cols]
        heights += amplitude * (1 - np.abs(smooth) if octave < RIDGED_OCTAVES else 0.5 * smooth)
        wave, amplitude, octave = wave // 2, amplitude * 0.58, octave + 1
    heights = (heights - heights.min()) / (np.percentile(heights, 99.9) - heights.min())
    low = 0.35
    heights = np.where(heights < low, 0.6 * low * (heights / low) ** 2.2, heights - 0.4 * low)
    return np.asarray(600 + relief_m * heights, np.float32)


def high_ground(heights: NDArray[np.float32], count: int, margin: int, seed: int = 1) -> NDArray[np.int64]:
    """Return int64 [count, 2]: cells that are the highest within 15 cells, at least ``margin`` cells from the edge."""
    rng = np.random.default_rng(seed)
    size = np.array(heights.shape)
    cells = rng.integers(margin + 15, size - margin - 15, (count, 2))
    for n, (row, col) in enumerate(cells):
        around = heights[row - 15 : row + 16, col - 15 : col + 16]
        cells[n] += np.array(np.unravel_index(np.argmax(around), around.shape)) - 15
    return cells
