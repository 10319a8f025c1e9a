"""``--on``: the option of commands that can compute on a cluster."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from tansiq.gaps.workers import Address

F = TypeVar("F", bound=Callable[..., object])


def on_cluster(command: F) -> F:
    """Give a command the option ``--on``; it gets ``on``, an address or None for this machine.

    The command opens it with ``with tansiq.gaps.workers.opened(on) as hands:``.
    """
    return click.option(
        "--on",
        callback=_address,
        metavar="dask://HOST:PORT",
        help="Compute on a Dask cluster: same result. dask://local?workers=N starts N processes here.",
    )(command)


def _address(_context: click.Context, _option: click.Parameter, text: str | None) -> "Address | None":
    from tansiq.gaps.workers.address import read_address  # noqa: PLC0415 - not before it is asked for

    return None if text is None else read_address(text)
