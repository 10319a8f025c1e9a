"""The three centres of the exercise, founded once for all tests here by the processes that found them for anybody."""

import shutil
from pathlib import Path

import pytest

from tansiq.centre.demonstration.making import Founding


@pytest.fixture(scope="session")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Founding(tmp_path_factory.mktemp("exercise") / "founded").run()


@pytest.fixture
def centres(exercise: Path, tmp_path: Path) -> Path:
    """A copy of them, to be run."""
    return Path(shutil.copytree(exercise, tmp_path / "exercise"))
