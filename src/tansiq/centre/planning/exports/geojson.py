"""GeoJSON (RFC 7946): one collection, each feature with the name of its layer."""

import json

import shapely

from tansiq.centre.planning.exports.layers import about, layers_of
from tansiq.centre.planning.exports.plan import Plan
from tansiq.language import Language


def geojson_bytes(plan: Plan, _language: Language) -> bytes:
    """Return the file: every layer, coordinates to seven decimals, names in three languages.

    The same plan gives the same bytes. What the file says of itself stands under ``about``, a foreign member.

    Raises
    ------
    TooLargeToExportError
        If the plan holds more than a file may.
    """
    features = [
        {
            "type": "Feature",
            "id": f"{layer.name}/{one.id}",
            "geometry": shapely.geometry.mapping(one.geometry),
            "properties": {"layer": layer.name, **one.properties, "fictional": plan.fictional},
        }
        for layer in layers_of(plan)
        for one in layer.features
    ]
    document = {"type": "FeatureCollection", "about": dict(about(plan)), "features": features}
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode()
