"""``tansiq gaps``: where the ground is not held, why, and what would close it."""

from datetime import datetime
from pathlib import Path

import click

from tansiq.cli.console import current_language, progress_bar
from tansiq.errors import BadInputError
from tansiq.language import N_, translate


def _moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise BadInputError(
            N_("--at %(value)s is not a time. Write it as 2026-11-22T14:30+03:00."), value=value
        ) from error
    if moment.tzinfo is None:
        raise BadInputError(N_("--at %(value)s has no time zone. Add +03:00 for local time or Z for UTC."), value=value)
    return moment


@click.command()
@click.argument("ground", type=click.Path(path_type=Path))
@click.argument("laydown", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--window", type=click.Choice(["day", "night"]), default="day", show_default=True, help="Part of the day."
)
@click.option(
    "--respond-within", type=click.FloatRange(min=0, max=1440), metavar="MIN", help="Response time asked, minutes."
)
@click.option("--share-within", type=click.FloatRange(min=0, max=1440), metavar="MIN", help="Minutes for word to pass.")
@click.option(
    "--stale-after", type=click.FloatRange(min=0), metavar="H", help="Hours after which a silent post is not trusted."
)
@click.option("--at", callback=_moment, metavar="TIME", help="Moment of the picture, ISO 8601 with zone.")
def gaps(
    ground: Path,
    laydown: Path,
    out: Path,
    *,
    window: str,
    respond_within: float | None,
    share_within: float | None,
    stale_after: float | None,
    at: datetime | None,
) -> None:
    """Compute the gap picture of LAYDOWN on GROUND and write it into the folder OUT."""
    # Imported here: numba and GDAL take most of a second that --help should not cost.
    import tansiq.gaps  # noqa: PLC0415
    import tansiq.ground  # noqa: PLC0415
    from tansiq.exchange import laydown_file  # noqa: PLC0415
    from tansiq.gaps import files  # noqa: PLC0415

    files.check_writable(out)
    with progress_bar() as progress:
        land = tansiq.ground.open(ground)
        laid, notices = laydown_file.read_with_notices(laydown)
        notices = (*notices, *laydown_file.check_on(laid, land, laydown))
        picture = tansiq.gaps.picture(
            land, laid, window=window, respond_within_min=respond_within, share_within_min=share_within,
            stale_after_h=stale_after, at=at, progress=progress,
        )  # fmt: skip
        inputs = [files.digest_of(ground / "ground.toml", "ground"), files.digest_of(laydown, "laydown")]
        files.write(picture, out, inputs=inputs, language=current_language())
    for notice in (*notices, *picture.notices):
        click.echo(translate(notice.template, current_language(), notice.fields), err=True)
    click.echo(translate(N_("Gap picture written to %(out)s"), current_language(), {"out": out}))
