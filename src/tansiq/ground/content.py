"""Vector layers of a ground package: read, brought onto the grid, cut to it, columns put into our words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tansiq.errors import BadInputError
from tansiq.ground import attributes
from tansiq.ground.extent import Extent, grid_box
from tansiq.ground.incidents import as_features, read_incidents
from tansiq.ground.layers import Bounds, Features, project, read_layers, swapped
from tansiq.ground.model import Notice
from tansiq.ground.notices import nothing_inside
from tansiq.ground.obstacles import bridges_of, road_classes
from tansiq.ground.sources import VectorSource
from tansiq.language import N_

# Files of these often hold lines in one layer and areas in another; all of them are meant.
_EVERY_LAYER = frozenset({"water", "protected", "bridges"})


@dataclass(frozen=True)
class Content:
    """What the vector inputs say about this ground.

    Attributes
    ----------
    features
        By role, in grid coordinates, cut to the grid; without a role that was not given.
    notices
        Roles that were given but have nothing here.
    """

    features: Mapping[str, Features] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()

    def dates(self) -> list[str]:
        """Return the dates of all incidents."""
        incidents = self.features.get("incidents")
        return [] if incidents is None else [str(d) for d in incidents.fields["date"]]


def read_content(sources: Mapping[str, VectorSource], extent: Extent) -> Content:
    """Read every vector input.

    Raises
    ------
    UnreadableInputError, UsageError, BadInputError
        As :func:`tansiq.ground.layers.read_layers`; also where latitude and longitude are exchanged.
    """
    bounds = extent.lonlat_bounds()
    features, notices = {}, []
    for role, source in sources.items():
        cut = _cut(_read(role, source, bounds), extent)
        if len(cut) == 0:
            _check_swapped(role, source, bounds)
            notices.append(nothing_inside(role, source.path.name))
        features[role] = cut
    return Content(features, tuple(notices))


def _read(role: str, source: VectorSource, bounds: Bounds | None) -> Features:
    if role == "incidents":
        return as_features(read_incidents(source, bounds))
    return read_layers(source, every_layer=role in _EVERY_LAYER, lonlat_bounds=bounds)


def _check_swapped(role: str, source: VectorSource, bounds: Bounds) -> None:
    anywhere = _read(role, source, None).geometry
    if len(anywhere) and shapely.intersects(shapely.box(*bounds), swapped(anywhere)).any():
        template = N_(
            "%(file)s has nothing on this ground, but would if its coordinates were exchanged. Write longitude first, "
            "then latitude."
        )
        raise BadInputError(template, file=source.path)


def _cut(features: Features, extent: Extent) -> Features:
    box = grid_box(extent.grid)
    if len(features) == 0:
        return features
    projected = project(features.geometry, extent.grid.crs)
    areal = shapely.get_dimensions(projected) == 2  # noqa: PLR2004 - areas
    projected[areal] = shapely.make_valid(projected[areal])
    dimensions = shapely.get_dimensions(projected)
    inside = shapely.intersection(projected, box)
    # A shape that only touches the edge leaves a point or a line behind: not what it was.
    whole = ~shapely.is_empty(inside) & (shapely.get_dimensions(inside) == dimensions)
    return Features(inside, features.fields, features.layers).take(whole)


def columns_of(role: str, features: Features) -> dict[str, Sequence[Any]]:
    """Return a role's columns as :meth:`tansiq.ground.model.Ground.features` promises them."""
    if role == "incidents":
        return {"date": [str(d) for d in features.fields["date"]]}
    named = attributes.names(features, units=role == "boundaries")
    columns: dict[str, Sequence[Any]] = {
        "name_en": [n.en for n in named],
        "name_ar": [n.ar for n in named],
        "name_ckb": [n.ckb for n in named],
    }
    if role == "places":
        columns["residents"] = attributes.residents(features)
        columns["rank"] = attributes.ranks(features, attributes.residents(features))
    if role == "roads":
        columns["class"], columns["bridge"] = road_classes(features), bridges_of(features)
    if role in {"water", "protected"}:
        columns["kind"] = attributes.first_text(features, *attributes.KIND_COLUMNS)
    return columns


def one(geometry: BaseGeometry) -> NDArray[np.object_]:
    """Return an array of one geometry."""
    return np.array([geometry], object)
