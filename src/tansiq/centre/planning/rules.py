"""What courses of action may be put down. Asked under the door's lock, before anything is signed."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tansiq.centre.door.history import find
from tansiq.centre.door.refusals import NotAllowedError, Refusal
from tansiq.centre.door.registry import Asked
from tansiq.centre.planning.bodies import KIND
from tansiq.centre.planning.models import KEPT, PlannedCourse
from tansiq.centre.planning.reading import MOST_OF_A_PARTY, course_key, has_room, next_number
from tansiq.language import N_

PLANNER: Final = "planner"
Body = Mapping[str, Any]


class PlanningRefusal(Refusal):
    """A course of action that may not be put down, or not now."""


def check_course(asked: Asked) -> None:
    """Refuse a course that is the other party's, one more than a party keeps, or not what it says it is.

    Raises
    ------
    PlanningRefusal, NotAllowedError, UnknownRecordError
        With what does not fit.
    """
    body: Body = asked.content.body
    if asked.content.object != course_key(body["course"]):
        raise PlanningRefusal(N_("The record's number and what it is about do not agree."))
    if body["original_language"] not in body["title"]:
        raise PlanningRefusal(N_("The title lacks the language it was written in."))
    earlier = PlannedCourse.objects.at(None).filter(key=asked.content.object).first()
    _check_turn(asked, body, earlier)
    _check_room(asked, body, earlier)
    _check_copy(body, earlier)
    _check_ids(body)


def _check_turn(asked: Asked, body: Body, earlier: PlannedCourse | None) -> None:
    if earlier is None:
        if asked.content.supersedes is not None or body["course"] != next_number():
            raise PlanningRefusal(N_("The next course of action is number %(next)s."), next=next_number())
        return
    if earlier.party != asked.content.party:
        raise NotAllowedError(
            N_("Course of action %(number)s is the other party's. Copy it, and change the copy."),
            number=earlier.number,
        )
    if asked.content.supersedes != earlier.digest:
        raise PlanningRefusal(N_("This course of action was changed meanwhile. Read it again, then make your change."))


def _check_room(asked: Asked, body: Body, earlier: PlannedCourse | None) -> None:
    begins = body["state"] == KEPT and (earlier is None or earlier.state != KEPT)
    if begins and not has_room(asked.content.party):
        raise PlanningRefusal(
            N_("Your party keeps %(most)s courses of action, which is the most. Put one of them aside first."),
            most=MOST_OF_A_PARTY,
        )


def _check_copy(body: Body, earlier: PlannedCourse | None) -> None:
    copied = body.get("copied_from")
    if earlier is not None:
        if (copied or "") != earlier.copied_from:
            raise PlanningRefusal(N_("What a course of action was copied from stays as it was first said."))
    elif copied and find(copied).content.kind != KIND:
        raise PlanningRefusal(N_("Only a course of action can be copied as one."))


def _check_ids(body: Body) -> None:
    for what in ("put", "areas", "checkpoints"):
        _refuse_twice([each["id"] for each in body[what]])
    for each in body["put"]:
        start, end = each["manned_min"]
        if not (start < 1440 and start < end <= start + 1440):  # noqa: PLR2004 - minutes of a day
            raise PlanningRefusal(N_("The hours of post %(post)s are not a span of one day."), post=each["id"])


def _refuse_twice(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise PlanningRefusal(N_("%(id)s stands twice in this course of action."), id=each)
        seen.add(each)
