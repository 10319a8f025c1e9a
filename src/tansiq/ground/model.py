"""What an opened ground package holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from tansiq.ground.grid import Grid

VectorLayer = Literal["area", "places", "roads", "boundaries", "water", "protected", "incidents"]


@dataclass(frozen=True)
class Notice:
    """Something a reader of any result must know: a stable code and a translatable English sentence.

    Attributes
    ----------
    code
        Such as ``no-roads``, ``sketch``, ``coarse-elevation``.
    template
        English sentence with ``%(name)s`` placeholders.
    fields
        The placeholders' values.
    """

    code: str
    template: str
    fields: Mapping[str, object]


@dataclass(frozen=True)
class Seam:
    """The line the parties agreed to measure along, and its 1 km lengths.

    Attributes
    ----------
    line
        The whole seam in grid coordinates [m], from its first kilometre on.
    from_km, to_km
        float64 [lengths]: kilometres along the seam where each length starts and ends. The last may be shorter.
    start_xy_m, end_xy_m
        float64 [lengths, 2]: end points of each length [m].
    """

    line: LineString
    from_km: NDArray[np.float64]
    to_km: NDArray[np.float64]
    start_xy_m: NDArray[np.float64]
    end_xy_m: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of lengths."""
        return len(self.from_km)


@dataclass(frozen=True)
class Feature:
    """One vector feature in grid coordinates [m] with its properties."""

    geometry: BaseGeometry
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Ground:
    """A ground package: the land as arrays on one grid.

    Attributes
    ----------
    path
        The package's folder.
    name
        What people call it.
    grid
        The grid of every array below.
    elevation_m
        float32 [rows, cols]: metres above sea level, NaN where there is none. Reaches past the area by the margin.
    strip
        int32 [rows, cols]: index of the nearest seam length, -1 outside the area of joint security interest.
        Without a seam every cell of the area has 0.
    walk_s_per_m
        float32 [rows, cols]: seconds to walk one metre, slope only (rivers ignored: somebody may swim). NaN as above.
    foot_s_per_m, vehicle_s_per_m
        float32 [rows, cols]: seconds a reaction element needs for one metre, roads, rivers and bridges included;
        inf where it cannot go or nothing is known.
    seam
        The seam, None if the package was built from an area alone.
    sketch
        True if the ground was drawn from public facts, not surveyed.
    manifest
        ``ground.toml`` as read: inputs' digests, licences, CRS and its scale error, resolution.
    notices
        What every result made on this ground must say.
    sha256
        Digest of ``ground.toml``, which holds the digests of everything else.
    """

    path: Path
    name: str
    grid: Grid
    elevation_m: NDArray[np.float32]
    strip: NDArray[np.int32]
    walk_s_per_m: NDArray[np.float32]
    foot_s_per_m: NDArray[np.float32]
    vehicle_s_per_m: NDArray[np.float32]
    seam: Seam | None
    sketch: bool
    manifest: Mapping[str, Any]
    notices: tuple[Notice, ...]
    sha256: str

    @property
    def area(self) -> NDArray[np.bool_]:
        """The area of joint security interest, bool [rows, cols]."""
        return self.strip >= 0

    def features(self, layer: VectorLayer) -> tuple[Feature, ...]:
        """Return the features of ``layer`` in grid coordinates, empty if the package has none.

        Places have properties ``name_en``, ``name_ar``, ``name_ckb`` (str, may be empty), ``residents`` (int or
        None) and ``rank`` (1 city ... 5 hamlet or unknown); boundaries ``name_en``, ``name_ar``, ``name_ckb``;
        roads ``class`` (see ``ground.going``) and ``bridge`` (bool); incidents ``date`` (ISO) only.
        """
        from tansiq.ground.vectors import read_features  # noqa: PLC0415 - GDAL is slow to import

        return read_features(self, layer)
