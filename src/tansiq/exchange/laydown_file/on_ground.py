"""What only shows on the ground: posts beside it, on missing elevation, or outside the area."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Post
from tansiq.exchange.laydown_file.faults import Faults, Place
from tansiq.exchange.laydown_file.notices import listed
from tansiq.exchange.laydown_file.positions import mgrs_text
from tansiq.ground.grid import Grid
from tansiq.ground.model import Ground, Notice
from tansiq.language import N_

_ZONE_DEG: Final = 6.0
_BESIDE: Final = N_(
    "it stands at latitude %(lat)s, longitude %(lon)s (%(mgrs)s), outside the ground “%(ground)s”: correct its "
    "position, or use ground that covers it."
)
_SWAPPED: Final = N_(
    "it stands at latitude %(lat)s, longitude %(lon)s, outside the ground “%(ground)s”, and the other way round it is "
    "inside: latitude and longitude look swapped."
)
_ZONE_WEST: Final = N_(
    "it stands at %(mgrs)s, outside the ground “%(ground)s”, and six degrees to the west it is inside: check its MGRS "
    "zone."
)
_ZONE_EAST: Final = N_(
    "it stands at %(mgrs)s, outside the ground “%(ground)s”, and six degrees to the east it is inside: check its MGRS "
    "zone."
)
_NO_DATA: Final = N_(
    "it stands at latitude %(lat)s, longitude %(lon)s, where the ground “%(ground)s” has no elevation: correct its "
    "position, or build the ground from elevation without holes."
)
_OUTSIDE: Final = N_(
    "%(file)s: %(count)s posts stand outside the area of joint security interest (%(posts)s). They count for what they "
    "see and reach inside it."
)


def check_on(laydown: Laydown, ground: Ground, file: str | Path) -> tuple[Notice, ...]:
    """Refuse posts that the ground cannot carry, and tell of those outside its area.

    Parameters
    ----------
    laydown
        The laydown.
    ground
        The opened ground package.
    file
        The laydown's file, to be named in messages.

    Raises
    ------
    LaydownFaultsError
        If posts stand outside the grid or on missing elevation.
    """
    file = Path(file).name
    faults = Faults(file)
    row, col, on_grid = _cells(ground.grid, laydown.posts)
    safe_row, safe_col = np.where(on_grid, row, 0), np.where(on_grid, col, 0)
    has_elevation = np.isfinite(ground.elevation_m[safe_row, safe_col])
    in_area = ground.strip[safe_row, safe_col] >= 0
    for index, post in enumerate(laydown.posts):
        if not on_grid[index]:
            _explain(post, ground, Place(file, unit="post", number=post.id), faults)
        elif not has_elevation[index]:
            fields = {"lat": f"{post.lat_deg:.5f}", "lon": f"{post.lon_deg:.5f}", "ground": ground.name}
            faults.add(Place(file, unit="post", number=post.id), _NO_DATA, **fields)
    faults.refuse()
    outside = [post.id for post, inside in zip(laydown.posts, in_area, strict=True) if not inside]
    if not outside:
        return ()
    return (Notice("outside-area", _OUTSIDE, {"file": file, "count": len(outside), "posts": listed(outside)}),)


def _cells(grid: Grid, posts: Sequence[Post]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return row, column [posts] of each post's cell, and whether it is on the grid."""
    x_m, y_m = grid.xy_from_lonlat([post.lon_deg for post in posts], [post.lat_deg for post in posts])
    known = np.isfinite(x_m) & np.isfinite(y_m)  # the projection has no answer far from its area
    row, col = grid.cells_from_xy(np.where(known, x_m, 0.0), np.where(known, y_m, 0.0))
    inside = (row >= 0) & (row < grid.rows) & (col >= 0) & (col < grid.cols)
    return row, col, known & inside


def _on_grid(grid: Grid, lon_deg: float, lat_deg: float) -> bool:
    if not (-180 <= lon_deg <= 180 and -90 <= lat_deg <= 90):  # noqa: PLR2004 - degrees
        return False
    x_m, y_m = grid.xy_from_lonlat(lon_deg, lat_deg)
    if not (np.isfinite(x_m) and np.isfinite(y_m)):
        return False
    row, col = grid.cells_from_xy(x_m, y_m)
    return grid.contains(int(row), int(col))


def _explain(post: Post, ground: Ground, place: Place, faults: Faults) -> None:
    fields: dict[str, object] = {
        "lat": f"{post.lat_deg:.5f}",
        "lon": f"{post.lon_deg:.5f}",
        "ground": ground.name,
        "mgrs": mgrs_text(post.lon_deg, post.lat_deg),
    }
    if _on_grid(ground.grid, post.lat_deg, post.lon_deg):
        faults.add(place, _SWAPPED, **fields)
    elif _on_grid(ground.grid, post.lon_deg + _ZONE_DEG, post.lat_deg):
        faults.add(place, _ZONE_EAST, **fields)
    elif _on_grid(ground.grid, post.lon_deg - _ZONE_DEG, post.lat_deg):
        faults.add(place, _ZONE_WEST, **fields)
    else:
        faults.add(place, _BESIDE, **fields)
