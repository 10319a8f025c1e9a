"""One founded centre on SQLite for all; each test works on a copy."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.centres import Centre, copied, found
from tests.faults.postgres import PostgresServer

ITEMS = 12


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Centre:
    centre = found(tmp_path_factory.mktemp("founded") / "bar")
    told = centre.write(ITEMS)
    assert told.code == 0, told.err
    assert len(told.acknowledged) == ITEMS
    return centre


@pytest.fixture
def centre(founded: Centre, tmp_path: Path) -> Centre:
    """A joint centre with some records, that nobody runs."""
    return copied(founded, tmp_path / "bar")


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of the tests' own.

    Not in pytest's own folder, which other runs of pytest close again to the account the server runs as.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        running = PostgresServer(Path(folder) / "data")
        yield running
        running.kill()  # its data are thrown away
