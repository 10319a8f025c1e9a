"""Joining by invitation: once, within seven days, with a second factor, as a function of one's own party."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from django.utils import timezone

from tansiq.centre.accounts import administering, invitations, officer, rules
from tansiq.centre.accounts.models import Account, Credential, Invitation
from tansiq.centre.door.models import Entry
from tests.centre.accounts.people import HOST, PASSWORD, Person, shown_secret, words
from tests.centre.signed_in import open_account

pytestmark = pytest.mark.usefixtures("centre")


def test_somebody_joins_with_password_and_app_and_is_signed_in_at_once() -> None:
    person = Person("fed-duty-1")
    done = person.join("federal", "duty_officer")
    assert done.status_code == 200, words(done)
    assert len(person.recovery_codes) == 10
    assert person.is_in()
    account = Account.objects.at(None).get(key="fed-duty-1")
    assert (account.party, account.roles, account.state) == ("federal", ["duty_officer"], "open")


@pytest.mark.usefixtures("real_hash")
def test_password_is_hashed_by_argon2id_with_at_least_owasps_cost() -> None:
    Person("fed-duty-1").join("federal", "duty_officer")
    encoded = Credential.objects.get(pk="fed-duty-1").password
    assert identify_hasher(encoded).algorithm == "argon2"
    _, variety, _, cost, _, _ = encoded.split("$")
    figures = dict(each.split("=") for each in cost.split(","))
    assert variety == "argon2id"
    assert int(figures["m"]) >= 19_456  # OWASP's least: 19 MiB, 2 passes, 1 lane
    assert int(figures["t"]) >= 2


def test_code_is_kept_nowhere() -> None:
    code = invitations.invite("federal", ["viewer"])
    assert not any(code.encode() in bytes(entry) for entry in Entry.objects.values_list("entry", flat=True))
    invitation = Invitation.objects.at(None).get()
    assert code not in (invitation.key, invitation.code_digest)


def test_code_opens_one_account_only() -> None:
    code = invitations.invite("federal", ["viewer"])
    Person("fed-viewer-1").join("federal", code=code)
    second = Client(headers=HOST).get(f"/accounts/join/{code}/")
    assert second.status_code == 404
    assert "It was used." in words(second)


def test_code_lapses_after_seven_days(monkeypatch: pytest.MonkeyPatch) -> None:
    code = invitations.invite("federal", ["viewer"])
    later = timezone.now() + rules.LASTS + timedelta(seconds=1)
    monkeypatch.setattr("tansiq.centre.accounts.invitations.timezone.now", lambda: later)
    response = Client(headers=HOST).get(f"/accounts/join/{code}/")
    assert response.status_code == 404
    assert "seven days are over" in words(response)


def test_mistyped_code_opens_nothing() -> None:
    response = Client(headers=HOST).get("/accounts/join/aaaa-bbbb-cccc-dddd-eeee-ffff/")
    assert response.status_code == 404
    assert "mistyped" in words(response)


@pytest.mark.parametrize(
    "name",
    [
        "ahmed",
        "ahmed-1",
        "fed-ahmed-1",
        "reg-duty-1",
        "fed-duty",
        "fed-duty-0",
        "fed-duty-1 ",
        "fed_duty_1",
        "f-duty-1",
    ],
)
def test_account_is_named_for_a_function_of_its_party_only(name: str) -> None:
    code = invitations.invite("federal", ["duty_officer"])
    data = {"name": name + ("x" if name.endswith(" ") else ""), "password": PASSWORD, "again": PASSWORD}
    response = Client(headers=HOST).post(f"/accounts/join/{code}/", data)
    assert "An account is named for party, function and number" in words(response)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "At least 12 are needed"),
        ("aaaaaaaaaaaaaaaa", "repeats a few characters"),
        ("password1234", "among those that are tried first"),
        ("x" * 257, "at most 256"),
    ],
)
def test_weak_password_is_refused_in_words(password: str, says: str) -> None:
    code = invitations.invite("federal", ["duty_officer"])
    data = {"name": "fed-duty-1", "password": password, "again": password}
    assert says in words(Client(headers=HOST).post(f"/accounts/join/{code}/", data))


def test_two_different_passwords_are_refused() -> None:
    code = invitations.invite("federal", ["duty_officer"])
    data = {"name": "fed-duty-1", "password": PASSWORD, "again": PASSWORD + "x"}
    assert "The two passwords differ" in words(Client(headers=HOST).post(f"/accounts/join/{code}/", data))


def test_nothing_is_kept_before_the_second_factor_is_shown() -> None:
    code = invitations.invite("federal", ["duty_officer"])
    browser = Client(headers=HOST)
    data = {"name": "fed-duty-1", "password": PASSWORD, "again": PASSWORD}
    shown_secret(browser.post(f"/accounts/join/{code}/", data, follow=True))
    assert "not the code the app shows" in words(browser.post(f"/accounts/join/{code}/second/", {"code": "000000"}))
    assert not Credential.objects.exists()
    assert not Account.objects.at(None).exists()


def test_second_page_without_the_first_leads_back() -> None:
    code = invitations.invite("federal", ["duty_officer"])
    response = Client(headers=HOST).get(f"/accounts/join/{code}/second/")
    assert response.headers["Location"] == f"/accounts/join/{code}/"


def test_taken_name_is_refused() -> None:
    Person("fed-duty-1").join("federal", "duty_officer")
    code = invitations.invite("federal", ["duty_officer"])
    data = {"name": "FED-duty-1", "password": PASSWORD, "again": PASSWORD}
    assert "exists already" in words(Client(headers=HOST).post(f"/accounts/join/{code}/", data))


def test_page_proposes_the_next_free_name() -> None:
    Person("fed-duty-1").join("federal", "duty_officer")
    code = invitations.invite("federal", ["duty_officer", "viewer"])
    assert 'value="fed-duty-2"' in Client(headers=HOST).get(f"/accounts/join/{code}/").content.decode()


def test_who_was_second_to_take_a_name_does_not_get_the_firsts_account() -> None:
    """Both chose the name while it was free; only the first may finish."""
    slow, quick = Person("fed-duty-1"), Person("fed-duty-1")
    code = invitations.invite("federal", ["viewer"])
    first = {"name": "fed-duty-1", "password": "of the one who is late", "again": "of the one who is late"}
    slow.secret = shown_secret(slow.browser.post(f"/accounts/join/{code}/", first, follow=True))
    quick.join("federal", "duty_officer")
    kept = Credential.objects.get(pk="fed-duty-1").password
    response = slow.browser.post(f"/accounts/join/{code}/second/", {"code": slow.code()})
    assert "exists already" in words(response)
    assert Credential.objects.get(pk="fed-duty-1").password == kept
    assert not slow.is_in()
    assert quick.is_in()


def test_renewal_withdrawn_meanwhile_leaves_the_old_secrets() -> None:
    owner, other = Person("fed-duty-1"), Person("fed-duty-1")
    owner.join("federal", "duty_officer")
    open_account("fed-admin-1", "federal", ["administrator"])
    code = invitations.invite("federal", (), account="fed-duty-1")
    new = {"password": "four green lamps at night", "again": "four green lamps at night"}
    other.secret = shown_secret(other.browser.post(f"/accounts/join/{code}/", new, follow=True))
    admin = officer.of("fed-admin-1")
    assert admin is not None
    administering.withdraw(admin, invitations.key_of(code))
    other.browser.post(f"/accounts/join/{code}/second/", {"code": other.code()})
    assert not other.is_in()
    assert owner.is_in()
