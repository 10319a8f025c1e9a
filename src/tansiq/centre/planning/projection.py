"""How records of courses of action become a table."""

from typing import TYPE_CHECKING, Any

from tansiq.centre.door.registry import Entered
from tansiq.centre.planning.models import PlannedCourse

if TYPE_CHECKING:
    from collections.abc import Mapping


def project_course(entered: Entered) -> None:
    """Show a course of action, or its next version."""
    body: Mapping[str, Any] = entered.content.body
    key = entered.content.object
    earlier = PlannedCourse.present(key)
    PlannedCourse.write(
        entered, key, number=body["course"], first=earlier.first if earlier else entered.place,
        versions=earlier.versions + 1 if earlier else 1, digest=entered.record.digest, party=entered.content.party,
        account=entered.content.author or "", title=body["title"], original_language=body["original_language"],
        body=dict(body), state=body["state"], copied_from=body.get("copied_from", ""),
        entered_at=entered.content.entered_at,
    )  # fmt: skip
