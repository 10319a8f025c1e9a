"""Reading GeoJSON (RFC 7946): posts and centres as points, everything else in the foreign member ``tansiq``."""

from collections.abc import Mapping
from typing import Any, Final

from tansiq.errors import UnreadableInputError
from tansiq.exchange.laydown_file.bounded_json import parse_json
from tansiq.exchange.laydown_file.characters import shown
from tansiq.exchange.laydown_file.columns import FORMAT, TableName
from tansiq.exchange.laydown_file.faults import Faults, Place
from tansiq.exchange.laydown_file.limits import LIMITS
from tansiq.exchange.laydown_file.raw import Cell, RawLaydown, Row, Table
from tansiq.exchange.laydown_file.unicode_text import decode
from tansiq.language import N_

_WGS84: Final = ("CRS84", "EPSG::4326", "EPSG:4326")
_KINDS: Final[dict[object, TableName]] = {None: "posts", "post": "posts", "centre": "centres"}
_MEMBERS: Final = ("format", "title", "fictional", "as_of", "parties", "terms", "brigades")
_LANGUAGES: Final = ("en", "ar", "ckb")

_NOT_COLLECTION: Final = N_("%(file)s is JSON but not a GeoJSON FeatureCollection: export the layer as GeoJSON.")
_FORMAT: Final = N_("%(file)s says its format is “%(value)s”; this version reads %(known)s.")
_CRS: Final = N_("%(file)s is in “%(crs)s”: GeoJSON is in WGS 84. Export it in EPSG:4326.")
_TOO_MANY: Final = N_("there are more than %(limit)s entries: a laydown has at most that many.")
_NOT_OBJECT: Final = N_("“%(value)s” is not an object: write it as the format's description shows.")
_NOT_LIST: Final = N_("“%(value)s” is not a list: write it as the format's description shows.")
_NOT_POINT: Final = N_("its geometry is not a point of longitude and latitude: posts and centres are points.")
_NOT_FEATURE: Final = N_("it is not a GeoJSON Feature with properties: export the layer as GeoJSON.")
_TWO_POSITIONS: Final = N_("the point has its coordinates, and %(column)s gives them again: remove the property.")
_TWO_IDS: Final = N_("the feature's own id is “%(value)s” and its property says otherwise: keep one.")
_KIND: Final = N_("“%(value)s” is not one of post, centre.")
_UNKNOWN: Final = N_("this member is not known here: remove it. Known are %(known)s.")


def read_geojson(content: bytes, file: str) -> RawLaydown:
    """Return the tables of a GeoJSON laydown.

    Raises
    ------
    UnreadableInputError
        If it is not UTF-8, not JSON, too deep or too large, no FeatureCollection, or not in WGS 84.
    BadInputError
        If a feature or member has not the shape it must have.
    """
    document = parse_json(decode(content, file), file)
    if not (
        isinstance(document, dict)
        and document.get("type") == "FeatureCollection"
        and isinstance(document.get("features"), list)
    ):
        raise UnreadableInputError(_NOT_COLLECTION, file=file)
    _check_crs(document.get("crs"), file)
    faults = Faults(file)
    tables = _members(document.get("tansiq", {}), file, faults)
    tables |= _features(document["features"], file, faults)
    faults.refuse()
    return RawLaydown(file, tables)


def _check_crs(crs: object, file: str) -> None:
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name") if isinstance(properties, dict) else crs)
    if not name.endswith(_WGS84):
        raise UnreadableInputError(_CRS, file=file, crs=shown(name))


def _features(features: list[Any], file: str, faults: Faults) -> dict[TableName, Table]:
    rows: dict[TableName, list[Row]] = {"posts": [], "centres": []}
    if len(features) > LIMITS.rows:
        faults.stop(Place(file), _TOO_MANY, limit=LIMITS.rows)
    for number, feature in enumerate(features, 1):
        place = Place(file, unit="feature", number=number)
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            faults.add(place, _NOT_FEATURE)
            continue
        properties = dict(feature["properties"])
        kind = properties.pop("kind", None)
        table = _KINDS.get(kind) if isinstance(kind, str | None) else None
        if table is None:
            faults.add(place.at("kind"), _KIND, value=shown(kind))
            continue
        rows[table].append(Row(place, _cells(feature, properties, place, faults)))
    return {name: Table(Place(file), None, tuple(found)) for name, found in rows.items()}


def _cells(feature: Mapping[str, Any], properties: Mapping[str, Cell], place: Place, faults: Faults) -> dict[str, Cell]:
    cells = _filled(properties)
    if feature.get("id") is not None and str(cells.setdefault("id", feature["id"])) != str(feature["id"]):
        faults.add(place.at("id"), _TWO_IDS, value=shown(feature["id"]))
    geometry = feature.get("geometry")
    if geometry is None:
        return cells
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if not (
        isinstance(geometry, dict)
        and geometry.get("type") == "Point"
        and isinstance(coordinates, list)
        and len(coordinates) in (2, 3)
    ):
        faults.add(place, _NOT_POINT)
        return cells
    for column, degrees in zip(("lon", "lat"), coordinates, strict=False):
        if column in cells:
            faults.add(place.at(column), _TWO_POSITIONS, column=column)
        cells[column] = degrees
    return cells


def _filled(values: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: value for name, value in values.items() if value is not None and value != ""}


def _members(said: object, file: str, faults: Faults) -> dict[TableName, Table]:
    members = _Members(file, faults)
    top = members.object_of(said, "tansiq")
    if "format" in top and top["format"] != FORMAT:
        raise UnreadableInputError(_FORMAT, file=file, value=shown(top["format"]), known=FORMAT)
    members.check_known(top, _MEMBERS, "tansiq")
    title = members.object_of(top.get("title"), "tansiq.title")
    members.check_known(title, _LANGUAGES, "tansiq.title")
    header = {f"title_{language}": title.get(language) for language in _LANGUAGES}
    header |= {name: top.get(name) for name in ("fictional", "as_of")}
    terms = members.object_of(top.get("terms"), "tansiq.terms")
    return {
        "laydown": members.single(header, "tansiq"),
        "terms": members.single({name: value for name, value in terms.items() if name != "sectors"}, "tansiq.terms"),
        "parties": members.table(top.get("parties"), "tansiq.parties"),
        "sectors": members.table(terms.get("sectors"), "tansiq.terms.sectors"),
        "brigades": members.table(top.get("brigades"), "tansiq.brigades"),
    }


class _Members:
    """Members of the foreign object as tables; what has not the right shape is recorded."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.file = file
        self.faults = faults

    def object_of(self, value: object, path: str) -> Mapping[str, Any]:
        if value is None or isinstance(value, dict):
            return value or {}
        self.faults.add(Place(self.file, member=path), _NOT_OBJECT, value=shown(value))
        return {}

    def check_known(self, members: Mapping[str, Any], known: tuple[str, ...], path: str) -> None:
        for name in members:
            if name not in known:
                self.faults.add(Place(self.file, member=f"{path}.{shown(name)}"), _UNKNOWN, known=", ".join(known))

    def single(self, cells: Mapping[str, Cell], path: str) -> Table:
        place = Place(self.file, member=path)
        return Table(place, None, (Row(place, _filled(cells)),))

    def table(self, value: object, path: str) -> Table:
        place = Place(self.file, member=path)
        if value is not None and not isinstance(value, list):
            self.faults.add(place, _NOT_LIST, value=shown(value))
        entries = value if isinstance(value, list) else []
        if len(entries) > LIMITS.rows:
            self.faults.stop(place, _TOO_MANY, limit=LIMITS.rows)
        rows = []
        for number, entry in enumerate(entries, 1):
            row_place = Place(self.file, member=path, unit="entry", number=number)
            if isinstance(entry, dict):
                rows.append(Row(row_place, _filled({name: _joined(cell) for name, cell in entry.items()})))
            else:
                self.faults.add(row_place, _NOT_OBJECT, value=shown(entry))
        return Table(place, None, tuple(rows))


def _joined(cell: Cell) -> Cell:
    """Return a list of words, as ``awaiting`` has, in the way the tables write it."""
    return " ".join(cell) if isinstance(cell, list) and all(isinstance(word, str) for word in cell) else cell
