"""The three centres of the exercise, run beside the picture by ``tansiq demo``."""

import contextlib
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from tansiq.cli.console import progress_bar, say
from tansiq.cli.listening import LAST_PORT, listen
from tansiq.errors import UsageError
from tansiq.language import N_


def listeners(host: str, port: int) -> dict[str, socket.socket]:
    """Return, by centre, a socket that listens on one of the three ports above ``port``.

    Raises
    ------
    UsageError
        One is taken.
    """
    from tansiq.centre.demonstration.cast import CENTRES  # noqa: PLC0415 - time that --help should not cost

    if port + len(CENTRES) > LAST_PORT:
        raise UsageError(N_("The centres need the three ports above %(port)s. Choose a smaller --port."), port=port)
    taken: dict[str, socket.socket] = {}
    try:
        for number, cast in enumerate(CENTRES, 1):
            taken[cast.name] = listen(host, port + number)
    except UsageError as error:
        for each in taken.values():
            each.close()
        template = N_("The centres of the exercise need the three ports above %(port)s, and one is taken: %(why)s")
        raise UsageError(template, port=port, why=error) from error
    return taken


@contextlib.contextmanager
def run(data: Path, picture: Path, sockets: Mapping[str, socket.socket]) -> Iterator[None]:
    """Run the centres on ``sockets`` until the picture is stopped; found them first if need be.

    The joint centre shows the picture in the folder ``picture`` too.
    """
    if not sockets:
        yield
        return
    from tansiq.centre.demonstration.cast import CENTRES  # noqa: PLC0415 - as above
    from tansiq.centre.demonstration.company import Company  # noqa: PLC0415
    from tansiq.centre.demonstration.making import home  # noqa: PLC0415
    from tansiq.centre.picture import beside  # noqa: PLC0415

    context = click.get_current_context()

    def tell(template: str, **fields: object) -> None:
        with context.scope(cleanup=False):  # the language asked for belongs to the command, not to the thread
            say(template, **fields)

    beside.point_to([beside.Site(each.briefly, sockets[each.name].getsockname()[1]) for each in CENTRES])
    company = Company(home(data), picture, sockets, tell, lambda: _bar(context), failed=lambda: beside.point_to([]))
    company.start()
    try:
        yield
    finally:
        say(N_("Stopping the centres."))
        company.stop()


@contextlib.contextmanager
def _bar(context: click.Context) -> Iterator[Callable[[float, str], None]]:
    with context.scope(cleanup=False), progress_bar() as progress:
        yield progress
