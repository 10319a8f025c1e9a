"""``tansiq gaps``: where the ground is not held, why, and what would close it."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tansiq.cli.console import current_language, progress_bar, tell
from tansiq.cli.moments import moment
from tansiq.cli.on import on_cluster
from tansiq.errors import UnwritableOutputError
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.gaps.workers import Address


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
@click.option("--at", callback=moment, metavar="TIME", help="Moment of the picture, ISO 8601 with zone.")
@on_cluster
def gaps(  # noqa: PLR0913 - one argument for each option
    ground: Path,
    laydown: Path,
    out: Path,
    *,
    window: str,
    respond_within: float | None,
    share_within: float | None,
    stale_after: float | None,
    at: datetime | None,
    on: "Address | None",
) -> None:
    """Compute the gap picture of LAYDOWN on GROUND and write it into the folder OUT."""
    # Imported here: numba and GDAL take most of a second that --help should not cost.
    import tansiq.gaps  # noqa: PLC0415
    import tansiq.ground  # noqa: PLC0415
    from tansiq.exchange import laydown_file  # noqa: PLC0415
    from tansiq.gaps import files, workers  # noqa: PLC0415

    with progress_bar() as progress:
        land = tansiq.ground.open(ground)
        laid, notices = laydown_file.read_with_notices(laydown)
        notices = (*notices, *laydown_file.check_on(laid, land, laydown))
        # After the inputs, since it makes the folders above; before the computation, which may be long.
        files.check_writable(out)
        _check_folder(out)
        with workers.opened(on) as hands:
            picture = tansiq.gaps.picture(
                land, laid, window=window, respond_within_min=respond_within, share_within_min=share_within,
                stale_after_h=stale_after, at=at, hands=hands, progress=progress,
            )  # fmt: skip
        inputs = [files.digest_of(ground / "ground.toml", "ground"), files.digest_of(laydown, "laydown")]
        files.write(picture, out, inputs=inputs, language=current_language())
    tell((*notices, *picture.notices))
    click.echo(translate(N_("Gap picture written to %(out)s"), current_language(), {"out": out}))


def _check_folder(out: Path) -> None:
    """Refuse before the computation a place where the system lets us make nothing, such as a read-only disk."""
    try:
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.absolute().parent):
            pass
    except OSError as error:
        raise UnwritableOutputError(
            N_("The picture cannot be written to %(out)s (%(reason)s). Choose another place or free some space."),
            out=out,
            reason=error.strerror or error,
        ) from error
