"""Two keys for taking a course of action away: who may ask for a file, who may confirm it, and until when.

Asked under the door's lock, before anything is signed, so that no page can go round it.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from tansiq.centre.door.refusals import NotAllowedError
from tansiq.centre.door.registry import Asked
from tansiq.centre.planning.models import KEPT, PlannedCourse, PlannedExport
from tansiq.centre.planning.reading import course_key
from tansiq.centre.planning.rules import PLANNER, PlanningRefusal
from tansiq.language import N_

KIND: Final = "export/1"
OBJECT: Final = "export-"
LASTS: Final = timedelta(hours=24)
MOST_WAITING: Final = 4
SECOND_KEYS: Final = (PLANNER, "duty_officer", "signatory")
WRITERS: Final = frozenset(SECOND_KEYS)
SAID: Final = ("course", "version", "window", "format", "language")
ANSWERED: Final = N_("This request for a file was answered, or the file taken, meanwhile. Read the page again.")
_NOT_ASKERS: Final = N_("Only the planner who asked for this file may take it.")
_NOT_YOURS: Final = N_("There is no such request for a file of your party.")


def check_export(asked: Asked) -> None:
    """Refuse a file that is asked for, confirmed, declined or taken by whom, when or in an order it may not be.

    Raises
    ------
    PlanningRefusal, NotAllowedError
        With what does not fit.
    """
    body: Mapping[str, Any] = asked.content.body
    if not asked.content.object.startswith(OBJECT):
        raise PlanningRefusal(N_("The record's number and what it is about do not agree."))
    _STEPS[body["state"]](asked)


def _asked(asked: Asked) -> None:
    body: Mapping[str, Any] = asked.content.body
    if PlannedExport.present(asked.content.object) is not None or asked.content.supersedes is not None:
        raise PlanningRefusal(ANSWERED)
    _only_planners(asked)
    course = PlannedCourse.present(course_key(body["course"]))
    if course is None or course.state != KEPT or course.digest != body["version"]:
        raise PlanningRefusal(
            N_("Only a course of action that is kept can be taken away, as it stands now. Read it again, then ask.")
        )
    waiting = PlannedExport.objects.at(None).filter(
        state="asked", asked_by=asked.author.account, asked_at__gt=asked.content.entered_at - LASTS
    )
    if waiting.count() >= MOST_WAITING:
        raise PlanningRefusal(
            N_("You have asked for %(most)s files that wait for a second key, which is the most. Have them answered."),
            most=MOST_WAITING,
        )


def _answered(asked: Asked) -> None:
    found = _standing(asked, "asked")
    if asked.author.account == found.asked_by:
        raise NotAllowedError(
            N_("A second account must confirm this file: a planner, duty officer or signatory of your party, not you.")
        )
    if asked.content.entered_at > found.asked_at + LASTS:
        raise PlanningRefusal(N_("This request for a file has lapsed after 24 hours. Have it asked for again."))


def _taken(asked: Asked) -> None:
    found = _standing(asked, "confirmed")
    _only_planners(asked)
    if asked.author.account != found.asked_by:
        raise NotAllowedError(_NOT_ASKERS)
    if found.answered_at is None or asked.content.entered_at > found.answered_at + LASTS:
        raise PlanningRefusal(N_("The confirmation of this file has lapsed after 24 hours. Ask for the file again."))


def _standing(asked: Asked, state: str) -> PlannedExport:
    found = PlannedExport.present(asked.content.object)
    if found is None or found.party != asked.content.party:
        raise NotAllowedError(_NOT_YOURS)
    if found.state != state or asked.content.supersedes != found.digest:
        raise PlanningRefusal(ANSWERED)
    if any(asked.content.body[name] != getattr(found, name) for name in SAID):
        raise PlanningRefusal(N_("What is confirmed or taken is not the file that was asked for."))
    return found


def _only_planners(asked: Asked) -> None:
    if asked.author.role != PLANNER:
        raise NotAllowedError(N_("Only a planner asks for a file of a course of action, and takes it."))


_STEPS: Final[Mapping[str, Callable[[Asked], None]]] = {
    "asked": _asked, "confirmed": _answered, "declined": _answered, "taken": _taken,
}  # fmt: skip
