"""``tansiq forecast``: where incidents are expected next, and how good such forecasts were on periods held out."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tansiq.cli.console import current_language, progress_bar, tell
from tansiq.cli.days import day
from tansiq.cli.whole_folder import check_writable, write_whole
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.siting.forecast import Forecast

WAYS = {
    "mixture": N_("mixture"),
    "kde": N_("kernel density"),
    "histogram": N_("all earlier incidents, cell by cell"),
    "persistence": N_("last period again, cell by cell"),
    "uniform": N_("everywhere alike"),
}


@click.command()
@click.argument("incidents", metavar="INCIDENTS")
@click.argument("ground", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--background", multiple=True, metavar="FILE", help="Older incidents; repeat for more.")
@click.option("--hold-out-from", callback=day, metavar="DATE", help="First day to try forecasts on.")
@click.option(
    "--horizon-days",
    type=click.IntRange(7, 1096),
    default=90,
    show_default=True,
    metavar="N",
    help="Length of the period foretold.",
)
def forecast(
    incidents: str,
    ground: Path,
    out: Path,
    *,
    background: tuple[str, ...],
    hold_out_from: date | None,
    horizon_days: int,
) -> None:
    """Forecast where INCIDENTS will be on GROUND, score such forecasts on later ones, and write both into OUT."""
    # Imported here: SciPy and GDAL take seconds that --help should not cost.
    import tansiq.ground  # noqa: PLC0415
    from tansiq.gaps import files  # noqa: PLC0415
    from tansiq.ground.incidents import read_incidents  # noqa: PLC0415
    from tansiq.ground.sources import VectorSource  # noqa: PLC0415
    from tansiq.siting.forecast.files import DOCUMENT_FILE, write_forecast  # noqa: PLC0415
    from tansiq.siting.forecast.forecasting import forecast as foretell  # noqa: PLC0415
    from tansiq.siting.forecast.past import past_of  # noqa: PLC0415

    with progress_bar() as progress:
        land = tansiq.ground.open(ground)
        sources = [VectorSource.parse(each) for each in (incidents, *background)]
        past = past_of(land, [read_incidents(each, None) for each in sources])
        check_writable(out, DOCUMENT_FILE)
        made = foretell(land, past, horizon_days=horizon_days, hold_out_from=hold_out_from, progress=progress)
        inputs = [files.digest_of(ground / "ground.toml", "ground")]
        inputs += [files.digest_of(each.path, "incidents") for each in sources]

        def fill(folder: Path) -> None:
            write_forecast(made, land, folder, [asdict(entry) for entry in inputs])

        write_whole(out, fill)
    tell((*land.notices, *made.notices))
    _tell_result(made, out)


def _tell_result(made: "Forecast", out: Path) -> None:
    language = current_language()
    told = N_(
        "%(expected)s incidents are expected in %(days)s days from %(first)s on, learnt from %(incidents)s. Written to "
        "%(out)s"
    )
    fields = {
        "expected": f"{made.expected:.1f}",
        "days": made.horizon_days,
        "first": made.first.isoformat(),
        "incidents": made.incidents,
        "out": out,
    }
    click.echo(translate(told, language, fields))
    scored = N_(
        "Held out, %(method)s: %(likelihood)s nats an incident; accuracy index at 1 %% of the area %(accuracy)s."
    )
    for name, one in made.pooled.items():
        likelihood, accuracy = f"{one.log_likelihood:.2f}", f"{one.accuracy[0.01]:.1f}"
        method = translate(WAYS[name], language)
        click.echo(translate(scored, language, {"method": method, "likelihood": likelihood, "accuracy": accuracy}))
