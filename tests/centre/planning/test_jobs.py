"""Long computations on the planning page: how far, stopped, failed, and what comes of them taken into a course."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client

from tansiq.centre.planning import jobs, strength, works
from tansiq.centre.planning.jobs import Asked, Report
from tansiq.centre.planning.reading import course_in, present
from tansiq.domain.laydown import Laydown
from tansiq.domain.state import HELD_STATES
from tansiq.errors import BadInputError
from tansiq.gaps import picture as compute
from tansiq.language import N_
from tansiq.siting.limits import People
from tests.centre.conftest import MadeUpGround
from tests.centre.planning.planning_pages import JSON, PATIENCE_S, begin, change, do, page, read, until

ONE_POST = {"window": "day", "joint_posts": 1, "reaction": 0, "watch": 0, "weighing": "area"}


@pytest.fixture(autouse=True)
def no_jobs() -> Iterator[None]:
    yield
    for job in jobs._jobs.values():
        job.error = job.error or BadInputError(jobs.STOPPED)
    jobs._jobs.clear()


def ask(client: Client, number: int, kind: str, **said: object) -> int:
    return client.post(f"/planning/course/{number}/job/{kind}/", said, headers=JSON).status_code


def ended(client: Client, number: int) -> str:
    until(lambda: page(client, number), lambda told: "<progress" not in told)
    return read(client, number)


def test_asked_for_a_joint_post_it_finds_one_that_holds_what_it_says(
    planner: Client, ground: MadeUpGround, forces: Laydown
) -> None:
    number = begin(planner)
    assert ask(planner, number, "siting", **ONE_POST) == 200
    assert "<progress" in page(planner, number)
    assert "With these places" in ended(planner, number)
    [job] = jobs._jobs.values()
    assert job.result is not None
    taken = planner.post(f"/planning/course/{number}/job/siting/take/", headers=JSON)
    assert taken.status_code == 200
    do(planner, number, "keep")
    row = present(number)
    assert row is not None
    planned = course_in(row).on(forces)
    assert {post.id for post in planned.posts} - {post.id for post in forces.posts} == {"J01-federal", "J01-regional"}
    held = compute(ground, planned, at=forces.as_of, ledger=False).by_state_km2()
    assert sum(held[state] for state in HELD_STATES) == pytest.approx(job.result["covered"])
    assert "The course has changed since this was computed." in read(planner, number)


def test_people_assumed_are_those_of_siting() -> None:
    people = People()
    assert (
        people.post, people.reaction, people.watch,
    ) == (strength.PEOPLE_POST, strength.PEOPLE_REACTION, strength.PEOPLE_WATCH)  # fmt: skip


def test_corridors_remedies_sureness_and_checkpoints_are_found(
    planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(works, "SAMPLES", 8)
    number = begin(planner)
    change(planner, number, "status", post="N002", status="withdrawn")
    for kind in ("corridors", "ledger", "sure"):
        assert ask(planner, number, kind, window="night") == 200
    told = ended(planner, number)
    assert "Chance unseen" in told
    assert "With the course, km²" in told
    assert "In 8 pictures with other figures for what is assumed" in told
    # The made-up ground has one road and one place: no movements can be assumed.
    assert ask(planner, number, "checkpoints", count=1) == 200
    assert "There are no movements to meet on Made-up hills." in ended(planner, number)


def waiting(begun: threading.Event) -> jobs.Work:
    def work(_scene: object, _asked: Asked, report: Report) -> Mapping[str, Any]:
        begun.set()
        for step in range(int(PATIENCE_S * 100)):
            report(min(0.5, step / 100), N_("Looking"))
            threading.Event().wait(0.01)
        return {"measures": [], "gone": []}

    return work


def test_stopped_job_says_so_and_lets_the_next_one_begin(planner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()
    monkeypatch.setattr(works, "weigh_measures", waiting(begun))
    number = begin(planner)
    ask(planner, number, "ledger", window="day")
    assert begun.wait(PATIENCE_S)
    assert "<progress" in page(planner, number)
    assert "<progress" in page(planner, number), "it is there again when the page is loaded again"
    assert planner.post(f"/planning/course/{number}/job/ledger/stop/", headers=JSON).status_code == 200
    assert "It was stopped. The course of action was not changed." in read(planner, number)
    monkeypatch.setattr(works, "weigh_measures", lambda *_: {"measures": [], "gone": []})
    ask(planner, number, "ledger", window="day")
    assert "With the course, km²" in ended(planner, number)


@pytest.mark.parametrize(
    ("fault", "told"),
    [(RuntimeError("x"), "It could not be computed."), (BadInputError("No place here."), "No place here.")],
)
def test_failed_job_is_told_in_words(
    planner: Client, monkeypatch: pytest.MonkeyPatch, fault: Exception, told: str
) -> None:
    def broken(*_given: object) -> Mapping[str, Any]:
        raise fault

    monkeypatch.setattr(works, "find_ways", broken)
    number = begin(planner)
    ask(planner, number, "corridors", window="day")
    assert told in ended(planner, number)


def test_only_planners_of_its_party_ask_and_nothing_is_asked_for_nothing(planner: Client, partner: Client) -> None:
    number = begin(planner)
    assert ask(partner, number, "ledger", window="day") == 409
    assert ask(planner, number, "siting", **(ONE_POST | {"joint_posts": 0})) == 409
    assert ask(planner, number, "siting", **(ONE_POST | {"joint_posts": 999})) == 409
    assert ask(planner, number, "nothing") == 404
    nothing = planner.post(f"/planning/course/{number}/job/siting/take/", headers=JSON)
    assert (nothing.status_code, "There is nothing to take" in nothing.json()["error"]) == (409, True)
    assert jobs._jobs == {}
