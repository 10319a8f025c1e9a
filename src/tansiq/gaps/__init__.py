"""Seen, reached, held, shared: the gap picture. ``picture`` does it all; the pieces are for analysts' own arrays.

Names are loaded when first used, so that importing this package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tansiq.gaps.compute import picture, picture_from_layers
    from tansiq.gaps.layers import party_layers
    from tansiq.gaps.model import (
        Gap,
        Length,
        Measure,
        NearestElement,
        Parameters,
        PartyLayers,
        Picture,
        Pocket,
        SharingGain,
        SharingPoint,
    )
    from tansiq.gaps.parameters import settle
    from tansiq.gaps.posts import place_posts
    from tansiq.gaps.travel import travel_minutes
    from tansiq.gaps.visibility import count_visible, visible_from
    from tansiq.gaps.workings import prepare

_MODULE_OF = {
    "Gap": "model",
    "Length": "model",
    "Measure": "model",
    "NearestElement": "model",
    "Parameters": "model",
    "PartyLayers": "model",
    "Picture": "model",
    "Pocket": "model",
    "SharingGain": "model",
    "SharingPoint": "model",
    "count_visible": "visibility",
    "party_layers": "layers",
    "picture": "compute",
    "picture_from_layers": "compute",
    "place_posts": "posts",
    "prepare": "workings",
    "settle": "parameters",
    "travel_minutes": "travel",
    "visible_from": "visibility",
}

__all__ = [
    "Gap",
    "Length",
    "Measure",
    "NearestElement",
    "Parameters",
    "PartyLayers",
    "Picture",
    "Pocket",
    "SharingGain",
    "SharingPoint",
    "count_visible",
    "party_layers",
    "picture",
    "picture_from_layers",
    "place_posts",
    "prepare",
    "settle",
    "travel_minutes",
    "visible_from",
]


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
