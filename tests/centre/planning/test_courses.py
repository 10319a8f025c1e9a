"""Courses of action through the page: who may what, what becomes a record, and whose it is."""

import json

import pytest
from django.test import Client

from tansiq.centre.door.models import Entry
from tansiq.centre.planning.models import PlannedCourse
from tansiq.centre.planning.reading import course_in, kept, present
from tansiq.domain.laydown import Laydown
from tansiq.gaps import picture as compute
from tansiq.gaps.files.document import picture_document
from tansiq.journal.record import read_record
from tests.centre.accounts.people import words
from tests.centre.conftest import MadeUpGround
from tests.centre.planning.planning_pages import begin, change, do, move, number_in, page, picture, read
from tests.centre.signed_in import signed_in


def place(ground: MadeUpGround, row: int, col: int) -> tuple[float, float]:
    lon_deg, lat_deg = ground.grid.lonlat_from_xy(*ground.grid.xy_from_cells(row, col))
    return round(float(lon_deg), 6), round(float(lat_deg), 6)


def records() -> list[dict[str, object]]:
    return [
        dict(read_record(bytes(each.entry)).content.body)
        for each in Entry.objects.order_by("place")
        if each.kind == "course/1"
    ]


def test_post_is_moved_its_picture_is_the_plain_ones_and_it_is_kept(
    planner: Client, ground: MadeUpGround, forces: Laydown
) -> None:
    number = begin(planner)
    assert "Nothing yet: the laydown as it stands." in page(planner, number)
    there = place(ground, 29, 30)
    answer = move(planner, number, "N002", there)
    assert answer.status_code == 200
    found = picture(planner, number, answer.json()["key"])
    draft = page(planner, number)
    assert "Changed, not kept yet." in draft
    assert len(records()) == 1, "a draft is no record"
    assert do(planner, number, "keep").status_code == 302
    row = present(number)
    assert row is not None
    assert (row.versions, row.party, row.account) == (2, "federal", "fed-plan-1")
    planned = course_in(row).on(forces)
    [moved] = [post for post in planned.posts if post.id == "N002"]
    assert (moved.lon_deg, moved.lat_deg) == there
    plain = picture_document(compute(ground, planned, at=forces.as_of, ledger=False))
    for name in ("by_state_km2", "seam_by_state_km", "gaps", "sharing_curve", "lengths"):
        assert found[name] == json.loads(json.dumps(plain[name])), name
    assert "Changed, not kept yet." not in page(planner, number)


def test_posts_are_added_silenced_withdrawn_and_restored(planner: Client, ground: MadeUpGround) -> None:
    number = begin(planner)
    lon, lat = place(ground, 30, 60)
    joint = {"party": "joint", "element": "vehicle", "position": f"{lat}, {lon}"}
    assert change(planner, number, "add", **joint).status_code == 200
    assert change(planner, number, "status", post="S002", status="silenced").status_code == 200
    assert change(planner, number, "status", post="S003", status="withdrawn").status_code == 200
    assert change(planner, number, "status", post="N001", status="silenced").status_code == 200
    assert change(planner, number, "status", post="N001", status="restored").status_code == 200
    do(planner, number, "keep")
    row = present(number)
    assert row is not None
    course = course_in(row)
    assert (set(course.put), course.silenced, course.withdrawn) == (
        {"J01-federal", "J01-regional"}, {"S002"}, {"S003"},
    )  # fmt: skip
    assert {post.detect_per_min_day for post in course.put.values()} == {0.1}, "what one place sees counts once"
    assert "Joint places: 1, for which 30 people are assumed to be needed." in page(planner, number)
    both = change(planner, number, "status", post="J01-federal", status="withdrawn")
    assert both.status_code == 200
    do(planner, number, "keep")
    again = present(number)
    assert again is not None
    assert course_in(again).put == {}


def test_moving_one_half_of_a_joint_post_moves_both(planner: Client, ground: MadeUpGround) -> None:
    number = begin(planner)
    lon, lat = place(ground, 30, 60)
    change(planner, number, "add", party="joint", element="none", position=f"{lat}, {lon}")
    there = place(ground, 31, 50)
    assert move(planner, number, "J01-regional", there).status_code == 200
    do(planner, number, "keep")
    row = present(number)
    assert row is not None
    assert {(post.lon_deg, post.lat_deg) for post in course_in(row).put.values()} == {there}


def test_areas_and_checkpoints_are_laid_over_it(planner: Client, ground: MadeUpGround) -> None:
    number = begin(planner)
    corners = [place(ground, row, col) for row, col in ((20, 10), (20, 30), (40, 30), (40, 10))]
    typed = "\n".join(f"{lat}, {lon}" for lon, lat in corners)
    assert change(planner, number, "area", brigade="20", company="1", corners=typed).status_code == 200
    crossed = "\n".join(typed.splitlines()[index] for index in (0, 2, 1, 3))
    refused = change(planner, number, "area", brigade="20", company="2", corners=crossed)
    assert (refused.status_code, "crosses itself" in refused.json()["error"]) == (409, True)
    assert change(planner, number, "checkpoint", position=typed.splitlines()[0]).status_code == 200
    before = planner.get(f"/planning/course/{number}/").context["key"]
    do(planner, number, "keep")
    row = present(number)
    assert row is not None
    course = course_in(row)
    assert [(area.brigade, area.company, area.ring_lonlat) for area in course.areas] == [("20", "1", tuple(corners))]
    assert [(one.id, one.lon_deg, one.lat_deg) for one in course.checkpoints] == [("C01", *corners[0])]
    empty = planner.get(f"/planning/course/{number}/").context["standing_key"]
    assert before == empty, "areas and checkpoints change nothing of the gap picture"


def test_step_back_and_forgetting_leave_what_is_kept(planner: Client) -> None:
    number = begin(planner)
    for post in ("N001", "N002"):
        change(planner, number, "status", post=post, status="silenced")
    change(planner, number, "back")
    assert "Post N001 is silent." in read(planner, number)
    assert "Post N002 is silent." not in read(planner, number)
    change(planner, number, "forget")
    assert "Nothing yet: the laydown as it stands." in page(planner, number)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"move-post": "N002", "move-position": "35.6, 44.0"}, "lies outside the ground"),
        ({"move-post": "N002", "move-position": "somewhere"}, "is not an MGRS reference"),
        ({"move-post": "N002", "move-position": "95, 44"}, "No place on earth"),
        ({"move-post": "X999", "move-position": "35.4, 43.9"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_in_words(planner: Client, said: dict[str, str], why: str) -> None:
    number = begin(planner)
    response = change(planner, number, "move", **said)
    assert response.status_code == 409
    assert why in response.json()["error"]
    assert "Nothing yet: the laydown as it stands." in page(planner, number)


def test_partner_reads_and_copies_but_does_not_change(planner: Client, partner: Client) -> None:
    number = begin(planner)
    change(planner, number, "status", post="N001", status="silenced")
    do(planner, number, "keep")
    assert "This is the other party's course of action." in read(partner, number)
    refused = change(partner, number, "status", post="N002", status="silenced")
    assert (refused.status_code, "Copy it, and change the copy." in refused.json()["error"]) == (409, True)
    for what in ("keep", "aside"):
        assert do(partner, number, what).status_code == 409
    copied = number_in(do(partner, number, "copy"))
    row, original = present(copied), present(number)
    assert row is not None
    assert original is not None
    assert (row.party, row.copied_from, course_in(row).silenced) == ("regional", original.digest, {"N001"})
    assert change(partner, copied, "status", post="N002", status="silenced").status_code == 200


def test_drafts_are_each_planners_own_and_the_first_to_keep_is_not_overwritten(planner: Client) -> None:
    number = begin(planner)
    second = signed_in("fed-plan-2", "federal", ["planner"])
    change(planner, number, "status", post="N001", status="silenced")
    change(second, number, "status", post="N002", status="silenced")
    assert "N002" not in read(planner, number).partition("Change it")[0]
    do(planner, number, "keep")
    refused = do(second, number, "keep")
    assert (refused.status_code, "has kept this course since you began" in words(refused)) == (409, True)
    change(second, number, "forget")
    assert "Post N001 is silent." in read(second, number)


def test_party_keeps_four_and_leaves_the_other_its_own(planner: Client, partner: Client) -> None:
    numbers = [begin(planner, f"Course {number}") for number in range(4)]
    refused = planner.post("/planning/new/", {"title_en": "A fifth", "title_original": "en"})
    assert (refused.status_code, "keeps 4 courses of action" in words(refused)) == (400, True)
    assert do(planner, numbers[0], "copy").status_code == 409
    begin(partner, "Of the other party")
    assert do(planner, numbers[0], "aside").status_code == 302
    begin(planner, "A fifth")
    assert do(planner, numbers[0], "again").status_code == 409
    assert [row.number for row in kept(None)] == [*numbers[1:], 5, 6]
    assert "Put aside" in words(planner.get("/planning/?language=en"))


def test_history_is_kept_and_the_past_shows_what_was_known(planner: Client) -> None:
    number = begin(planner)
    change(planner, number, "status", post="N001", status="silenced")
    do(planner, number, "keep")
    history = list(PlannedCourse.objects.history(f"course-{number}"))
    assert [row.body["silenced"] for row in history] == [[], ["N001"]]
    told = read(planner, number)
    assert told.index("Changes kept") < told.index("Begun")
    now = history[-1].entered_at.isoformat()
    past = planner.get(f"/planning/course/{number}/", {"as_of": now})
    assert (past.status_code, "data-editing" in past.content.decode()) == (200, False)


def test_viewers_read_and_change_nothing(planner: Client, viewer: Client) -> None:
    number = begin(planner)
    told = page(viewer, number)
    assert "Copy it as my party" not in told
    assert change(viewer, number, "status", post="N001", status="silenced").status_code == 403
    assert viewer.post("/planning/new/", {"title_en": "x", "title_original": "en"}).status_code == 403
    assert viewer.get("/planning/compare/").status_code == 200


def test_strangers_are_sent_to_sign_in_and_administrators_refused(planner: Client) -> None:
    number = begin(planner)
    stranger = Client(headers={"host": "127.0.0.1"})
    for address in ("", "new/", "compare/", f"course/{number}/", f"course/{number}/picture/0a-day.json"):
        response = stranger.get(f"/planning/{address}")
        assert response.headers["Location"].startswith("/accounts/sign-in/"), address
    assert stranger.post(f"/planning/course/{number}/change/back/").status_code in (401, 403)
    administrator = signed_in("fed-admin-1", "federal", ["administrator"])
    assert administrator.get(f"/planning/course/{number}/").status_code == 403


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_pages_stand_in_every_language(planner: Client, language: str) -> None:
    number = begin(planner)
    for address in ("/planning/", "/planning/new/", "/planning/compare/", f"/planning/course/{number}/"):
        response = planner.get(f"{address}?language={language}")
        assert response.status_code == 200
        assert f'lang="{language}" dir="rtl"' in response.content.decode()
