"""``tansiq centre found`` and ``play``: what the demonstration's processes run. Not for people, so not in the help."""

import sys
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
    from tansiq.centre.demonstration import agreeing  # noqa: PLC0415 - Django must be loaded first

    founding.found(home, identity, cast)
    _tell(making.FOUNDED)
    if name == JOINT:
        agreeing.agree(home, cast)
        _tell(making.AGREED)
    if sys.stdin.readline().strip() != making.GO_ON:
        raise UsageError(N_("Whoever founds the demonstration has stopped."))
    _tell(making.READY)


def _tell(step: str) -> None:
    click.echo(step)
    sys.stdout.flush()


COMMANDS: Final[tuple[click.Command, ...]] = (found,)
