"""The public facts the sketch is drawn from, read from the text files beside this module.

All of them were written for this project from general knowledge: rounded positions, rounded figures, lines by hand.
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tansiq.domain.names import Names
from tansiq.exercise.sketch.curves import Curve, smoothed, winding

RIDGE_SWAY: Final = 0.08
RIVER_SWAY: Final = 0.22
ROAD_SWAY: Final = 0.08
_WINDING_SEED: Final = 42


@dataclass(frozen=True, slots=True)
class Town:
    """A town or village: names, position [degrees], height above sea level [m], residents (None: not known), rank.

    ``rank`` is 1 for a city down to 5 for a hamlet. Residents are round public figures, none newer than 2014 where
    people were displaced since.
    """

    names: Names
    lon_deg: float
    lat_deg: float
    height_m: float
    residents: int | None
    rank: int


@dataclass(frozen=True, slots=True)
class Ridge:
    """A ridge: its crest as float64 [points, 3] (degrees, degrees, metres), and from crest to foot [km]."""

    name: str
    crest: Curve
    half_width_km: float


@dataclass(frozen=True, slots=True)
class River:
    """A river downstream: course as float64 [points, 3] (degrees, degrees, bed in metres).

    ``floor_km`` is the level valley floor to either side, ``valley_km`` where the valley's sides end. A ``seasonal``
    river stops nobody.
    """

    names: Names
    course: Curve
    floor_km: float
    valley_km: float
    seasonal: bool


@dataclass(frozen=True, slots=True)
class Lake:
    """A reservoir: its shore as a closed float64 [points, 2] ring (degrees), and its level [m]."""

    names: Names
    shore: Curve
    level_m: float


@dataclass(frozen=True, slots=True)
class Road:
    """A main road link: class, and its line as float64 [points, 2] (degrees)."""

    road_class: str
    line: Curve


@dataclass(frozen=True, slots=True)
class Governorate:
    """A governorate's coarse outline as a closed float64 [points, 2] ring (degrees)."""

    names: Names
    ring: Curve


def _text(name: str) -> str:
    return files("tansiq.exercise.sketch").joinpath("data", name).read_text(encoding="utf-8")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _names(row: Mapping[str, Any]) -> Names:
    return Names(en=row["name_en"], ar=row["name_ar"], ckb=row["name_ckb"])


@cache
def towns() -> tuple[Town, ...]:
    """Return the towns, in the order of the file."""
    return tuple(
        Town(
            names=_names(row),
            lon_deg=float(row["lon_deg"]),
            lat_deg=float(row["lat_deg"]),
            height_m=float(row["height_m"]),
            residents=int(row["residents"]) if row["residents"] else None,
            rank=int(row["rank"]),
        )
        for row in csv.DictReader(_text("towns.csv").splitlines())
    )


def spot_heights() -> NDArray[np.float64]:
    """Return float64 [spots, 3]: longitude, latitude [degrees] and height of the plain [m], the towns' included."""
    between = csv.reader(_text("heights.csv").splitlines()[1:])
    own = [[float(figure) for figure in row] for row in between]
    return np.array([*own, *([town.lon_deg, town.lat_deg, town.height_m] for town in towns())])


def ridges() -> tuple[Ridge, ...]:
    """Return the ridges, crests winding a little."""
    generator = np.random.default_rng(_WINDING_SEED)
    return tuple(
        Ridge(r["name"], smoothed(winding(r["crest"], generator, sway=RIDGE_SWAY), times=1), r["half_width_km"])
        for r in _toml("ridges.toml")["ridge"]
    )


def rivers() -> tuple[River, ...]:
    """Return the rivers, winding between their control points; beds never rise downstream."""
    generator = np.random.default_rng(_WINDING_SEED)
    return tuple(
        River(
            _names(r),
            smoothed(winding(r["course"], generator, sway=RIVER_SWAY), times=1),
            r["width_km"],
            r["valley_km"],
            bool(r.get("seasonal")),
        )
        for r in _toml("rivers.toml")["river"]
    )


def lakes() -> tuple[Lake, ...]:
    """Return the reservoirs, shores winding."""
    generator = np.random.default_rng(_WINDING_SEED)
    return tuple(
        Lake(_names(lake), winding([*lake["shore"], lake["shore"][0]], generator, sway=RIVER_SWAY), lake["level_m"])
        for lake in _toml("lakes.toml")["lake"]
    )


def roads() -> tuple[Road, ...]:
    """Return the main road links, bends rounded, passing exactly through their towns."""
    at = {town.names.en: [town.lon_deg, town.lat_deg] for town in towns()}
    generator = np.random.default_rng(_WINDING_SEED)
    return tuple(
        Road(link["class"], winding(_through_towns(link["stops"], at), generator, sway=ROAD_SWAY, times=1))
        for link in _toml("roads.toml")["link"]
    )


def _through_towns(stops: list[Any], at: Mapping[str, list[float]]) -> Curve:
    """Round each stretch between two towns on its own: a road enters a town, it does not cut its corner."""
    stretches: list[Curve] = []
    bends = [_position(stops[0], at)]
    for stop in stops[1:]:
        bends.append(_position(stop, at))
        if isinstance(stop, str) or stop is stops[-1]:
            # The first point of a stretch is the last of the one before.
            stretches.append(smoothed(bends, times=2)[1 if stretches else 0 :])
            bends = bends[-1:]
    return np.concatenate(stretches)


def _position(stop: Any, at: Mapping[str, list[float]]) -> list[float]:  # noqa: ANN401 - a name or a pair, as in the file
    return at[stop] if isinstance(stop, str) else stop


def governorates() -> tuple[Governorate, ...]:
    """Return the governorates' coarse outlines; neighbours share their edges exactly."""
    facts = _toml("governorates.toml")
    points = facts["points"]
    return tuple(
        Governorate(_names(g), np.array([points[name] for name in [*g["ring"], g["ring"][0]]]))
        for g in facts["governorate"]
    )


def seam() -> Curve:
    """Return the sketched seam as float64 [points, 2] (degrees), from the Syrian to the Iranian border."""
    return smoothed(_toml("seam.toml")["points"])
