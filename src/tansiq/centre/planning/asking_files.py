"""Files of courses that were asked for: put through the door, and as the pages read them."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from tansiq.centre.accounts.officer import Officer
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.partners.lot import drawn
from tansiq.centre.planning.export_rules import ANSWERED, KIND, LASTS, SAID, SECOND_KEYS
from tansiq.centre.planning.models import PlannedCourse, PlannedExport
from tansiq.centre.planning.rules import PLANNER, PlanningRefusal
from tansiq.centre.shell.who import Officer as AtWork

if TYPE_CHECKING:
    from tansiq.journal.json_strict import Json

SHOWN: Final = 10


def ask(row: PlannedCourse, officer: Officer, *, window: str, format: str, language: str) -> Entered:  # noqa: A002 - the record's own word
    """Put down that a planner asks for a file of a course as it is kept.

    Raises
    ------
    Refusal
        By the door.
    """
    body: dict[str, Json] = {
        "course": row.number, "version": row.digest, "window": window, "format": format, "language": language,
        "state": "asked",
    }  # fmt: skip
    return put(KIND, body, officer.author(PLANNER), object=drawn(KIND.partition("/")[0]))


def move_on(row: PlannedExport, state: str, officer: Officer) -> Entered:
    """Put down that a file is ``confirmed``, ``declined`` or ``taken``, by an officer in the first role that may.

    Raises
    ------
    Refusal
        By the door.
    """
    role = PLANNER if state == "taken" else second_key(officer)
    body: dict[str, Json] = {name: getattr(row, name) for name in SAID}
    return put(KIND, {**body, "state": state}, officer.author(role), object=row.key, supersedes=row.digest)


def second_key(officer: AtWork) -> str:
    """Return the role in which an officer turns the second key; empty if they hold none."""
    return next((role for role in SECOND_KEYS if role in officer.roles), "")


def own(key: str, party: str) -> PlannedExport | None:
    """Return a party's own request; None if it has none of that key."""
    found = PlannedExport.present(key)
    return found if found is not None and found.party == party else None


def requests_of(number: int, party: str) -> list[PlannedExport]:
    """Return a party's latest requests for files of a course, the newest first."""
    rows = PlannedExport.objects.at(None).filter(party=party, course=number)
    return list(rows.order_by("-asked_at", "-since")[:SHOWN])


def waiting_for(officer: AtWork, now: datetime, as_of: int | None = None) -> list[PlannedExport]:
    """Return what an officer may confirm or decline now, the oldest first."""
    if not second_key(officer):
        return []
    rows = PlannedExport.objects.at(as_of).filter(state="asked", party=officer.party, asked_at__gte=now - LASTS)
    return list(rows.exclude(asked_by=officer.account).order_by("asked_at", "since"))


def lapsed(row: PlannedExport, now: datetime) -> bool:
    """Tell whether a request, or its confirmation, is too old to go on with."""
    if row.state == "asked":
        return now > row.asked_at + LASTS
    return row.state == "confirmed" and (row.answered_at is None or now > row.answered_at + LASTS)


def check_takeable(row: PlannedExport, officer: Officer, now: datetime) -> None:
    """Refuse to make or give a file that was not confirmed, was taken, has lapsed, or is somebody else's.

    Raises
    ------
    PlanningRefusal
        So it is.
    """
    if row.state != "confirmed" or row.asked_by != officer.account or lapsed(row, now):
        raise PlanningRefusal(ANSWERED)


def version_of(row: PlannedExport) -> PlannedCourse | None:
    """Return the course in the version that was asked for."""
    found: PlannedCourse | None = (
        PlannedCourse.objects.history(f"course-{row.course}").filter(digest=row.version).first()
    )
    return found
