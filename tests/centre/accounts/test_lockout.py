"""Who is wrong too often waits, in words, and keeps nobody else out."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from tansiq.centre.accounts import lockout
from tansiq.centre.accounts.models import Access
from tests.centre.accounts.people import Person, words

pytestmark = pytest.mark.usefixtures("centre")


@pytest.fixture
def person() -> Person:
    someone = Person("fed-duty-1")
    someone.join("federal", "duty_officer")
    someone.leave()
    return someone


def guess(person: Person, times: int) -> str:
    said = ""
    for number in range(times):
        said = words(person.give_password(f"wrong {number}"))
    return said


def test_fifth_wrong_password_says_how_long_to_wait(person: Person) -> None:
    assert "is wrong" in guess(person, lockout.FROM_ONE_ADDRESS - 1)
    assert "cannot be signed in to from here for 15 minutes" in guess(person, 1)


def test_right_password_opens_nothing_while_waiting(person: Person) -> None:
    guess(person, lockout.FROM_ONE_ADDRESS)
    assert "from here for" in words(person.give_password())


def test_somebody_elsewhere_is_not_kept_out(person: Person) -> None:
    guess(Person("fed-duty-1", address="10.9.9.9"), lockout.FROM_ONE_ADDRESS)
    assert person.sign_in().headers["Location"] == "/home/"


def test_guessing_from_many_addresses_makes_the_account_wait_everywhere(person: Person) -> None:
    for number in range(lockout.FROM_ANYWHERE // 4 + 1):
        guess(Person("fed-duty-1", address=f"10.1.0.{number}"), 4)
    assert "from here for" in words(person.give_password())


def test_wait_ends_by_itself(person: Person) -> None:
    guess(person, lockout.FROM_ONE_ADDRESS)
    AccessAttempt.objects.update(attempt_time=timezone.now() - lockout.WAIT - timedelta(seconds=1))
    assert person.sign_in().headers["Location"] == "/home/"


def test_trying_on_while_waiting_does_not_prolong_the_wait(person: Person) -> None:
    guess(person, lockout.FROM_ONE_ADDRESS)
    almost = timezone.now() - lockout.WAIT + timedelta(seconds=30)
    AccessAttempt.objects.update(attempt_time=almost)
    assert "for 1 minute." in guess(person, 3)
    assert AccessAttempt.objects.get().attempt_time == almost


def test_wrong_codes_count_like_wrong_passwords(person: Person) -> None:
    person.give_password()
    said = ""
    for _each in range(lockout.FROM_ONE_ADDRESS):
        said = words(person.give_code("000000"))
    assert "from here for 15 minutes" in said
    assert "from here for" in words(person.give_code(person.code(1)))
    assert not person.is_in()


def test_success_forgets_earlier_failures(person: Person) -> None:
    guess(person, lockout.FROM_ONE_ADDRESS - 1)
    person.sign_in()
    person.leave()
    assert "is wrong" in guess(person, lockout.FROM_ONE_ADDRESS - 1)


def test_lockout_is_recorded(person: Person) -> None:
    guess(person, lockout.FROM_ONE_ADDRESS)
    assert Access.objects.at(None).filter(act="locked", account="fed-duty-1").count() == 1


def test_unknown_account_waits_too_so_that_nobody_learns_which_accounts_exist() -> None:
    assert "from here for 15 minutes" in guess(Person("fed-duty-77"), lockout.FROM_ONE_ADDRESS)


def test_what_was_typed_and_what_browser_it_was_is_not_kept(person: Person) -> None:
    person.browser.post(
        "/accounts/sign-in/?secret=query",
        {"login": "my password as a name", "password": "x"},
        headers={"user-agent": "Spy/1"},
    )
    kept = str(AccessAttempt.objects.values().get())
    assert not any(secret in kept for secret in ("my password", "query", "Spy"))
