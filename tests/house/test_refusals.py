"""What Tansiq refuses by design does not appear, by any name, in what it can record (domain notes, 3.2 and 3.6)."""

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.forms import BaseForm
from django.urls import get_resolver

import tansiq
import tansiq.centre
from tansiq.cli.main import COMMANDS
from tansiq.domain.agreement import Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Post
from tansiq.domain.state import HELD_STATES, State
from tansiq.exchange.laydown_file.columns import COLUMNS
from tansiq.journal.record import KINDS

SOURCE = Path(tansiq.__file__).parent
# Words that would name a civilian person, a way to single one out, or a way to strike one.
PERSON = re.compile(
    r"(^|_)(person|persons|civilian|civilians|citizen|suspect|detainee|informant|national_id|identity|passport|phone"
    r"|plate|licence_plate|face|photo|biometrics?|fingerprint|iris|dna|ethnicity|ethnic|sect|religion|tribe|clan"
    r"|family|kinship|first_name|last_name|surname|date_of_birth|gender|sex)(_|$)"
)
MODULE = re.compile(
    r"(^|_)(targets?|targeting|fires|strike|weapons?|kill\w*|watch_?list|wanted|blacklist|screening|clearance"
    r"|biometrics?|face_recognition|profiling|informants?|source_registry|casualty_prediction|tracking)(_|$)"
)


def recorded_fields() -> Iterator[str]:
    """Yield every field of every dataclass that says what can be recorded."""
    for package in ("tansiq.domain", "tansiq.gaps.model", "tansiq.ground.model"):
        root = importlib.import_module(package)
        names = [m.name for m in pkgutil.iter_modules(getattr(root, "__path__", []), package + ".")] or [package]
        for name in names:
            for kind in vars(importlib.import_module(name)).values():
                if dataclasses.is_dataclass(kind) and isinstance(kind, type):
                    yield from (f"{kind.__name__}.{field.name}" for field in dataclasses.fields(kind))


def test_no_record_has_a_field_for_a_civilian_person() -> None:
    fields = list(recorded_fields())
    assert "Post.lon_deg" in fields  # the scan sees
    assert [field for field in fields if PERSON.search(field.split(".")[1])] == []


def test_no_laydown_column_is_for_a_civilian_person() -> None:
    columns = {column for table in COLUMNS.values() for column in table}
    assert "party" in columns  # the scan sees
    assert [column for column in columns if PERSON.search(column)] == []


def test_no_module_is_named_for_what_is_refused() -> None:
    parts = {part for path in SOURCE.rglob("*.py") for part in path.relative_to(SOURCE).with_suffix("").parts}
    assert "laydown" in parts  # the scan sees
    assert sorted(part for part in parts if MODULE.search(part)) == []


def schema_fields(schema: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the name of every property that a kind's schema lets a record have."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for below in schema.values():
            yield from schema_fields(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from schema_fields(below)


def test_no_kind_of_record_has_a_field_for_a_civilian_person() -> None:
    fields = {name: set(schema_fields(kind.schema)) for name, kind in KINDS.items()}
    assert "precedence" in fields["duty_log_entry/1"]  # the scan sees
    found = {name: sorted(each for each in named if PERSON.search(each)) for name, named in fields.items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_kind_of_record_is_one_of_what_is_refused() -> None:
    assert sorted(name for name in KINDS if MODULE.search(name.partition("/")[0])) == []


def test_no_kind_leaves_room_for_further_fields() -> None:
    """``additionalProperties`` is what would let a watch-list in by the back door."""
    for kind in KINDS.values():
        assert not list(open_objects(kind.schema))


def open_objects(schema: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Yield every object of a schema that takes properties it does not name."""
    if isinstance(schema, dict):
        if "properties" in schema and schema.get("additionalProperties") is not False:
            yield schema
        for below in schema.values():
            yield from open_objects(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from open_objects(below)


def test_no_table_and_no_form_has_a_field_for_a_civilian_person() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("tansiq.")]
    columns = {f"{model.__name__}.{field.name}" for model in ours for field in model._meta.get_fields()}
    entries = {f"{form.__name__}.{name}" for form in forms() for name in form.base_fields}
    assert "Entry.party" in columns  # the scan sees
    assert entries
    assert sorted(each for each in columns | entries if PERSON.search(each.split(".")[1])) == []


def forms() -> Iterator[type[BaseForm]]:
    """Yield every form of the site."""
    for module in pkgutil.walk_packages(tansiq.centre.__path__, "tansiq.centre."):
        if "forms" in module.name:
            for kind in vars(importlib.import_module(module.name)).values():
                if isinstance(kind, type) and issubclass(kind, BaseForm) and kind.__module__ == module.name:
                    yield kind


def test_no_address_of_the_site_and_no_command_is_named_for_what_is_refused() -> None:
    addresses = {part for route in routes(get_resolver().url_patterns) for part in re.split(r"[^a-z_]+", route)}
    assert "accounts" in addresses  # the scan sees
    assert sorted(part for part in addresses | COMMANDS.keys() if MODULE.search(part)) == []


def routes(patterns: Any) -> Iterator[str]:  # noqa: ANN401 - Django's own mixture
    """Yield every address of the site, as a pattern."""
    for pattern in patterns:
        yield str(pattern.pattern)
        yield from routes(getattr(pattern, "url_patterns", ()))


@pytest.mark.parametrize("word", ["ethnicity", "national_id", "plate", "phone", "sect", "family_name"])
def test_the_scan_would_see_a_person_field(word: str) -> None:
    assert PERSON.search(word)


@pytest.mark.parametrize("word", ["watchlist", "target_nomination", "biometrics", "screening", "killchain"])
def test_the_scan_would_see_a_refused_module(word: str) -> None:
    assert MODULE.search(word)


def test_unknown_is_never_held() -> None:
    assert State.UNKNOWN not in HELD_STATES
    assert not State.UNKNOWN.is_held


def test_the_scanned_records_are_the_ones_in_use() -> None:
    assert {Post.__module__, Laydown.__module__, Terms.__module__} <= {
        name for _, name, _ in pkgutil.walk_packages(tansiq.__path__, "tansiq.") if name.startswith("tansiq.domain")
    }
