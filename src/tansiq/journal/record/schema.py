"""The part of JSON Schema (2020-12) that the kinds' schemas use, and no more.

A schema with a keyword that is not here is refused when it is loaded: a rule that nobody checks is a false promise.
``format: date-time`` is checked, and always with a zone.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, TypeAlias

from tansiq.journal.errors import BadTimeError
from tansiq.journal.json_strict import Json, canonical
from tansiq.journal.times import read_time

Schema: TypeAlias = Mapping[str, Any]

_BELOW: Final = frozenset({"items", "properties", "propertyNames"})  # rules for what lies below
_NOTES: Final = frozenset({"$schema", "$id", "$defs", "title", "description"})
_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "null": type(None),
}  # fmt: skip


class SchemaError(ValueError):
    """A schema of ours is wrong; a fault of the program."""


def check_schema(schema: Schema) -> None:
    """Refuse a schema that says something :func:`faults` does not check.

    Raises
    ------
    SchemaError
        Unknown keyword, type or format, or an object that leaves further properties open.
    """
    unknown = schema.keys() - _RULES.keys() - _BELOW - _NOTES - {"$ref"}
    if unknown or schema.get("format", "date-time") != "date-time":
        message = f"not checked here: {sorted(unknown)} {schema.get('format')}"
        raise SchemaError(message)
    if schema.get("type", "object") == "object" and "properties" in schema and schema.get("additionalProperties", True):
        message = f"further properties are open: {sorted(schema['properties'])}"
        raise SchemaError(message)
    for below in (*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()):
        check_schema(below)
    for key in ("items", "propertyNames", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            check_schema(schema[key])


def faults(value: Json, schema: Schema, whole: Schema, where: str = "body") -> list[str]:
    """Return where ``value`` breaks ``schema``, as ``path: rule``; empty if nowhere.

    Parameters
    ----------
    value
        As read by :mod:`~tansiq.journal.json_strict`.
    schema, whole
        The rules here, and the whole schema, whose ``$defs`` are referred to.
    where
        Path so far.
    """
    if "$ref" in schema:
        return faults(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, where)
    found = []
    for keyword, asked in schema.items():
        rule = _RULES.get(keyword)
        if rule is not None and not rule(value, asked, schema):
            found.append(f"{where}: {keyword}")
    return found or _below(value, schema, whole, where)


def _below(value: Json, schema: Schema, whole: Schema, where: str) -> list[str]:
    found = []
    if isinstance(value, dict):
        further, properties, names = (
            schema.get(each) for each in ("additionalProperties", "properties", "propertyNames")
        )
        for key, below in value.items():
            rules = properties.get(key, further) if properties else further
            if isinstance(rules, dict):
                found += faults(below, rules, whole, f"{where}.{key}")
            if names is not None:
                found += faults(key, names, whole, f"{where}.{key}")
    elif isinstance(value, list) and "items" in schema:
        for number, below in enumerate(value):
            found += faults(below, schema["items"], whole, f"{where}[{number}]")
    return found


@cache
def _pattern(text: str) -> re.Pattern[str]:
    # To Python, a final $ also matches before a last newline; to JSON Schema it does not.
    return re.compile(text.removesuffix("$") + r"\Z" if text.endswith("$") else text, re.ASCII)


def _is(value: Json, named: str) -> bool:
    # True is an int to Python and not to JSON.
    return isinstance(value, _TYPES[named]) and (named == "boolean" or not isinstance(value, bool))


def _is_time(value: Json) -> bool:
    try:
        return not isinstance(value, str) or bool(read_time(value))
    except BadTimeError:
        return False


def _unlike(kind: type, rule: Callable[[Any, Any], bool]) -> Callable[[Json, Any, Schema], bool]:
    """Return a rule that asks nothing of values of another type, as JSON Schema has it."""
    return lambda value, asked, _: not isinstance(value, kind) or isinstance(value, bool) or rule(value, asked)


_RULES: Final[Mapping[str, Callable[[Json, Any, Schema], bool]]] = {
    "type": lambda value, asked, _: _is(value, asked),
    "const": lambda value, asked, _: type(value) is type(asked) and value == asked,
    "enum": lambda value, asked, _: any(type(value) is type(each) and value == each for each in asked),
    "format": lambda value, _asked, _schema: _is_time(value),
    "pattern": _unlike(str, lambda value, asked: bool(_pattern(asked).search(value))),
    "minLength": _unlike(str, lambda value, asked: len(value) >= asked),
    "maxLength": _unlike(str, lambda value, asked: len(value) <= asked),
    "minimum": _unlike(int, lambda value, asked: value >= asked),
    "maximum": _unlike(int, lambda value, asked: value <= asked),
    "minItems": _unlike(list, lambda value, asked: len(value) >= asked),
    "maxItems": _unlike(list, lambda value, asked: len(value) <= asked),
    "uniqueItems": _unlike(
        list, lambda value, asked: not asked or len({canonical(each) for each in value}) == len(value)
    ),
    "minProperties": _unlike(dict, lambda value, asked: len(value) >= asked),
    "maxProperties": _unlike(dict, lambda value, asked: len(value) <= asked),
    "required": _unlike(dict, lambda value, asked: not set(asked) - value.keys()),
    "additionalProperties": lambda value, asked, schema: (
        not isinstance(value, dict) or asked is not False or not value.keys() - schema.get("properties", {}).keys()
    ),
}
