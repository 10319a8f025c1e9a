"""``tansiq exchange terms``: the model annex on release rules, with centres and authorities filled in."""

import re
from pathlib import Path
from typing import Final

import click

from tansiq.cli.console import say
from tansiq.errors import UnreadableInputError, UnwritableOutputError, UsageError
from tansiq.language import N_

_CENTRE: Final = re.compile(r"([a-z0-9-]+)=([a-z0-9-]+(?:\+[a-z0-9-]+)?)(?:@(https://[A-Za-z0-9.-]+:[0-9]+))?")
_FILE_BYTES: Final = 65_536


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--centre", "centres", multiple=True, required=True, metavar="NAME=PARTY[+PARTY][@https://HOST:PORT]",
    help="A centre that takes part; the first party certifies its connections. Give the option for each.",
)  # fmt: skip
@click.option(
    "--authority", "authorities", multiple=True, required=True, metavar="PARTY=FILE",
    help="The certificate of a party's authority (tansiq exchange authority). Give the option for each.",
)  # fmt: skip
@click.option("--domain", default="local", show_default=True, help="What the names of the centres' keys begin with.")
def terms(out: Path, *, centres: tuple[str, ...], authorities: tuple[str, ...], domain: str) -> None:
    """Write the model annex on release rules to OUT, a text that a planner enters into the register.

    Before that its clauses, release rules and intervals may be changed with any editor. It binds nobody until both
    parties have signed a decision about it.
    """
    import tomli_w  # noqa: PLC0415 - time that --help should not cost

    from tansiq.centre.agreement.exchange_part import model_annex  # noqa: PLC0415
    from tansiq.domain.exchange_terms import PartnerCentre  # noqa: PLC0415

    partners = [PartnerCentre(*_partner(each, domain)) for each in centres]
    table = model_annex(partners, dict(_authority(each) for each in authorities))
    try:
        out.write_bytes(tomli_w.dumps(dict(table), multiline_strings=True).encode())
    except OSError as error:
        raise UnwritableOutputError(N_("%(file)s cannot be written (%(why)s)."), file=out,
                                    why=error.strerror or error) from error  # fmt: skip
    say(N_("%(file)s is written. Read it, then enter it in the joint centre: Agreement, Enter a text."), file=out)


def _partner(given: str, domain: str) -> tuple[str, str, frozenset[str], str, str]:
    found = _CENTRE.fullmatch(given)
    if found is None:
        template = N_("%(given)s is no centre: write NAME=PARTY or NAME=PARTY+PARTY, then @ and its address.")
        raise UsageError(template, given=given)
    parties = found[2].split("+")
    return found[1], domain, frozenset(parties), parties[0], found[3] or ""


def _authority(given: str) -> tuple[str, bytes]:
    party, found, name = given.partition("=")
    if not (party and found and name):
        raise UsageError(N_("%(given)s is no authority: write PARTY=FILE."), given=given)
    try:
        with Path(name).open("rb") as file:
            return party, file.read(_FILE_BYTES)
    except OSError as error:
        raise UnreadableInputError(N_("%(file)s cannot be read (%(why)s)."), file=name,
                                   why=error.strerror or error) from error  # fmt: skip


COMMANDS: Final[tuple[click.Command, ...]] = (terms,)
