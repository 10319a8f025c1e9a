"""What a reader of any result made on a ground package must know about the ground."""

from collections.abc import Sequence
from typing import Final

from tansiq.ground.model import Notice
from tansiq.language import N_

NO_ROADS: Final = Notice(
    "no-roads",
    N_(
        "No road data: vehicles are assumed to go across country everywhere, and rivers have no known bridges but "
        "those given. Times to arrive on this ground are rough."
    ),
    {},
)
NO_CROSSINGS: Final = Notice(
    "no-crossings",
    N_(
        "Rivers and lakes on this ground have no known crossing: it is assumed that no reaction element can pass them. "
        "Give roads or bridges to change this."
    ),
    {},
)
SKETCH: Final = Notice(
    "sketch", N_("This ground is a sketch drawn from public facts, not surveyed. Do not plan on it."), {}
)
NO_RESIDENTS: Final = Notice(
    "no-residents", N_("No place on this ground says how many people live there: residents are unknown."), {}
)
_COARSE_RATIO: Final = 1.25
_WORTH_SAYING: Final = 0.001
_SCALE_WORTH_SAYING: Final = 0.002


def coarse_elevation(dem_m: float, cell_m: float) -> list[Notice]:
    """Say so where the grid is finer than what was measured."""
    if dem_m <= cell_m * _COARSE_RATIO:
        return []
    template = N_(
        "The elevation was measured about every %(dem_m)d m; the %(cell_m)g m grid is interpolated and hides ridges "
        "and dead ground finer than that."
    )
    return [Notice("coarse-elevation", template, {"dem_m": _two_digits(dem_m), "cell_m": cell_m})]


def _two_digits(value: float) -> int:
    return int(float(f"{value:.2g}"))


def missing_elevation(area_share: float, margin_share: float) -> list[Notice]:
    """Say so where elevation models do not reach over the area and its margin (shares 0 to 1)."""
    if max(area_share, margin_share) <= 0:
        return []
    template = N_(
        "The elevation models do not cover %(area_percent)s %% of the area and %(margin_percent)s %% of the margin "
        "around it: nothing is known there, and views across the margin are cut off."
    )
    fields = {"area_percent": _percent(area_share), "margin_percent": _percent(margin_share)}
    return [Notice("elevation-missing", template, fields)]


def voids(area_share: float) -> list[Notice]:
    """Say so where elevation models have voids in the area (share 0 to 1)."""
    if area_share <= 0:
        return []
    template = N_("The elevation has voids on %(area_percent)s %% of the area. They were not filled.")
    return [Notice("elevation-voids", template, {"area_percent": _percent(area_share)})]


def zeros(area_share: float) -> list[Notice]:
    """Say so where much of the area lies at exactly 0 m, as voids filled with zeros do (share 0 to 1)."""
    if area_share <= _WORTH_SAYING:
        return []
    template = N_(
        "%(area_percent)s %% of the area lies at exactly 0 m. If 0 stands for missing elevation there, declare it: "
        "gdal_edit.py -a_nodata 0 FILE"
    )
    return [Notice("elevation-zero", template, {"area_percent": _percent(area_share)})]


def _percent(share: float) -> str:
    if 0 < share < _WORTH_SAYING:
        return "<0.1"
    return f"{100 * share:.1f}"


def scale(error: float) -> list[Notice]:
    """Say so where distances on the grid are off by more than two in a thousand."""
    if error <= _SCALE_WORTH_SAYING:
        return []
    template = N_("The area is so wide that distances on its map are off by up to %(percent)s %%.")
    return [Notice("scale-error", template, {"percent": _percent(error)})]


def nothing_inside(role: str, file: str) -> Notice:
    """Say that a layer has nothing on this ground."""
    template = N_("%(file)s, given as %(role)s, has nothing on this ground.")
    return Notice(f"nothing-inside-{role}", template, {"file": file, "role": role})


def incidents_period(dates: Sequence[str]) -> list[Notice]:
    """Say which days the incidents are from."""
    if not dates:
        return []
    template = N_(
        "%(count)d incidents on this ground are from %(first)s to %(last)s; none is known outside these days."
    )
    return [Notice("incidents-period", template, {"count": len(dates), "first": min(dates), "last": max(dates)})]
