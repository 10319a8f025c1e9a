"""Writing GeoJSON: one feature a line, so that two versions can be compared by eye."""

import json
from collections.abc import Mapping
from typing import Any

from tansiq.exchange.laydown_file.tables import Record, Tables

_PLACED_BY_GEOMETRY = ("lat", "lon")


def geojson_bytes(tables: Tables) -> bytes:
    """Return the file's bytes: the same tables give the same bytes."""
    features = [_feature("post", record) for record in tables["posts"]] + [
        _feature("centre", record) for record in tables["centres"]
    ]
    lines = ",\n".join(_compact(feature) for feature in features)
    head = f'{{"type": "FeatureCollection",\n"tansiq": {_member(tables)},\n"features": [\n'
    return f"{head}{lines}\n]}}\n".encode()


def _feature(kind: str, record: Record) -> Mapping[str, Any]:
    properties = {name: value for name, value in record.items() if name not in _PLACED_BY_GEOMETRY}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [record["lon"], record["lat"]]},
        "properties": {"kind": kind, **properties},
    }


def _member(tables: Tables) -> str:
    header = dict(tables["laydown"][0])
    title = {language: header.pop(f"title_{language}") for language in ("en", "ar", "ckb")}
    terms = {**tables["terms"][0], "sectors": tables["sectors"]}
    brigades = [{**record, "awaiting": str(record["awaiting"] or "").split()} for record in tables["brigades"]]
    member = {
        "format": header["format"],
        "title": title,
        "fictional": header["fictional"],
        "as_of": header["as_of"],
        "parties": tables["parties"],
        "terms": terms,
        "brigades": brigades,
    }
    return json.dumps(member, ensure_ascii=False, indent=1, allow_nan=False)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
