"""What a planner has changed and not kept yet: each account's own.

It lies in the centre's cache, so that nothing is lost when a page is loaded again or the centre is started again. Only
keeping it makes a record of it.

A draft lies on the record it was begun from. When that is no longer the newest, the draft is still there, and keeping
it is refused until the planner has looked.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tansiq.centre.door.keys import identity
from tansiq.centre.picture.shelf import Shelf
from tansiq.centre.planning.bodies import EMPTY, course_of, parts_of
from tansiq.centre.planning.models import PlannedCourse
from tansiq.domain.course import Course

STEPS_BACK: Final = 40
Parts = Mapping[str, Any]
_writing: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Draft:
    """A course as its planner has it before them.

    Attributes
    ----------
    row
        The course as it is kept.
    parts
        What it would say; see :data:`~tansiq.centre.planning.bodies.EMPTY`.
    read
        Digest of the record the draft was begun from.
    before
        Earlier states of ``parts``, the oldest first.
    """

    row: PlannedCourse
    parts: Parts
    read: str
    before: tuple[Parts, ...] = ()

    @property
    def course(self) -> Course:
        """The course."""
        return course_of(self.parts, key=self.row.key, title=self.row.title)

    @property
    def changed(self) -> bool:
        """Whether it says something else than what is kept."""
        return any(self.parts[name] != self.row.body[name] for name in EMPTY)

    @property
    def overtaken(self) -> bool:
        """Whether the course was kept anew since the draft was begun."""
        return self.read != self.row.digest


def draft_of(row: PlannedCourse, account: str) -> Draft:
    """Return an account's draft of a course; what is kept, if it has none."""
    kept = _shelf().get(_name(row, account))
    said = json.loads(kept) if kept else None
    if not said:
        return Draft(row, {name: row.body[name] for name in EMPTY}, row.digest)
    return Draft(row, said["parts"], said["read"], tuple(said["before"]))


def change(row: PlannedCourse, account: str, do: Callable[[Course], Course]) -> Draft:
    """Change an account's draft by one step.

    Raises
    ------
    TansiqError
        What ``do`` raises; the draft stays as it was.
    """
    with _writing:
        draft = draft_of(row, account)
        parts = parts_of(do(draft.course))
        if parts == draft.parts:
            return draft
        return _put(Draft(row, parts, draft.read, (*draft.before, draft.parts)[-STEPS_BACK:]), account)


def step_back(row: PlannedCourse, account: str) -> Draft:
    """Take back the last step, if there is one."""
    with _writing:
        draft = draft_of(row, account)
        if not draft.before:
            return draft
        return _put(Draft(row, draft.before[-1], draft.read, draft.before[:-1]), account)


def forget(row: PlannedCourse, account: str) -> None:
    """Forget an account's draft: the course is before it as it is kept."""
    with _writing:
        _shelf().put(_name(row, account), b"null")


def _put(draft: Draft, account: str) -> Draft:
    said = {"parts": draft.parts, "read": draft.read, "before": list(draft.before)}
    _shelf().put(_name(draft.row, account), json.dumps(said, ensure_ascii=False).encode())
    return draft


def _name(row: PlannedCourse, account: str) -> str:
    return f"drafts/{account}/{row.key}.json"


def _shelf() -> Shelf:
    return Shelf(identity().folder / "cache" / "planning")
