"""GeoPackage (OGC 12-128): one layer each, in WGS 84, without styles; what the file says of itself in ``about``."""

import tempfile
from pathlib import Path
from typing import Final

import numpy as np
import pyogrio.raw

from tansiq.centre.planning.exports.layers import Layer, about, layers_of
from tansiq.centre.planning.exports.plan import Plan
from tansiq.ground.storage import without_dates, write_layer
from tansiq.language import Language

_WGS84: Final = "EPSG:4326"


def geopackage_bytes(plan: Plan, _language: Language) -> bytes:
    """Return the file; layers without features are there as well, with their columns.

    The same plan gives the same bytes with the same release of GDAL and SQLite: GeoPackage's own time of change is set
    to a fixed moment, the plan's ``made_at`` stands in ``about``.

    Raises
    ------
    TooLargeToExportError
        If the plan holds more than a file may.
    UnwritableOutputError
        If the disk for temporary files refuses it.
    """
    layers = layers_of(plan)
    with tempfile.TemporaryDirectory(prefix="tansiq-export-") as folder:
        path = Path(folder) / "plan.gpkg"
        for layer in layers:
            _write(path, layer, fictional=plan.fictional)
        _write_about(path, plan)
        return path.read_bytes()


def _write(path: Path, layer: Layer, *, fictional: bool) -> None:
    table = {column: [one.properties[column] for one in layer.features] for column in layer.columns}
    table["fictional"] = [fictional] * len(layer.features)
    shapes = np.array([one.geometry for one in layer.features] + [None], dtype=object)[:-1]  # of shapes, not of numbers
    write_layer(path, layer.name, shapes, table, _WGS84, geometry_type=layer.geometry_type)


def _write_about(path: Path, plan: Plan) -> None:
    said = about(plan)
    columns = [np.array([key for key, _ in said], object), np.array([str(value) for _, value in said], object)]
    with without_dates():
        pyogrio.raw.write(
            path, None, columns, ["key", "value"], layer="about", driver="GPKG", geometry_type=None, crs=None
        )
