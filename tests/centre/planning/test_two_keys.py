"""The door's own rules of taking a course away: whatever a page does, one account alone takes nothing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.door import putting
from tansiq.centre.door.author import Author
from tansiq.centre.door.models import Entry
from tansiq.centre.door.putting import put
from tansiq.centre.door.rebuilding import digests, rebuild
from tansiq.centre.door.refusals import Refusal
from tansiq.centre.door.registry import Entered
from tansiq.centre.planning.models import PlannedExport
from tansiq.centre.planning.reading import present
from tests.centre.planning.planning_pages import begin
from tests.centre.signed_in import signed_in

ASKER = Author("fed-plan-1", "federal", "planner")
SECOND = Author("fed-duty-1", "federal", "duty_officer")
PARTNER = Author("reg-plan-1", "regional", "planner")
VIEWER = Author("fed-view-1", "federal", "viewer")
KEY = "export-abcdefghijklmnop"
Body = Mapping[str, Any]


@pytest.fixture
def body(planner: Client, partner: Client, viewer: Client) -> dict[str, Any]:
    """What the planner asks for: an empty course, as it is kept."""
    del partner, viewer
    signed_in("fed-duty-1", "federal", ["duty_officer"])
    signed_in("fed-sign-1", "federal", ["planner", "signatory"])
    row = present(begin(planner))
    assert row is not None
    return {"course": row.number, "version": row.digest, "window": "day", "format": "pdf", "language": "ckb"}


def step(body: Body, state: str, author: Author, **changed: object) -> Entered:
    standing = PlannedExport.present(KEY)
    supersedes = standing.digest if standing else None
    return put("export/1", {**body, **changed, "state": state}, author, object=KEY, supersedes=supersedes)  # type: ignore[arg-type]  # JSON all the same


def steps(body: Body, *states: str) -> None:
    for state in states:
        step(body, state, SECOND if state in ("confirmed", "declined") else ASKER)


@pytest.mark.parametrize(
    ("before", "state", "author", "why"),
    [
        ((), "asked", SECOND, "Only a planner asks"),
        ((), "asked", VIEWER, "may not put down"),
        ((), "confirmed", SECOND, "no such request"),
        ((), "taken", ASKER, "no such request"),
        (("asked",), "asked", ASKER, "meanwhile"),
        (("asked",), "confirmed", ASKER, "second account"),
        (("asked",), "declined", ASKER, "second account"),
        (("asked",), "confirmed", PARTNER, "no such request"),
        (("asked",), "confirmed", VIEWER, "may not put down"),
        (("asked",), "taken", ASKER, "meanwhile"),
        (("asked", "declined"), "confirmed", SECOND, "meanwhile"),
        (("asked", "declined"), "taken", ASKER, "meanwhile"),
        (("asked", "confirmed"), "declined", SECOND, "meanwhile"),
        (("asked", "confirmed"), "taken", SECOND, "Only a planner"),
        (("asked", "confirmed"), "taken", Author("fed-sign-1", "federal", "planner"), "who asked"),
        (("asked", "confirmed"), "taken", PARTNER, "no such request"),
        (("asked", "confirmed", "taken"), "taken", ASKER, "meanwhile"),
        (("asked", "confirmed", "taken"), "confirmed", SECOND, "meanwhile"),
    ],
)
def test_door_refuses_every_other_hand_and_every_other_order(
    body: Body, before: tuple[str, ...], state: str, author: Author, why: str
) -> None:
    steps(body, *before)
    entries = Entry.objects.count()
    with pytest.raises(Refusal, match=why):
        step(body, state, author)
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("role", ["planner", "signatory"])
def test_each_role_that_holds_a_second_key_turns_it(body: Body, role: str) -> None:
    steps(body, "asked")
    step(body, "confirmed", Author("fed-sign-1", "federal", role))
    assert PlannedExport.present(KEY).answered_by == "fed-sign-1"  # type: ignore[union-attr]  # it is there


@pytest.mark.parametrize(("before", "state"), [(("asked",), "confirmed"), (("asked", "confirmed"), "taken")])
@pytest.mark.parametrize(("hours", "why"), [(23, ""), (25, "lapsed after 24 hours")])
def test_request_and_confirmation_lapse_after_a_day(
    body: Body, before: tuple[str, ...], state: str, hours: int, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps(body, *before)
    later = timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(putting.timezone, "now", lambda: later)
    if why:
        with pytest.raises(Refusal, match=why):
            steps(body, state)
    else:
        steps(body, state)
    assert (PlannedExport.present(KEY).state == state) is not bool(why)  # type: ignore[union-attr]  # it is there


@pytest.mark.parametrize("changed", [{"format": "kml"}, {"window": "night"}, {"language": "en"}, {"course": 2}])
def test_other_file_than_was_asked_for_is_neither_confirmed_nor_taken(body: Body, changed: Body) -> None:
    steps(body, "asked")
    with pytest.raises(Refusal, match="not the file that was asked for"):
        step(body, "confirmed", SECOND, **changed)
    steps(body, "confirmed")
    with pytest.raises(Refusal, match="not the file that was asked for"):
        step(body, "taken", ASKER, **changed)


def test_only_what_is_kept_is_asked_for(body: Body) -> None:
    with pytest.raises(Refusal, match="that is kept"):
        step(body, "asked", ASKER, version="sha256:" + "0" * 64)


def test_four_files_of_an_account_wait_at_most(body: Body) -> None:
    for number in range(4):
        put("export/1", {**body, "state": "asked"}, ASKER, object=f"export-{number}")
    with pytest.raises(Refusal, match="4 files that wait"):
        steps(body, "asked")


def test_rebuilding_gives_the_same_table(body: Body) -> None:
    steps(body, "asked", "confirmed", "taken")
    row = PlannedExport.present(KEY)
    assert row is not None
    assert (row.state, row.asked_by, row.answered_by) == ("taken", "fed-plan-1", "fed-duty-1")
    assert [each.state for each in PlannedExport.objects.history(KEY)] == ["asked", "confirmed", "taken"]
    before = digests()
    rebuild(lambda *_: None)
    assert digests() == before
