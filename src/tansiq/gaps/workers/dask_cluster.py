"""Reaching a Dask cluster, and seeing that it runs the same software."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from distributed import Client, LocalCluster
from distributed.security import Security

from tansiq.gaps.workers import local_worker
from tansiq.gaps.workers.address import Address
from tansiq.gaps.workers.dask_hands import DaskHands
from tansiq.gaps.workers.errors import ClusterDiffersError, ClusterUnreachableError
from tansiq.gaps.workers.software import software_digest
from tansiq.language import N_

CONNECT_S: Final = 15
"""How long to wait for the scheduler, and then for its first worker."""

_NAMED: Final = 5


@contextmanager
def connected(address: Address) -> Iterator[DaskHands]:
    """Give the hands of the cluster at ``address``; close what was opened at the end.

    Raises
    ------
    ClusterUnreachableError
        If no scheduler answers, it has no worker, or encryption is asked for and not set up.
    ClusterDiffersError
        If a worker runs another version.
    """
    if address.local_workers:
        with (
            LocalCluster(  # type: ignore[no-untyped-call]  # distributed leaves it untyped
                n_workers=address.local_workers,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",  # a port of its own: two commands may run at a time
                silence_logs=logging.CRITICAL,  # what goes wrong comes back as an error
                preload=local_worker.__name__,
            ) as cluster,
            _client(cluster.scheduler_address) as client,
        ):
            yield _checked(client, cluster.scheduler_address)
        return
    with _client(address.scheduler) as client:
        yield _checked(client, address.scheduler)


@contextmanager
def _client(scheduler: str) -> Iterator[Client]:
    try:
        # Certificates come from Dask's own configuration; without them an encrypted address is refused.
        encrypted = scheduler.startswith("tls://")
        security = Security(require_encryption=True) if encrypted else None  # type: ignore[no-untyped-call]  # distributed leaves it untyped
        client = Client(scheduler, timeout=CONNECT_S, security=security, set_as_default=False)  # type: ignore[no-untyped-call]  # distributed leaves it untyped
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        template = N_(
            "No Dask scheduler can be reached at %(address)s (%(reason)s). See whether it runs and whether this is its "
            "address, or leave out --on to compute on this machine."
        )
        raise ClusterUnreachableError(template, address=scheduler, reason=str(error) or type(error).__name__) from error
    with client:
        yield client


def _checked(client: Client, scheduler: str) -> DaskHands:
    """Return hands once at least one worker is there and every one runs the same software."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError as error:
        template = N_("The Dask scheduler at %(address)s has no workers. Start some with: dask worker %(address)s")
        raise ClusterUnreachableError(template, address=scheduler) from error
    found: dict[str, object] = client.run(software_digest, on_error="return")
    # A worker without Tansiq answers with the error of its import.
    other = sorted(worker for worker, digest in found.items() if digest != software_digest())
    if other:
        more = f" ... (+{len(other) - _NAMED})" if len(other) > _NAMED else ""
        template = N_(
            "Workers of the cluster do not run the same Tansiq, Python and numerical libraries as this machine, and "
            "may give another result: %(workers)s. Install the same version on every worker."
        )
        raise ClusterDiffersError(template, workers=", ".join(other[:_NAMED]) + more)
    return DaskHands(client)
