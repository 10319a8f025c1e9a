"""``tansiq sure``: how sure the gap picture is, and which assumption matters most."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tansiq.cli.console import current_language, progress_bar, tell
from tansiq.cli.moments import moment
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.gaps.spread import MeasureSureness, Spreading, Sureness


@click.command()
@click.argument("ground", type=click.Path(path_type=Path))
@click.argument("laydown", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--samples", type=click.IntRange(2, 100_000), default=200, show_default=True, metavar="N", help="How many pictures."
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=1,
    show_default=True,
    help="Of the draws; the same draws alike.",
)
@click.option(
    "--spreads", type=click.Path(path_type=Path), metavar="FILE", help="Spreads agreed by the parties (TOML)."
)
@click.option(
    "--influences/--no-influences",
    default=True,
    show_default=True,
    help="Tell which assumption matters most; takes several times as long.",
)
@click.option(
    "--measures",
    type=click.IntRange(0, 100_000),
    default=50,
    show_default=True,
    metavar="N",
    help="Samples in which the ledger's measures are tried.",
)
@click.option(
    "--window", type=click.Choice(["day", "night"]), default="day", show_default=True, help="Part of the day."
)
@click.option("--at", callback=moment, metavar="TIME", help="Moment of the picture, ISO 8601 with zone.")
def sure(  # noqa: PLR0913 - one argument for each option
    ground: Path,
    laydown: Path,
    out: Path,
    *,
    samples: int,
    seed: int,
    spreads: Path | None,
    influences: bool,
    measures: int,
    window: str,
    at: datetime | None,
) -> None:
    """Compute the picture of LAYDOWN on GROUND many times with other figures, and write into OUT how sure it is."""
    # Imported here: numba, SciPy and GDAL take seconds that --help should not cost.
    import tansiq.gaps  # noqa: PLC0415
    import tansiq.ground  # noqa: PLC0415
    from tansiq.exchange import laydown_file  # noqa: PLC0415
    from tansiq.gaps.files import digest_of  # noqa: PLC0415
    from tansiq.gaps.spread import Spreads, files, measures_in_samples, read_spreads, spread_of  # noqa: PLC0415

    with progress_bar() as progress:
        land = tansiq.ground.open(ground)
        laid, notices = laydown_file.read_with_notices(laydown)
        notices = (*notices, *laydown_file.check_on(laid, land, laydown))
        agreed = read_spreads(spreads) if spreads else Spreads()
        parameters, _ = tansiq.gaps.settle(land, laid, window=window, at=at)
        files.check_writable(out)
        band = tansiq.gaps.prepare(land)
        made = spread_of(
            land, laid, parameters, agreed, samples=samples, seed=seed, influences=influences, band=band,
            progress=lambda done, label: progress(0.6 * done, label),
        )  # fmt: skip
        picture = tansiq.gaps.picture(
            land, laid, window=window, at=at, progress=lambda done, label: progress(0.6 + 0.15 * done, label)
        )
        tried: tuple[MeasureSureness, ...] = ()
        if measures:
            tried = measures_in_samples(
                land, laid, parameters, made.figures[:measures], picture.ledger, band=band,
                progress=lambda done, label: progress(0.75 + 0.2 * done, label),
            )  # fmt: skip
        inputs = [digest_of(ground / "ground.toml", "ground"), digest_of(laydown, "laydown")]
        inputs += [digest_of(spreads, "spreads")] if spreads else []
        progress(0.95, N_("Writing"))
        files.write(made, picture, out, measures=tried, inputs=inputs, language=current_language())
    tell((*notices, *picture.notices, *made.notices))
    _tell_result(made, out)


def _tell_result(made: "Sureness", out: Path) -> None:
    low, high = made.seam_km.quantiles(0.05, 0.95)
    told = N_(
        "%(robust)s of %(gaps)s gaps are robust. Seam held: %(stated)s km as stated, %(low)s to %(high)s km in nine of "
        "ten samples. Written to %(out)s"
    )
    fields = {
        "robust": len(made.robust_gaps),
        "gaps": len(made.gaps),
        "stated": f"{made.seam_km.stated:.1f}",
        "low": f"{low:.1f}",
        "high": f"{high:.1f}",
        "out": out,
    }
    click.echo(translate(told, current_language(), fields))
    _tell_what_matters(
        N_("What matters most for kilometres of seam held: %(assumption)s (%(share)s of the variance)."), made.seam_km
    )
    _tell_what_matters(N_("What matters most for km2 held: %(assumption)s (%(share)s of the variance)."), made.km2)


def _tell_what_matters(template: str, result: "Spreading") -> None:
    from tansiq.gaps.spread.assumptions import BY_NAME  # noqa: PLC0415 - as above

    if not result.influences or not result.influences[0].total.value > 0:
        return
    first = result.influences[0]
    says = translate(BY_NAME[first.assumption].says, current_language())
    click.echo(translate(template, current_language(), {"assumption": says, "share": f"{first.total.value:.0%}"}))
