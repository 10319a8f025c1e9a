"""``tansiq checkpoints``: where joint checkpoints meet most through movement, against delay and ways round."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from tansiq.cli.console import current_language, progress_bar, tell
from tansiq.cli.whole_folder import check_writable, write_whole
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.domain.agreement import Sector
    from tansiq.gaps.files import InputDigest
    from tansiq.ground.model import Ground
    from tansiq.siting.checkpoints import Front, Settings

_DRAWING: Final = N_("Plot and map")
_MOST: Final = 500


@click.command()
@click.argument("ground", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--count", type=click.IntRange(1, _MOST), required=True, metavar="M", help="Checkpoints at most.")
@click.option(
    "--movements",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Movements a day between places (CSV); else they are assumed by gravity.",
)
@click.option("--corridors", type=click.Path(path_type=Path), metavar="FILE", help="Lines whose road parts count too.")
@click.option("--limits", type=click.Path(path_type=Path), metavar="FILE", help="Limits agreed by the parties (TOML).")
@click.option("--laydown", type=click.Path(path_type=Path), metavar="FILE", help="Laydown with the agreed sectors.")
@click.option("--protected", metavar="FILE", help="Protected sites beside those of the ground.")
@click.option("--closed", multiple=True, metavar="PLACE", help="Open it in no choice; repeat for more.")
@click.option("--opened", multiple=True, metavar="PLACE", help="Open it in every choice; repeat for more.")
@click.option("--near", type=click.FloatRange(min=0), metavar="KM", help="Farthest from the seam [default: 10].")
@click.option(
    "--detour", type=click.FloatRange(min=0), metavar="PERCENT", help="Ways round so much longer count [default: 30]."
)
@click.option(
    "--detour-min",
    type=click.FloatRange(min=0),
    metavar="MIN",
    help="Ways round so much longer count too [default: 10].",
)
@click.option("--stop", type=click.FloatRange(min=0), metavar="MIN", help="To stop one vehicle [default: 0.2].")
@click.option("--lanes", type=click.IntRange(1, 100), metavar="N", help="Lanes of a checkpoint [default: 6].")
@click.option(
    "--corridor-weight", type=click.FloatRange(0, 1e6), metavar="N",
    help="Movements a day that a kilometre of corridor on roads counts like [default: 50].",
)  # fmt: skip
@click.option(
    "--grain", type=click.FloatRange(0, 1), default=0.05, show_default=True, metavar="SHARE",
    help="Choices are listed to within such steps; 0 lists all.",
)  # fmt: skip
@click.option(
    "--points", type=click.IntRange(1, 10_000), default=100, show_default=True, metavar="N", help="Choices at most."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    default=120.0,
    show_default=True,
    metavar="S",
    help="Seconds to search; then what there is.",
)
def checkpoints(  # noqa: PLR0913 - one argument for each option
    ground: Path,
    out: Path,
    *,
    count: int,
    movements: Path | None,
    corridors: Path | None,
    limits: Path | None,
    laydown: Path | None,
    protected: str | None,
    closed: tuple[str, ...],
    opened: tuple[str, ...],
    grain: float,
    points: int,
    time_limit: float,
    **figures: float | None,
) -> None:
    """Choose joint checkpoints on the roads of GROUND and write all choices worth having into OUT."""
    # Imported here: SciPy, GDAL and matplotlib take seconds that --help should not cost.
    import tansiq.ground  # noqa: PLC0415
    from tansiq.gaps import files  # noqa: PLC0415
    from tansiq.siting import given  # noqa: PLC0415
    from tansiq.siting import limits as agreed  # noqa: PLC0415
    from tansiq.siting.checkpoints import choose_checkpoints, read_corridors, read_movements  # noqa: PLC0415
    from tansiq.siting.checkpoints.files import FRONT_FILE  # noqa: PLC0415

    with progress_bar() as progress:
        land = tansiq.ground.open(ground)
        check_writable(out, FRONT_FILE)
        front = choose_checkpoints(
            land,
            read_movements(movements, land) if movements else None,
            count=count,
            corridors=read_corridors(corridors, land) if corridors else (),
            settings=_settings(figures),
            limits=agreed.read_limits(limits) if limits else None,
            protected=given.read_protected(protected, land) if protected else (),
            sectors=_sectors(laydown),
            opened=opened,
            closed=closed,
            grain=grain,
            points=points,
            time_limit_s=time_limit,
            progress=lambda done, label: progress(0.9 * done, label),
        )
        read = (("movements", movements), ("corridors", corridors), ("limits", limits), ("laydown", laydown))
        inputs = [files.digest_of(ground / "ground.toml", "ground")]
        inputs += [files.digest_of(path, role) for role, path in read if path]
        made = _Made(front, land, inputs)
        write_whole(out, lambda folder: made.write(folder, progress))
    tell((*land.notices, *front.notices))
    _tell_result(front, out)


def _settings(figures: dict[str, Any]) -> "Settings":
    """Return the defaults with what the person said."""
    from tansiq.siting.checkpoints import Settings  # noqa: PLC0415 - as above

    names = {
        "detour": "detour_percent",
        "detour_min": "detour_min",
        "near": "near_m",
        "stop": "stop_min",
        "lanes": "lanes",
        "corridor_weight": "per_corridor_km",
    }
    said = {names[option]: value for option, value in figures.items() if value is not None}
    if "near_m" in said:
        said["near_m"] *= 1000.0
    return replace(Settings(), **said)


def _sectors(laydown: Path | None) -> "tuple[Sector, ...]":
    from tansiq.exchange import laydown_file  # noqa: PLC0415 - as above

    return laydown_file.read(laydown).terms.sectors if laydown else ()


@dataclass(frozen=True)
class _Made:
    """A front and what it was made from."""

    front: "Front"
    land: "Ground"
    inputs: "Sequence[InputDigest]"

    def write(self, folder: Path, progress: Callable[[float, str], None]) -> None:
        """Write the front, its plot and its map into an empty folder."""
        from tansiq.siting.checkpoints.files import write_front  # noqa: PLC0415 - as above
        from tansiq.siting.checkpoints.front_plot import write_plot  # noqa: PLC0415
        from tansiq.siting.checkpoints.map import write_map  # noqa: PLC0415

        progress(0.9, _DRAWING)
        write_front(self.front, self.land, folder, [asdict(entry) for entry in self.inputs])
        write_plot(self.front, self.land, folder, current_language())
        write_map(self.front, self.land, folder / "map.png", current_language())


def _tell_result(front: "Front", out: Path) -> None:
    told = N_(
        "%(choices)s choices of at most %(count)s checkpoints, from %(places)s places. The first counts %(counted)s "
        "movements a day (of them %(evadable)s could go round) and costs %(hours)s hours a day; no choice counts more "
        "than %(bound)s. Written to %(out)s"
    )
    first = front.choices[0].figures if front.choices else None
    fields = {
        "choices": len(front.choices),
        "count": front.network.question.count,
        "places": len(front.places),
        "counted": f"{first.counted:,}" if first else "-",
        "evadable": f"{first.evadable:,}" if first else "-",
        "hours": f"{first.delay_min / 60:,.0f}" if first else "-",
        "bound": f"{front.bound:,}",
        "out": out,
    }
    click.echo(translate(told, current_language(), fields))
    whole = N_(
        "Every choice whatever is matched by one of these to within a step: %(counted)s, %(evadable)s and %(delay)s."
    )
    part = N_("The search stopped early: choices that none of these match may be missing.")
    step = dict(zip(("counted", "evadable", "delay"), front.step, strict=True))
    click.echo(translate(whole if front.complete else part, current_language(), step))
