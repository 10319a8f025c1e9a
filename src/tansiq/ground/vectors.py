"""Features of an opened ground package."""

from tansiq.ground.model import Feature, Ground, VectorLayer
from tansiq.ground.storage import VECTORS, read_layer


def read_features(ground: Ground, layer: VectorLayer) -> tuple[Feature, ...]:
    """Return the features of a layer in grid coordinates, as :meth:`tansiq.ground.model.Ground.features` says.

    Raises
    ------
    BadGroundError
        If the package's GeoPackage is missing or damaged.
    """
    geometry, columns = read_layer(ground.path / VECTORS, layer)
    rows = zip(*columns.values(), strict=True) if columns else (() for _ in geometry)
    return tuple(Feature(g, dict(zip(columns, row, strict=True))) for g, row in zip(geometry, rows, strict=True))
