"""``tansiq exercise``: fictional forces, and sketched ground to try them on."""

from datetime import datetime
from pathlib import Path

import click

from tansiq.cli.console import current_language, progress_bar, refuse_existing, say, tell
from tansiq.cli.moments import moment
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
    "--as-of",
    callback=moment,
    metavar="TIME",
    help="Moment described, ISO 8601 with zone.  [default: 2026-11-22T11:30+03:00]",
)
@click.option("--force", is_flag=True, help="Replace a file that is already there.")
def laydown(
    ground: Path, out: Path, *, seed: int | None, posts: int | None, as_of: datetime | None, force: bool
) -> None:
    """Draw fictional forces on GROUND and write them to OUT (.geojson, .csv or .xlsx)."""
    # Imported here: GDAL takes most of a second that --help should not cost.
    import tansiq.exercise  # noqa: PLC0415
    import tansiq.ground  # noqa: PLC0415
    from tansiq.exchange import laydown_file  # noqa: PLC0415

    refuse_existing(out, force=force)
    drawn = tansiq.exercise.laydown(
        tansiq.ground.open(ground),
        seed=tansiq.exercise.SEED if seed is None else seed,
        posts=tansiq.exercise.POSTS if posts is None else posts,
        as_of=as_of or tansiq.exercise.AS_OF,
    )
    written, left_out = laydown_file.for_csv(drawn, out.name) if out.suffix.lower() == ".csv" else (drawn, ())
    laydown_file.write(written, out)
    tell(left_out)
    fields = {"posts": len(drawn.posts), "out": out}
    click.echo(translate(N_("%(posts)s fictional posts written to %(out)s"), current_language(), fields))


@exercise.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--cell",
    type=click.FloatRange(min=100, max=5000),
    metavar="METRES",
    default=500.0,
    show_default=True,
    help="Cell size.",
)
def sketch(out: Path, *, cell: float) -> None:
    """Build the sketched band from the Syrian to the Iranian border as a ground package in OUT."""
    import tansiq.exercise.sketch  # noqa: PLC0415

    with progress_bar() as progress:
        ground = tansiq.exercise.sketch.build(out, cell_m=cell, progress=progress)
    for notice in ground.notices:
        say(notice.template, **notice.fields)
    click.echo(translate(N_("Sketched ground written to %(out)s"), current_language(), {"out": out}))
