"""Running errands on the workers of a Dask cluster.

Dask begins an errand again when the worker that ran it goes away. What it cannot do is bring back an array that was
lent to workers which are all gone, or wait sensibly for workers that never come back; both are done here.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar

from distributed import Client, Future, KilledWorker
from numpy.typing import NDArray

from tansiq.gaps.workers.errors import ClusterDiffersError, ClusterLostError, WorkersFailError
from tansiq.gaps.workers.hands import AHEAD, Errand, Lent
from tansiq.gaps.workers.software import software_digest
from tansiq.language import N_

R = TypeVar("R")

PATIENCE_S: Final = 60.0
"""How long to wait for a worker when none is left."""

_LOOK_EVERY_S: Final = 1.0
_TRIES: Final = 10
_LOGGER: Final = logging.getLogger(__name__)


@dataclass
class _Sent:
    """An errand at the cluster."""

    errand: Errand[Any]
    future: "Future[Any]"


class DaskHands:
    """The workers of one cluster.

    Parameters
    ----------
    client
        Connected to the scheduler; whoever made it closes it.
    patience_s
        How long to wait for a worker when none is left [s].
    """

    def __init__(self, client: Client, *, patience_s: float = PATIENCE_S) -> None:
        self._client = client
        self._patience_s = patience_s
        self._digest = software_digest()
        self._lent: dict[int, Lent] = {}
        self._scattered: dict[Lent, Future[Any]] = {}
        self._lock = threading.Lock()

    @property
    def at_once(self) -> int:
        """How many errands can run at the same time, at least 1.

        Raises
        ------
        ClusterLostError
            If the scheduler went away.
        """
        return max(1, sum(self._threads().values()))

    def lend(self, array: NDArray[Any]) -> Lent:
        """Lend an array; it goes to the workers with the first errand that needs it."""
        with self._lock:
            return self._lent.setdefault(id(array), Lent(array))

    def map(self, errands: Iterable[Errand[R]]) -> Generator[R, None, None]:
        """Yield the results in the order of the errands.

        Raises
        ------
        ClusterLostError
            If the scheduler went away, or no worker was left for ``patience_s``.
        ClusterDiffersError
            If a worker that came later runs another version.
        WorkersFailError
            If an errand ended several workers.
        """
        sent: deque[_Sent] = deque()
        try:
            feed = iter(errands)
            sent.extend(self._send(one) for one in islice(feed, (1 + AHEAD) * self.at_once))
            while sent:
                result: R = self._result(sent[0])
                sent.popleft()
                sent.extend(self._send(one) for one in islice(feed, 1))
                yield result
        finally:
            self._take_back(sent)

    def run(self, errand: Errand[R]) -> R:
        """Run one errand and wait for it. Errors as :meth:`map`."""
        sent = self._send(errand)
        try:
            result: R = self._result(sent)
        except BaseException:
            self._take_back([sent])
            raise
        return result

    def _send(self, errand: Errand[Any]) -> _Sent:
        return _Sent(errand, self._reached(lambda: self._submit(errand)))

    def _submit(self, errand: Errand[Any]) -> "Future[Any]":
        arrays = [self._at_workers(one) for one in errand.lent]
        return self._client.submit(do, self._digest, errand.task, errand.piece, *arrays, pure=False)

    def _at_workers(self, lent: Lent) -> "Future[Any]":
        """Return the array at the workers, where it is put first if none of them has it (any more)."""
        with self._lock:
            there = self._scattered.get(lent)
            if there is None or there.status != "finished":
                there = self._client.scatter(lent.array, broadcast=True, hash=False)  # type: ignore[no-untyped-call]  # distributed leaves it untyped
                self._scattered[lent] = there
            return there

    def _result(self, sent: _Sent) -> Any:  # noqa: ANN401 - what the errand returns
        for _ in range(_TRIES):
            self._await(sent.future)
            status = self._reached(lambda: sent.future.status)
            if status == "error":
                raise self._refusal(sent)
            try:
                if status == "finished":
                    return self._reached(sent.future.result)
            except CancelledError:
                _LOGGER.info("a result was lost with its worker")
            # What the errand was lent went away with its workers: lend it again and begin again.
            sent.future = self._reached(lambda: self._submit(sent.errand))
        template = N_("The cluster lost one and the same piece %(times)s times. Look at its workers' logs.")
        raise WorkersFailError(template, times=_TRIES)

    def _await(self, future: "Future[Any]") -> None:
        """Wait until ``future`` is done, whatever its end, or nobody is left to do it."""
        done = threading.Event()
        future.add_done_callback(lambda _: done.set())  # type: ignore[no-untyped-call]  # distributed leaves it untyped
        last_seen_s = time.monotonic()
        while not done.wait(_LOOK_EVERY_S):
            if self._threads():
                last_seen_s = time.monotonic()
            elif time.monotonic() - last_seen_s > self._patience_s:
                raise self._deserted()

    def _deserted(self) -> ClusterLostError:
        template = N_(
            "The cluster's workers are gone and none came back within %(seconds)s seconds. Start workers and try "
            "again, or leave out --on to compute on this machine."
        )
        return ClusterLostError(template, seconds=round(self._patience_s))

    def _threads(self) -> dict[str, int]:
        threads: dict[str, int] = dict(self._reached(self._client.nthreads))
        return threads

    def _reached(self, ask: Callable[[], R]) -> R:
        """Ask the scheduler something; a scheduler that does not answer is told in words."""
        lost = N_(
            "The connection to the cluster's scheduler was lost. See whether it still runs, then try again, or leave "
            "out --on to compute on this machine."
        )
        if self._client.status != "running":
            raise ClusterLostError(lost)
        try:
            return ask()
        except (OSError, RuntimeError) as error:
            if self._client.status == "running" and not isinstance(error, OSError):
                raise
            raise ClusterLostError(lost) from error

    def _refusal(self, sent: _Sent) -> BaseException:
        error: BaseException = sent.future.exception()  # type: ignore[no-untyped-call]  # distributed leaves it untyped
        if isinstance(error, KilledWorker):
            template = N_(
                "One piece of the computation ended %(times)s workers, most likely for want of memory. Give the "
                "workers more memory, or fewer threads each."
            )
            return WorkersFailError(template, times=error.allowed_failures + 1)
        return error

    def _take_back(self, sent: Iterable[_Sent]) -> None:
        futures = [one.future for one in sent]
        if futures and self._client.status == "running":
            self._client.cancel(futures)  # type: ignore[no-untyped-call]  # distributed leaves it untyped


def do(digest: str, task: Callable[..., R], piece: object, *arrays: NDArray[Any]) -> R:
    """Run one errand at a worker of the same version.

    Raises
    ------
    ClusterDiffersError
        If this worker runs another version than whoever asked.
    """
    if digest != software_digest():
        template = N_(
            "A worker that came to the cluster during the computation runs another version of Tansiq, Python or its "
            "numerical libraries, which may give another result. Install the same version on every worker."
        )
        raise ClusterDiffersError(template)
    return task(piece, *arrays)
