"""Relief grown from spot heights, ridge lines and rivers, with detail from a fixed seed.

In this order: a plain through the spot heights; ridges laid over it; roughness that grows with height above the plain;
valleys cut along the rivers, whose beds never rise downstream; reservoirs filled. Every step is plain arithmetic on
float64 (sums, products, square roots), done in one thread, so that the same facts and seed give the same bits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from tansiq.exercise.sketch.curves import LAT_KM, LON_KM, nearness, within_reach
from tansiq.exercise.sketch.facts import Lake, Ridge, River, lakes, ridges, rivers, spot_heights
from tansiq.exercise.sketch.noise import drawn_out, rough_surface, slanted
from tansiq.language import N_

SEED: Final = 20261122
CELL_DEG: Final = 1 / 400
"""Native cell: 226 m east to west, 277 m north to south."""
WEST_DEG, EAST_DEG, SOUTH_DEG, NORTH_DEG = 41.25, 46.10, 33.85, 37.20
ROUND_TO_M: Final = 0.1
SPOT_REACH_KM: Final = 14.0
PLAIN_STEP: Final = 8  # the plain is smooth: every eighth cell is enough

Progress = Callable[[float, str], None]
Heights = NDArray[np.float64]
Axis = NDArray[np.float64]


@dataclass(frozen=True)
class Relief:
    """The sketched relief.

    Attributes
    ----------
    elevation_m
        float32 [rows, cols]: metres above sea level, northern row first, no missing values.
    west_deg, north_deg
        Outer corner of cell (0, 0), WGS 84 [degrees].
    cell_deg
        Cell size [degrees].
    """

    elevation_m: NDArray[np.float32]
    west_deg: float
    north_deg: float
    cell_deg: float

    def heights_at(self, lon_deg: NDArray[np.float64], lat_deg: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return the heights [m] of the cells that contain the positions."""
        row = np.floor((self.north_deg - lat_deg) / self.cell_deg).astype(np.int64)
        col = np.floor((lon_deg - self.west_deg) / self.cell_deg).astype(np.int64)
        return self.elevation_m[row, col]


def grow(*, seed: int = SEED, progress: Progress | None = None) -> Relief:
    """Grow the relief of the band. About 2.6 million cells; some seconds."""
    cols, rows = round((EAST_DEG - WEST_DEG) / CELL_DEG), round((NORTH_DEG - SOUTH_DEG) / CELL_DEG)
    lon: Axis = WEST_DEG + (np.arange(cols, dtype=np.float64) + 0.5) * CELL_DEG
    lat: Axis = NORTH_DEG - (np.arange(rows, dtype=np.float64) + 0.5) * CELL_DEG
    tell = progress or (lambda _share, _label: None)
    label = N_("Growing the sketched relief")
    tell(0.0, label)
    plain = _plain(lon, lat)
    tell(0.2, label)
    risen = _with_ridges(plain, ridges(), lon, lat)
    tell(0.4, label)
    rough = risen + _roughness(risen, plain, np.random.default_rng(seed))
    tell(0.8, label)
    carved = _carved(rough, rivers(), lon, lat)
    _flood(carved, lakes(), lon, lat)
    tell(1.0, label)
    rounded = np.round(carved / ROUND_TO_M) * ROUND_TO_M
    return Relief(rounded.astype(np.float32), WEST_DEG, NORTH_DEG, CELL_DEG)


def _plain(lon_deg: Axis, lat_deg: Axis) -> Heights:
    """Weigh the spot heights by distance (a smooth bell without exponentials), then refine to every cell."""
    pad = PLAIN_STEP * 2
    step = CELL_DEG * PLAIN_STEP
    coarse_lon = lon_deg[0] - pad * CELL_DEG + np.arange((len(lon_deg) + 3 * pad) // PLAIN_STEP) * step
    coarse_lat = lat_deg[0] + pad * CELL_DEG - np.arange((len(lat_deg) + 3 * pad) // PLAIN_STEP) * step
    weight = np.zeros((len(coarse_lat), len(coarse_lon)))
    total = np.zeros_like(weight)
    for lon, lat, height in spot_heights():
        dx, dy = (coarse_lon - lon)[None, :] * LON_KM, (coarse_lat - lat)[:, None] * LAT_KM
        bell = 1.0 / (1.0 + (dx * dx + dy * dy) / SPOT_REACH_KM**2)
        bell = bell * bell * bell
        weight += bell
        total += bell * height
    return _refined(total / weight, PLAIN_STEP)[pad : pad + len(lat_deg), pad : pad + len(lon_deg)]


def _refined(coarse: Heights, step: int) -> Heights:
    """Interpolate linearly to ``step`` times as many points along both axes, then smooth the creases away."""
    for _ in range(2):
        share = (np.arange(step) / step)[None, :, None]
        fine = coarse[:-1, None, :] * (1.0 - share) + coarse[1:, None, :] * share
        coarse = np.ascontiguousarray(_running_mean(fine.reshape(-1, coarse.shape[1]), step).T)
    return coarse


def _running_mean(surface: Heights, width: int) -> Heights:
    """Average ``width`` rows around each row; the rim keeps its own values."""
    sums = np.cumsum(surface, axis=0)
    mean = surface.copy()
    half = width // 2
    mean[half : len(sums) - width + half] = (sums[width:] - sums[:-width])[: len(sums) - width] / width
    return mean


def _with_ridges(plain: Heights, lines: tuple[Ridge, ...], lon_deg: Axis, lat_deg: Axis) -> Heights:
    """Lay every ridge over the plain; where two overlap the higher one shows."""
    risen = plain.copy()
    for ridge in lines:
        rows, cols = within_reach(ridge.crest, lon_deg, lat_deg, ridge.half_width_km)
        near = nearness(ridge.crest, lon_deg[cols], lat_deg[rows], ridge.half_width_km)
        down = np.clip(1.0 - near.distance_km / ridge.half_width_km, 0.0, 1.0)
        # Steepest half-way: a rounded crest and a foot that runs out into the plain, as folded limestone weathers.
        profile = down * down * (1.5 - 0.5 * down)
        below, above = plain[rows, cols], risen[rows, cols]
        np.maximum(above, below + (near.height_m - below) * profile, out=above, where=down > 0.0)
    return risen


def _roughness(risen: Heights, plain: Heights, generator: np.random.Generator) -> Heights:
    """Return detail [m]: faint on plains, strong on ridges, drawn out along the strike of the folds."""
    rows, cols = risen.shape
    fine = rough_surface(generator, (rows, cols), 4)
    # East to west in the north, north-west to south-east in the south-east: two grains blended by place.
    level = drawn_out(generator, (rows, cols), 4, axis=1)
    slant = slanted(drawn_out(generator, (rows, rows + cols), 4, axis=0), cols)
    south = np.clip((np.arange(rows)[:, None] / rows * 1.5) + (np.arange(cols)[None, :] / cols) - 0.75, 0.0, 1.0)
    # Folding a surface over at 0 gives sharp crests between rounded hollows, as harder beds stand out.
    grain = 0.5 - np.abs(level * (1.0 - south) + slant * south)
    above_m = np.maximum(risen - plain, 0.0)
    height_m = np.clip(plain - 250.0, 0.0, 900.0)
    detail: Heights = fine * (9.0 + 0.40 * above_m + 0.20 * height_m) + grain * (6.0 + 0.25 * above_m + 0.30 * height_m)
    return detail


def _carved(surface: Heights, courses: tuple[River, ...], lon_deg: Axis, lat_deg: Axis) -> Heights:
    """Bring the ground down (or up) to each river's bed on its valley floor, less and less to the valley's edge."""
    carved = surface.copy()
    keep = np.ones_like(surface)
    bed = np.zeros_like(surface)
    for river in courses:
        rows, cols = within_reach(river.course, lon_deg, lat_deg, river.valley_km)
        near = nearness(river.course, lon_deg[cols], lat_deg[rows], river.valley_km)
        share = np.clip((near.distance_km - river.floor_km) / (river.valley_km - river.floor_km), 0.0, 1.0)
        share = share * share * (3.0 - 2.0 * share)
        closer = share < keep[rows, cols]
        keep[rows, cols][closer] = share[closer]
        bed[rows, cols][closer] = near.height_m[closer]
    carved += (bed - carved) * (1.0 - keep)
    return carved


def _flood(surface: Heights, waters: tuple[Lake, ...], lon_deg: Axis, lat_deg: Axis) -> None:
    """Level the ground inside each shore to the water, in place."""
    for lake in waters:
        (west, south), (east, north) = lake.shore.min(axis=0), lake.shore.max(axis=0)
        rows = np.flatnonzero((lat_deg >= south) & (lat_deg <= north))
        cols = np.flatnonzero((lon_deg >= west) & (lon_deg <= east))
        inside = shapely.contains_xy(shapely.Polygon(lake.shore), lon_deg[cols][None, :], lat_deg[rows][:, None])
        surface[np.ix_(rows, cols)] = np.where(inside, lake.level_m, surface[np.ix_(rows, cols)])
