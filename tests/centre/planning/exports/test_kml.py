"""KML against the order of elements that OGC 07-147r2 prescribes, and in the language asked for."""

import re
import xml.etree.ElementTree as ET

import pytest

from tansiq.centre.planning.exports import FORMATS, Plan
from tansiq.domain.state import STATE_COLOURS, State
from tansiq.language import LANGUAGES, Language

SPACE = "{http://www.opengis.net/kml/2.2}"
# ogckml22.xsd: what may stand in each element, in this order.
ORDER = {
    "kml": ("Document",),
    "Document": ("name", "open", "description", "styleUrl", "Style", "ExtendedData", "Folder"),
    "Folder": ("name", "open", "description", "styleUrl", "Style", "ExtendedData", "Placemark"),
    "Placemark": ("name", "open", "description", "styleUrl", "Style", "ExtendedData", "GEOMETRY"),
    "Style": ("IconStyle", "LabelStyle", "LineStyle", "PolyStyle"),
    "IconStyle": ("color", "scale"),
    "LineStyle": ("color", "width"),
    "PolyStyle": ("color", "fill", "outline"),
    "ExtendedData": ("Data",),
    "Data": ("displayName", "value"),
    "Point": ("coordinates",),
    "LineString": ("extrude", "tessellate", "altitudeMode", "coordinates"),
    "Polygon": ("outerBoundaryIs", "innerBoundaryIs"),
    "outerBoundaryIs": ("LinearRing",),
    "innerBoundaryIs": ("LinearRing",),
    "LinearRing": ("coordinates",),
    "MultiGeometry": ("GEOMETRY",),
}
GEOMETRY = {"Point", "LineString", "Polygon", "MultiGeometry"}


def tree(plan: Plan, language: Language) -> ET.Element:
    return ET.fromstring(FORMATS["kml"].make(plan, language))  # noqa: S314 - our own file


@pytest.fixture(scope="module")
def english(plan: Plan) -> ET.Element:
    return tree(plan, "en")


def bare(element: ET.Element) -> str:
    assert element.tag.startswith(SPACE)
    return element.tag.removeprefix(SPACE)


def test_elements_stand_where_the_schema_allows(english: ET.Element) -> None:
    for element in english.iter():
        below = ["GEOMETRY" if bare(child) in GEOMETRY else bare(child) for child in element]
        order = ORDER.get(bare(element), ())
        assert set(below) <= set(order), bare(element)
        assert below == sorted(below, key=order.index), bare(element)


def test_values_are_of_the_schemas_types(english: ET.Element) -> None:
    for colour in english.iter(f"{SPACE}color"):
        assert re.fullmatch("[0-9a-f]{8}", colour.text or "")
    ids = [element.attrib["id"] for element in english.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch("[A-Za-z_][A-Za-z0-9_.-]*", one) for one in ids)  # NCName
    for ring in english.iter(f"{SPACE}LinearRing"):
        points = (ring.findtext(f"{SPACE}coordinates") or "").split()
        assert len(points) >= 4
        assert points[0] == points[-1]


def test_every_style_asked_for_is_there_and_states_have_their_colours(english: ET.Element) -> None:
    styles = {style.attrib["id"]: style for style in english.iter(f"{SPACE}Style")}
    assert {str(url.text).removeprefix("#") for url in english.iter(f"{SPACE}styleUrl")} <= set(styles)
    for state in State:
        colour = styles[f"style-lengths-{state.key}"].findtext(f"{SPACE}LineStyle/{SPACE}color") or ""
        assert f"#{colour[6:8]}{colour[4:6]}{colour[2:4]}".upper() == STATE_COLOURS[state].upper()


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_in_the_language_asked_for(plan: Plan, language: Language) -> None:
    document = tree(plan, language).find(f"{SPACE}Document")
    assert document is not None
    assert document.findtext(f"{SPACE}name") == getattr(plan.course.title, language)
    names = {name.text for name in document.iter(f"{SPACE}name")}
    assert getattr(plan.course.put["X9"].names, language) in names
