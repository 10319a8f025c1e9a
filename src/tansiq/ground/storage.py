"""The files of a ground package: cloud-optimised GeoTIFFs and one GeoPackage, the same bytes for the same content."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import pyogrio.errors
import pyogrio.raw
import rasterio
import shapely
from numpy.typing import NDArray
from rasterio._err import CPLE_BaseError  # what closing a file on a full disk raises; exported nowhere else
from rasterio.errors import RasterioError, RasterioIOError

from tansiq.errors import BadGroundError, UnwritableOutputError
from tansiq.ground.grid import Grid
from tansiq.language import N_

VECTORS: Final = "ground.gpkg"
RASTERS: Final[Mapping[str, str]] = {
    "elevation": "elevation.tif",
    "strip": "strip.tif",
    "walk": "walk.tif",
    "foot": "foot.tif",
    "vehicle": "vehicle.tif",
}
# GeoPackage notes when a layer changed; the same content must give the same bytes.
_NO_DATE: Final = "2000-01-01T00:00:00.000Z"


def write_raster(path: Path, array: NDArray[Any], grid: Grid, *, nodata: float, progress_units: str = "") -> None:
    """Write an array as a cloud-optimised GeoTIFF (deflate, predictor, nearest-neighbour overviews).

    Raises
    ------
    UnwritableOutputError
        If the disk refuses it.
    """
    try:
        with rasterio.open(
            path, "w", driver="COG", height=grid.rows, width=grid.cols, count=1, dtype=array.dtype, crs=grid.crs_wkt,
            transform=grid.transform, nodata=nodata, compress="DEFLATE", predictor="YES", level=6,
            overview_resampling="NEAREST", num_threads=2, bigtiff="IF_SAFER",
        ) as dataset:  # fmt: skip
            dataset.write(array, 1)
            if progress_units:
                dataset.set_band_unit(1, progress_units)
    except (RasterioError, CPLE_BaseError, OSError) as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: Exception) -> UnwritableOutputError:
    template = N_("%(file)s cannot be written (%(reason)s). Check the free space and the rights of the folder.")
    return UnwritableOutputError(template, file=path.name, reason=error)


def read_raster(path: Path, grid: Grid, dtype: type[np.generic]) -> NDArray[Any]:
    """Read a raster of a package.

    Raises
    ------
    BadGroundError
        If it is damaged, or not on the package's grid.
    """
    try:
        with rasterio.open(path) as dataset:
            if dataset.shape != grid.shape or dataset.dtypes[0] != np.dtype(dtype).name or dataset.count != 1:
                template = N_("%(file)s does not fit the grid that ground.toml states. Build the ground package again.")
                raise BadGroundError(template, file=path)
            return np.asarray(dataset.read(1))
    except RasterioIOError as error:
        raise damaged(path) from error


def damaged(path: Path) -> BadGroundError:
    """Return the error for a file of a package that cannot be read."""
    template = N_("%(file)s is missing or damaged. Build the ground package again, or get a whole copy of it.")
    return BadGroundError(template, file=path)


@contextmanager
def without_dates() -> Iterator[None]:
    """Context in which GeoPackages are written without the time of writing."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _NO_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def write_layer(
    path: Path,
    layer: str,
    geometry: NDArray[np.object_],
    columns: Mapping[str, Sequence[Any]],
    crs_wkt: str,
    *,
    geometry_type: str = "Unknown",
) -> None:
    """Add a layer to a GeoPackage. Columns hold text, whole numbers, floats or booleans of one kind; None is null.

    ``geometry_type`` is GDAL's name of what every feature is, ``Unknown`` where they differ.

    Raises
    ------
    UnwritableOutputError
        If the disk refuses it.
    """
    arrays, masks = zip(*(_field(values) for values in columns.values()), strict=True) if columns else ((), ())
    try:
        with without_dates():
            pyogrio.raw.write(
                path, shapely.to_wkb(geometry), list(arrays), list(columns), field_mask=list(masks), layer=layer,
                driver="GPKG", geometry_type=geometry_type, crs=crs_wkt,
            )  # fmt: skip
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise _unwritable(path, error) from error


def _field(values: Sequence[Any]) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    missing = np.array([value is None for value in values], bool)
    known = [value for value in values if value is not None]
    if any(isinstance(value, str) for value in known):
        return np.array(values, object), None
    filled = np.array([0 if value is None else value for value in values], None if known else np.int64)
    return filled, missing if missing.any() else None


def read_layer(path: Path, layer: str) -> tuple[NDArray[np.object_], dict[str, list[Any]]]:
    """Read a layer of a package's GeoPackage, empty if it has none.

    Raises
    ------
    BadGroundError
        If the file is damaged.
    """
    try:
        if layer not in {str(name) for name, _ in pyogrio.list_layers(path)}:
            return np.empty(0, object), {}
        meta, _, wkb, columns = pyogrio.raw.read(path, layer=layer)
        geometry = np.asarray(shapely.from_wkb(wkb), object)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, shapely.errors.GEOSException) as error:
        raise damaged(path) from error
    read = zip(meta["fields"], meta["ogr_types"], meta["ogr_subtypes"], columns, strict=True)
    return geometry, {str(name): _values(kind, sub, column) for name, kind, sub, column in read}


def _values(kind: str, subtype: str, column: NDArray[Any]) -> list[Any]:
    if kind.startswith("OFTInteger"):
        make = bool if subtype == "OFSTBoolean" else int
        return [None if value is None or value != value else make(value) for value in column]  # noqa: PLR0124 - NaN
    return list(column.tolist())
