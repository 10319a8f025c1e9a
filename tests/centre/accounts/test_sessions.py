"""Sessions end: unused, after a watch, one too many, from elsewhere, and with the account."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tansiq.centre.accounts import administering, lockout, officer, sessions
from tansiq.centre.accounts.models import OpenSession
from tansiq.centre.door.author import Author
from tansiq.centre.door.putting import put
from tests.centre.accounts.people import PASSWORD, Person, words
from tests.centre.signed_in import open_account, signed_in

pytestmark = pytest.mark.usefixtures("centre")
DUTY = ("fed-duty-1", "federal", ["duty_officer"])
MINE = "/accounts/mine/"


def test_unused_session_is_over_after_half_an_hour() -> None:
    browser = signed_in(*DUTY)
    OpenSession.objects.update(seen_at=timezone.now() - sessions.IDLE + timedelta(minutes=2))
    assert browser.get(MINE).status_code == 200
    OpenSession.objects.update(seen_at=timezone.now() - sessions.IDLE - timedelta(seconds=1))
    assert browser.get(MINE).status_code == 302
    assert not OpenSession.objects.exists()


def test_used_session_goes_on() -> None:
    browser = signed_in(*DUTY)
    OpenSession.objects.update(seen_at=timezone.now() - timedelta(minutes=20))
    browser.get(MINE)
    assert timezone.now() - OpenSession.objects.get().seen_at < timedelta(minutes=1)


def test_page_that_refreshes_itself_does_not_keep_a_session_alive() -> None:
    browser = signed_in(*DUTY)
    left = timezone.now() - timedelta(minutes=20)
    OpenSession.objects.update(seen_at=left)
    browser.get(MINE, headers={"X-Fragment": "list"})
    browser.get(MINE, headers={"Accept": "text/event-stream"})
    assert OpenSession.objects.get().seen_at == left


def test_no_session_outlasts_a_watch() -> None:
    browser = signed_in(*DUTY)
    OpenSession.objects.update(opened_at=timezone.now() - sessions.LONGEST - timedelta(seconds=1))
    assert browser.get(MINE).status_code == 302


def test_fourth_session_ends_the_oldest() -> None:
    first, *others = (signed_in(*DUTY) for _each in range(sessions.AT_MOST + 1))
    assert first.get(MINE).status_code == 302
    assert [browser.get(MINE).status_code for browser in others] == [200] * sessions.AT_MOST


def test_owner_ends_another_session() -> None:
    here, there = signed_in(*DUTY), signed_in(*DUTY)
    page = here.get(MINE).content.decode()
    assert there.session.session_key[:8] in page
    assert here.session.session_key[:8] not in page
    here.post("/accounts/mine/sessions/end/", {"session": there.session.session_key[:8]})
    assert there.get(MINE).status_code == 302
    assert here.get(MINE).status_code == 200


@pytest.mark.parametrize("chosen", ["", "-", "%", "zzzzzzzz", "a" * 5000, "\x00"])
def test_ending_no_session_in_particular_ends_none(chosen: str) -> None:
    here, there = signed_in(*DUTY), signed_in(*DUTY)
    assert here.post("/accounts/mine/sessions/end/", {"session": chosen}).status_code == 302
    assert there.get(MINE).status_code == 200


def test_nobody_ends_anothers_session() -> None:
    mine, theirs = signed_in(*DUTY), signed_in("reg-duty-1", "regional", ["duty_officer"])
    mine.post("/accounts/mine/sessions/end/", {"session": theirs.session.session_key[:8]})
    assert theirs.get(MINE).status_code == 200


def test_new_password_ends_the_other_sessions_and_keeps_this_one() -> None:
    person = Person("fed-duty-1")
    person.join("federal", "duty_officer")
    other = signed_in(*DUTY)
    new = "four green lamps at night"
    person.browser.post("/accounts/mine/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert person.is_in()
    assert other.get(MINE).status_code == 302
    person.leave()
    assert "is wrong" in words(person.give_password())
    assert person.give_password(new).status_code == 302


def test_closing_an_account_ends_its_sessions_and_destroys_its_secrets() -> None:
    person = Person("fed-duty-1")
    person.join("federal", "duty_officer")
    open_account("fed-admin-1", "federal", ["administrator"])
    admin = officer.of("fed-admin-1")
    assert admin is not None
    administering.close(admin, "fed-duty-1")
    assert not person.is_in()
    assert "is wrong" in words(person.give_password())


def test_form_sent_after_the_session_says_that_nothing_was_entered() -> None:
    browser = signed_in(*DUTY)
    OpenSession.objects.all().delete()
    response = browser.post("/accounts/mine/sessions/end/", {"session": "all"})
    assert response.status_code == 401
    assert "Nothing was entered" in words(response)


def test_script_is_told_that_the_session_is_over_in_words() -> None:
    browser = signed_in(*DUTY)
    OpenSession.objects.all().delete()
    response = browser.get(MINE, headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert "Sign in again" in response.json()["error"]


def test_session_without_a_place_in_the_table_opens_nothing() -> None:
    """Whoever forges or restores a Django session gets no further without a row that sign-in made."""
    browser = signed_in(*DUTY)
    OpenSession.objects.all().delete()
    assert browser.get(MINE).status_code == 302
    assert browser.get("/accounts/sign-in/").status_code == 200  # and is not led round in a circle


def test_open_session_is_no_place_to_guess_the_password() -> None:
    person = Person("fed-duty-1")
    person.join("federal", "duty_officer")
    said = ""
    for _each in range(lockout.FROM_ONE_ADDRESS):
        form = {"oldpassword": "a guess at it", "password1": "four green lamps", "password2": "four green lamps"}
        said = words(person.browser.post("/accounts/mine/password/", form))
    assert "from here for 15 minutes" in said


def test_session_of_an_account_that_was_closed_is_not_led_round_in_a_circle() -> None:
    """As after a stop between the record that closes an account and the end of its sessions."""
    browser = signed_in(*DUTY)
    open_account("fed-admin-1", "federal", ["administrator"])
    put("account/1", {"act": "closed"}, Author("fed-admin-1", "federal", "administrator"), object="account-fed-duty-1")
    assert browser.get(MINE).headers["Location"].startswith("/accounts/sign-in/")
    assert browser.get("/accounts/sign-in/").status_code == 200
