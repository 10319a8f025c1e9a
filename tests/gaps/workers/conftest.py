"""A cluster of processes of their own: a scheduler and workers, each of which can be killed.

They are forked from a server that has loaded everything once, so that a start costs a fraction of a second.
"""

import asyncio
import multiprocessing
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from types import ModuleType

import dask
import distributed
import pytest
from distributed import Client

from tansiq.gaps.workers import Address, dask_hands, software
from tansiq.gaps.workers.dask_hands import PATIENCE_S, DaskHands

FORKS = multiprocessing.get_context("forkserver")


def _serve(kind: str, words: tuple[str, ...], told: Connection, settings: Mapping[str, object]) -> None:
    """Run a scheduler or worker in this process until it ends."""
    dask.config.set(settings)
    if "another version" in words:
        software.software_digest = dask_hands.software_digest = lambda: "another"  # type: ignore[assignment]

    async def serve() -> None:
        if kind == "scheduler":
            protocol = "tls" if settings.get("distributed.comm.require-encryption") else "tcp"
            one = distributed.Scheduler(host="127.0.0.1", port=0, dashboard_address=None, protocol=protocol)
        else:
            one = distributed.Worker(words[0], nthreads=1, host="127.0.0.1", dashboard=False)
        async with one:
            told.send(one.address)
            await one.finished()

    asyncio.run(serve())


def _start(kind: str, *words: str, settings: Mapping[str, object] | None = None) -> tuple[ForkServerProcess, str]:
    FORKS.set_forkserver_preload(["distributed", "tansiq.gaps.workers.dask_hands", "tansiq.siting.covers"])
    ours, theirs = FORKS.Pipe()
    process = FORKS.Process(target=_serve, args=(kind, words, theirs, settings or {}), daemon=True)
    process.start()
    theirs.close()  # so that a process that ends is noticed
    assert ours.poll(60), f"no {kind} came up"
    return process, str(ours.recv())


@dataclass
class Cluster:
    """A running scheduler and its workers, each with its process."""

    scheduler: ForkServerProcess
    address: str
    workers: dict[str, ForkServerProcess] = field(default_factory=dict)
    settings: Mapping[str, object] | None = None

    @property
    def on(self) -> str:
        return self.address.replace("tcp://", "dask://")

    @property
    def place(self) -> Address:
        return Address(self.address)

    def add_worker(self, *words: str) -> str:
        process, address = _start("worker", self.address, *words, settings=self.settings)
        self.workers[address] = process
        return address

    def kill(self, worker: str) -> None:
        """End a worker as a power cut would."""
        process = self.workers.pop(worker)
        process.kill()
        process.join()

    @contextmanager
    def hands(self, *, patience_s: float = PATIENCE_S) -> Iterator[DaskHands]:
        with Client(self.address, set_as_default=False, timeout=5) as client:
            yield DaskHands(client, patience_s=patience_s)


@contextmanager
def started(workers: int, settings: Mapping[str, object] | None = None) -> Iterator[Cluster]:
    process, address = _start("scheduler", settings=settings)
    cluster = Cluster(process, address, settings=settings)
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        for each in (*cluster.workers.values(), process):
            each.kill()
            each.join()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with started(2) as one:
        yield one


@pytest.fixture(scope="session")
def clusters() -> ModuleType:
    """``started`` and ``Cluster``, since test files cannot import from here."""
    return sys.modules[__name__]
