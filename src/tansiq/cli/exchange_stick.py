"""``tansiq exchange``: carry release logs on a stick, audit what was released."""

from typing import Final

import click

COMMANDS: Final[tuple[click.Command, ...]] = ()
