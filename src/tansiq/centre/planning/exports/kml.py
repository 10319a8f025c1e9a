"""KML (OGC 07-147r2, version 2.2): a folder for each layer, gaps and seam in the colours of their states."""

import re
import xml.etree.ElementTree as ET  # written, never parsed
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from tansiq.centre.planning.exports.layers import Feature, Layer, about, layers_of
from tansiq.centre.planning.exports.plan import FICTIONAL, MARKING, NO_LEGAL_MEANING, Plan
from tansiq.domain.names import Names
from tansiq.domain.state import STATE_COLOURS, State
from tansiq.language import N_, Language, translate

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
LAYER_NAMES: Final = {
    "posts": N_("Posts"),
    "changes": N_("Posts changed"),
    "gaps": N_("Gaps"),
    "pockets": N_("Pockets"),
    "lengths": N_("Seam, by kilometre"),
    "corridors": N_("Corridors"),
    "checkpoints": N_("Joint checkpoints"),
    "areas": N_("Company areas"),
}
_PARTY_COLOURS: Final = ("#6A4C93", "#2A9D8F")
_LINE: Final = {"lengths": 5, "corridors": 3}
_OTHER_COLOURS: Final = {"changes": "#111111", "corridors": "#111111", "checkpoints": "#3B2F2F", "areas": "#3B2F2F"}
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SOLID, _THIN = "ff", "66"


def kml_bytes(plan: Plan, language: Language) -> bytes:
    """Return the file, names in ``language`` where they are known.

    The same plan gives the same bytes.

    Raises
    ------
    TooLargeToExportError
        If the plan holds more than a file may.
    """
    root = ET.Element("kml", {"xmlns": NAMESPACE})
    document = _below(root, "Document")
    _below(document, "name", plan.course.title.best(language) or plan.course.id)
    _below(document, "open", "1")
    _below(document, "description", "\n".join(_said(plan, language)))
    for name, style in _styles(plan):
        document.append(style(f"style-{name}"))
    _data(document, dict(about(plan)))
    for layer in layers_of(plan):
        folder = _below(document, "Folder")
        _below(folder, "name", translate(LAYER_NAMES[layer.name], language))
        for feature in layer.features:
            folder.append(_placemark(plan, layer, feature, language))
    written: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"


def _said(plan: Plan, language: Language) -> Iterator[str]:
    yield translate(MARKING, language)
    if plan.fictional:
        yield translate(FICTIONAL, language)
    yield translate(NO_LEGAL_MEANING, language)


def _below(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes)
    if text is not None:
        made.text = _NO_XML.sub("\ufffd", text)
    return made


def _styles(plan: Plan) -> Iterator[tuple[str, Callable[[str], ET.Element]]]:
    """Yield each style's id with what makes it."""
    for state, colour in STATE_COLOURS.items():
        yield f"lengths-{state.key}", _style(colour, line=_LINE["lengths"])
        yield f"gaps-{state.key}", _style(colour, line=1)
    yield "pockets", _style(STATE_COLOURS[State.OPEN], line=1)
    for party, colour in zip(plan.after.laydown.parties, _PARTY_COLOURS, strict=True):
        yield f"posts-{plan.after.laydown.parties.index(party)}", _style(colour, line=1)
    for layer, colour in _OTHER_COLOURS.items():
        yield layer, _style(colour, line=_LINE.get(layer, 2))


def _style(colour: str, *, line: int) -> Callable[[str], ET.Element]:
    def make(name: str) -> ET.Element:
        style = ET.Element("Style", {"id": name})
        for tag, parts in (
            ("IconStyle", {"color": _abgr(colour, _SOLID)}),
            ("LineStyle", {"color": _abgr(colour, _SOLID), "width": str(line)}),
            ("PolyStyle", {"color": _abgr(colour, _THIN)}),
        ):
            below = _below(style, tag)
            for key, value in parts.items():
                _below(below, key, value)
        return style

    return make


def _abgr(colour: str, opacity: str) -> str:
    """Return ``#rrggbb`` as KML writes it: opacity, blue, green, red."""
    return f"{opacity}{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()


def _placemark(plan: Plan, layer: Layer, feature: Feature, language: Language) -> ET.Element:
    placemark = ET.Element("Placemark", {"id": _xml_id(layer, feature)})
    _below(placemark, "name", _name(feature, language))
    _below(placemark, "styleUrl", f"#style-{_style_of(plan, layer, feature)}")
    _data(placemark, {key: feature.properties[key] for key in layer.columns} | {"fictional": plan.fictional})
    _shape(placemark, feature.geometry)
    return placemark


def _xml_id(layer: Layer, feature: Feature) -> str:
    """Return an id that XML takes, whatever stands in the feature's: its number within the layer."""
    return f"{layer.name}-{layer.features.index(feature) + 1}"


def _name(feature: Feature, language: Language) -> str:
    names = Names(*(feature.properties.get(f"name_{each}") or "" for each in ("en", "ar", "ckb")))
    return names.best(language) or feature.id


def _style_of(plan: Plan, layer: Layer, feature: Feature) -> str:
    properties = feature.properties
    if layer.name == "lengths":
        return f"lengths-{properties['state']}"
    if layer.name == "gaps":
        most = max((State.SLOW, State.BLIND, State.OPEN, State.UNKNOWN), key=lambda one: properties[f"{one.key}_km"])
        return f"gaps-{most.key}"
    if layer.name == "posts":
        return f"posts-{[party.id for party in plan.after.laydown.parties].index(properties['party'])}"
    return layer.name


def _data(parent: ET.Element, values: Mapping[str, Any]) -> None:
    """Write what is known as untyped data; None is left out."""
    extended = _below(parent, "ExtendedData")
    for key, value in values.items():
        if value is not None and value != "":
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            _below(_below(extended, "Data", name=key), "value", shown)


def _shape(parent: ET.Element, shape: BaseGeometry) -> None:
    if shape.geom_type == "MultiPolygon":
        many = _below(parent, "MultiGeometry")
        for part in shapely.get_parts(shape):
            _shape(many, part)
        return
    made = _below(parent, shape.geom_type)
    if not isinstance(shape, Polygon):
        if shape.geom_type == "LineString":
            _below(made, "tessellate", "1")
        _below(made, "coordinates", _coordinates(shape))
        return
    for tag, rings in (("outerBoundaryIs", [shape.exterior]), ("innerBoundaryIs", shape.interiors)):
        for ring in rings:
            _below(_below(_below(made, tag), "LinearRing"), "coordinates", _coordinates(ring))


def _coordinates(shape: BaseGeometry) -> str:
    return " ".join(f"{lon:.7f},{lat:.7f}" for lon, lat in shapely.get_coordinates(shape).tolist())
