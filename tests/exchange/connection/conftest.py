"""One server for all tests of a module; certificates are made once."""

from collections.abc import Iterator

import pytest

from tansiq.exchange.authority import Authority
from tansiq.exchange.connection import HttpsTransport, Identity
from tests.exchange.connection.loopback import BAR, Server, authorities, identity, serving
from tests.exchange.pulling.partner import CERTIFICATE, Clock, LogKeeper, message


@pytest.fixture(scope="module")
def made() -> dict[str, Authority]:
    return authorities()


@pytest.fixture(scope="module")
def keeper() -> LogKeeper:
    return LogKeeper(Clock()).add(CERTIFICATE, *(message(number) for number in range(1, 600)))


@pytest.fixture(scope="module")
def server(made: dict[str, Authority], keeper: LogKeeper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("federal-hq"), made) as running:
        running.write(keeper)
        yield running


@pytest.fixture(scope="module")
def bar(made: dict[str, Authority], tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return identity(tmp_path_factory.mktemp("bar"), BAR.host, made["regional"])


@pytest.fixture
def transport(server: Server, bar: Identity) -> Iterator[HttpsTransport]:
    made = server.transport(bar)
    yield made
    made.close()
