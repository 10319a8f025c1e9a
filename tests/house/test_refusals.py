"""What Tansiq refuses by design does not appear, by any name, in what it can record (domain notes, 3.2 and 3.6)."""

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tansiq
from tansiq.domain.agreement import Terms
from tansiq.domain.laydown import Laydown
from tansiq.domain.post import Post
from tansiq.domain.state import HELD_STATES, State
from tansiq.exchange.laydown_file.columns import COLUMNS

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
