"""A course of action taken away as a file: each planner's own, made from what they see."""

import json

from django.test import Client

from tansiq.centre.planning import exports, jobs
from tansiq.centre.planning.views.exporting import FORMATS
from tests.centre.planning.planning_pages import JSON, begin, change, page, until


def test_formats_offered_are_those_that_can_be_made() -> None:
    assert {name: each.label for name, each in exports.FORMATS.items()} == dict(FORMATS)


def test_file_is_made_from_the_draft_and_is_its_planners_alone(planner: Client, partner: Client) -> None:
    number = begin(planner)
    change(planner, number, "status", post="N002", status="withdrawn")
    asked = {"format": "geojson", "window": "day"}
    assert planner.post(f"/planning/course/{number}/export/", asked, headers=JSON).status_code == 200
    until(lambda: page(planner, number), lambda told: "<progress" not in told)
    address = f"/planning/course/{number}/export.geojson"
    [job] = jobs._jobs.values()
    assert address in page(planner, number), (job.error, job.label, job.done)
    file = planner.get(address)
    assert file.headers["Content-Disposition"].endswith(f'course-{number}-day.geojson"')
    features = json.loads(file.content)["features"]
    assert features
    assert "N002" in file.content.decode()
    assert planner.get(f"/planning/course/{number}/export.kml").status_code == 404
    assert partner.get(address).status_code == 404
    assert partner.post(f"/planning/course/{number}/export/", asked, headers=JSON).status_code == 200
    until(lambda: page(partner, number), lambda told: "<progress" not in told)
    assert "N002" in partner.get(address).content.decode(), "as it is kept"
    jobs._jobs.clear()


def test_unknown_file_is_refused(planner: Client) -> None:
    number = begin(planner)
    refused = planner.post(f"/planning/course/{number}/export/", {"format": "exe", "window": "day"}, headers=JSON)
    assert refused.status_code == 409
    assert planner.get(f"/planning/course/{number}/export.exe").status_code == 404
