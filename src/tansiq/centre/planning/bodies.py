"""Courses of action as records say them: whole numbers only, so that the same course is the same bytes everywhere.

A course that was read back from its record is the course: pictures are computed from what the record says, never from
finer figures that were in somebody's hands before.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from tansiq.domain.course import CompanyArea, Course, PlannedCheckpoint
from tansiq.domain.names import Names
from tansiq.domain.post import Post, ReactionElement
from tansiq.domain.time import MannedHours
from tansiq.journal.json_strict import Json
from tansiq.journal.times import read_time, write_time

KIND: Final = "course/1"
MICRO: Final = 1_000_000
MILLI: Final = 1_000
SECONDS: Final = 60
EMPTY: Final[Mapping[str, Any]] = {"put": [], "silenced": [], "withdrawn": [], "areas": [], "checkpoints": []}
"""The parts of a body that a planner changes, where nothing is changed yet."""


def parts_of(course: Course) -> dict[str, Json]:
    """Return the parts of a record's body that say what a course changes and lays over the laydown."""
    return {
        "put": [_post(course.put[id_]) for id_ in sorted(course.put)],
        "silenced": list[Json](sorted(course.silenced)),
        "withdrawn": list[Json](sorted(course.withdrawn)),
        "areas": [_area(area) for area in course.areas],
        "checkpoints": [_checkpoint(one) for one in course.checkpoints],
    }


def course_of(parts: Mapping[str, Any], *, key: str, title: Mapping[str, str]) -> Course:
    """Return the course that a body, or its changing parts, says.

    Parameters
    ----------
    parts
        A body, or what :func:`parts_of` returns.
    key, title
        The record's object, and what people call the course by language.
    """
    return Course(
        id=key,
        title=Names(**title),
        put={each["id"]: _read_post(each) for each in parts["put"]},
        silenced=frozenset(parts["silenced"]),
        withdrawn=frozenset(parts["withdrawn"]),
        areas=tuple(_read_area(each) for each in parts["areas"]),
        checkpoints=tuple(_read_checkpoint(each) for each in parts["checkpoints"]),
    )


def _post(post: Post) -> dict[str, Json]:
    said: dict[str, Json] = {
        "id": post.id, "party": post.party, **_position(post.lon_deg, post.lat_deg),
        "eye_mm": round(post.eye_m * MILLI),
        "range_day_mm": round(post.range_day_m * MILLI), "range_night_mm": round(post.range_night_m * MILLI),
        "detect_day_per_million_min": round(post.detect_per_min_day * MICRO),
        "detect_night_per_million_min": round(post.detect_per_min_night * MICRO),
        "manned_min": [post.manned.start_min, post.manned.end_min],
    }  # fmt: skip
    if names := _names(post.names):
        said["names"] = names
    if post.confirmed_at is not None:
        said["confirmed_at"] = write_time(post.confirmed_at)
    if post.reaction is not None:
        said["reaction"] = {"mode": post.reaction.mode, "ready_s": round(post.reaction.ready_min * SECONDS)}
    return said


def _read_post(said: Mapping[str, Any]) -> Post:
    reaction = said.get("reaction")
    return Post(
        id=said["id"], party=said["party"], names=Names(**said.get("names", {})),
        lon_deg=said["lon_microdeg"] / MICRO, lat_deg=said["lat_microdeg"] / MICRO, eye_m=said["eye_mm"] / MILLI,
        range_day_m=said["range_day_mm"] / MILLI, range_night_m=said["range_night_mm"] / MILLI,
        detect_per_min_day=said["detect_day_per_million_min"] / MICRO,
        detect_per_min_night=said["detect_night_per_million_min"] / MICRO,
        manned=MannedHours(*said["manned_min"]),
        confirmed_at=read_time(said["confirmed_at"]) if "confirmed_at" in said else None,
        reaction=ReactionElement(reaction["mode"], reaction["ready_s"] / SECONDS) if reaction else None,
    )  # fmt: skip


def _area(area: CompanyArea) -> dict[str, Json]:
    ring: list[Json] = [[round(lon * MICRO), round(lat * MICRO)] for lon, lat in area.ring_lonlat]
    return {"id": area.id, "brigade": area.brigade, "company": area.company, "ring_microdeg": ring}


def _read_area(said: Mapping[str, Any]) -> CompanyArea:
    ring = tuple((lon / MICRO, lat / MICRO) for lon, lat in said["ring_microdeg"])
    return CompanyArea(said["id"], said["brigade"], said["company"], ring)


def _checkpoint(one: PlannedCheckpoint) -> dict[str, Json]:
    said: dict[str, Json] = {"id": one.id, **_position(one.lon_deg, one.lat_deg)}
    return said | ({"names": names} if (names := _names(one.names)) else {})


def _read_checkpoint(said: Mapping[str, Any]) -> PlannedCheckpoint:
    names = Names(**said.get("names", {}))
    return PlannedCheckpoint(said["id"], names, said["lon_microdeg"] / MICRO, said["lat_microdeg"] / MICRO)


def _position(lon_deg: float, lat_deg: float) -> dict[str, Json]:
    return {"lon_microdeg": round(lon_deg * MICRO), "lat_microdeg": round(lat_deg * MICRO)}


def _names(names: Names) -> dict[str, Json]:
    return {language: name for language, name in asdict(names).items() if name}
