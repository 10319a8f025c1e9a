"""The first page: what waits for whom, oldest first, and how the centre stands; nobody else reads it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tansiq.centre.door.models import Entry
from tansiq.centre.door.publishing import publish
from tansiq.centre.home.journal import journal_lines
from tansiq.centre.shell import activities
from tansiq.centre.shell.activities import Waiting
from tests.centre.founded import Founded
from tests.centre.shell.gallery import Officer
from tests.centre.signed_in import HOST, signed_in

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)


@pytest.fixture
def duty(centre: Founded) -> Client:
    del centre
    return signed_in("fed-duty-1", "federal", ["duty_officer"])


def register(monkeypatch: pytest.MonkeyPatch, items: Callable[[], list[Waiting]]) -> None:
    monkeypatch.setattr(activities, "_waiting_items", {"home": lambda _officer, _as_of: items()})


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/home/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", ["viewer", "duty_officer", "planner", "signatory", "administrator"])
def test_every_role_of_either_party_has_a_first_page(centre: Founded, role: str) -> None:
    del centre
    for party in ("federal", "regional"):
        words = {"viewer": "view", "duty_officer": "duty", "planner": "plan", "signatory": "sign"}
        said = page(signed_in(f"{party[:3]}-{words.get(role, 'admin')}-1", party, [role]))
        assert 'id="waiting-title"' in said


def test_a_stranger_is_asked_to_sign_in(centre: Founded) -> None:
    del centre
    assert Client(headers={"host": HOST}).get("/home/").headers["Location"].startswith("/accounts/sign-in/")


def test_a_site_without_identity_has_no_first_page(client: Client) -> None:
    assert client.get("/home/").status_code == 404


def test_with_nothing_waiting_the_page_says_what_would_stand_there(
    duty: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(monkeypatch, list)
    assert "Nothing waits for you." in page(duty)


def test_what_waits_stands_oldest_first_with_its_clock(duty: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    register(
        monkeypatch,
        lambda: [
            Waiting(now - timedelta(minutes=5), "the newer <one>", "/duty/", "flash", "regional"),
            Waiting(now - timedelta(hours=3), "the older", "/duty/", alarm=True),
        ],
    )
    said = page(duty)
    assert said.index("the older") < said.index("the newer &lt;one&gt;")
    assert "3 h 0 min" in said
    assert "1 item has waited longer than it may." in said
    assert "data-overdue" in said


def test_a_flood_shows_the_oldest_and_counts_the_rest(duty: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    register(
        monkeypatch,
        lambda: [Waiting(LONG_AGO + timedelta(minutes=each), f"item number {each};", "/duty/") for each in range(500)],
    )
    said = page(duty)
    assert "item number 0;" in said
    assert "item number 40;" not in said
    assert "460 newer items wait too" in said


def test_the_journal_tells_whether_its_head_covers_every_record(duty: Client, centre: Founded) -> None:
    del duty
    (centre.identity.journal / "checkpoint").unlink()
    lines = {line.label: line for line in journal_lines(Officer(), None)}
    assert "both parties must certify" in lines["Journal"].value
    assert lines["Journal"].troubled


def test_a_head_over_every_record_is_no_trouble(duty: Client) -> None:
    del duty
    publish()
    lines = {line.label: line for line in journal_lines(Officer(), None)}
    assert lines["Journal"].value == f"{Entry.objects.count()} records, all under its signed head"
    assert not lines["Journal"].troubled


def test_a_head_that_lags_is_told_at_once_and_is_a_trouble_after_a_minute(
    duty: Client, centre: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    del duty
    publish()
    head = Entry.objects.count()
    signed_in("reg-duty-1", "regional", ["duty_officer"])
    line = list(journal_lines(Officer(), None))[-1]
    assert f"{head} of {Entry.objects.count()} records are under its signed head" in line.value
    assert not line.troubled
    later = timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert list(journal_lines(Officer(), None))[-1].troubled
    (centre.identity.journal / "checkpoint").write_text("not a head\n", encoding="utf-8")
    assert list(journal_lines(Officer(), None))[-1].troubled


def test_looking_back_shows_the_last_record_of_that_time(duty: Client) -> None:
    kept = Entry.objects.get(place=2).kept_at
    said = page(duty, f"?as_of={kept.isoformat().replace('+', '%2B')}")
    assert "As known at" in said
    last = Entry.objects.filter(kept_at__lte=kept).order_by("-place")[0].place
    assert f"number {last}, " in said
    assert "signed head" not in said
