"""GDAL's viewshed through the C interface of the library that rasterio's wheel carries, memory in and out.

Reference: https://gdal.org/en/release-3.10/api/gdal_alg.html (GDALViewshedGenerate).
"""

import ctypes
import time
from ctypes import POINTER, c_char_p, c_double, c_int, c_void_p
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import CRS

EPSG = 32638
EARTH_RADIUS_M = 6_378_137.0  # GDAL takes the semi-major axis of the data's ellipsoid
_BYTE, _FLOAT32, _READ, _WRITE, _EDGE_MODE, _NORMAL_OUTPUT = 1, 6, 0, 1, 2, 1
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "GDALGetDriverByName": (c_void_p, [c_char_p]),
    "GDALCreate": (c_void_p, [c_void_p, c_char_p, c_int, c_int, c_int, c_int, c_void_p]),
    "GDALSetProjection": (c_int, [c_void_p, c_char_p]),
    "GDALSetGeoTransform": (c_int, [c_void_p, POINTER(c_double * 6)]),
    "GDALGetGeoTransform": (c_int, [c_void_p, POINTER(c_double * 6)]),
    "GDALGetRasterBand": (c_void_p, [c_void_p, c_int]),
    "GDALGetRasterXSize": (c_int, [c_void_p]),
    "GDALGetRasterYSize": (c_int, [c_void_p]),
    "GDALRasterIO": (c_int, [c_void_p, *[c_int] * 5, c_void_p, *[c_int] * 5]),
    "GDALViewshedGenerate": (
        c_void_p,
        [c_void_p, c_char_p, c_char_p, c_void_p, *[c_double] * 9, c_int, c_double, c_void_p, c_void_p, c_int, c_void_p],
    ),
    "GDALClose": (c_int, [c_void_p]),
    "GDALAllRegister": (None, []),
}


def library() -> ctypes.CDLL:
    """Return libgdal of rasterio's wheel; FileNotFoundError if rasterio was built against another one."""
    folder = Path(rasterio.__file__).parent.parent / "rasterio.libs"
    found = sorted(folder.glob("libgdal*"))
    if not found:
        message = f"no libgdal in {folder.name}: rasterio does not come from its wheel"
        raise FileNotFoundError(message)
    gdal = ctypes.CDLL(str(found[0]))
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(gdal, name)
        function.restype, function.argtypes = result, arguments
    gdal.GDALAllRegister()
    return gdal


class GdalViewshed:
    """Viewsheds on one grid of elevation, cells of ``cell_m`` metres in UTM zone 38N."""

    def __init__(self, elevation: NDArray[np.float32], cell_m: float) -> None:
        self.gdal, self.cell_m, self.shape = library(), cell_m, elevation.shape
        heights = np.ascontiguousarray(elevation, np.float32)
        rows, cols = self.shape
        driver = self.gdal.GDALGetDriverByName(b"MEM")
        self.data = self.gdal.GDALCreate(driver, b"", cols, rows, 1, _FLOAT32, None)
        self.gdal.GDALSetProjection(self.data, CRS.from_epsg(EPSG).to_wkt().encode())
        self.gdal.GDALSetGeoTransform(self.data, (c_double * 6)(0.0, cell_m, 0.0, 0.0, 0.0, -cell_m))
        self.band = self.gdal.GDALGetRasterBand(self.data, 1)
        self._transfer(self.band, _WRITE, heights, _FLOAT32)

    def _transfer(self, band: int, direction: int, array: NDArray[Any], kind: int) -> None:
        rows, cols = array.shape
        failed = self.gdal.GDALRasterIO(band, direction, 0, 0, cols, rows, array.ctypes.data, cols, rows, kind, 0, 0)
        if failed:
            message = "GDALRasterIO failed"
            raise RuntimeError(message)

    def run(
        self, row: int, col: int, *, eye_m: float, target_m: float, range_m: float, curvature: float
    ) -> tuple[float, NDArray[np.bool_]]:
        """Return the seconds GDAL took, and bool [rows, cols]; ``curvature`` is GDAL's coefficient (1 - refraction)."""
        x_m, y_m = (col + 0.5) * self.cell_m, -(row + 0.5) * self.cell_m
        heights_and_values = (eye_m, target_m, 1.0, 0.0, 0.0, -1.0, curvature)
        start = time.perf_counter()
        result = self.gdal.GDALViewshedGenerate(
            self.band, b"MEM", b"", None, x_m, y_m, *heights_and_values, _EDGE_MODE, range_m, None, None,
            _NORMAL_OUTPUT, None,
        )  # fmt: skip
        seconds = time.perf_counter() - start
        if not result:
            message = "GDALViewshedGenerate failed"
            raise RuntimeError(message)
        visible = self._read(result)
        self.gdal.GDALClose(result)
        return seconds, visible

    def _read(self, result: int) -> NDArray[np.bool_]:
        corner = (c_double * 6)()
        self.gdal.GDALGetGeoTransform(result, ctypes.byref(corner))
        part = np.empty((self.gdal.GDALGetRasterYSize(result), self.gdal.GDALGetRasterXSize(result)), np.uint8)
        self._transfer(self.gdal.GDALGetRasterBand(result, 1), _READ, part, _BYTE)
        row, col = round(-corner[3] / self.cell_m), round(corner[0] / self.cell_m)
        visible = np.zeros(self.shape, np.bool_)
        visible[row : row + part.shape[0], col : col + part.shape[1]] = part == 1
        return visible
