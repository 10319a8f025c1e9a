"""A course of action taken away as a file: asked for by one account, confirmed by another, taken once by who asked."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client

from tansiq.centre.door.models import Entry
from tansiq.centre.planning import exports, jobs
from tansiq.centre.planning.models import PlannedExport
from tansiq.centre.planning.views.exporting import FORMATS
from tests.centre.accounts.people import words
from tests.centre.planning.planning_pages import JSON, begin, change, do, page, until
from tests.centre.signed_in import signed_in

ASKED = {"format": "geojson", "window": "day"}


@pytest.fixture
def number(planner: Client) -> int:
    """A course that withdraws a post, kept."""
    number = begin(planner)
    change(planner, number, "status", post="N002", status="withdrawn")
    assert do(planner, number, "keep").status_code == 302
    return number


@pytest.fixture
def second(planner: Client) -> Client:
    del planner  # the centre stands
    return signed_in("fed-duty-1", "federal", ["duty_officer"])


def ask(client: Client, number: int) -> str:
    assert client.post(f"/planning/course/{number}/export/", ASKED, headers=JSON).status_code == 200
    return str(PlannedExport.objects.at(None).order_by("-since").first().key)


def press(client: Client, number: int, key: str, what: str) -> HttpResponse:
    return client.post(f"/planning/course/{number}/export/{key}/{what}/", headers=JSON)


def test_formats_offered_are_those_that_can_be_made() -> None:
    assert {name: each.label for name, each in exports.FORMATS.items()} == dict(FORMATS)


def test_file_is_asked_for_confirmed_by_another_account_made_and_taken_once(
    planner: Client, second: Client, number: int
) -> None:
    key = ask(planner, number)
    assert "Waits for another officer of your party" in page(planner, number)
    assert "do/confirm/" not in page(planner, number)
    for what in ("make", "take"):
        assert press(planner, number, key, what).status_code == 409, "nothing without the second key"
    home = second.get("/home/?language=en").content.decode()
    assert f"/planning/course/{number}/#files" in home
    assert f"{key}/do/confirm/" in page(second, number)
    assert press(second, number, key, "do/confirm").status_code == 200
    assert "Confirmed by" in page(planner, number)
    assert press(planner, number, key, "take").status_code == 409, "it is not made yet"
    assert press(planner, number, key, "make").status_code == 200
    told = until(lambda: page(planner, number), lambda told: "<progress" not in told)
    [job] = jobs._jobs.values()
    assert f"{key}/take/" in told, (job.error, job.label, job.done)
    file = press(planner, number, key, "take")
    assert file.headers["Content-Disposition"].endswith(f'course-{number}-day.geojson"')
    assert json.loads(file.content)["features"]
    assert "N002" in file.content.decode()
    assert press(planner, number, key, "take").status_code == 409, "one confirmation, one taking"
    story = Entry.objects.filter(kind="export/1").order_by("place").values_list("author", flat=True)
    assert list(story) == ["fed-plan-1", "fed-duty-1", "fed-plan-1"]
    jobs._jobs.clear()


def test_file_is_of_the_version_that_was_confirmed(planner: Client, second: Client, number: int) -> None:
    key = ask(planner, number)
    assert press(second, number, key, "do/confirm").status_code == 200
    change(planner, number, "status", post="N003", status="withdrawn")
    do(planner, number, "keep")
    assert "of an earlier version" in page(planner, number)
    assert press(planner, number, key, "make").status_code == 200
    [job] = jobs._jobs.values()
    until(lambda: job.running, lambda running: not running)
    assert job.asked.course.withdrawn == {"N002"}
    jobs._jobs.clear()


def test_declined_file_cannot_be_made(planner: Client, second: Client, number: int) -> None:
    key = ask(planner, number)
    assert press(second, number, key, "do/decline").status_code == 200
    assert "Declined by" in page(planner, number)
    assert press(planner, number, key, "make").status_code == 409
    assert press(second, number, key, "do/confirm").status_code == 409


def test_changes_are_kept_before_a_file_is_asked_for(planner: Client) -> None:
    number = begin(planner)
    change(planner, number, "status", post="N002", status="withdrawn")
    refused = planner.post(f"/planning/course/{number}/export/", ASKED, headers=JSON)
    assert (refused.status_code, "Keep your changes first" in words(refused)) == (409, True)
    assert not PlannedExport.objects.at(None).exists()


@pytest.mark.usefixtures("second")
def test_only_colleagues_who_may_confirm_see_and_answer(
    planner: Client, partner: Client, viewer: Client, number: int
) -> None:
    key = ask(planner, number)
    administrator = signed_in("fed-admin-1", "federal", ["administrator"])
    colleague = signed_in("fed-plan-2", "federal", ["planner"])
    refused = press(planner, number, key, "do/confirm")
    assert (refused.status_code, "A second account must confirm" in refused.json()["error"]) == (409, True)
    assert press(partner, number, key, "do/confirm").status_code == 404
    assert press(viewer, number, key, "do/confirm").status_code == 403
    assert press(administrator, number, key, "do/confirm").status_code == 403
    for stranger in (partner, viewer):
        assert key not in page(stranger, number)
        assert f"/planning/course/{number}/#files" not in stranger.get("/home/").content.decode()
    assert press(colleague, number, key, "do/confirm").status_code == 200
    assert press(colleague, number, key, "make").status_code == 409, "who confirms does not take"
    assert press(colleague, number, key, "do/steal").status_code == 404
    assert press(partner, number, key, "take").status_code == 404


def test_unknown_file_is_refused(planner: Client, number: int) -> None:
    refused = planner.post(f"/planning/course/{number}/export/", {"format": "exe", "window": "day"}, headers=JSON)
    assert refused.status_code == 409
    assert press(planner, number, "export-none", "take").status_code == 404
