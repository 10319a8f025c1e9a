"""``tansiq exchange``: certificates of connections."""

from typing import Final

import click

COMMANDS: Final[tuple[click.Command, ...]] = ()
