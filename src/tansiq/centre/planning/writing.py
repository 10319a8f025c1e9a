"""Records of courses of action, as they are put through the door."""

from collections.abc import Mapping
from typing import Any

from tansiq.centre.door.author import Author
from tansiq.centre.door.putting import put
from tansiq.centre.door.registry import Entered
from tansiq.centre.planning.bodies import EMPTY, KIND
from tansiq.centre.planning.models import KEPT, PUT_ASIDE, PlannedCourse
from tansiq.centre.planning.reading import course_key, next_number
from tansiq.centre.shell.fields import Spoken
from tansiq.journal.json_strict import Json

Body = dict[str, Json]


def begin(title: Spoken, author: Author, *, laydown: str, copied: PlannedCourse | None = None) -> Entered:
    """Put down a new course of action: empty, or a copy of another as it stands.

    Parameters
    ----------
    title, author
        What people call it; who begins it.
    laydown
        Digest of the laydown it is begun on; empty if that is not known.
    copied
        The course to copy; None begins with nothing changed.
    """
    parts = copied.body if copied else EMPTY
    texts: Body = {str(language): text for language, text in title.texts.items()}
    body: Body = {
        **{name: parts[name] for name in EMPTY},
        "title": texts, "original_language": title.original, "state": KEPT,
    }  # fmt: skip
    if laydown:
        body["laydown"] = laydown
    if copied:
        body["copied_from"] = copied.digest
    return put(
        KIND, lambda: {**body, "course": next_number()}, author, object=lambda: course_key(next_number()),
    )  # fmt: skip


def keep(row: PlannedCourse, parts: Mapping[str, Any], author: Author, *, laydown: str) -> Entered:
    """Put down the next version of a course: the same with other ``parts``, on the laydown that stands now."""
    body: Body = {**row.body, **{name: parts[name] for name in EMPTY}}
    if laydown:
        body["laydown"] = laydown
    return put(KIND, body, author, object=row.key, supersedes=row.digest)


def set_aside(row: PlannedCourse, author: Author) -> Entered:
    """Put down that a course is no longer among those compared."""
    return _in_state(row, PUT_ASIDE, author)


def take_up(row: PlannedCourse, author: Author) -> Entered:
    """Put down that a course is compared again."""
    return _in_state(row, KEPT, author)


def _in_state(row: PlannedCourse, state: str, author: Author) -> Entered:
    return put(KIND, {**row.body, "state": state}, author, object=row.key, supersedes=row.digest)
