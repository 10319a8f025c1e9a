"""``tansiq corridors``: where somebody who knows the posts would cross, and whether held ground is a barrier."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tansiq.cli.console import current_language, progress_bar, tell
from tansiq.cli.moments import moment
from tansiq.cli.whole_folder import check_writable, write_whole
from tansiq.language import N_, translate

if TYPE_CHECKING:
    from tansiq.domain.laydown import Laydown
    from tansiq.gaps.corridors.files import Found
    from tansiq.ground.model import Ground


@click.command()
@click.argument("ground", type=click.Path(path_type=Path))
@click.argument("laydown", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--k", type=click.IntRange(0, 100), default=5, show_default=True, metavar="N", help="How many corridors.")
@click.option(
    "--apart",
    type=click.FloatRange(0, 1000),
    default=8.0,
    show_default=True,
    metavar="KM",
    help="How far apart they cross the seam.",
)
@click.option(
    "--window", type=click.Choice(["day", "night", "both"]), default="day", show_default=True, help="Part of the day."
)
@click.option("--at", callback=moment, metavar="TIME", help="Moment of the picture, ISO 8601 with zone.")
def corridors(
    ground: Path, laydown: Path, out: Path, *, k: int, apart: float, window: str, at: datetime | None
) -> None:
    """Find where the posts of LAYDOWN on GROUND can be passed least seen, and write it into the folder OUT."""
    # Imported here: numba and GDAL take most of a second that --help should not cost.
    import tansiq.ground  # noqa: PLC0415
    from tansiq.exchange import laydown_file  # noqa: PLC0415
    from tansiq.gaps import files as picture_files  # noqa: PLC0415
    from tansiq.gaps.corridors import files  # noqa: PLC0415

    with progress_bar() as progress:
        land = tansiq.ground.open(ground)
        laid, notices = laydown_file.read_with_notices(laydown)
        notices = (*notices, *laydown_file.check_on(laid, land, laydown))
        check_writable(out, files.DOCUMENT_FILE)
        windows = ("day", "night") if window == "both" else (window,)
        found = _find(land, laid, windows, at, (k, apart * 1000), progress)
        inputs = [
            picture_files.digest_of(ground / "ground.toml", "ground"),
            picture_files.digest_of(laydown, "laydown"),
        ]
        progress(0.9, N_("Writing"))
        write_whole(
            out, lambda folder: files.write(found, folder, inputs=inputs, notices=notices, language=current_language())
        )
    told = (*notices, *(notice for one in found for notice in (*one.picture.notices, *one.corridors.notices)))
    tell({(one.code, str(one.fields)): one for one in told}.values())
    for one in found:
        _tell_result(one)
    click.echo(translate(N_("Corridors written to %(out)s"), current_language(), {"out": out}))


def _find(
    land: "Ground",
    laid: "Laydown",
    windows: Sequence[str],
    at: datetime | None,
    asked: tuple[int, float],
    progress: Callable[[float, str], None],
) -> "list[Found]":
    """Make the picture of each window and find its corridors; ``asked`` is how many and how far apart [m]."""
    import tansiq.gaps  # noqa: PLC0415 - as above
    from tansiq.gaps.corridors import find_corridors, prove_barrier  # noqa: PLC0415
    from tansiq.gaps.corridors.files import Found  # noqa: PLC0415

    k, apart_m = asked
    found, band = [], tansiq.gaps.prepare(land)
    for number, window in enumerate(windows):
        half = _part(progress, number, 2 * len(windows)), _part(progress, number + 0.5, 2 * len(windows))
        picture = tansiq.gaps.picture(land, laid, window=window, at=at, ledger=False, progress=half[0])
        layers, parameters = picture.layers, picture.parameters
        corridors = find_corridors(band, layers, parameters, k=k, apart_m=apart_m, progress=half[1])
        found.append(Found(picture, corridors, prove_barrier(band, layers, parameters)))
    return found


def _part(progress: Callable[[float, str], None], number: float, parts: int) -> Callable[[float, str], None]:
    """Return a progress of its own for one of the parts that come before the files are written."""
    share = 0.9 / parts
    return lambda done, label: progress((2 * number + done) * share, label)


def _tell_result(one: "Found") -> None:
    """Say in one or two sentences what was found in a window."""
    window = N_("by day") if one.corridors.parameters.window.value == "day" else N_("by night")
    fields: dict[str, object] = {
        "window": translate(window, current_language()),
        "porous": len(one.corridors.porous),
        "unseen": sum(path.exposure == 0 for path in one.corridors.paths if path.direction == "forward"),
        "found": sum(path.direction == "forward" for path in one.corridors.paths),
    }
    text = N_("%(window)s: %(unseen)s of %(found)s corridors pass unseen; %(porous)s held lengths are porous.")
    click.echo(translate(text, current_language(), fields))
    if one.barrier.stands:
        click.echo(translate(N_("Held ground cuts every crossing."), current_language()))
    elif one.barrier.missing_km is not None:
        lacks = {"missing": f"{one.barrier.missing_km:,.0f}", "chain": f"{one.barrier.chain_km:,.0f}"}
        text = N_("No barrier of held ground: the best chain from end to end lacks %(missing)s of %(chain)s km.")
        click.echo(translate(text, current_language(), lacks))
