"""``tansiq centre found`` and ``play``: what the demonstration's processes run. Not for people, so not in the help."""

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from tansiq.cli import centre_site
from tansiq.errors import UsageError
from tansiq.language import N_

FOLDER: Final = click.Path(path_type=Path, file_okay=False)


@click.command(hidden=True)
@click.argument("home", type=FOLDER)
@click.argument("name")
def found(home: Path, name: str) -> None:
    """Found the centre NAME of the demonstration in HOME, in step with the others."""
    from tansiq.centre.demonstration import founding, making  # noqa: PLC0415 - time that --help should not cost
    from tansiq.centre.demonstration.cast import JOINT, cast_of  # noqa: PLC0415

    cast = cast_of(name)
    identity = founding.make_folder(home, cast)
    centre_site.load(identity.folder)
    from tansiq.centre.demonstration import agreeing, playing  # noqa: PLC0415 - Django must be loaded first
    from tansiq.centre.door.publishing import publish  # noqa: PLC0415

    founding.found(home, identity, cast)
    _tell(making.FOUNDED)
    if name == JOINT:
        agreeing.agree(home, cast)
        _tell(making.AGREED)
    if sys.stdin.readline().strip() != making.GO_ON:
        raise UsageError(N_("Whoever founds the demonstration has stopped."))
    agreeing.adopt(home)
    playing.play_first_days(identity.folder, cast)
    publish()
    _tell(making.READY)


@click.command(hidden=True)
@click.argument("folder", type=FOLDER)
@click.option("--listener", type=int, required=True, help="Number of the open socket to listen on.")
@click.option("--pace", type=float, required=True, help="Seconds from one event of the exercise to the next.")
def play(folder: Path, *, listener: int, pace: float) -> None:
    """Serve the demonstration's centre in FOLDER, exchange, and play its part, until standard input ends."""
    with socket.socket(fileno=listener) as listening:
        host, port = listening.getsockname()[:2]
        threading.Thread(target=_end_with_input, daemon=True).start()
        address = centre_site.Address(host, port)
        centre_site.serve(folder, address, listener=listening, beside=lambda: _playing(folder, pace))


@contextlib.contextmanager
def _playing(folder: Path, pace_s: float) -> Iterator[None]:
    from tansiq.centre.demonstration.cast import cast_of  # noqa: PLC0415 - Django must be loaded first
    from tansiq.centre.demonstration.covering import Covering  # noqa: PLC0415
    from tansiq.centre.demonstration.making import READY  # noqa: PLC0415
    from tansiq.centre.demonstration.playing import Player  # noqa: PLC0415
    from tansiq.centre.partners.running import Exchange  # noqa: PLC0415

    cast = cast_of(folder.name)
    exchange, player, covering = Exchange(folder.resolve()), Player(folder.resolve(), cast, pace_s), Covering(cast)
    exchange.start()
    player.start()
    covering.start()
    _tell(READY)
    try:
        yield
    finally:
        covering.stop()
        player.stop()
        player.join()
        exchange.stop()


def _end_with_input() -> None:
    """End as Ctrl-C would when whoever started this has ended, in whatever way."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGINT)


def _tell(step: str) -> None:
    click.echo(step)
    sys.stdout.flush()


COMMANDS: Final[tuple[click.Command, ...]] = (found, play)
