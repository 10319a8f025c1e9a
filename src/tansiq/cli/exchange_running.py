"""``tansiq exchange``: run the exchange, adopt an agreement, say how links stand."""

from typing import Final

import click

COMMANDS: Final[tuple[click.Command, ...]] = ()
