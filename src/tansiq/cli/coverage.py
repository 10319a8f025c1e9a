"""``tansiq coverage``: what a party releases instead of its posts, and the gap picture from two of them."""

from datetime import datetime
from pathlib import Path

import click

from tansiq.cli.console import current_language, progress_bar, refuse_existing, say, tell
from tansiq.cli.keys_files import read_file as read_secret
from tansiq.cli.moments import moment
from tansiq.domain.exchange_terms import COVERAGE_CELL_M
from tansiq.language import N_, translate

METRES = click.IntRange(min=100, max=100_000)


@click.group()
def coverage() -> None:
    """Release what is seen and reached on coarse cells, instead of posts."""


@coverage.command()
@click.argument("ground", type=click.Path(path_type=Path))
@click.argument("laydown", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--party", required=True, metavar="ID", help="Whose coverage; other parties' posts are not looked at.")
@click.option(
    "--window", type=click.Choice(["day", "night"]), default="day", show_default=True, help="Part of the day."
)
@click.option("--cell", type=METRES, metavar="METRES", help="Size of a cell.  [default: the smallest]")
@click.option(
    "--smallest",
    type=METRES,
    metavar="METRES",
    default=COVERAGE_CELL_M,
    show_default=True,
    help="Smallest cell that the agreement allows.",
)
@click.option(
    "--secret",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Moves posts within their cells; 16 bytes or more that nobody else knows. Without it posts can be read off.",
)
@click.option(
    "--draws",
    type=click.IntRange(min=1, max=16),
    default=1,
    show_default=True,
    help="How often each post is moved; the more, the less is shown that is not so, and the less is shown.",
)
@click.option("--agreement", default="", metavar="ID", help="Agreement it is released under: part of the movement.")
@click.option("--at", callback=moment, metavar="TIME", help="Moment it is true for, ISO 8601 with zone.")
@click.option(
    "--stale-after", type=click.FloatRange(min=0), metavar="H", help="Hours after which a silent post is not trusted."
)
@click.option("--force", is_flag=True, help="Replace files that are already there.")
def make(  # noqa: PLR0913 - one for each option
    ground: Path,
    laydown: Path,
    out: Path,
    *,
    party: str,
    window: str,
    cell: int | None,
    smallest: int,
    secret: Path | None,
    draws: int,
    agreement: str,
    at: datetime | None,
    stale_after: float | None,
    force: bool,
) -> None:
    """Compute a party's coverage from LAYDOWN on GROUND: the attachment OUT, and its record's body OUT.json."""
    # Imported here: numba and GDAL take most of a second that --help should not cost.
    import tansiq.ground  # noqa: PLC0415
    from tansiq.exchange import coverage_file, laydown_file  # noqa: PLC0415
    from tansiq.gaps.coverage import coverage_of  # noqa: PLC0415
    from tansiq.ground.model import Notice  # noqa: PLC0415

    refuse_existing(out, force=force)
    refuse_existing(coverage_file.body_path(out), force=force)
    key = None if secret is None else read_secret(secret)
    with progress_bar() as progress:
        land = tansiq.ground.open(ground)
        laid, notices = laydown_file.read_with_notices(laydown)
        made = coverage_of(
            land, laid, party, cell_m=smallest if cell is None else cell, smallest_cell_m=smallest, window=window,
            at=at, stale_after_h=stale_after, secret=key, draws=draws, agreement=agreement,
            progress=progress,
        )  # fmt: skip
        coverage_file.write(made, out)
    if key is None:
        text = N_(
            "Posts were not moved: where they stand can be read off this coverage. Give a --secret to release it."
        )
        notices = (*notices, Notice("coverage-not-moved", text, {}))
    tell(notices)
    fields = {"party": party, "out": out, "cell": made.cell_m}
    click.echo(
        translate(N_("Coverage of %(party)s on cells of %(cell)s m written to %(out)s"), current_language(), fields)
    )


@coverage.command()
@click.argument("ground", type=click.Path(path_type=Path))
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--respond-within", type=click.FloatRange(min=0, max=1440), metavar="MIN", help="Response time asked, minutes."
)
@click.option("--share-within", type=click.FloatRange(min=0, max=1440), metavar="MIN", help="Minutes for word to pass.")
@click.option("--at", callback=moment, metavar="TIME", help="Moment of the picture, ISO 8601 with zone.")
@click.option(
    "--agreed",
    type=click.Path(path_type=Path),
    metavar="LAYDOWN",
    help="File to take names, sectors and figures from; its posts are not looked at.",
)
def picture(
    ground: Path,
    first: Path,
    second: Path,
    out: Path,
    *,
    respond_within: float | None,
    share_within: float | None,
    at: datetime | None,
    agreed: Path | None,
) -> None:
    """Compute the gap picture from both parties' coverages FIRST and SECOND on GROUND, into the folder OUT."""
    import tansiq.ground  # noqa: PLC0415
    from tansiq.exchange import coverage_file, laydown_file  # noqa: PLC0415
    from tansiq.gaps import files  # noqa: PLC0415
    from tansiq.gaps.coverage import picture_of_coverages  # noqa: PLC0415

    with progress_bar() as progress:
        land = tansiq.ground.open(ground)
        released = coverage_file.read_file(first), coverage_file.read_file(second)
        under = None if agreed is None else laydown_file.read(agreed)
        files.check_writable(out)
        made = picture_of_coverages(
            land, released, agreed=under, respond_within_min=respond_within, share_within_min=share_within, at=at,
            progress=progress,
        )  # fmt: skip
        inputs = [files.digest_of(ground / "ground.toml", "ground")]
        inputs += [files.digest_of(path, "coverage") for path in (first, second)]
        inputs += [] if agreed is None else [files.digest_of(agreed, "agreed")]
        files.write(made, out, inputs=inputs, language=current_language())
    tell(made.notices)
    click.echo(translate(N_("Gap picture written to %(out)s"), current_language(), {"out": out}))


@coverage.command()
@click.argument("centre", type=click.Path(path_type=Path, file_okay=False))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--to", required=True, multiple=True, metavar="PARTY", help="Whom it is for; give the option for each.")
def release(centre: Path, file: Path, *, to: tuple[str, ...]) -> None:
    """Release FILE, a coverage that "make" wrote, from the party's own centre in the folder CENTRE.

    The centre signs it. Finer cells than its agreement allows, posts that were not moved, and a coverage that has run
    out are refused, and nothing is released.
    """
    from tansiq.cli import centre_site  # noqa: PLC0415 - time that --help should not cost
    from tansiq.exchange import coverage_file  # noqa: PLC0415

    made, data = coverage_file.read_file(file), file.read_bytes()
    centre_site.load(centre)
    from tansiq.centre.coverage.releasing import release_coverage  # noqa: PLC0415 - Django must be loaded first
    from tansiq.centre.door.author import centre_author  # noqa: PLC0415

    entered = release_coverage(coverage_file.body_of(made, data), data, to, centre_author(made.party))
    fields = {"party": made.party, "to": ", ".join(sorted(to)), "record": entered.record.digest}
    say(N_("The coverage of %(party)s is released to %(to)s: record %(record)s"), **fields)
