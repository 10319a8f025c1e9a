"""Signing in takes a password and a second factor; what fails says so, and the journal knows."""

import pytest
from django.test import Client

from tansiq.centre.accounts.models import Access
from tests.centre.accounts.people import Person, words

pytestmark = pytest.mark.usefixtures("centre")


@pytest.fixture
def person() -> Person:
    someone = Person("fed-duty-1")
    someone.join("federal", "duty_officer")
    someone.leave()
    return someone


def acts() -> list[str]:
    return list(Access.objects.at(None).order_by("since").values_list("act", flat=True))


def test_password_alone_opens_nothing(person: Person) -> None:
    response = person.give_password()
    assert response.headers["Location"] == "/accounts/sign-in/second/"
    assert not person.is_in()


def test_password_and_code_open_the_account(person: Person) -> None:
    response = person.sign_in()
    assert response.headers["Location"] == "/home/"
    assert person.is_in()


def test_sign_in_and_out_are_recorded_with_what_was_shown() -> None:
    person = Person("fed-duty-1")
    person.join("federal", "duty_officer")
    person.leave()
    rows = [(row.act, row.by, row.account, row.party) for row in Access.objects.at(None).order_by("since")]
    assert rows == [
        ("signed_in", ["password", "app"], "fed-duty-1", "federal"),
        ("signed_out", [], "fed-duty-1", "federal"),
    ]


def test_name_may_be_typed_in_capitals(person: Person) -> None:
    person.name = "  FED-Duty-1 "
    assert person.give_password().headers["Location"] == "/accounts/sign-in/second/"


def test_code_in_arabic_digits_and_groups_is_taken(person: Person) -> None:
    person.give_password()
    typed = person.code(1).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert person.give_code(f"{typed[:3]} {typed[3:]}").headers["Location"] == "/home/"


def test_code_is_taken_once_only(person: Person) -> None:
    person.sign_in()
    code = person.code(1)
    person.leave()
    person.give_password()
    assert "was used already" in words(person.give_code(code))


def test_code_of_two_minutes_ago_is_not_taken(person: Person) -> None:
    person.give_password()
    assert "This code is wrong" in words(person.give_code(person.code(-4)))


def test_recovery_code_opens_the_account_once(person: Person) -> None:
    person.give_password()
    assert person.give_code(person.recovery_codes[3]).headers["Location"] == "/home/"
    person.leave()
    person.give_password()
    assert "This code is wrong" in words(person.give_code(person.recovery_codes[3]))


def test_wrong_password_and_unknown_account_are_told_in_the_same_words(person: Person) -> None:
    stranger = Person("fed-duty-9")
    assert words(person.give_password("wrong horse battery")).split("again: ")[-1].count("is wrong") == words(
        stranger.give_password()
    ).count("is wrong")


def test_failures_are_recorded_without_what_was_typed(person: Person) -> None:
    person.give_password("my-own-secret-typed-wrong")
    Person("my-password-typed-as-name").give_password("x")
    rows = [(row.act, row.account) for row in Access.objects.at(None).order_by("since")][2:]
    assert rows == [("sign_in_failed", "fed-duty-1"), ("sign_in_failed", "")]


def test_signing_in_leads_on_to_the_page_asked_for_but_never_elsewhere(person: Person) -> None:
    page = {"login": person.name, "password": "seven brown horses graze"}
    person.browser.post("/accounts/sign-in/", {**page, "next": "https://elsewhere.example/"})
    assert person.give_code(person.code(1)).headers["Location"] == "/home/"
    person.leave()
    person.browser.post("/accounts/sign-in/", {**page, "next": "/accounts/mine/"})
    assert person.give_code(person.recovery_codes[0]).headers["Location"] == "/accounts/mine/"


def test_signed_in_person_asking_for_the_entrance_is_led_home(person: Person) -> None:
    person.sign_in()
    assert person.browser.get("/accounts/sign-in/").headers["Location"] == "/home/"


def test_form_from_another_site_is_refused(person: Person) -> None:
    browser = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
    response = browser.post("/accounts/sign-in/", {"login": person.name, "password": "x"})
    assert response.status_code == 403
    assert "Nothing was entered" in words(response)
