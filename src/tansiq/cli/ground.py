"""``tansiq ground``: building ground packages, and looking at them."""

from pathlib import Path
from typing import Any

import click

from tansiq.cli.console import current_language, progress_bar
from tansiq.errors import UsageError
from tansiq.language import N_, translate

_VECTOR = "FILE[:LAYER][?WHERE]"


@click.group()
def ground() -> None:
    """Build ground packages from elevation, roads, places, rivers."""


def _licences(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    licences = {}
    for value in values:
        key, mark, words = value.partition("=")
        if not (key and mark and words):
            template = N_("--licence %(value)s is not understood. Write --licence places='ODbL 1.0, OpenStreetMap'.")
            raise UsageError(template, value=value)
        licences[key] = words
    return licences


@ground.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--dem", multiple=True, required=True, metavar="FILE", help="Elevation in metres; repeat for several.")
@click.option("--roads", metavar=_VECTOR, help="Roads (OpenStreetMap's highway, or class).")
@click.option("--places", metavar=_VECTOR, help="Towns and villages.")
@click.option("--boundaries", metavar=_VECTOR, help="Administrative units, for orientation.")
@click.option("--water", metavar=_VECTOR, help="Rivers and lakes; every layer unless one is named.")
@click.option("--protected", metavar=_VECTOR, help="Protected sites.")
@click.option("--bridges", metavar=_VECTOR, help="Bridges, as points or lines.")
@click.option("--incidents", metavar="FILE.csv|" + _VECTOR, help="Past incidents; only place and date are kept.")
@click.option("--area", metavar=_VECTOR, help="The area of joint security interest, as polygons.")
@click.option("--seam", metavar=_VECTOR, help="The line to measure along, instead of an area.")
@click.option("--width-km", type=float, metavar="KM", help="Width of the band along the seam.")
@click.option("--cell", "cell_m", type=float, required=True, metavar="METRES", help="Cell size.")
@click.option("--margin-km", type=float, default=10.0, show_default=True, metavar="KM", help="Elevation kept around.")
@click.option("--name", help="What people call this ground.")
@click.option("--sketch", is_flag=True, help="Drawn from public facts, not surveyed: every result says so.")
@click.option(
    "--licence", "licences", multiple=True, callback=_licences, metavar="ROLE=TEXT",
    help="Licence or credit of an input, by role (dem, places ...) or file name; repeat for several.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace a ground package that is already there.")
def build(out: Path, **inputs: Any) -> None:  # noqa: ANN401 - passed on as they are
    """Build the ground package OUT."""
    # Imported here: GDAL and numba take most of a second that --help should not cost.
    import tansiq.ground  # noqa: PLC0415

    with progress_bar() as progress:
        built = tansiq.ground.build(out, progress=progress, **inputs)
    _describe(built.manifest)
    for notice in built.notices:
        click.echo(translate(notice.template, current_language(), notice.fields), err=True)
    click.echo(translate(N_("Ground package written to %(out)s"), current_language(), {"out": out}))


@ground.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Compare every file with its digest.")
def show(path: Path, *, verify: bool) -> None:
    """Say what the ground package PATH holds."""
    import tansiq.ground  # noqa: PLC0415

    opened = tansiq.ground.open(path, verify=verify)
    _describe(opened.manifest)
    for notice in opened.notices:
        click.echo(translate(notice.template, current_language(), notice.fields))


def _describe(manifest: Any) -> None:  # noqa: ANN401 - a table as TOML has it
    language, grid, area = current_language(), manifest["grid"], manifest["area"]
    template = N_(
        "%(name)s: %(km2).0f km2 on %(rows)d x %(cols)d cells of %(cell_m)g m; distances on the map are true to "
        "%(scale)s %%."
    )
    fields = {
        **grid,
        "name": manifest["name"],
        "km2": area["km2"],
        "scale": f"{manifest['crs']['scale_error']:.3%}"[:-1],
    }
    click.echo(translate(template, language, fields))
    if "seam_km" in area:
        template = N_("Seam: %(seam_km).1f km in %(lengths)d lengths; band %(width_km)g km wide.")
        click.echo(translate(template, language, area))
