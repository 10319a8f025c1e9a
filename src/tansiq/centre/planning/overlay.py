"""What a course of action lays over the map: where posts went, companies' areas, checkpoints; as GeoJSON (RFC 7946)."""

from collections.abc import Iterator
from typing import Any

from tansiq.centre.picture.geojson import collection, point
from tansiq.centre.planning.words import brigade_choices
from tansiq.domain.course import CompanyArea, Course
from tansiq.domain.laydown import Laydown
from tansiq.language import Language


def overlay_of(course: Course, laydown: Laydown, language: Language) -> dict[str, Any]:
    """Return feature collections: ``moves`` (lines and points, by ``kind``), ``areas`` and ``checkpoints``."""
    names = dict(brigade_choices(laydown, language))
    return {
        "moves": collection(_moves(course, laydown)),
        "areas": collection(_area(area, names.get(area.brigade, area.brigade)) for area in course.areas),
        "checkpoints": collection(
            point(one.lon_deg, one.lat_deg, {"id": one.id, "label": one.names.best(language) or one.id})
            for one in course.checkpoints
        ),
    }


def _moves(course: Course, laydown: Laydown) -> Iterator[dict[str, Any]]:
    for post in laydown.posts:
        there = course.put.get(post.id)
        if post.id in course.withdrawn:
            yield point(post.lon_deg, post.lat_deg, {"id": post.id, "kind": "withdrawn"})
        elif there is not None:
            ends = [[post.lon_deg, post.lat_deg], [there.lon_deg, there.lat_deg]]
            yield _feature("LineString", ends, {"id": post.id, "kind": "moved"})
            yield point(there.lon_deg, there.lat_deg, {"id": post.id, "kind": "moved"})
    known = {post.id for post in laydown.posts}
    for id_, post in sorted(course.put.items()):
        if id_ not in known:
            yield point(post.lon_deg, post.lat_deg, {"id": id_, "kind": "added"})


def _area(area: CompanyArea, brigade: str) -> dict[str, Any]:
    ring = [list(corner) for corner in area.ring_lonlat]
    if _turns_right(area.ring_lonlat):
        ring.reverse()
    label = f"{brigade} · {area.company}"
    return _feature("Polygon", [[*ring, ring[0]]], {"id": area.id, "brigade": area.brigade, "label": label})


def _turns_right(ring: tuple[tuple[float, float], ...]) -> bool:
    """Tell whether a ring runs clockwise: GeoJSON wants outer rings the other way round (RFC 7946, 3.1.6)."""
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairs) > 0


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
