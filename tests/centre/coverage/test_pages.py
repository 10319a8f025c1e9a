"""The page of coverage in a party's own centre: computed off the request, looked at, released; and by command."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from tansiq.centre.coverage import making
from tansiq.centre.coverage.releasing import given
from tansiq.centre.picture import service
from tansiq.centre.picture.engine import Engine
from tansiq.cli import centre_site
from tansiq.cli.coverage import coverage as command
from tansiq.domain.time import Window
from tansiq.exchange import coverage_file
from tests.centre.accounts.people import words
from tests.centre.coverage.coverages import Made
from tests.centre.founded import Founded
from tests.centre.signed_in import signed_in

PATIENCE_S = 120.0


@pytest.fixture
def planner(own: Founded) -> Client:
    del own
    return signed_in("fed-planner-1", "federal", ["planner"])


def computed(client: Client, window: str = "day") -> str:
    """Press the button, and look until something is there."""
    response = client.post("/coverage/compute/", {"window": window})
    assert response.headers["Location"] == f"/coverage/?window={window}"
    end = time.monotonic() + PATIENCE_S
    while True:
        page = client.get(f"/coverage/?window={window}&language=en").content.decode()
        if "<progress" not in page or time.monotonic() > end:
            return page


def test_it_is_computed_shown_and_released(planner: Client, own: Founded) -> None:
    page = planner.get("/coverage/?language=en").content.decode()
    assert "The agreement asks for cells of 2000 m or more" in page
    page = computed(planner)
    assert "What it gives away" in page
    assert "read at:" in page
    key = page.partition('name="key" value="')[2].partition('"')[0]
    for plane in ("seen", "reached"):
        shown = planner.get(f"/coverage/picture/{key}/{plane}.png")
        assert shown.content.startswith(b"\x89PNG")
    assert planner.get(f"/coverage/picture/{key}/posts.png").status_code == 404
    sent = {"window": "day", "key": key, "to": ["regional"]}
    assert planner.post("/coverage/release/", sent).headers["Location"] == "/coverage/?window=day#released"
    [one] = given(None)
    assert (one.author, one.body["cell_m"], one.body["draws"]) == ("fed-planner-1", 2000, 1)
    attachment = own.identity.folder / "attachments" / one.body["attachments"][0]["digest"].removeprefix("sha256:")
    coverage_file.read_coverage(one.body, attachment.read_bytes(), party="federal")
    assert "released, no receipt yet" in planner.get("/coverage/?language=en").content.decode()


def test_what_changed_since_is_not_released(planner: Client) -> None:
    computed(planner)
    response = planner.post("/coverage/release/", {"window": "day", "key": "0" * 12, "to": ["regional"]})
    assert response.status_code == 409
    assert "have changed since this was computed" in words(response)
    response = planner.post("/coverage/release/", {"window": "night", "key": "0" * 12, "to": ["regional"]})
    assert response.status_code == 409
    assert list(given(None)) == []


def test_nobody_chosen_is_asked_for(planner: Client) -> None:
    page = computed(planner)
    key = page.partition('name="key" value="')[2].partition('"')[0]
    response = planner.post("/coverage/release/", {"window": "day", "key": key})
    assert (response.status_code, "Choose to whom it is released." in words(response)) == (409, True)


def test_stopping_leaves_nothing(own: Founded, scene_shown: Engine) -> None:
    del own, scene_shown
    found = making.desk(Window.DAY, timezone.now())
    assert found is not None
    work = making.Work()
    making._works[found.task.key] = work
    making.stop(found.task)
    making._run(found.task, found.engine, work)
    assert (making.work_on(found.task), making.made(found.task)) == (None, None)


def test_a_failure_is_told_and_can_be_tried_again(planner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    real = making.make

    def broken(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(making, "make", broken)
    assert "could not be computed" in computed(planner)
    monkeypatch.setattr(making, "make", real)
    assert "What it gives away" in computed(planner)


def test_viewers_read_and_do_nothing(planner: Client) -> None:
    computed(planner)
    viewer = signed_in("fed-viewer-1", "federal", ["viewer"])
    page = viewer.get("/coverage/?language=en").content.decode()
    assert "What it gives away" in page
    assert "Sign and release it" not in page
    assert viewer.post("/coverage/release/", {"window": "day"}).status_code == 403


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_page_stands_in_every_language(planner: Client, language: str) -> None:
    page = planner.get(f"/coverage/?language={language}")
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()


def test_centre_without_ground_says_what_belongs_there(planner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_installed", [])
    page = planner.get("/coverage/?language=en").content.decode()
    assert "This centre has no ground and no posts of its own yet." in page
    response = planner.post("/coverage/compute/", {"window": "day"})
    assert "no ground, no posts of its own, or no agreement" in words(response)


def test_command_releases_what_was_made_before(
    own: Founded, federal: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coverage_file.write(federal.coverage, tmp_path / "federal.coverage")
    monkeypatch.setattr(centre_site, "load", lambda _folder: None)
    told = [str(own.identity.folder), str(tmp_path / "federal.coverage"), "--to", "regional"]
    result = CliRunner().invoke(command, ["release", *told], catch_exceptions=False)
    assert result.exit_code == 0
    [one] = given(None)
    assert result.stderr.strip() == f"The coverage of federal is released to regional: record {one.digest}"
    assert one.author == "centre"
