"""Courses of action as the pages read them."""

from typing import Final

from tansiq.centre.planning.bodies import course_of
from tansiq.centre.planning.models import KEPT, PlannedCourse
from tansiq.domain.course import MOST_SIDE_BY_SIDE, Course

COURSE: Final = "course"
MOST_OF_A_PARTY: Final = MOST_SIDE_BY_SIDE
"""How many courses a party keeps at once: no party can fill the list and leave the other no room."""


def course_key(number: int) -> str:
    """Return the object of the course with that number."""
    return f"{COURSE}-{number}"


def kept(as_of: int | None) -> list[PlannedCourse]:
    """Return the courses that are kept, in the order they were begun."""
    return list(PlannedCourse.objects.at(as_of).filter(state=KEPT).order_by("first"))


def put_aside(as_of: int | None) -> list[PlannedCourse]:
    """Return the courses that were put aside, the newest first."""
    return list(PlannedCourse.objects.at(as_of).exclude(state=KEPT).order_by("-first"))


def present(number: int, as_of: int | None = None) -> PlannedCourse | None:
    """Return a course by its number; None if there is none."""
    found: PlannedCourse | None = PlannedCourse.objects.at(as_of).filter(key=course_key(number)).first()
    return found


def next_number() -> int:
    """Return the number that the next course gets; asked under the door's lock."""
    last = PlannedCourse.objects.at(None).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def has_room(party: str) -> bool:
    """Tell whether a party may keep one more."""
    return int(PlannedCourse.objects.at(None).filter(state=KEPT, party=party).count()) < MOST_OF_A_PARTY


def course_in(row: PlannedCourse) -> Course:
    """Return the course that a row shows."""
    return course_of(row.body, key=row.key, title=row.title)
