"""Synthetic ground and forces: flat earth, seams of any shape, posts placed in metres, layers in closed form.

The layers here come from formulas, not from the visibility and travel engines, so that what is tested is what the
picture makes of them.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pyproj import CRS
from shapely import LineString, Point

from tansiq.domain.agreement import Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.names import Names
from tansiq.domain.party import Party
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.time import MannedHours
from tansiq.gaps.model import Parameters, PartyLayers
from tansiq.gaps.parameters import settle
from tansiq.ground.grid import Grid
from tansiq.ground.model import Feature, Ground, Seam, VectorLayer

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=9)
X0_M, Y0_M = 400_000.0, 4_000_000.0  # lower left corner of every synthetic grid
WALK_S_PER_M = 0.72  # 5 km/h
PARTIES = (Party("north", Names("North"), "left"), Party("south", Names("South"), "right"))


@dataclass(frozen=True)
class SyntheticGround(Ground):
    """A ground package that was never on disk."""

    layers: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)

    def features(self, layer: VectorLayer) -> tuple[Feature, ...]:
        return self.layers.get(layer, ())


def cut_into_lengths(line: LineString) -> Seam:
    ends_m = np.append(np.arange(0.0, line.length - 1e-6, 1000.0), line.length)
    points = np.array([line.interpolate(m).coords[0] for m in ends_m])
    return Seam(line, ends_m[:-1] / 1000, ends_m[1:] / 1000, points[:-1], points[1:])


def nearest_length(grid: Grid, seam: Seam, half_width_m: float) -> NDArray[np.int32]:
    """Strip by brute force: the nearest chord, by distance from the cell's centre; ties to the earlier one."""
    x_m, y_m = grid.xy_from_cells(*np.indices(grid.shape))
    best = np.full(grid.shape, half_width_m + 1e-6)
    strip = np.full(grid.shape, -1, np.int32)
    for i, (a, b) in enumerate(zip(seam.start_xy_m, seam.end_xy_m, strict=True)):
        along = ((x_m - a[0]) * (b - a)[0] + (y_m - a[1]) * (b - a)[1]) / ((b - a) @ (b - a))
        along = np.clip(along, 0, 1)
        distance = np.hypot(x_m - a[0] - along * (b - a)[0], y_m - a[1] - along * (b - a)[1])
        strip[distance < best - 1e-9] = i
        best = np.minimum(best, distance)
    return strip


def make_ground(
    seam_xy_m: Sequence[tuple[float, float]] | None,
    *,
    width_m: float,
    height_m: float,
    cell_m: float = 100.0,
    half_width_m: float = 1e9,
    layers: Mapping[str, tuple[Feature, ...]] | None = None,
) -> SyntheticGround:
    """Flat ground of ``width_m`` x ``height_m`` with a seam given in metres from its lower left corner."""
    rows, cols = round(height_m / cell_m), round(width_m / cell_m)
    grid = Grid(CRS.from_epsg(32638).to_wkt(), X0_M, Y0_M + rows * cell_m, cell_m, rows, cols)
    seam = None if seam_xy_m is None else cut_into_lengths(LineString([(X0_M + x, Y0_M + y) for x, y in seam_xy_m]))
    strip = np.zeros(grid.shape, np.int32) if seam is None else nearest_length(grid, seam, half_width_m)
    pace = np.full(grid.shape, WALK_S_PER_M, np.float32)
    return SyntheticGround(
        path=Path("synthetic"),
        name="synthetic",
        grid=grid,
        elevation_m=np.zeros(grid.shape, np.float32),
        strip=strip,
        walk_s_per_m=pace,
        foot_s_per_m=pace,
        vehicle_s_per_m=pace / np.float32(6),
        seam=seam,
        sketch=False,
        manifest={},
        notices=(),
        sha256="0" * 64,
        layers=layers or {},
    )


def make_post(
    ground: Ground,
    name: str,
    party: str,
    xy_m: tuple[float, float],
    *,
    reaction: ReactionElement | None = None,
    confirmed_at: datetime | None = EARLIER,
    range_m: float = 4000.0,
    detect_per_min: float = 0.2,
    manned: MannedHours | None = None,
) -> Post:
    """A post at metres from the ground's lower left corner."""
    lon, lat = ground.grid.lonlat_from_xy(X0_M + xy_m[0], Y0_M + xy_m[1])
    return Post(
        name,
        party,
        Names(name),
        float(lon),
        float(lat),
        range_day_m=range_m,
        detect_per_min_day=detect_per_min,
        manned=manned or MannedHours(),
        confirmed_at=confirmed_at,
        reaction=reaction,
    )


def make_laydown(posts: Sequence[Post], terms: Terms | None = None) -> Laydown:
    return Laydown(Names("Test"), PARTIES, tuple(posts), as_of=NOW, fictional=True, terms=terms or Terms())


def _rate(ground: Ground, posts: Sequence[Post]) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    """Flat earth without curvature: rate0 (1 - 0.9 d2 / R2) within range, summed over posts."""
    x_m, y_m = ground.grid.xy_from_cells(*np.indices(ground.grid.shape))
    seen_by, rate = np.zeros(ground.grid.shape, np.uint16), np.zeros(ground.grid.shape)
    for post in posts:
        px_m, py_m = ground.grid.xy_from_lonlat(post.lon_deg, post.lat_deg)
        part = ((x_m - px_m) ** 2 + (y_m - py_m) ** 2) / post.range_day_m**2
        rate += np.where(part <= 1, post.detect_per_min_day * (1 - 0.9 * part), 0.0)
        seen_by += (part <= 1).astype(np.uint16)
    return seen_by, rate.astype(np.float32)


def _minutes(ground: Ground, posts: Sequence[Post]) -> NDArray[np.float32]:
    """Straight-line time over flat ground, time to leave included."""
    x_m, y_m = ground.grid.xy_from_cells(*np.indices(ground.grid.shape))
    minutes = np.full(ground.grid.shape, np.inf)
    for post in posts:
        if post.reaction is None:
            continue
        px_m, py_m = ground.grid.xy_from_lonlat(post.lon_deg, post.lat_deg)
        pace = WALK_S_PER_M if post.reaction.mode == "foot" else WALK_S_PER_M / 6
        way = np.hypot(x_m - px_m, y_m - py_m) * pace / 60
        minutes = np.minimum(minutes, post.reaction.ready_min + way)
    return minutes.astype(np.float32)


def flat_layers(ground: Ground, laydown: Laydown, parameters: Parameters) -> tuple[PartyLayers, PartyLayers]:
    """What the layers must be on flat ground without curvature, from formulas."""
    made = []
    for party in laydown.parties:
        posts = [p for p in laydown.posts if p.party == party.id and p.manned.covers(parameters.window)]
        trusted = [p for p in posts if p.confirmed(parameters.at, parameters.terms.stale_after_h)]
        seen_by, rate_all = _rate(ground, posts)
        made.append(
            PartyLayers(
                party.id,
                seen_by,
                _rate(ground, trusted)[1],
                rate_all,
                _minutes(ground, trusted),
                _minutes(ground, posts),
            )
        )
    return made[0], made[1]


def layers_of(ground: Ground, **by_party: Mapping[str, Any]) -> tuple[PartyLayers, PartyLayers]:
    """Layers from numbers or arrays: ``north={"rate": ..., "minutes": ..., "rate_all": ..., "minutes_all": ...}``."""
    made = []
    for party in PARTIES:
        said = by_party.get(party.id, {})
        rate, minutes = said.get("rate", 0.0), said.get("minutes", np.inf)
        rasters = (rate, said.get("rate_all", rate), minutes, said.get("minutes_all", minutes))
        full = [np.broadcast_to(np.asarray(raster, np.float32), ground.grid.shape).copy() for raster in rasters]
        made.append(PartyLayers(party.id, (full[1] > 0).astype(np.uint16), *full))
    return made[0], made[1]


def settled(ground: Ground, laydown: Laydown) -> Parameters:
    return settle(ground, laydown)[0]


def place(x_m: float, y_m: float, name: str, residents: int | None, rank: int = 3) -> Feature:
    properties = {"name_en": name, "name_ar": "", "name_ckb": "", "residents": residents, "rank": rank}
    return Feature(Point(X0_M + x_m, Y0_M + y_m), properties)


def incident(x_m: float, y_m: float, date: str) -> Feature:
    return Feature(Point(X0_M + x_m, Y0_M + y_m), {"date": date})


def straight_ground(**more: Any) -> SyntheticGround:  # noqa: ANN401 - handed on to make_ground
    """20 km x 12 km, the seam along the middle from west to east."""
    return make_ground([(0, 6000), (20_000, 6000)], width_m=20_000, height_m=12_000, **more)


@pytest.fixture(scope="session")
def synthetic() -> ModuleType:
    """Everything above, since test files cannot import from here."""
    return sys.modules[__name__]
