"""One's own account: factors are changed after the password was asked for, and one always stays."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.account import app_settings
from allauth.mfa.models import Authenticator

from tansiq.centre.accounts.models import Access, Credential
from tests.centre.accounts.people import PASSWORD, Person, app_code, shown_secret, words
from tests.centre.signed_in import signed_in

pytestmark = pytest.mark.usefixtures("centre")
MINE = "/accounts/mine/"


@pytest.fixture
def person() -> Person:
    someone = Person("fed-duty-1")
    someone.join("federal", "duty_officer")
    return someone


def acts() -> list[str]:
    return list(Access.objects.at(None).order_by("since").values_list("act", flat=True))


def passkey_of(person: Person) -> Authenticator:
    """A passkey as the table keeps it; what it holds does not matter here."""
    return Authenticator.objects.create(
        user=Credential.objects.get(pk=person.name), type=Authenticator.Type.WEBAUTHN,
        data={"name": "Desk", "credential": {}},
    )  # fmt: skip


def test_new_app_takes_the_place_of_the_old_one(person: Person) -> None:
    old = person.secret
    new = shown_secret(person.browser.get(f"{MINE}app/"))
    assert person.browser.post(f"{MINE}app/", {"code": app_code(new, time.time())}).headers["Location"] == MINE
    person.leave()
    person.give_password()
    assert "This code is wrong" in words(person.give_code(app_code(old, time.time() + 30)))
    assert person.give_code(app_code(new, time.time() + 30)).headers["Location"] == "/home/"
    assert "factor_added" in acts()


def test_wrong_first_code_changes_nothing(person: Person) -> None:
    person.browser.get(f"{MINE}app/")
    assert "not the code the app shows" in words(person.browser.post(f"{MINE}app/", {"code": "000000"}))
    person.leave()
    assert person.sign_in().headers["Location"] == "/home/"


def test_factors_are_changed_only_soon_after_the_password(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + app_settings.REAUTHENTICATION_TIMEOUT + 1
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time.time", lambda: later)
    for address in (f"{MINE}app/", f"{MINE}passkeys/new/", f"{MINE}recovery-codes/new/"):
        response = person.browser.get(address)
        assert response.headers["Location"].startswith("/accounts/mine/confirm/password/"), address
    assert "The password is wrong" in words(person.browser.post(f"{MINE}confirm/password/", {"password": "guess"}))
    confirmed = person.browser.post(f"{MINE}confirm/password/", {"password": PASSWORD, "next": f"{MINE}app/"})
    assert confirmed.headers["Location"] == f"{MINE}app/"


def test_new_recovery_codes_make_the_old_ones_useless(
    person: Person, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = person.browser.post(f"{MINE}recovery-codes/new/", follow=True).content.decode()
    new = re.findall(r"<code>(\d{4}) (\d{4})</code>", page)
    assert len(new) == 10
    person.leave()
    person.give_password()
    assert "This code is wrong" in words(person.give_code(person.recovery_codes[0]))
    assert person.give_code("".join(new[0])).headers["Location"] == "/home/"
    assert "codes_renewed" in acts()


def test_recovery_codes_are_shown_once(person: Person) -> None:
    page = words(person.browser.get(f"{MINE}recovery-codes/"))
    assert "not shown again" in page
    assert person.recovery_codes[0][:4] not in page


def test_few_recovery_codes_are_told(person: Person) -> None:
    for code in person.recovery_codes[:8]:
        person.leave()
        person.give_password()
        person.give_code(code)
    assert "2 recovery codes are left." in words(person.browser.get(MINE))


def test_passkey_can_be_removed_beside_an_app_but_not_as_the_last_factor(person: Person) -> None:
    first, last = passkey_of(person), passkey_of(person)
    assert person.browser.post(f"{MINE}passkeys/{first.pk}/remove/").status_code == 302
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    response = person.browser.post(f"{MINE}passkeys/{last.pk}/remove/")
    assert response.status_code == 409
    assert "keeps a second factor" in words(response)
    assert "factor_removed" in acts()


def test_nobody_removes_anothers_passkey(person: Person) -> None:
    theirs = passkey_of(person)
    other = Person("reg-duty-1")
    other.join("regional", "duty_officer")
    assert other.browser.post(f"{MINE}passkeys/{theirs.pk}/remove/").status_code == 404


def test_account_without_a_second_factor_cannot_be_signed_in_to(person: Person) -> None:
    person.leave()
    Authenticator.objects.all().delete()
    response = person.give_password()
    assert response.status_code == 403
    assert "no second factor" in words(response)
    assert not person.is_in()


def test_sign_out_asks_by_a_page_and_acts_by_a_form() -> None:
    browser = signed_in("fed-duty-1", "federal", ["duty_officer"])
    assert browser.get("/accounts/sign-out/").status_code == 200
    assert browser.get(MINE).status_code == 200
    assert browser.post("/accounts/sign-out/").status_code == 302
    assert browser.get(MINE).status_code == 302
