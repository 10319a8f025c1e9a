"""``tansiq patrols``: patrols that cannot be foreseen, rosters drawn from them, and what observers could make of it."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tansiq.cli.console import current_language, progress_bar, tell
from tansiq.cli.days import day
from tansiq.cli.moments import moment
from tansiq.cli.whole_folder import check_writable, write_whole
from tansiq.errors import UsageError
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.siting.patrols.patrolling import Patrols

COUNTINGS: Final = ("area", "residents", "incidents", "seam", "forecast", "unanswered", "corridor")
MOST_SEED: Final = 1 << 256
PRINTING: Final = N_("Rosters to print")
WAYS: Final = {
    "plan": N_("Drawn from this plan"),
    "blind": N_("Drawn blindly, every way alike"),
    "rotation": N_("Seven fixed days in turn"),
    "fixed": N_("The same day every day"),
}


def _numbers(_context: click.Context, parameter: click.Parameter, value: str) -> tuple[int, ...]:
    parts = [part.strip() for part in value.split(",")]
    if not all(part.isdecimal() and len(part) < 5 for part in parts):  # noqa: PLR2004 - digits
        template = N_("%(option)s %(value)s is not a number, nor several such as 2,1,3.")
        raise UsageError(template, option=parameter.opts[0], value=value)
    return tuple(map(int, parts))


def _seed(_context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if not value.isdecimal() or len(value) > 78 or int(value) >= MOST_SEED:  # noqa: PLR2004 - digits of 2**256
        template = N_("%(option)s %(value)s is not a whole number from 0 to 2**256 - 1.")
        raise UsageError(template, option=parameter.opts[0], value=value[:100])
    return int(value)


@click.command()
@click.argument("ground", type=click.Path(path_type=Path))
@click.argument("laydown", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--bases", required=True, metavar="IDS", help="Posts (or LON:LAT) that patrols leave from, by commas.")
@click.option(
    "--vehicles", default="1", show_default=True, callback=_numbers, metavar="N", help="Of each base each day."
)
@click.option("--shift-h", type=click.FloatRange(1, 24), default=8.0, show_default=True, help="Longest shift [h].")
@click.option(
    "--rest-h", type=click.FloatRange(0, 12), default=8.0, show_default=True, help="Least rest between shifts [h]."
)
@click.option("--slot-min", type=int, default=30, show_default=True, help="Length of a time slot [min].")
@click.option(
    "--segment-km", type=click.FloatRange(1, 50), default=5.0, show_default=True, help="Longest segment of seam [km]."
)
@click.option(
    "--weights", type=click.Choice(COUNTINGS), default="area", show_default=True, help="What a segment counts by."
)
@click.option(
    "--departures",
    type=click.Choice(["drawn", "fixed"]),
    default="drawn",
    show_default=True,
    help="Fixed ones tell nothing to who watches a gate.",
)
@click.option("--days", type=click.IntRange(1, 92), default=14, show_default=True, help="Days of the roster.")
@click.option("--from", "first_day", callback=day, metavar="DATE", help="First day of the roster.")
@click.option("--seed", callback=_seed, metavar="S", help="Draw the same roster again; as secret as the roster.")
@click.option(
    "--gap", type=click.FloatRange(0, 1), default=1e-3, show_default=True, metavar="SHARE", help="Proof that is enough."
)
@click.option(
    "--window", type=click.Choice(["day", "night"]), default="day", show_default=True, help="Part of the day."
)
@click.option("--at", callback=moment, metavar="TIME", help="Moment of the picture, ISO 8601 with zone.")
def patrols(  # noqa: PLR0913 - one argument for each option
    ground: Path,
    laydown: Path,
    out: Path,
    *,
    bases: str,
    vehicles: tuple[int, ...],
    shift_h: float,
    rest_h: float,
    slot_min: int,
    segment_km: float,
    weights: str,
    departures: str,
    days: int,
    first_day: date | None,
    seed: int | None,
    gap: float,
    window: str,
    at: datetime | None,
) -> None:
    """Plan patrols along the unheld seam of GROUND under LAYDOWN, and write them with a roster into OUT."""
    # Imported here: numba, SciPy and GDAL take seconds that --help should not cost.
    import tansiq.ground  # noqa: PLC0415
    from tansiq.exchange import laydown_file  # noqa: PLC0415
    from tansiq.gaps import files, settle  # noqa: PLC0415
    from tansiq.siting.patrols.files import PLAN_FILE, write_plan  # noqa: PLC0415
    from tansiq.siting.patrols.patrolling import Asked, patrol  # noqa: PLC0415

    asked = Asked(
        bases=[part.strip() for part in bases.split(",") if part.strip()],
        vehicles=vehicles,
        shift_h=shift_h,
        rest_h=rest_h,
        slot_min=slot_min,
        segment_km=segment_km,
        weighing=weights,  # type: ignore[arg-type]  # click's choice
        departures=departures,  # type: ignore[arg-type]  # click's choice
        days=days,
        first_day=first_day,
        seed=seed,
    )
    with progress_bar() as progress:
        land = tansiq.ground.open(ground)
        laid, notices = laydown_file.read_with_notices(laydown)
        notices = (*notices, *laydown_file.check_on(laid, land, laydown))
        parameters, more = settle(land, laid, window=window, at=at)
        check_writable(out, PLAN_FILE)
        made = patrol(land, laid, parameters, asked, gap=gap, progress=lambda done, label: progress(0.9 * done, label))
        progress(0.9, PRINTING)
        inputs = [files.digest_of(ground / "ground.toml", "ground"), files.digest_of(laydown, "laydown")]
        title, fictional = laid.title, laid.fictional

        def fill(folder: Path) -> None:
            from tansiq.cli.patrols_paper import print_rosters  # noqa: PLC0415 - typst is slow to import

            write_plan(made, land, folder, [asdict(entry) for entry in inputs])
            print_rosters(made, folder, title, fictional=fictional)

        write_whole(out, fill)
    tell((*notices, *more, *land.notices, *made.notices))
    _tell_result(made, out)


def _tell_result(made: "Patrols", out: Path) -> None:
    from tansiq.siting.patrols.segments import UNIT_OF  # noqa: PLC0415 - as above

    language = current_language()
    told = N_(
        "The worst crossing counts %(value)s %(unit)s on average, %(without)s without patrols; no plan gets it below "
        "%(bound)s (proven to %(gap)s). Seed %(seed)s. Written to %(out)s"
    )
    fields = {
        "value": f"{made.plan.value:.2f}",
        "unit": translate(UNIT_OF[made.asked.weighing], language),
        "without": f"{made.game.value.max():.2f}",
        "bound": f"{made.plan.bound:.2f}",
        "gap": f"{made.plan.gap:.2%}",
        "seed": made.seed,
        "out": out,
    }
    click.echo(translate(told, language, fields))
    said = N_("%(way)s: %(known)s to who knows it, %(watched)s to who watched %(days)s days.")
    for one in made.compared:
        days, watched = max(one.watched.items())
        fields = {"way": translate(WAYS[one.way], language), "known": f"{one.known:.2f}", "days": days}
        click.echo(translate(said, language, {**fields, "watched": f"{watched:.2f}"}))
    gate = N_("To who sees the vehicles of one base leave today: at most %(gate)s.")
    click.echo(translate(gate, language, {"gate": f"{made.gate:.2f}"}))
