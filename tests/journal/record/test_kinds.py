"""The kinds' schemas: read by another engine as by ours, closed against the unforeseen, and without any person."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tansiq.journal.errors import BodyError
from tansiq.journal.json_strict import Json
from tansiq.journal.record import KINDS
from tansiq.journal.record.schema import SchemaError, check_schema, faults
from tests.journal.writing import BODIES

PERSON = re.compile(
    r"(^|_)(person|persons|name_of|first_name|last_name|surname|civilian|civilians|citizen|suspect|detainee|informant"
    r"|identity|passport|national_id|phone|plate|face|photo|biometrics?|fingerprint|ethnicity|ethnic|sect|religion|tribe"
    r"|clan|family|kinship|birth|gender|sex|wanted|watchlist|target|weapon|score)(_|$)"
)

# Height of the figure that has to be visible, an assumption of the line of sight: it names nobody, aims at nothing.
OF_OPTICS = {"target_mm"}


def validator(kind: str) -> Draft202012Validator:
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(KINDS[kind].schema, format_checker=checker)


def property_names(schema: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for below in schema.values():
            yield from property_names(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from property_names(below)


def test_every_kind_has_an_example_and_every_example_a_kind() -> None:
    assert sorted(KINDS) == sorted(BODIES)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_schemas_are_json_schema_and_say_what_they_are(kind: str) -> None:
    schema = KINDS[kind].schema
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:tansiq:record:" + kind.replace("/", ":")
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_examples_are_valid_to_both_engines(kind: str) -> None:
    KINDS[kind].check(BODIES[kind])
    validator(kind).validate(BODIES[kind])


def test_no_kind_has_a_field_for_a_person() -> None:
    names = {name for kind in KINDS.values() for name in property_names(kind.schema)}
    assert {"need_to_know", "initials", "unit"} <= names  # the scan sees
    assert sorted(name for name in names - OF_OPTICS if PERSON.search(name)) == []


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("name", ["civilian_name", "phone", "plate", "ethnicity", "anything"])
def test_no_kind_takes_a_field_that_it_does_not_name(kind: str, name: str) -> None:
    with pytest.raises(BodyError, match="additionalProperties"):
        KINDS[kind].check(BODIES[kind] | {name: "x"})


def places(value: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, dict):
        for key, below in value.items():
            yield from places(below, (*path, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from places(below, (*path, number))


def replaced(value: Any, path: tuple[str | int, ...], new: Json) -> Any:  # noqa: ANN401 - JSON
    if not path:
        return new
    copy = json.loads(json.dumps(value))
    at = copy
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new
    return copy


ODD = st.sampled_from(
    [None, True, False, 0, 1, -1, 10**9, "", "x", "x" * 5000, "en", [], ["x"], [1, 1], {}, {"en": ""}, {"zz": 1}]
)


@given(st.data(), st.sampled_from(sorted(KINDS)), ODD)
def test_a_changed_value_is_judged_as_another_engine_judges_it(data: st.DataObject, kind: str, new: Json) -> None:
    path = data.draw(st.sampled_from([each for each in places(BODIES[kind]) if each]))
    changed = replaced(BODIES[kind], path, new)
    ours = not faults(changed, KINDS[kind].schema, KINDS[kind].schema)
    assert ours == (validator(kind).is_valid(changed) and times_are_read(changed))


def times_are_read(value: Json) -> bool:
    """Dates are outside what the other engine checks without further packages; none of the odd values is one."""
    if isinstance(value, dict):
        return all((not is_for_a_time(key) or is_time(below)) and times_are_read(below) for key, below in value.items())
    return not isinstance(value, list) or all(times_are_read(below) for below in value)


def is_for_a_time(name: str) -> bool:
    return name.endswith("_at") or name in {"acknowledge_by", "at", "valid_until"}


def is_time(value: Json) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"2026-11-2\dT\d\d:\d\d:00\+03:00", value))


@given(st.data(), st.sampled_from(sorted(KINDS)))
def test_a_missing_value_is_judged_as_another_engine_judges_it(data: st.DataObject, kind: str) -> None:
    key = data.draw(st.sampled_from(sorted(BODIES[kind])))
    without = {name: value for name, value in BODIES[kind].items() if name != key}
    assert (not faults(without, KINDS[kind].schema, KINDS[kind].schema)) == validator(kind).is_valid(without)


def test_a_fault_is_told_with_its_place_and_rule() -> None:
    body = replaced(BODIES["duty_log_entry/1"], ("need_to_know", 1, "whom"), "")
    with pytest.raises(BodyError, match=r"body\.need_to_know\[1\]\.whom: minLength"):
        KINDS["duty_log_entry/1"].check(body)


def test_an_end_of_line_does_not_hide_behind_a_pattern() -> None:
    body = BODIES["key_revocation/1"] | {"key": str(BODIES["key_revocation/1"]["key"]) + "\n"}
    with pytest.raises(BodyError, match="pattern"):
        KINDS["key_revocation/1"].check(body)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {}}},
        {"type": "string", "contentEncoding": "base64"},
        {"type": "string", "format": "email"},
        {"type": "array", "items": {"if": {}}},
        {"type": "object", "additionalProperties": False, "properties": {"a": {"anyOf": []}}},
    ],
)
def test_a_schema_with_a_rule_that_is_not_checked_is_a_fault(schema: dict[str, Any]) -> None:
    with pytest.raises(SchemaError):
        check_schema(schema)


@pytest.mark.parametrize(
    ("value", "schema", "valid"),
    [
        (True, {"type": "integer"}, False), (1, {"type": "boolean"}, False), (1, {"const": True}, False),
        (True, {"enum": [1]}, False), (True, {"minimum": 5}, True), ([1, True], {"uniqueItems": True}, True),
        ([{"a": 1}, {"a": 1}], {"uniqueItems": True}, False), ("é", {"maxLength": 1}, True),
        ({}, {"minItems": 1}, True),
        ({"a": 1, "b": 2}, {"maxProperties": 1}, False), ({"b": 1}, {"propertyNames": {"pattern": "^a$"}}, False),
    ],
)  # fmt: skip
def test_rules_where_python_and_json_differ(value: Json, schema: dict[str, Any], valid: bool) -> None:  # noqa: FBT001 - a column
    assert (not faults(value, schema, schema)) is valid
    assert Draft202012Validator(schema).is_valid(value) is valid
