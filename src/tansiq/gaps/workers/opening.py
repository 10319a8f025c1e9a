"""From an address to hands."""

from collections.abc import Iterator
from contextlib import contextmanager

from tansiq.gaps.workers.address import Address
from tansiq.gaps.workers.errors import NoClusterSoftwareError
from tansiq.gaps.workers.hands import THIS_MACHINE, Hands
from tansiq.language import N_


@contextmanager
def opened(address: Address | None) -> Iterator[Hands]:
    """Give the hands at ``address``, and let them go at the end; None is this machine.

    Raises
    ------
    NoClusterSoftwareError
        If the optional software for clusters is not installed.
    ClusterUnreachableError, ClusterDiffersError
        If nobody answers there, or a worker runs another version.
    """
    if address is None:
        yield THIS_MACHINE
        return
    try:
        from tansiq.gaps.workers.dask_cluster import connected  # noqa: PLC0415 - optional software
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"dask", "distributed"}:
            raise
        template = N_(
            "Computing on a cluster needs software that is not installed here. Install it with: "
            "pip install 'tansiq[cluster]'"
        )
        raise NoClusterSoftwareError(template) from error
    with connected(address) as hands:
        yield hands
