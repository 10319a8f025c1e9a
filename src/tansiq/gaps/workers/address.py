"""Addresses of clusters: ``dask://HOST:PORT``, ``dask+tls://HOST:PORT``, ``dask://local?workers=N``."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from tansiq.gaps.workers.errors import BadClusterAddressError
from tansiq.language import N_

MOST_WORKERS: Final = 256
_LONGEST: Final = 300
_HOST: Final = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")
_WORKERS: Final = re.compile(r"workers=([0-9]{1,4})")
_BAD: Final = N_(
    "%(address)s names no cluster. Write dask://HOST:PORT for the scheduler of a cluster, dask+tls://HOST:PORT if its "
    "connections are encrypted, or dask://local?workers=N for N processes on this machine (1 to %(most)s)."
)


@dataclass(frozen=True)
class Address:
    """Where a cluster is.

    Attributes
    ----------
    scheduler
        Dask's own address of the scheduler, ``tcp://HOST:PORT`` or ``tls://HOST:PORT``; empty for processes of this
        machine.
    local_workers
        How many processes of this machine; 0 with a scheduler.
    """

    scheduler: str = ""
    local_workers: int = 0


def read_address(text: str) -> Address:
    """Read an address.

    Raises
    ------
    BadClusterAddressError
        If it is none.
    """
    if len(text) > _LONGEST:
        raise _bad(text[:_LONGEST])
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _bad(text) from error
    if parts.scheme not in {"dask", "dask+tls"} or parts.path or parts.fragment or "@" in parts.netloc:
        raise _bad(text)
    if parts.netloc == "local" and parts.scheme == "dask":
        return Address(local_workers=_workers(text, parts.query))
    if parts.query or not port or not _HOST.fullmatch(host):
        raise _bad(text)
    shown = f"[{host}]" if ":" in host else host
    return Address(f"{'tls' if parts.scheme == 'dask+tls' else 'tcp'}://{shown}:{port}")


def _workers(text: str, query: str) -> int:
    found = _WORKERS.fullmatch(query or "workers=2")
    if found is None or not 1 <= int(found[1]) <= MOST_WORKERS:
        raise _bad(text)
    return int(found[1])


def _bad(text: str) -> BadClusterAddressError:
    return BadClusterAddressError(_BAD, address=text, most=MOST_WORKERS)
