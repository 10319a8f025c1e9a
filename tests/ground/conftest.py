"""Small made-up land: a seam of some 21 km, heights from a formula, files in the formats people bring."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

import tansiq.ground
from tansiq.ground.model import Ground

WEST, NORTH, SOUTH, EAST = 44.0, 35.3, 35.0, 44.4
SEAM = shapely.LineString([(44.1, 35.1), (44.2, 35.12), (44.3, 35.2)])
Heights = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]


def rolling(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gentle waves of 10 and 14 km, 300 to 700 m."""
    return 500 + 100 * np.sin((lon - 44) * 57) + 100 * np.cos((lat - 35) * 50)


@dataclass
class Land:
    """Writes inputs into one folder and builds packages from them."""

    folder: Path

    def dem(
        self,
        name: str = "dem.tif",
        heights: Heights = rolling,
        *,
        bounds: tuple[float, float, float, float] = (WEST, SOUTH, EAST, NORTH),
        step_deg: float = 0.005,
        **profile: Any,  # noqa: ANN401 - rasterio's own
    ) -> Path:
        west, south, east, north = bounds
        cols, rows = round((east - west) / step_deg), round((north - south) / step_deg)
        lon = west + (np.arange(cols) + 0.5) * step_deg
        lat = north - (np.arange(rows) + 0.5) * step_deg
        array = heights(*np.meshgrid(lon, lat)).astype(np.float32)
        transform = Affine(step_deg, 0, west, 0, -step_deg, north)
        return self.raster(name, array, transform, **{"crs": "EPSG:4326", **profile})

    def raster(self, name: str, array: NDArray[Any], transform: Affine, unit: str = "", **profile: Any) -> Path:  # noqa: ANN401
        path = self.folder / name
        bands = array if array.ndim == 3 else array[None]
        settings = {"nodata": -32767.0, **profile}
        with rasterio.open(
            path, "w", driver="GTiff", count=bands.shape[0], height=bands.shape[1], width=bands.shape[2],
            dtype=bands.dtype, transform=transform, **settings,
        ) as file:  # fmt: skip
            file.write(bands)
            if unit:
                file.units = [unit] * bands.shape[0]
        return path

    def vectors(
        self,
        name: str,
        geometries: Sequence[BaseGeometry],
        fields: Mapping[str, Sequence[Any]] | None = None,
        *,
        layer: str | None = None,
        crs: str | None = "EPSG:4326",
    ) -> Path:
        path = self.folder / name
        columns = {key: np.array(list(values), object) for key, values in (fields or {}).items()}
        pyogrio.raw.write(
            path, shapely.to_wkb(np.array(list(geometries), object)), list(columns.values()), list(columns),
            layer=layer, geometry_type="Unknown", crs=crs,
        )  # fmt: skip
        return path

    def seam(self, line: BaseGeometry = SEAM) -> Path:
        return self.vectors("seam.gpkg", [line])

    def build(self, out: str = "package", **changes: Any) -> Ground:  # noqa: ANN401 - build's own
        """Build with a DEM, a seam, a 6 km band and 500 m cells, unless told otherwise."""
        given: dict[str, Any] = {"width_km": 6, "cell_m": 500, "margin_km": 2, **changes}
        if "dem" not in given:
            given["dem"] = [self.dem()]
        if not given.keys() & {"seam", "area"}:
            given["seam"] = self.seam()
        return tansiq.ground.build(self.folder / out, **given)

    def left_over(self) -> list[str]:
        """Names in the folder that no test helper wrote: packages, or what is left of them."""
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir())


@pytest.fixture
def land(tmp_path: Path) -> Land:
    return Land(tmp_path)
