"""The three centres of the exercise, founded and running, and nothing happening in them but what a test does."""

from collections.abc import Iterator

import pytest

from tansiq.centre.demonstration.making import Founding
from tests.centre.demonstration.running import PATIENCE_S, running

NO_EVENT_S = 36_000.0


@pytest.fixture(scope="package")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The running centres' addresses."""
    home = Founding(tmp_path_factory.mktemp("exercise") / "founded").run()
    with running(home, NO_EVENT_S) as (company, said):
        ports = {name: each.getsockname()[1] for name, each in company._listeners.items()}
        assert "are open" in said.get(timeout=PATIENCE_S)
        yield {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
