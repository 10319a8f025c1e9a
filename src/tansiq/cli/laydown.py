"""``tansiq laydown``: the template for one's own posts, and what is wrong with a filled one."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tansiq.cli.console import current_language, refuse_existing, tell
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.domain.laydown import Laydown
    from tansiq.exchange.laydown_file import Kind


@click.group()
def laydown() -> None:
    """Write the template for your own posts, and check a filled one."""


@laydown.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "kind",
    type=click.Choice(["geojson", "csv", "xlsx"]),
    help="Format; otherwise by the ending of OUT.",
)
@click.option("--force", is_flag=True, help="Replace a file that is already there.")
def template(out: Path, kind: "Kind | None", *, force: bool) -> None:
    """Write a template to OUT: valid as it is, its fictional posts to be replaced."""
    # Imported here: openpyxl and the grids take most of a second that --help should not cost.
    from tansiq.exchange import laydown_file  # noqa: PLC0415

    chosen = out if kind is None or out.suffix else out.with_name(f"{out.name}.{kind}")
    refuse_existing(chosen, force=force)
    laydown_file.template(chosen, kind)
    _say(N_("Template written to %(out)s. Replace its posts, then check it: tansiq laydown check %(out)s"), out=chosen)


@laydown.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("ground", type=click.Path(path_type=Path), required=False)
def check(file: Path, ground: Path | None) -> None:
    """Tell what is wrong with the laydown FILE, and with its posts on the package GROUND if one is given."""
    from tansiq.exchange import laydown_file  # noqa: PLC0415

    read, notices = laydown_file.read_with_notices(file)
    if ground is not None:
        import tansiq.ground  # noqa: PLC0415

        notices = (*notices, *laydown_file.check_on(read, tansiq.ground.open(ground), file))
    _summarise(read, file)
    tell(notices)


def _summarise(read: "Laydown", file: Path) -> None:
    language = current_language()
    counts = {party.id: 0 for party in read.parties}
    for post in read.posts:
        counts[post.party] += 1
    parties = ", ".join(f"{party.names.best(language) or party.id} {counts[party.id]}" for party in read.parties)
    _say(N_("%(file)s: %(count)s posts (%(parties)s), no faults."), file=file, count=len(read.posts), parties=parties)
    if read.fictional:
        _say(N_("Its forces are fictional."))


def _say(words: str, **fields: object) -> None:
    click.echo(translate(words, current_language(), fields))
