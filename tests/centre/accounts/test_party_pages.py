"""The pages on which a party administers its accounts: administrators, a signatory, the other party, an outsider."""

import re

import pytest
from django.test import Client

from tansiq.centre.accounts import invitations
from tansiq.centre.accounts.models import Account, Invitation
from tests.centre.accounts.people import Person, shown_secret, words
from tests.centre.signed_in import open_account, signed_in

pytestmark = pytest.mark.usefixtures("centre")
PAGE = "/accounts/"


@pytest.fixture
def admin() -> Client:
    return signed_in("fed-admin-1", "federal", ["administrator"])


@pytest.fixture
def signatory() -> Client:
    return signed_in("fed-sign-1", "federal", ["signatory"])


def invited(admin: Client, *roles: str) -> str:
    page = admin.post(f"{PAGE}invite/", {"roles": list(roles)}).content.decode()
    found = re.search(r"/accounts/join/([a-z0-9-]+)/", page)
    assert found
    return found[1]


def test_invitation_is_made_confirmed_and_used(admin: Client, signatory: Client) -> None:
    code = invited(admin, "duty_officer")
    person = Person("fed-duty-1")
    assert "still waits for a second account" in words(person.browser.get(f"/accounts/join/{code}/"))
    page = signatory.get(PAGE).content.decode()
    about = re.search(r'name="about" value="([^"]+)"', page)
    assert about
    assert signatory.post(f"{PAGE}answer/", {"about": about[1], "answer": "yes"}).status_code == 302
    person.join("federal", code=code)
    assert person.is_in()


def test_code_is_shown_once(admin: Client) -> None:
    code = invited(admin, "viewer")
    assert code not in admin.get(PAGE).content.decode()


def test_who_asked_is_offered_to_withdraw_but_not_to_confirm(admin: Client) -> None:
    invited(admin, "viewer")
    page = words(admin.get(PAGE))
    assert "Withdraw" in page
    assert "Confirm" not in page


def test_what_waits_stands_on_the_rail_of_the_second_key_only(admin: Client, signatory: Client) -> None:
    invited(admin, "viewer")
    assert "rail-count" in signatory.get("/accounts/mine/").content.decode()
    assert "rail-count" not in admin.get("/accounts/mine/").content.decode()


def test_account_that_lost_its_second_factor_is_renewed_by_two(admin: Client, signatory: Client) -> None:
    person = Person("fed-duty-1")
    person.join("federal", "duty_officer")
    page = admin.post(f"{PAGE}of/fed-duty-1/act/", {"act": "renew"}).content.decode()
    code = re.search(r"/accounts/join/([a-z0-9-]+)/", page)
    assert code
    about = Invitation.objects.at(None).get(account="fed-duty-1").key
    signatory.post(f"{PAGE}answer/", {"about": about, "answer": "yes"})
    again = Person("fed-duty-1")
    new = "four green lamps at night"
    second = again.browser.post(f"/accounts/join/{code[1]}/", {"password": new, "again": new}, follow=True)
    again.secret = shown_secret(second)
    again.browser.post(f"/accounts/join/{code[1]}/second/", {"code": again.code()})
    assert again.is_in()
    assert not person.is_in()
    person.give_password(new)
    assert "This code is wrong" in words(person.give_code(person.code(1)))
    assert Account.objects.at(None).get(key="fed-duty-1").roles == ["duty_officer"]


def test_other_partys_accounts_are_not_there(admin: Client) -> None:
    open_account("reg-duty-1", "regional", ["duty_officer"])
    assert "reg-duty-1" not in words(admin.get(PAGE))
    assert admin.get(f"{PAGE}of/reg-duty-1/").status_code == 404
    assert admin.post(f"{PAGE}of/reg-duty-1/act/", {"act": "close"}).status_code == 404
    assert Account.objects.at(None).get(key="reg-duty-1").state == "open"


def test_other_partys_invitations_and_roles_cannot_be_answered(admin: Client) -> None:
    invited(admin, "viewer")
    about = Invitation.objects.at(None).get(state="waiting").key
    stranger = signed_in("reg-admin-1", "regional", ["administrator"])
    for form in ({"about": about, "answer": "yes"}, {"invitation": about}):
        stranger.post(f"{PAGE}answer/" if "about" in form else f"{PAGE}withdraw/", form)
    assert Invitation.objects.at(None).get(key=about).state == "waiting"


def test_refusal_by_the_rules_is_told_on_the_page(admin: Client) -> None:
    response = admin.post(f"{PAGE}of/fed-admin-1/act/", {"act": "close"})
    assert response.status_code == 409
    assert "Nobody closes the account they are signed in with" in words(response)


def test_roles_are_taken_and_given_on_the_accounts_page(admin: Client, signatory: Client) -> None:
    open_account("fed-duty-1", "federal", ["duty_officer"])
    admin.post(f"{PAGE}of/fed-duty-1/", {"roles": ["planner"]})
    signatory.post(f"{PAGE}answer/", {"about": "account-fed-duty-1", "answer": "yes"})
    assert Account.objects.at(None).get(key="fed-duty-1").roles == ["duty_officer", "planner"]
    admin.post(f"{PAGE}of/fed-duty-1/act/", {"act": "end", "roles": ["duty_officer"]})
    assert Account.objects.at(None).get(key="fed-duty-1").roles == ["planner"]


def test_signatory_sees_accounts_and_changes_none(signatory: Client) -> None:
    open_account("fed-duty-1", "federal", ["duty_officer"])
    assert "Close" not in words(signatory.get(f"{PAGE}of/fed-duty-1/"))
    signatory.post(f"{PAGE}of/fed-duty-1/", {"roles": ["planner"]})
    assert signatory.post(f"{PAGE}of/fed-duty-1/act/", {"act": "close"}).status_code == 403
    account = Account.objects.at(None).get(key="fed-duty-1")
    assert (account.state, account.asked) == ("open", [])


def test_accesses_of_the_other_party_are_not_shown_but_strangers_attempts_are(admin: Client) -> None:
    for name, party in (("fed-duty-1", "federal"), ("reg-duty-1", "regional")):
        open_account(name, party, ["duty_officer"])
        Person(name).give_password("wrong")
    Person("stranger").give_password("wrong")
    page = words(admin.get(f"{PAGE}accesses/"))
    assert "fed-duty-1" in page
    assert "reg-duty-1" not in page
    assert "no such account" in page


HOSTILE = [
    "", "x" * 100_000, "\x00", "\u202e" * 50, "á́́́" * 2500, "<script>alert(1)</script>", "' OR 1=1 --", "аdmin", "٣٣٣٣٣٣",
    "[]", '{"a":', "null", '{"response": []}', '{"id":"AA","rawId":"AA","type":"public-key","response":{}}', "-1",
    "ﷺ" * 300,
]  # fmt: skip
FORMS = {
    "/accounts/sign-in/": ("login", "password", "next"),
    "/accounts/sign-in/passkey/": ("credential",),
    "/accounts/sign-in/second/": ("code", "credential"),
    "/accounts/join/": ("code",),
    "/accounts/mine/password/": ("oldpassword", "password1", "password2"),
    "/accounts/mine/passkeys/new/": ("name", "credential"),
    "/accounts/mine/app/": ("code",),
    "/accounts/mine/confirm/password/": ("password", "next"),
    "/accounts/invite/": ("roles",),
    "/accounts/answer/": ("about", "answer"),
    "/accounts/withdraw/": ("invitation",),
    "/accounts/of/fed-admin-1/": ("roles",),
    "/accounts/of/fed-admin-1/act/": ("act", "roles"),
}


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("signed", [False, True], ids=["outsider", "administrator"])
def test_hostile_text_breaks_no_form(address: str, *, signed: bool) -> None:
    person = Person("fed-admin-1")
    person.join("federal", "administrator")
    if not signed:
        person.leave()
        if "second" in address:
            person.give_password()
    for text in HOSTILE:
        response = person.browser.post(address, dict.fromkeys(FORMS[address], text))
        assert response.status_code < 500, (address, text[:40])
        assert b"<script>alert" not in response.content


def test_hostile_codes_and_names_in_joining_break_nothing() -> None:
    code = invitations.invite("federal", ["viewer"])
    browser = Person("fed-viewer-1").browser
    for text in HOSTILE:
        response = browser.post(f"/accounts/join/{code}/", {"name": text, "password": text, "again": text})
        assert response.status_code in (200, 302), text[:40]
    good = {"name": "fed-viewer-1", "password": "seven brown horses", "again": "seven brown horses"}
    browser.post(f"/accounts/join/{code}/", good)
    for text in HOSTILE:
        for query, field in (("", "code"), ("?passkey", "credential")):
            response = browser.post(f"/accounts/join/{code}/second/{query}", {field: text})
            assert response.status_code == 200, (field, text[:40])
    assert not Account.objects.at(None).exists()
