"""A plan as layers of features in WGS 84: what GeoPackage, GeoJSON and KML hold alike.

Coordinates have seven decimals (about a centimetre). Outer rings run counter-clockwise (RFC 7946, section 3.1.6).
Attributes have English keys; names stand in all three languages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import mgrs
import numpy as np
import shapely
import shapely.ops
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from tansiq.centre.planning.exports.changes import Change, changes_of
from tansiq.centre.planning.exports.errors import TooLargeToExportError
from tansiq.centre.planning.exports.plan import MARKING, NO_LEGAL_MEANING, Plan
from tansiq.domain.names import Names
from tansiq.domain.post import Post
from tansiq.domain.state import State
from tansiq.gaps.model import Gap
from tansiq.ground.grid import Grid
from tansiq.language import N_

DECIMALS: Final = 7
MOST_FEATURES: Final = 100_000
MOST_POINTS: Final = 5_000_000
_DEAD_GROUND: Final = (State.SLOW, State.BLIND, State.OPEN, State.UNKNOWN)
_TOO_LARGE: Final = N_(
    "The plan has %(features)s features with %(points)s points; a file may hold %(most_features)s and %(most_points)s. "
    "Take a coarser ground."
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Feature:
    """A shape in WGS 84 degrees, longitude first, and what is said of it; None is not known."""

    id: str
    geometry: BaseGeometry
    properties: Row


@dataclass(frozen=True)
class Layer:
    """Features of one kind.

    Attributes
    ----------
    name
        ``posts``, ``changes``, ``gaps``, ``pockets``, ``lengths``, ``corridors``, ``checkpoints`` or ``areas``.
    geometry_type
        GDAL's name of what every feature is.
    columns
        Every feature's properties, in order.
    features
        May be empty.
    """

    name: str
    geometry_type: str
    columns: tuple[str, ...]
    features: tuple[Feature, ...]


def layers_of(plan: Plan) -> tuple[Layer, ...]:
    """Return the layers of a plan.

    Raises
    ------
    TooLargeToExportError
        If they hold more than a file may.
    """
    made = (
        Layer("posts", "Point", POST_COLUMNS, tuple(_posts(plan))),
        Layer("changes", "Point", CHANGE_COLUMNS, tuple(_changes(plan))),
        Layer("gaps", "MultiPolygon", GAP_COLUMNS, tuple(_gaps(plan))),
        Layer("pockets", "MultiPolygon", ("id", "area_km2", "from_km", "to_km"), tuple(_pockets(plan))),
        Layer("lengths", "LineString", LENGTH_COLUMNS, tuple(_lengths(plan))),
        Layer("corridors", "LineString", CORRIDOR_COLUMNS, tuple(_corridors(plan))),
        Layer("checkpoints", "Point", ("id", *_NAMES, "mgrs"), tuple(_checkpoints(plan))),
        Layer("areas", "Polygon", ("id", "brigade", "company"), tuple(_areas(plan))),
    )
    features = sum(len(layer.features) for layer in made)
    points = sum(shapely.get_num_coordinates(one.geometry) for layer in made for one in layer.features)
    if features > MOST_FEATURES or points > MOST_POINTS:
        raise TooLargeToExportError(
            _TOO_LARGE, features=features, points=points, most_features=MOST_FEATURES, most_points=MOST_POINTS
        )
    return made


_NAMES: Final = ("name_en", "name_ar", "name_ckb")
POST_COLUMNS: Final = (
    "id", "party", *_NAMES, "change", "mgrs", "eye_m", "range_day_m", "range_night_m", "detect_per_min_day",
    "detect_per_min_night", "reaction", "ready_min", "confirmed_at",
)  # fmt: skip
CHANGE_COLUMNS: Final = ("id", "party", *_NAMES, "change", "mgrs", "from_lon", "from_lat", "from_mgrs", "moved_m")
GAP_COLUMNS: Final = (
    "id", "sector", "from_km", "to_km", "length_km", "area_km2", *(f"{state.key}_km" for state in _DEAD_GROUND),
    "residents", "places", "places_count", "incidents_last_year", "seen_by", "robust", "new",
)  # fmt: skip
LENGTH_COLUMNS: Final = (
    "index", "from_km", "to_km", "sector", "state", "state_before", "p_seen", "p_answered_alone", "p_answered_shared",
)  # fmt: skip
CORRIDOR_COLUMNS: Final = (
    "id", "direction", "p_unseen", "minutes", "exposed_min", "length_km", "seam_km", "length", "gap",
)  # fmt: skip


def mgrs_of(lon_deg: float, lat_deg: float) -> str:
    """Return the position in MGRS to a metre, in groups: ``38S LE 12345 67890``."""
    text: str = mgrs.MGRS().toMGRS(lat_deg, lon_deg, MGRSPrecision=5)
    zone, figures = text[:-10], text[-10:]
    return f"{zone[:-2]} {zone[-2:]} {figures[:5]} {figures[5:]}"


def to_wgs84(geometry: BaseGeometry, grid: Grid) -> BaseGeometry:
    """Return a geometry of grid coordinates [m] in degrees, outer rings counter-clockwise."""

    def convert(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(grid.lonlat_from_xy(xy[:, 0], xy[:, 1])).astype(np.float64).round(DECIMALS)

    turned: BaseGeometry = shapely.orient_polygons(shapely.transform(geometry, convert), exterior_cw=False)
    return turned


def _named(names: Names) -> Row:
    return {"name_en": names.en or None, "name_ar": names.ar or None, "name_ckb": names.ckb or None}


def _point(lon_deg: float, lat_deg: float) -> Point:
    return Point(round(lon_deg, DECIMALS), round(lat_deg, DECIMALS))


def _posts(plan: Plan) -> Iterator[Feature]:
    changed = {change.post.id: change.kind for change in changes_of(plan)}
    for post in plan.after.laydown.posts:
        properties = {
            "id": post.id, "party": post.party, **_named(post.names), "change": changed.get(post.id),
            "mgrs": mgrs_of(post.lon_deg, post.lat_deg), **_figures(post),
        }  # fmt: skip
        yield Feature(post.id, _point(post.lon_deg, post.lat_deg), properties)


def _figures(post: Post) -> Row:
    return {
        "eye_m": post.eye_m,
        "range_day_m": post.range_day_m,
        "range_night_m": post.range_night_m,
        "detect_per_min_day": post.detect_per_min_day,
        "detect_per_min_night": post.detect_per_min_night,
        "reaction": post.reaction.mode if post.reaction else None,
        "ready_min": post.reaction.ready_min if post.reaction else None,
        "confirmed_at": post.confirmed_at.isoformat() if post.confirmed_at else None,
    }


def _changes(plan: Plan) -> Iterator[Feature]:
    for change in changes_of(plan):
        post = change.post
        properties = {
            "id": post.id, "party": post.party, **_named(post.names), "change": change.kind,
            "mgrs": mgrs_of(post.lon_deg, post.lat_deg), **_from(change),
        }  # fmt: skip
        yield Feature(post.id, _point(post.lon_deg, post.lat_deg), properties)


def _from(change: Change) -> Row:
    old = change.before
    if change.kind != "moved" or old is None:
        return {"from_lon": None, "from_lat": None, "from_mgrs": None, "moved_m": None}
    return {
        "from_lon": round(old.lon_deg, DECIMALS),
        "from_lat": round(old.lat_deg, DECIMALS),
        "from_mgrs": mgrs_of(old.lon_deg, old.lat_deg),
        "moved_m": change.moved_m,
    }


def _gaps(plan: Plan) -> Iterator[Feature]:
    known = {gap.id for gap in plan.before.gaps}
    for gap in plan.after.gaps:
        properties = _gap(gap) | {"robust": gap.id in plan.robust, "new": gap.id not in known}
        yield Feature(gap.id, to_wgs84(gap.geometry, plan.after.ground.grid), properties)


def _gap(gap: Gap) -> dict[str, Any]:
    plain = ("id", "sector", "from_km", "to_km", "length_km", "area_km2", "residents", "places_count")
    return {
        **{name: getattr(gap, name) for name in plain},
        **{f"{state.key}_km": float(gap.state_km.get(state, 0.0)) for state in _DEAD_GROUND},
        "incidents_last_year": gap.incidents_last_year,
        "places": "; ".join(gap.places),
        "seen_by": " ".join(gap.seen_by),
    }


def _pockets(plan: Plan) -> Iterator[Feature]:
    for one in plan.after.pockets:
        properties = {"id": one.id, "area_km2": one.area_km2, "from_km": one.from_km, "to_km": one.to_km}
        yield Feature(one.id, to_wgs84(one.geometry, plan.after.ground.grid), properties)


def _lengths(plan: Plan) -> Iterator[Feature]:
    ground = plan.after.ground
    if ground.seam is None:
        return
    before = {one.index: one.state.key for one in plan.before.lengths}
    plain = ("index", "from_km", "to_km", "sector", "p_seen", "p_answered_alone", "p_answered_shared")
    for one in plan.after.lengths:
        cut = shapely.ops.substring(ground.seam.line, one.from_km * 1e3, one.to_km * 1e3)
        line = cut if isinstance(cut, LineString) else LineString([cut, cut])
        states = {"state": one.state.key, "state_before": before.get(one.index)}
        yield Feature(
            f"length-{one.index}", to_wgs84(line, ground.grid), {name: getattr(one, name) for name in plain} | states
        )


def _corridors(plan: Plan) -> Iterator[Feature]:
    if plan.corridors is None:
        return
    for one in plan.corridors.paths:
        shape = to_wgs84(LineString(one.xy_m), plan.after.ground.grid)
        yield Feature(one.id, shape, {name: getattr(one, name) for name in CORRIDOR_COLUMNS})


def _checkpoints(plan: Plan) -> Iterator[Feature]:
    for one in plan.course.checkpoints:
        properties = {"id": one.id, **_named(one.names), "mgrs": mgrs_of(one.lon_deg, one.lat_deg)}
        yield Feature(one.id, _point(one.lon_deg, one.lat_deg), properties)


def _areas(plan: Plan) -> Iterator[Feature]:
    for one in plan.course.areas:
        ring = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in one.ring_lonlat]
        shape = shapely.orient_polygons(Polygon(ring), exterior_cw=False)
        yield Feature(one.id, shape, {"id": one.id, "brigade": one.brigade, "company": one.company})


def about(plan: Plan) -> Sequence[tuple[str, str | bool]]:
    """Return what every file says of itself, by English keys."""
    parameters = plan.after.parameters
    return (
        ("course", plan.course.id),
        ("title_en", plan.course.title.en),
        ("title_ar", plan.course.title.ar),
        ("title_ckb", plan.course.title.ckb),
        ("marking", MARKING),
        ("fictional", plan.fictional),
        ("sketched_ground", plan.after.ground.sketch),
        ("window", parameters.window.value),
        ("at", parameters.at.isoformat()),
        ("made_at", plan.made_at.isoformat()),
        ("centre", plan.centre),
        ("by", plan.by),
        ("lines", NO_LEGAL_MEANING),
    )
