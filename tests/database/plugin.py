"""Tests that ask the database, on PostgreSQL too: ``./tansiq test`` runs them a second time with ``--postgresql``."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

OPTION: Final = "--postgresql"
ASKS_THE_DATABASE: Final = frozenset({"db", "transactional_db", "django_db_reset_sequences"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the choice of the database."""
    parser.addoption(OPTION, action="store_true", help="run on a PostgreSQL server of its own instead of SQLite")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker."""
    config.addinivalue_line("markers", "database: asks the database, and is run on SQLite and on PostgreSQL")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks the database, before tests are chosen by their marks."""
    for item in items:
        if item.get_closest_marker("django_db") or ASKS_THE_DATABASE & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server that runs as long as the tests do; its files are thrown away.

    Not in pytest's own folder: pgserver opens the way to its data for the account the server runs as.
    """
    with tempfile.TemporaryDirectory(prefix="tansiq-postgresql-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where pgserver keeps its lock
        import pgserver  # noqa: PLC0415 - looks at its surroundings when it is imported

        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """Put the chosen database in place of the one in the settings, with the settings that centres use."""
    if not request.config.getoption(OPTION):
        return
    from django.db import connections  # noqa: PLC0415 - Django is loaded only now

    from tansiq.centre import databases  # noqa: PLC0415

    address: str = request.getfixturevalue("postgresql")
    tables: dict[str, Any] = connections.configure_settings({"default": databases.postgresql(address)})
    connections.settings["default"] = tables["default"]
    del connections["default"]
