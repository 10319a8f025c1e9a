"""Detail for a sketched relief: rough surfaces from a fixed seed, in plain arithmetic."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

OCTAVE_GAIN: Final = 0.55
"""How much weaker each finer octave is: 2 ** -H with a Hurst exponent H of about 0.86, smooth as weathered land is."""


def _doubled(surface: NDArray[np.float64]) -> NDArray[np.float64]:
    """Refine a surface along its first axis to twice the spacing (cubic B-spline subdivision), losing its rim."""
    even = (surface[:-2] + 6.0 * surface[1:-1] + surface[2:]) / 8.0
    odd = (surface[1:-1] + surface[2:]) / 2.0
    return np.stack((even, odd), axis=1).reshape(-1, surface.shape[1])


def rough_surface(generator: np.random.Generator, shape: tuple[int, int], octaves: int) -> NDArray[np.float64]:
    """Return a random surface whose features span from ``2 ** octaves`` cells down to one.

    Parameters
    ----------
    generator
        Source of the randomness; only uniform numbers are drawn, which are the same bits everywhere.
    shape
        Rows and columns.
    octaves
        How many times the spacing halves.

    Returns
    -------
    float64 [rows, cols], about -1..1, mean about 0.

    Source: successive refinement with added noise, after Fournier, Fussell and Carpenter (1982), Computer rendering
    of stochastic models, CACM 25(6), with the subdivision of cubic B-splines (Lane and Riesenfeld 1980) between steps.
    """
    rows, cols = (_coarse(n, octaves) for n in shape)
    surface = np.zeros((rows, cols))
    gain = 1.0
    for octave in range(octaves + 1):
        surface = surface + gain * (2.0 * generator.random(surface.shape) - 1.0)
        gain *= OCTAVE_GAIN
        if octave < octaves:
            surface = np.ascontiguousarray(_doubled(_doubled(surface).T).T)
    return surface[: shape[0], : shape[1]]


def _coarse(cells: int, octaves: int) -> int:
    """Return how many coarsest points give at least ``cells`` after the doublings."""
    for _ in range(octaves):
        cells = (cells + 1) // 2 + 2
    return cells


def drawn_out(
    generator: np.random.Generator, shape: tuple[int, int], octaves: int, *, axis: int, times: int = 2
) -> NDArray[np.float64]:
    """Return a rough surface whose features are ``2 ** times`` as long along ``axis`` as across it."""
    cells = [_coarse(n, times) if i == axis else n for i, n in enumerate(shape)]
    surface = np.moveaxis(rough_surface(generator, (cells[0], cells[1]), octaves), axis, 0)
    for _ in range(times):
        surface = _doubled(surface)
    return np.moveaxis(surface, 0, axis)[: shape[0], : shape[1]]


def slanted(surface: NDArray[np.float64], cols: int) -> NDArray[np.float64]:
    """Shift each row one cell further, so that features that ran north to south run north-west to south-east.

    Parameters
    ----------
    surface
        float64 [rows, at least rows + cols].
    cols
        Columns to return.
    """
    rows = surface.shape[0]
    return np.stack([surface[row, rows - row : rows - row + cols] for row in range(rows)])
