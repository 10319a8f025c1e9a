"""``tansiq exercise``: fictional forces, and sketched ground to try them on."""

from datetime import datetime
from pathlib import Path

import click

from tansiq.cli.console import current_language, progress_bar, say
from tansiq.errors import UsageError
from tansiq.language import N_, translate


@click.group()
def exercise() -> None:
    """Make fictional forces on any ground, and ground to try them on."""


@exercise.command()
@click.argument("ground", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--seed", type=click.IntRange(min=0), help="Of the lot; the same seed gives the same forces.")
@click.option("--posts", type=click.IntRange(min=1, max=5000), help="How many, both parties together.  [default: 120]")
@click.option(
    "--as-of", metavar="TIME", help="Moment described, ISO 8601 with zone.  [default: 2026-11-22T11:30+03:00]"
)
def laydown(ground: Path, out: Path, *, seed: int | None, posts: int | None, as_of: str | None) -> None:
    """Draw fictional forces on GROUND and write them to OUT (.geojson, .csv or .xlsx)."""
    # Imported here: GDAL takes most of a second that --help should not cost.
    import tansiq.exercise  # noqa: PLC0415
    import tansiq.ground  # noqa: PLC0415
    from tansiq.exchange import laydown_file  # noqa: PLC0415

    drawn = tansiq.exercise.laydown(
        tansiq.ground.open(ground),
        seed=tansiq.exercise.SEED if seed is None else seed,
        posts=tansiq.exercise.POSTS if posts is None else posts,
        as_of=_moment(as_of, tansiq.exercise.AS_OF),
    )
    laydown_file.write(drawn, out)
    fields = {"posts": len(drawn.posts), "out": out}
    click.echo(translate(N_("%(posts)s fictional posts written to %(out)s"), current_language(), fields))


def _moment(text: str | None, default: datetime) -> datetime:
    if text is None:
        return default
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        template = N_("--as-of %(value)s is not a time. Write it as 2026-11-22T14:30+03:00.")
        raise UsageError(template, value=text) from error


@exercise.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--cell", type=click.FloatRange(min=100, max=5000), metavar="METRES", default=500.0, show_default=True)
def sketch(out: Path, *, cell: float) -> None:
    """Build the sketched band from the Syrian to the Iranian border as a ground package in OUT."""
    import tansiq.exercise.sketch  # noqa: PLC0415

    with progress_bar() as progress:
        ground = tansiq.exercise.sketch.build(out, cell_m=cell, progress=progress)
    for notice in ground.notices:
        say(notice.template, **notice.fields)
    click.echo(translate(N_("Sketched ground written to %(out)s"), current_language(), {"out": out}))
