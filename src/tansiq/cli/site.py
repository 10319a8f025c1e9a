"""``tansiq site``: where joint posts, reaction elements and watches hold most ground, and how sure that is."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tansiq.cli.console import current_language, progress_bar, tell
from tansiq.cli.moments import moment
from tansiq.cli.on import on_cluster
from tansiq.cli.whole_folder import check_writable, write_whole
from tansiq.language import N_, translate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tansiq.domain.laydown import Laydown
    from tansiq.gaps.files import InputDigest
    from tansiq.gaps.model import Picture
    from tansiq.gaps.workers import Address
    from tansiq.ground.model import Ground
    from tansiq.siting.plan import Plan

LAYDOWN_FILE: Final = "laydown.geojson"


@click.command()
@click.argument("ground", type=click.Path(path_type=Path))
@click.argument("laydown", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--joint-posts", type=click.IntRange(0, 500), default=0, metavar="N", help="Posts that see and reach.")
@click.option("--reaction", type=click.IntRange(0, 500), default=0, metavar="M", help="Elements that reach.")
@click.option("--watch", type=click.IntRange(0, 500), default=0, metavar="K", help="Watches that see.")
@click.option(
    "--weights",
    type=click.Choice(["area", "residents", "incidents", "seam", "forecast"]),
    default="area",
    show_default=True,
    help="What ground counts by.",
)
@click.option(
    "--candidates",
    default="auto",
    show_default=True,
    metavar="FILE|auto|COUNT",
    help="Points to choose from, or how many to look for on high ground.",
)
@click.option("--limits", type=click.Path(path_type=Path), metavar="FILE", help="Limits agreed by the parties (TOML).")
@click.option("--protected", metavar="FILE", help="Protected sites beside those of the ground.")
@click.option("--refuse", multiple=True, metavar="SITE", help="Say what doing without it costs; repeat for more.")
@click.option(
    "--gap", type=click.FloatRange(0, 1), default=1e-4, show_default=True, metavar="SHARE", help="Proof that is enough."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    default=120.0,
    show_default=True,
    metavar="S",
    help="Seconds to choose; then what there is.",
)
@click.option(
    "--window", type=click.Choice(["day", "night"]), default="day", show_default=True, help="Part of the day."
)
@click.option("--at", callback=moment, metavar="TIME", help="Moment of the picture, ISO 8601 with zone.")
@on_cluster
def site(  # noqa: PLR0913 - one argument for each option
    ground: Path,
    laydown: Path,
    out: Path,
    *,
    joint_posts: int,
    reaction: int,
    watch: int,
    weights: str,
    candidates: str,
    limits: Path | None,
    protected: str | None,
    refuse: tuple[str, ...],
    gap: float,
    time_limit: float,
    window: str,
    at: datetime | None,
    on: "Address | None",
) -> None:
    """Choose places for joint units on GROUND beside LAYDOWN and write them, with both pictures, into OUT."""
    # Imported here: numba, SciPy and GDAL take seconds that --help should not cost.
    import tansiq.ground  # noqa: PLC0415
    from tansiq.exchange import laydown_file  # noqa: PLC0415
    from tansiq.gaps import files, settle, workers  # noqa: PLC0415
    from tansiq.siting import choosing, given  # noqa: PLC0415
    from tansiq.siting import limits as agreed  # noqa: PLC0415
    from tansiq.siting.files import PLAN_FILE  # noqa: PLC0415

    with progress_bar() as progress:
        land = tansiq.ground.open(ground)
        laid, notices = laydown_file.read_with_notices(laydown)
        notices = (*notices, *laydown_file.check_on(laid, land, laydown))
        kept_to = agreed.read_limits(limits) if limits else None
        shapes = given.read_protected(protected, land) if protected else ()
        places = _places(candidates, land)
        parameters, more = settle(land, laid, window=window, at=at)
        check_writable(out, PLAN_FILE)
        with workers.opened(on) as hands:
            plan = choosing.site(
                land, laid, parameters, asked=(joint_posts, reaction, watch), limits=kept_to,
                weighing=weights, candidates=places, protected=shapes, refuse=refuse, gap=gap,  # type: ignore[arg-type]  # click's choice
                time_limit_s=time_limit, hands=hands, progress=lambda done, label: progress(0.7 * done, label),
            )  # fmt: skip
        inputs = [files.digest_of(ground / "ground.toml", "ground"), files.digest_of(laydown, "laydown")]
        inputs += [files.digest_of(limits, "limits")] if limits else []
        made = _Made(plan, land, laid, inputs)
        write_whole(out, lambda folder: made.write(folder, progress))
    tell((*notices, *more, *land.notices, *plan.notices))
    _tell_result(plan, out)


def _places(candidates: str, land: "Ground") -> "NDArray[np.int64] | int":
    from tansiq.siting import choosing, given  # noqa: PLC0415 - as above

    if candidates == "auto":
        return choosing.CANDIDATES
    return int(candidates) if candidates.isdecimal() else given.read_candidates(candidates, land)


@dataclass(frozen=True)
class _Made:
    """A plan and what it was made from."""

    plan: "Plan"
    land: "Ground"
    laid: "Laydown"
    inputs: "Sequence[InputDigest]"

    def write(self, folder: Path, progress: Callable[[float, str], None]) -> None:
        """Write the plan, its laydown, and the picture before and after into an empty folder."""
        from tansiq.exchange import laydown_file  # noqa: PLC0415 - as above
        from tansiq.gaps import files  # noqa: PLC0415
        from tansiq.siting.files import write_plan  # noqa: PLC0415
        from tansiq.siting.laid import laid_down  # noqa: PLC0415

        then = laid_down(self.laid, self.plan)
        laydown_file.write(then, folder / LAYDOWN_FILE)
        write_plan(self.plan, self.land, folder, [asdict(entry) for entry in self.inputs])
        for number, (name, laydown) in enumerate((("before", self.laid), ("after", then))):
            progress(0.7 + 0.15 * number, N_("The picture before and after"))
            files.write(self._picture(laydown), folder / name, inputs=self.inputs, language=current_language())

    def _picture(self, laydown: "Laydown") -> "Picture":
        import tansiq.gaps  # noqa: PLC0415 - as above

        parameters = self.plan.parameters
        return tansiq.gaps.picture(self.land, laydown, window=parameters.window, at=parameters.at, ledger=False)


def _tell_result(plan: "Plan", out: Path) -> None:
    from tansiq.siting.weights import UNITS  # noqa: PLC0415 - as above

    told = N_(
        "%(sites)s places hold %(gained)s %(unit)s more, %(covered)s in all; no choice holds more than %(bound)s "
        "(proven to %(gap)s). Written to %(out)s"
    )
    fields = {
        "sites": len(plan.sites),
        "gained": f"{plan.covered - plan.held_before:.1f}",
        "unit": translate(UNITS[plan.weighing], current_language()),
        "covered": f"{plan.covered:.1f}",
        "bound": f"{plan.bound:.1f}",
        "gap": f"{plan.gap:.2%}",
        "out": out,
    }
    click.echo(translate(told, current_language(), fields))
    for one in plan.refusals:
        cost = N_("Without %(site)s: %(covered)s, which costs at least %(least)s and at most %(most)s.")
        least, most = max(0.0, plan.covered - one.bound), max(0.0, plan.bound - one.covered)
        fields = {"site": one.site, "covered": f"{one.covered:.1f}", "least": f"{least:.1f}", "most": f"{most:.1f}"}
        click.echo(translate(cost, current_language(), fields))
