"""No part of the site writes a table that shows records, but in its projection. Read from the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import tansiq.centre
from tansiq.centre.door.models import Entry
from tansiq.centre.door.versions import Version, version_models

HOME = Path(tansiq.centre.__file__).parent
# Only these functions of Version write; only modules named projection may call them.
WRITERS = {"write", "write_many", "amend", "end"}
# What Django offers to write any table.
DJANGO_WRITERS = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "raw",
    "acreate", "aupdate", "adelete", "abulk_create", "asave", "aget_or_create", "aupdate_or_create", "execute",
    "executemany", "executescript", "_raw_delete", "_insert", "_update",
}  # fmt: skip
# Modules that may use Django's own writers, and why: nothing of theirs shows records.
MAY_WRITE = {
    "door/putting.py": "the journal itself",
    "door/rebuilding.py": "empties projections before it fills them again",
    "door/statements.py": "what projections write by",
    "door/store.py": "takes PostgreSQL's lock",
    "partners/storage.py": "what partners sent, byte for byte: nothing counts before a record covers it",
    "partners/stubs.py": "traces of what is withheld, byte for byte, so that rebuilding gives the same",
    "keeping/received_rows.py": "fills partners' entries, byte for byte, from a backup that verifies",
    "keeping/restoring.py": "fills an empty journal from a backup that verifies",
}


def _modules() -> list[Path]:
    return [path for path in sorted(HOME.rglob("*.py")) if "migrations" not in path.parts]


def _models() -> set[str]:
    return {model.__name__ for model in version_models()} | {Entry.__name__} | BYTES_ONLY


def _calls(path: Path) -> Iterator[tuple[int, ast.expr, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.value, node.func.attr


def _speaks_of(value: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}


def _offences(path: Path) -> list[str]:
    name = path.relative_to(HOME).as_posix()
    is_projection = path.stem.startswith("projection") or "projection" in path.parts
    found = []
    for line, value, called in _calls(path):
        ours = bool(_speaks_of(value) & _models())
        if ours and called in WRITERS and not is_projection:
            found.append(f"{name}:{line} writes a projection")
        if ours and called in DJANGO_WRITERS and name not in MAY_WRITE:
            found.append(f"{name}:{line} writes past the door")
    return found


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(HOME).as_posix())
def test_a_module_writes_no_projection_but_its_own_through_the_door(path: Path) -> None:
    assert _offences(path) == []


def test_every_table_is_a_projection_the_journal_or_known_to_hold_secrets_only() -> None:
    ours = {model for model in apps.get_models() if model.__module__.startswith("tansiq.")}
    others = {model.__name__ for model in ours if not issubclass(model, Version) and model is not Entry}
    others -= BYTES_ONLY
    assert others <= SECRETS_ONLY, f"neither a projection nor known to hold only secrets: {others - SECRETS_ONLY}"


BYTES_ONLY = {"ReceivedEntry", "StubEntry"}  # entries of other logs, as the journal's table holds its own
# Tables of ours that hold what must never stand in a journal two parties read.
SECRETS_ONLY: set[str] = {"Credential", "OpenSession", "Unrecorded"}


def test_no_table_of_records_is_writable_by_djangos_own_ways() -> None:
    for model in version_models():
        assert isinstance(model._default_manager, models.Manager)
        assert model.save is Version.save
        assert model.delete is Version.delete


def test_the_reader_finds_an_offence(tmp_path: Path) -> None:
    bad = HOME / "not_there.py"
    source = "from x import Key\nKey.objects.at(None).update(revoked=False)\nKey.write(e, 'k')\n"
    copy = tmp_path / bad.name
    copy.write_text(source, encoding="utf-8")
    found = [called for _line, value, called in _calls(copy) if _speaks_of(value) & _models()]
    assert {"update", "write"} <= set(found)
