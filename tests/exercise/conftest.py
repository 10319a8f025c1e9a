"""Grounds to lay forces on: one made by hand, and the sketch that ships with the project."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from shapely import LineString, Point

from tansiq.exercise import sketch
from tansiq.ground.grid import Grid
from tansiq.ground.model import Feature, Ground, Seam, VectorLayer


@dataclass(frozen=True)
class HandMadeGround(Ground):
    layers: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict)

    def features(self, layer: VectorLayer) -> tuple[Feature, ...]:
        return self.layers.get(layer, ())


def cut(line: LineString) -> Seam:
    from_km = np.arange(0.0, line.length / 1000.0)
    to_km = np.append(from_km[1:], line.length / 1000.0)
    start = shapely.get_coordinates(shapely.line_interpolate_point(line, from_km * 1000.0))
    end = shapely.get_coordinates(shapely.line_interpolate_point(line, to_km * 1000.0))
    return Seam(line, from_km, to_km, start, end)


@pytest.fixture(scope="session")
def hills() -> HandMadeGround:
    """120 km of seam with two bends through rolling ground, and a corner in the south-east where nobody can go."""
    return hills_along(LineString([(400e3, 4000e3), (440e3, 4010e3), (470e3, 3975e3), (510e3, 3970e3)]))


@pytest.fixture(scope="session")
def make_hills() -> Callable[..., HandMadeGround]:
    """Make the same hills with another seam and other features."""
    return hills_along


def hills_along(line: LineString, layers: Mapping[str, tuple[Feature, ...]] | None = None) -> HandMadeGround:
    grid = Grid(pyproj.CRS.from_epsg(32638).to_wkt(), 360e3, 4050e3, 500.0, 240, 380)
    col, row = np.meshgrid(np.arange(grid.cols), np.arange(grid.rows))
    elevation = (300.0 + 150.0 * np.sin(col / 1.7) * np.cos(row / 1.3)).astype(np.float32)
    elevation[:, :10] = np.nan
    x_m, y_m = grid.xy_from_cells(row, col)
    seam = cut(line)
    middles = [Point(xy) for xy in (seam.start_xy_m + seam.end_xy_m) / 2]
    nearest = shapely.STRtree(middles).nearest(shapely.points(x_m.ravel(), y_m.ravel())).reshape(grid.shape)
    off = shapely.distance(line, shapely.points(x_m, y_m))
    pace = np.full(grid.shape, 1.0, np.float32)
    pace[200:, 300:] = np.inf
    return HandMadeGround(
        path=Path("hills"),
        name="Hills",
        grid=grid,
        elevation_m=elevation,
        strip=np.where((off <= 30e3) & np.isfinite(elevation), nearest, -1).astype(np.int32),
        walk_s_per_m=pace,
        foot_s_per_m=pace,
        vehicle_s_per_m=pace,
        seam=seam,
        sketch=False,
        manifest={},
        notices=(),
        sha256="",
        layers=layers or {},
    )


@pytest.fixture(scope="session")
def sketched(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The sketch as a ground package, coarse so that tests stay quick."""
    return sketch.build(tmp_path_factory.mktemp("sketch") / "ground", cell_m=1000.0)
