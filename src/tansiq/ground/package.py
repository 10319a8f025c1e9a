"""One build of a ground package: every raster and layer computed and written into a folder."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tansiq import __version__
from tansiq.errors import BadInputError
from tansiq.ground import manifest, notices
from tansiq.ground.content import Content, columns_of, one, read_content
from tansiq.ground.dem import Dem
from tansiq.ground.extent import Extent
from tansiq.ground.going import GOING_PARAMETERS, response_paces, walk_s_per_m
from tansiq.ground.model import Notice
from tansiq.ground.obstacles import Obstacles, draw_obstacles
from tansiq.ground.relief import Relief, check_reach, make_relief
from tansiq.ground.seam import length_lines
from tansiq.ground.sources import VectorSource
from tansiq.ground.storage import RASTERS, VECTORS, write_layer, write_raster
from tansiq.language import N_

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Package:
    """Everything one build works on: the ground's extent, its inputs, and what was said about it.

    ``where`` is the role (``area`` or ``seam``) and source that the extent was made from.
    """

    extent: Extent
    dems: Sequence[Dem]
    sources: Mapping[str, VectorSource]
    where: tuple[str, VectorSource]
    name: str
    sketch: bool
    margin_km: float
    licences: Mapping[str, str]

    def write(self, folder: Path, tell: Progress) -> None:
        """Compute everything and write it into an empty folder; ``tell`` is told the share done and the step."""
        extent, grid = self.extent, self.extent.grid
        check_reach(self.where[1], self.extent, self.dems)
        tell(0.03, N_("Reading places, roads and rivers"))
        content = read_content(self.sources, self.extent)
        tell(0.08, N_("Measuring along the seam"))
        strip = self.extent.strips()
        if not (strip >= 0).any():
            template = N_("The area is smaller than a cell of %(cell_m)g m. Take smaller cells.")
            raise BadInputError(template, cell_m=grid.cell_m)
        relief = make_relief(
            self.dems, extent, strip >= 0, lambda done: tell(0.12 + 0.3 * done, N_("Resampling the elevation"))
        )
        tell(0.42, N_("Working out the going"))
        obstacles = self._obstacles(content)
        foot, vehicle = self._paces(relief, obstacles)
        walk = walk_s_per_m(relief.elevation_m, grid.cell_m)
        arrays = {"elevation": relief.elevation_m, "strip": strip, "walk": walk, "foot": foot, "vehicle": vehicle}
        for i, (key, array) in enumerate(arrays.items()):
            tell(0.5 + 0.09 * i, N_("Writing the package"))
            write_raster(folder / RASTERS[key], array, grid, nodata=-1 if key == "strip" else math.nan)
        self._write_vectors(folder / VECTORS, content)
        tell(0.95, N_("Writing the package"))
        told = self._notices(relief, obstacles, content)
        manifest.write_manifest(folder, self._manifest(folder, relief, strip, told))
        tell(1.0, N_("Done"))

    def _obstacles(self, content: Content) -> Obstacles:
        roads, water, bridges = (content.features.get(role) for role in ("roads", "water", "bridges"))
        return draw_obstacles(self.extent.grid, roads, water, bridges)

    def _paces(self, relief: Relief, obstacles: Obstacles) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return response_paces(
            relief.elevation_m, self.extent.grid.cell_m, road_class=obstacles.road_class, barrier=obstacles.barrier,
            crossing=obstacles.crossing, road_surface=obstacles.road_surface,
        )  # fmt: skip

    def _write_vectors(self, path: Path, content: Content) -> None:
        crs_wkt, seam = self.extent.grid.crs_wkt, self.extent.seam
        write_layer(path, "area", one(self.extent.area), {}, crs_wkt)
        if seam is not None:
            write_layer(path, "seam", one(seam.line), {}, crs_wkt)
            km = {"from_km": seam.from_km.tolist(), "to_km": seam.to_km.tolist()}
            write_layer(path, "lengths", length_lines(seam), {"index": list(range(len(seam))), **km}, crs_wkt)
        for role, features in content.features.items():
            if len(features) and role != "bridges":
                write_layer(path, role, features.geometry, columns_of(role, features), crs_wkt)

    def _notices(self, relief: Relief, obstacles: Obstacles, content: Content) -> list[Notice]:
        told = [notices.SKETCH] if self.sketch else []
        if "roads" not in self.sources:
            told.append(notices.NO_ROADS)
        if obstacles.barrier is not None and obstacles.barrier.any() and not obstacles.crossed:
            told.append(notices.NO_CROSSINGS)
        told += notices.coarse_elevation(relief.measured_every_m(), self.extent.grid.cell_m)
        told += notices.missing_elevation(relief.area_missing, relief.margin_missing)
        told += notices.voids(relief.area_void)
        told += notices.zeros(relief.area_zero)
        told += notices.scale(self.extent.choice.scale_error)
        places = content.features.get("places")
        if places is None or not any(columns_of("places", places)["residents"]):
            told.append(notices.NO_RESIDENTS)
        told += notices.incidents_period(content.dates())
        return [*told, *content.notices]

    def _manifest(
        self, folder: Path, relief: Relief, strip: NDArray[np.int32], told: Sequence[Notice]
    ) -> dict[str, Any]:
        extent = self.extent
        return {
            "format": manifest.FORMAT,
            "software": f"tansiq {__version__}",
            "name": self.name,
            "sketch": self.sketch,
            "grid": manifest.describe_grid(extent.grid),
            "crs": {
                "kind": extent.choice.kind,
                "scale_error": extent.choice.scale_error,
                "tried": extent.choice.tried,
            },
            "area": _describe_area(extent, strip, self.margin_km),
            "elevation": relief.describe(),
            "going": dict(GOING_PARAMETERS),
            "inputs": manifest.describe_inputs(self._inputs(), self.licences),
            "files": manifest.describe_files(folder),
            "notices": manifest.describe_notices(told),
        }

    def _inputs(self) -> list[tuple[str, Path | VectorSource]]:
        dems: list[tuple[str, Path | VectorSource]] = [("dem", dem.path) for dem in self.dems]
        return [*dems, self.where, *self.sources.items()]


def _describe_area(extent: Extent, strip: NDArray[np.int32], margin_km: float) -> dict[str, Any]:
    cells = int((strip >= 0).sum())
    table: dict[str, Any] = {"cells": cells, "km2": cells * extent.grid.cell_km2, "margin_km": margin_km}
    if extent.seam is None or extent.width_m is None:
        return table
    seam_km = float(extent.seam.to_km[-1])
    return {**table, "width_km": extent.width_m / 1000, "seam_km": seam_km, "lengths": len(extent.seam)}
