"""``tansiq exchange``: the links between centres; each module beside this one holds the commands of one part."""

import click

from tansiq.cli import exchange_running, exchange_stick, exchange_terms, exchange_tls


@click.group()
def exchange() -> None:
    """Exchange records with partner centres: adopt an agreement, certify connections, run, carry sticks, audit."""


for _module in (exchange_terms, exchange_running, exchange_stick, exchange_tls):
    for _command in _module.COMMANDS:
        exchange.add_command(_command)
