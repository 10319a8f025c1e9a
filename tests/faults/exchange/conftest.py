"""The exercise's three centres, founded once; each test works on a copy. And a bad wire between two hosts."""

from pathlib import Path

import pytest

from tests.faults.exchange.nodes import copied, found


@pytest.fixture(scope="session")
def founded_centres(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found(tmp_path_factory.mktemp("exercise") / "founded")


@pytest.fixture
def home(founded_centres: Path, tmp_path: Path) -> Path:
    """Three centres that nobody runs."""
    return copied(founded_centres, tmp_path / "centres")
