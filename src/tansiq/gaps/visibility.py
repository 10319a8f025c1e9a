"""Who sees what: viewsheds, how many posts see a cell, and how surely.

An observer stands at the centre of a cell, the eye ``eye_m`` above the ground there; a target stands ``target_m``
above the ground at the centre of another. *Line of sight* is defined by the plain sight line: terrain height is
interpolated linearly wherever the line from eye to target crosses a grid line of its longer axis, and the target is
visible if its slope is at least the greatest on the way. Heights drop below the eye's horizontal plane by
``distance**2 * (1 - refraction) / (2 * EARTH_RADIUS_M)``. ``exact=True`` gives exactly that, bit for bit, mostly
without tracing the line (``kernels.certified``); the fast engine interpolates between sight rays (``kernels.fan``).
Both are measured in ``docs/visibility.md``.

A cell is within range if the distance of the centres is at most ``range_m``; a range of 0 sees nothing, any other
sees at least the observer's own cell.

Missing elevation (NaN or infinite) is never seen and never seen through: a sight line that touches it counts as
blocked, so nothing is called seen on the strength of ground nobody knows. :func:`unsure_cells` tells where that
decided the verdict. Lines between two cells of a grid never leave it; :func:`reaches_past_grid` tells which observers
could see farther than the grid goes.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tansiq.gaps.detection import RATE_AT_EDGE, Watcher, detection_layers, detection_patch
from tansiq.gaps.kernels.viewsheds import (
    VOID_BLOCKS_M,
    VOID_IS_OPEN_M,
    count_seen,
    in_range,
    viewsheds,
    window_of,
)
from tansiq.gaps.sight_input import EARTH_RADIUS_M, REFRACTION, grid_of, observers_of, sight_of

__all__ = [
    "EARTH_RADIUS_M",
    "RATE_AT_EDGE",
    "Watcher",
    "count_visible",
    "detection_layers",
    "detection_patch",
    "reaches_past_grid",
    "unsure_cells",
    "visible_from",
]


def visible_from(  # noqa: PLR0913 - every figure of one sight, all but the place by name
    elevation: ArrayLike,
    cell_m: float,
    row: int,
    col: int,
    *,
    eye_m: float,
    target_m: float,
    range_m: float,
    refraction: float = REFRACTION,
    exact: bool = False,
) -> NDArray[np.bool_]:
    """Return the viewshed of one observer.

    Parameters
    ----------
    elevation
        [rows, cols]: heights [m]; NaN where unknown. The fast engine works in float32.
    cell_m
        Cell size [m].
    row, col
        The observer's cell.
    eye_m, target_m
        Heights of eye and target above ground [m].
    range_m
        Farthest distance [m].
    refraction
        Refraction coefficient k [-]; 1 makes the earth flat.
    exact
        Compute the plain sight line of every cell instead of the fast approximation.

    Returns
    -------
    bool [rows, cols]
        True where the target is in line of sight and within range.

    Raises
    ------
    BadGroundError
        Elevation is not a grid of numbers, or the cell size is not positive.
    BadInputError
        The observer is off the grid or on missing elevation, or a height, range or coefficient is impossible.
    """
    grid = grid_of(elevation, cell_m, exact=exact)
    observer = observers_of(grid, cell_m, [[row, col]], eye_m, range_m)
    return count_seen(grid, observer, sight_of(cell_m, target_m, refraction, exact=exact)) > 0


def count_visible(
    elevation: ArrayLike,
    cell_m: float,
    observers: ArrayLike,
    *,
    eye_m: ArrayLike,
    target_m: float,
    range_m: ArrayLike,
    refraction: float = REFRACTION,
    exact: bool = False,
) -> NDArray[np.uint16]:
    """Return how many observers see each cell: the sum of their viewsheds.

    Parameters
    ----------
    observers
        int [n, 2]: row and column; the same cell may occur more than once. At most 65,535.
    eye_m, range_m
        For all, or [n] for each [m].

    Others, and errors, as :func:`visible_from`.

    Returns
    -------
    uint16 [rows, cols]
        Number of observers.
    """
    grid = grid_of(elevation, cell_m, exact=exact)
    watching = observers_of(grid, cell_m, observers, eye_m, range_m)
    return count_seen(grid, watching, sight_of(cell_m, target_m, refraction, exact=exact))


def unsure_cells(
    elevation: ArrayLike,
    cell_m: float,
    observers: ArrayLike,
    *,
    eye_m: ArrayLike,
    target_m: float,
    range_m: ArrayLike,
    refraction: float = REFRACTION,
    exact: bool = False,
) -> NDArray[np.bool_]:
    """Return the cells whose verdict for some observer depends on missing elevation.

    That is: cells in range that are missing themselves, and cells that the known ground does not hide but whose line
    of sight touches a missing cell. Ground that is surely hidden, whatever the missing cells hold, is not unsure.

    Parameters and errors as :func:`count_visible`.

    Returns
    -------
    bool [rows, cols]
        True where unsure.
    """
    grid = grid_of(elevation, cell_m, exact=exact)
    watching = observers_of(grid, cell_m, observers, eye_m, range_m)
    unsure = np.zeros(grid.shape, np.bool_)
    for n in range(len(watching)):
        window, inside = window_of(watching, n, grid.shape)
        missing = ~np.isfinite(grid[window])
        if watching.reach2[n] < 0 or not missing.any():
            continue
        one = watching.part(slice(n, n + 1))
        blocked, opened = (
            viewsheds(grid, one, sight_of(cell_m, target_m, refraction, exact=exact, void_m=void_m))[0][inside] > 0
            for void_m in (VOID_BLOCKS_M, VOID_IS_OPEN_M)
        )
        unsure[window] |= (opened & ~blocked) | (missing & in_range(watching, n)[inside])
    return unsure


def reaches_past_grid(
    shape: tuple[int, int], cell_m: float, observers: ArrayLike, *, range_m: ArrayLike
) -> NDArray[np.bool_]:
    """Return bool [n]: the observers from whose cell centre ``range_m`` reaches past the outermost cell centres."""
    cells = np.asarray(observers, np.int64).reshape(-1, 2)
    room = np.minimum(cells, np.asarray(shape) - 1 - cells).min(axis=1)
    return np.asarray(np.broadcast_to(np.asarray(range_m, float), len(cells)) >= (room + 1) * cell_m)
