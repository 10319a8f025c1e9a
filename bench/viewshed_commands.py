"""Viewshed programs other projects install: the gdal_viewshed command and GRASS r.viewshed.

Times are those of the program alone: opening the terrain, making GRASS's database and reading results are left out.
GRASS is given a region cut to the range, which is the kindest case for it.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin

EPSG = 32638
LEFT_M, TOP_M = 400_000.0, 4_000_000.0
GRASS_MEMORY_MB = 4000


class AbsentError(Exception):
    """The program is not installed here."""


def write_terrain(path: Path, heights: NDArray[np.float32], cell_m: float) -> None:
    """Write heights as a GeoTIFF in UTM zone 38N."""
    rows, cols = heights.shape
    place = from_origin(LEFT_M, TOP_M, cell_m, cell_m)
    with rasterio.open(
        path, "w", driver="GTiff", height=rows, width=cols, count=1, dtype="float32", crs=EPSG, transform=place
    ) as file:
        file.write(heights, 1)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        message = f"{name} is not installed"
        raise AbsentError(message)
    return found


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


class _Command:
    def __init__(self, terrain: Path, shape: tuple[int, int], cell_m: float, folder: Path) -> None:
        self.terrain, self.shape, self.cell_m, self.folder = terrain, shape, cell_m, folder

    def _centre(self, row: int, col: int) -> tuple[float, float]:
        return LEFT_M + (col + 0.5) * self.cell_m, TOP_M - (row + 0.5) * self.cell_m

    def _read(self, path: Path) -> NDArray[np.bool_]:
        with rasterio.open(path) as file:
            part, place = file.read(1), file.transform
        row, col = round((TOP_M - place.f) / self.cell_m), round((place.c - LEFT_M) / self.cell_m)
        visible = np.zeros(self.shape, np.bool_)
        visible[row : row + part.shape[0], col : col + part.shape[1]] = part == 1
        return visible


class GdalCommand(_Command):
    """gdal_viewshed, file in and file out."""

    def __init__(self, terrain: Path, shape: tuple[int, int], cell_m: float, folder: Path) -> None:
        super().__init__(terrain, shape, cell_m, folder)
        self.program = _program("gdal_viewshed")
        self.version = _output(_program("gdalinfo"), "--version").split(",")[0].removeprefix("GDAL ")

    def run(
        self, row: int, col: int, *, eye_m: float, target_m: float, range_m: float, curvature: float
    ) -> tuple[float, NDArray[np.bool_]]:
        """Return seconds, and bool [rows, cols]."""
        x_m, y_m = self._centre(row, col)
        result = self.folder / "gdal.tif"
        result.unlink(missing_ok=True)
        options = {"ox": x_m, "oy": y_m, "oz": eye_m, "tz": target_m, "md": range_m, "cc": curvature}
        options |= {"vv": 1, "iv": 0, "ov": 0}
        arguments = [text for name, value in options.items() for text in (f"-{name}", str(value))]
        start = time.perf_counter()
        subprocess.run([self.program, "-q", *arguments, self.terrain, result], check=True, capture_output=True)
        return time.perf_counter() - start, self._read(result)


class Grass(_Command):
    """GRASS r.viewshed in a database of its own."""

    def __init__(self, terrain: Path, shape: tuple[int, int], cell_m: float, folder: Path) -> None:
        super().__init__(terrain, shape, cell_m, folder)
        program = _program("grass")
        base = _output(program, "--config", "path").splitlines()[-1]
        self.version = _output(program, "--config", "version").splitlines()[-1]
        place = folder / "grass" / "ground"
        place.parent.mkdir()
        subprocess.run([program, "-c", terrain, "-e", place], check=True, capture_output=True)
        settings = folder / "gisrc"
        settings.write_text(f"GISDBASE: {place.parent}\nLOCATION_NAME: ground\nMAPSET: PERMANENT\nGUI: text\n")
        self.environment = os.environ | {
            "GISBASE": base,
            "GISRC": str(settings),
            "PATH": f"{base}/bin:{base}/scripts:{os.environ['PATH']}",
            "LD_LIBRARY_PATH": f"{base}/lib",
        }
        self._call("r.in.gdal", "-o", f"input={terrain}", "output=terrain")

    def _call(self, *command: str) -> None:
        subprocess.run([*command, "--quiet", "--overwrite"], check=True, capture_output=True, env=self.environment)

    def run(
        self, row: int, col: int, *, eye_m: float, target_m: float, range_m: float, curvature: float
    ) -> tuple[float, NDArray[np.bool_]]:
        """Return seconds, and bool [rows, cols]."""
        x_m, y_m = self._centre(row, col)
        reach = int(range_m / self.cell_m) + 2
        rows, cols = self.shape
        self._call(
            "g.region",
            f"n={TOP_M - max(0, row - reach) * self.cell_m}",
            f"s={TOP_M - min(rows, row + reach + 1) * self.cell_m}",
            f"w={LEFT_M + max(0, col - reach) * self.cell_m}",
            f"e={LEFT_M + min(cols, col + reach + 1) * self.cell_m}",
            "align=terrain",
        )
        options = {"observer_elevation": eye_m, "target_elevation": target_m, "max_distance": range_m}
        options |= {"refraction_coeff": 1.0 - curvature, "memory": GRASS_MEMORY_MB}
        arguments = [f"{name}={value}" for name, value in options.items()]
        start = time.perf_counter()
        self._call(
            "r.viewshed", "-c", "-r", "-b", "input=terrain", "output=seen", f"coordinates={x_m},{y_m}", *arguments
        )
        seconds = time.perf_counter() - start
        result = self.folder / "grass.tif"
        self._call("r.out.gdal", "-c", "input=seen", f"output={result}", "type=Byte", "nodata=255")
        return seconds, self._read(result)
