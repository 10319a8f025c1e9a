"""The picture under the map's lines and names: relief with the states of ground over it."""

from typing import Any, Final

import numpy as np
from matplotlib.colors import LightSource, to_rgb
from numpy.typing import NDArray
from PIL import Image

from tansiq.domain.state import OUTSIDE, STATE_COLOURS, State
from tansiq.gaps.model import Picture

MAP_PIXELS: Final = 1600
_DARKEST: Final = 90.0  # grey of the steepest shaded slope, of 255
_STATE_STRENGTH: Final = 0.5
# By state value, 0 is outside; float32 [7, 3], 0..255.
_PALETTE: Final = 255 * np.array([(1.0, 1.0, 1.0), *(to_rgb(STATE_COLOURS[s]) for s in State)], np.float32)


def thinned(array: NDArray[Any]) -> tuple[NDArray[Any], int]:
    """Return every n-th cell and n, so that a fine grid does not take memory the picture cannot show."""
    step = -(-max(array.shape) // MAP_PIXELS)
    return array[::step, ::step], step


def relief_with_states(picture: Picture, size_px: tuple[int, int]) -> Image.Image:
    """Return the whole grid as an RGB image of ``size_px`` (width, height). Unknown ground is left to a hatching."""
    elevation_m, step = thinned(picture.ground.elevation_m)
    grey = _shaded(elevation_m, picture.ground.grid.cell_m * step)[..., np.newaxis]
    state, _ = thinned(picture.state)
    coloured = (state != OUTSIDE) & (state != State.UNKNOWN)
    strength = np.where(coloured, np.float32(_STATE_STRENGTH), np.float32(0.0))[..., np.newaxis]
    image = Image.fromarray((grey * (1 - strength) + _PALETTE[state] * strength).astype(np.uint8))
    # The last thinned row and column stand for cells that the grid may not have.
    covered = (0.0, 0.0, picture.ground.grid.cols / step, picture.ground.grid.rows / step)
    return image.resize(size_px, Image.Resampling.NEAREST, box=covered)


def _shaded(elevation_m: NDArray[np.float32], cell_m: float) -> NDArray[np.float32]:
    """Return the grey of hills lit from the north-west, 0..255; white where there is no elevation."""
    known = np.isfinite(elevation_m)
    filled = np.where(known, elevation_m, np.nanmin(elevation_m))
    shade = LightSource(azdeg=315, altdeg=45).hillshade(filled, vert_exag=4.0, dx=cell_m, dy=cell_m)
    return np.where(known, _DARKEST + (255 - _DARKEST) * shade, 255.0).astype(np.float32)
