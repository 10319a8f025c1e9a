"""Opening a ground package."""

from pathlib import Path
from typing import Any

import numpy as np
from shapely import LineString

from tansiq.ground.grid import Grid
from tansiq.ground.manifest import MANIFEST, check_files, read_manifest
from tansiq.ground.model import Ground, Notice, Seam
from tansiq.ground.storage import RASTERS, VECTORS, damaged, read_layer, read_raster


def open(path: str | Path, *, verify: bool = False) -> Ground:  # noqa: A001 - ground.open() is what it is
    """Open a ground package.

    Parameters
    ----------
    path
        Its folder.
    verify
        Compare every file with its digest. Without it, only presence and size are checked.

    Returns
    -------
    Ground
        With its rasters read into memory (20 bytes a cell).

    Raises
    ------
    UnreadableInputError
        If the folder is not a ground package.
    BadGroundError
        If it is damaged, changed, or of an unknown format.
    """
    folder = Path(path)
    manifest, sha256 = read_manifest(folder)
    try:
        check_files(folder, manifest, verify=verify)
        grid = Grid(**manifest["grid"])
        name, sketch = str(manifest["name"]), bool(manifest["sketch"])
        notices = tuple(Notice(n["code"], n["template"], n["fields"]) for n in manifest["notices"])
    except (KeyError, TypeError) as error:
        raise damaged(folder / MANIFEST) from error
    rasters = {key: read_raster(folder / file, grid, _dtype(key)) for key, file in RASTERS.items()}
    return Ground(
        path=folder, name=name, grid=grid, elevation_m=rasters["elevation"], strip=rasters["strip"],
        walk_s_per_m=rasters["walk"], foot_s_per_m=rasters["foot"], vehicle_s_per_m=rasters["vehicle"],
        seam=_read_seam(folder), sketch=sketch, manifest=manifest, notices=notices, sha256=sha256,
    )  # fmt: skip


def _dtype(key: str) -> type[np.generic]:
    return np.int32 if key == "strip" else np.float32


def _read_seam(folder: Path) -> Seam | None:
    line, _ = read_layer(folder / VECTORS, "seam")
    if len(line) == 0:
        return None
    lengths, columns = read_layer(folder / VECTORS, "lengths")
    ends = np.array([(each.coords[0], each.coords[-1]) for each in lengths], np.float64).reshape(-1, 2, 2)
    return Seam(_line(line[0]), _km(columns, "from_km"), _km(columns, "to_km"), ends[:, 0], ends[:, 1])


def _line(geometry: Any) -> LineString:  # noqa: ANN401 - a shapely geometry
    return LineString(geometry)


def _km(columns: dict[str, list[Any]], name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(columns[name], np.float64)
