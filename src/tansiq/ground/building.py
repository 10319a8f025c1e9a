"""Building a ground package from anybody's files."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tansiq.errors import CancelledError, UsageError
from tansiq.ground.dem import Dem, open_dem
from tansiq.ground.destination import appearing_whole, check_destination
from tansiq.ground.extent import Extent, extent_of_area, extent_of_seam
from tansiq.ground.model import Ground
from tansiq.ground.opening import open as open_ground
from tansiq.ground.package import Package, Progress
from tansiq.ground.sources import VectorSource
from tansiq.language import N_

MARGIN_KM: Final = 10.0
Source = str | Path | VectorSource


def build(  # noqa: PLR0913 - one keyword per input, as on the command line
    out: str | Path,
    *,
    dem: Sequence[str | Path],
    cell_m: float,
    area: Source | None = None,
    seam: Source | None = None,
    width_km: float | None = None,
    roads: Source | None = None,
    places: Source | None = None,
    boundaries: Source | None = None,
    water: Source | None = None,
    protected: Source | None = None,
    bridges: Source | None = None,
    incidents: Source | None = None,
    margin_km: float = MARGIN_KM,
    name: str | None = None,
    sketch: bool = False,
    licences: Mapping[str, str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Ground:
    """Build a ground package and open it.

    Vector sources are written ``FILE[:LAYER][?WHERE]``.

    Parameters
    ----------
    out
        Folder to make.
    dem
        Elevation models in metres; where several have a height, the finest wins, of equals the first.
    cell_m
        Cell size [m].
    area, seam, width_km
        Either polygons, or a line and the width of the band along it [km].
    roads, places, boundaries, water, protected, bridges, incidents
        Optional layers. Without roads or bridges nobody crosses rivers.
    margin_km
        How far elevation reaches past the area, at least the longest range of any post [km].
    name
        What people call the ground; by default the name of the area's or seam's layer or file.
    sketch
        True if it was drawn from public facts, not surveyed: every result says so.
    licences
        Licence or credit of inputs, by file name or role.
    force
        Replace a ground package that is already there.
    progress
        Called with the share done (0 to 1) and what is being done (English, marked for translation).

    Raises
    ------
    UsageError, UnreadableInputError, BadInputError, BadGroundError, UnwritableOutputError, CancelledError
        With a sentence that names the file and the remedy. Nothing is written then.
    """
    destination, cell_m, margin_km = Path(out), float(cell_m), float(margin_km)
    given = {
        "roads": roads, "places": places, "boundaries": boundaries, "water": water, "protected": protected,
        "bridges": bridges, "incidents": incidents,
    }  # fmt: skip
    sources = {role: VectorSource.parse(source) for role, source in given.items() if source is not None}
    tell = progress or (lambda _done, _label: None)
    _check_numbers(cell_m, margin_km)
    check_destination(destination, force=force)
    try:
        tell(0.0, N_("Looking at the inputs"))
        dems = _open_dems(dem)
        where, extent = _extent(area, seam, width_km, margin_m=margin_km * 1000, cell_m=cell_m)
        package = Package(
            extent=extent, dems=dems, sources=sources, where=where, name=name or _name(where[1]), sketch=sketch,
            margin_km=margin_km, licences=licences or {},
        )  # fmt: skip
        with appearing_whole(destination) as folder:
            package.write(folder, tell)
    except KeyboardInterrupt as error:
        raise CancelledError(N_("Stopped. Nothing half-written was left.")) from error
    return open_ground(destination)


def _check_numbers(cell_m: float, margin_km: float) -> None:
    if not (math.isfinite(cell_m) and cell_m > 0):
        raise UsageError(N_("Cells of %(cell_m)s m are not possible. Give a size above 0, such as 250."), cell_m=cell_m)
    if not (math.isfinite(margin_km) and margin_km >= 0):
        template = N_("A margin of %(margin_km)s km is not possible. Give 0 or more, such as 10.")
        raise UsageError(template, margin_km=margin_km)


def _open_dems(paths: Sequence[str | Path]) -> list[Dem]:
    if not paths:
        raise UsageError(N_("No elevation model was given. Give one or more with --dem FILE."))
    return [open_dem(Path(path)) for path in paths]


def _extent(
    area: Source | None, seam: Source | None, width_km: float | None, *, margin_m: float, cell_m: float
) -> tuple[tuple[str, VectorSource], Extent]:
    if (area is None) == (seam is None):
        raise UsageError(N_("Give either an area (--area) or a seam with a width (--seam and --width-km)."))
    if area is not None:
        if width_km is not None:
            raise UsageError(N_("A width (--width-km) goes with a seam (--seam), not with an area."))
        source = VectorSource.parse(area)
        return ("area", source), extent_of_area(source, margin_m=margin_m, cell_m=cell_m)
    if width_km is None or not (math.isfinite(width_km) and width_km > 0):
        template = N_("A seam needs the width of the band along it, above 0 km: --width-km 60. Given: %(width_km)s.")
        raise UsageError(template, width_km=width_km)
    assert seam is not None  # noqa: S101 - one of the two was checked above
    source = VectorSource.parse(seam)
    return ("seam", source), extent_of_seam(source, width_m=float(width_km) * 1000, margin_m=margin_m, cell_m=cell_m)


def _name(source: VectorSource) -> str:
    return source.layer or source.path.stem
