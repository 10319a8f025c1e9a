"""Clusters that cannot do it say so; nothing falls back to this machine by itself."""

import os
import socket
import sys
import time
from collections.abc import Callable
from types import ModuleType

import pytest
from click.testing import CliRunner

from tansiq.cli import main
from tansiq.gaps.workers import Address, Errand, dask_cluster, opened
from tansiq.gaps.workers.errors import (
    ClusterDiffersError,
    ClusterLostError,
    ClusterUnreachableError,
    NoClusterSoftwareError,
    WorkersFailError,
)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long here."""
    monkeypatch.setattr(dask_cluster, "CONNECT_S", 1)


def nobody_listens() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.usefixtures("hurried")
def test_a_scheduler_that_does_not_answer() -> None:
    port = nobody_listens()
    with (
        pytest.raises(ClusterUnreachableError, match=f"127.0.0.1:{port}.*leave out --on"),
        opened(Address(f"tcp://127.0.0.1:{port}")),
    ):
        pytest.fail("opened")


def test_the_software_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tansiq.gaps.workers.dask_cluster", None)
    monkeypatch.delitem(sys.modules, "tansiq.gaps.workers.dask_cluster")
    monkeypatch.delitem(sys.modules, "tansiq.gaps.workers.dask_hands", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(NoClusterSoftwareError, match=r"pip install 'tansiq\[cluster\]'"),
        opened(Address("tcp://127.0.0.1:1")),
    ):
        pytest.fail("opened")


def test_the_command_refuses_an_address_in_words() -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "gaps", "g", "l", "o", "--on", "tcp://node:1"])
    assert result.exit_code == 2
    assert "tcp://node:1 names no cluster" in result.output


@pytest.mark.usefixtures("hurried")
def test_workers_that_are_missing_other_or_gone(clusters: ModuleType) -> None:
    """One cluster, to keep the time down: no worker; one of another version; two, then none; no scheduler."""
    with clusters.started(0) as cluster:
        with pytest.raises(ClusterUnreachableError, match="has no workers"), opened(cluster.place):
            pytest.fail("opened")
        other = cluster.add_worker("another version")
        with pytest.raises(ClusterDiffersError, match=other), opened(cluster.place):
            pytest.fail("opened")
        with cluster.hands() as hands, pytest.raises(ClusterDiffersError, match="during the computation"):
            hands.run(Errand(abs, -1))
        cluster.kill(other)
        cluster.add_worker()
        with cluster.hands(patience_s=1.0) as hands:
            results = hands.map(Errand(slow, number) for number in range(50))
            assert next(results) == 0
            for worker in list(cluster.workers):
                cluster.kill(worker)
            with pytest.raises(ClusterLostError, match="none came back within 1 seconds"):
                list(results)
        with cluster.hands() as hands:
            results = hands.map(Errand(slow, number) for number in range(50))
            cluster.scheduler.kill()
            with pytest.raises(ClusterLostError, match="scheduler was lost"):
                next(results)


def test_a_piece_that_ends_its_workers(clusters: ModuleType) -> None:
    impatient = {"distributed.scheduler.allowed-failures": 0}
    with (
        clusters.started(1, impatient) as cluster,
        cluster.hands() as hands,
        pytest.raises(WorkersFailError, match="memory"),
    ):
        hands.run(Errand(fatal(), 0))


def fatal() -> Callable[[int], None]:
    return lambda _: os._exit(1)


def slow(number: int) -> int:
    time.sleep(0.05)
    return number
