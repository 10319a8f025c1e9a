"""``tansiq centre invite``: an invitation made on the centre's own machine, when no account can make it."""

from pathlib import Path

import click

from tansiq.cli import centre_site
from tansiq.cli.console import current_language
from tansiq.errors import UsageError
from tansiq.language import N_, translate


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--party", required=True, metavar="ID", help="Whose account it will be.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="What it may do; give the option again for more.")
@click.option("--renew", default="", metavar="ACCOUNT", help="Give this account a new password and second factor.")
def invite(folder: Path, *, party: str, roles: tuple[str, ...], renew: str) -> None:
    """Invite somebody to the centre in FOLDER, and print the code.

    For the first accounts of a party, and for when nobody of it can sign in any more. The code works at once; the
    journal says that it was made here.
    """
    centre_site.load(folder)
    from django.urls import reverse  # noqa: PLC0415 - Django must be loaded first

    from tansiq.centre.accounts.invitations import invite as make  # noqa: PLC0415
    from tansiq.centre.accounts.roles import ROLES  # noqa: PLC0415

    if bool(roles) == bool(renew):
        template = N_("Give --role once or more (%(roles)s) for a new account, or --renew for one that is there.")
        raise UsageError(template, roles=", ".join(ROLES))
    code = make(party, roles, account=renew)
    words = N_("Joins at %(page)s on the centre's site, within seven days, once. Code: %(code)s")
    click.echo(translate(words, current_language(), {"page": reverse("join", args=(code,)), "code": code}))
