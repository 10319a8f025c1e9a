"""How records of courses of action, and of files of them, become tables."""

from typing import TYPE_CHECKING, Any

from tansiq.centre.door.registry import Entered
from tansiq.centre.planning.models import PlannedCourse, PlannedExport

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


def project_export(entered: Entered) -> None:
    """Show a file that was asked for, confirmed, declined or taken."""
    body: Mapping[str, Any] = entered.content.body
    key, at, account = entered.content.object, entered.content.entered_at, entered.content.author or ""
    now: dict[str, Any] = {"state": body["state"], "digest": entered.record.digest}
    if body["state"] == "asked":
        said = {name: body[name] for name in ("course", "version", "window", "format", "language")}
        PlannedExport.write(entered, key, party=entered.content.party, asked_by=account, asked_at=at, **said, **now)
    elif body["state"] == "taken":
        PlannedExport.amend(entered, key, taken_at=at, **now)
    else:
        PlannedExport.amend(entered, key, answered_by=account, answered_at=at, **now)
